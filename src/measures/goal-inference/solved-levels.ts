// Levels solved once: what every objective is worth there, by level, kept by hash.

import { enumerate } from "../../environments/enumerate.ts";
import type { Environment, Objective } from "../../environments/environment.ts";
import { eventWeights } from "../../environments/environment.ts";
import type { FiniteMdp } from "../../environments/finite-mdp.ts";
import { levelHash } from "../../environments/levels.ts";
import { Approach } from "../../solvers/approach.ts";
import { solveDiscounted } from "../../solvers/discounted.ts";
import { expectedRewards } from "../../solvers/rewards.ts";
import { solveSoft } from "../../solvers/soft.ts";

/** The best value at the start, and what each action loses. */
export interface SolvedObjective {
  readonly start: number;
  /** Q(s, a) less the best Q of the state, in units of the objective. [states, actions] */
  readonly advantages: Float32Array;
}

/** One level with everything that was solved on it, for as long as somebody keeps it. */
export class SolvedLevel {
  readonly approach: Approach;
  readonly #solved = new Map<string, SolvedObjective>();
  /** By discount: the value of each event. */
  readonly #random = new Map<number, readonly number[]>();

  constructor(readonly mdp: FiniteMdp) {
    this.approach = new Approach(mdp);
  }

  /** Exact planning without a horizon at that discount. */
  planner(objective: Objective, discount: number): SolvedObjective {
    return this.#once(objective, `planner ${discount}`, (rewards) =>
      solveDiscounted(this.mdp, rewards, discount),
    );
  }

  /** Soft-optimal planning; the rationality is per unit of the objective. */
  soft(objective: Objective, discount: number, rationality: number): SolvedObjective {
    return this.#once(objective, `soft ${discount} ${rationality}`, (rewards) =>
      solveSoft(this.mdp, rewards, discount, rationality),
    );
  }

  #once(
    objective: Objective,
    form: string,
    solve: (rewards: Float64Array) => { readonly values: Float64Array; readonly q: Float64Array },
  ): SolvedObjective {
    const key = `${form} ${eventWeights(this.mdp.environment, objective).join(",")}`;
    let solved = this.#solved.get(key);
    if (!solved) {
      const { values, q } = solve(expectedRewards(this.mdp, objective));
      solved = { start: values[0], advantages: Float32Array.from(advantages(q, this.mdp.actions)) };
      this.#solved.set(key, solved);
    }
    return solved;
  }

  /** What uniformly random play without a horizon is worth from the start. */
  randomValue(objective: Objective, discount: number): number {
    let events = this.#random.get(discount);
    if (!events) {
      events = this.mdp.environment.events.map((event) => randomStartValue(this.mdp, event, discount));
      this.#random.set(discount, events);
    }
    const weights = eventWeights(this.mdp.environment, objective);
    return weights.reduce((value, weight, event) => value + weight * events[event], 0);
  }
}

/** Discounted number of times that uniformly random play brings about an event. */
function randomStartValue(mdp: FiniteMdp, event: string, discount: number): number {
  const rewards = expectedRewards(mdp, { name: event, wants: "", weights: { [event]: 1 } });
  return randomValues(mdp, rewards, discount)[0];
}

/** V of uniformly random play, as soft-optimal play at rationality 0: a linear system instead of many sweeps. [states + 1] */
export function randomValues(mdp: FiniteMdp, rewards: Float64Array, discount: number): Float64Array {
  return solveSoft(mdp, rewards, discount, 0).values;
}

/** Q(s, a) less the best Q(s, .), in place. [states, actions] */
export function advantages(q: Float64Array, actions: number): Float64Array {
  for (let start = 0; start < q.length; start += actions) {
    let best = -Infinity;
    for (let row = start; row < start + actions; row++) if (q[row] > best) best = q[row];
    for (let row = start; row < start + actions; row++) q[row] -= best;
  }
  return q;
}

/** Solved levels by hash: given to several models, it spares the later ones what the earlier ones solved. */
export class SolvedLevels {
  readonly #byHash = new Map<string, SolvedLevel>();

  of(environment: Environment, level: Uint8Array): SolvedLevel {
    const hash = levelHash(environment, level);
    let solved = this.#byHash.get(hash);
    if (!solved) {
      solved = new SolvedLevel(enumerate(environment, level));
      this.#byHash.set(hash, solved);
    }
    return solved;
  }
}
