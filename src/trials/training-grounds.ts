// How well agents do where they were trained: N(training), from sampled episodes against exact bounds.
import { hashJson } from "../base/hash.ts";
import type { Rng } from "../base/rng.ts";
import { mean } from "../base/stats.ts";
import { enumerate } from "../environments/enumerate.ts";
import { type LevelSet, levelAt } from "../environments/levels.ts";
import { asJson, deployedLevels } from "../experiments/level-source.ts";
import { normalisedValue } from "../measures/competence.ts";
import { playEpisodes } from "../rollouts/episodes.ts";
import { behaviourValue, expectedBehaviour } from "../solvers/expected-behaviour.ts";
import { bestStartValue } from "../solvers/finite-horizon.ts";
import { uniformTable } from "../solvers/greedy.ts";
import { expectedRewards } from "../solvers/rewards.ts";
import type { ActingAgent, TrainingSide } from "./watched-agent.ts";

const mostLanes = 64;

/** An agent in training. */
export interface TrainingValue {
  /** V_b, a mean over the levels. */
  readonly value: number;
  /** N_b; null where there is nothing to be gained on any level. */
  readonly normalised: number | null;
  /** N by named objective; those with nothing to be gained are left out. */
  readonly byObjective: Readonly<Record<string, number>>;
}

/** V* and V(random) of one objective. [levels] */
interface Bounds {
  readonly optimal: Float64Array;
  readonly random: Float64Array;
}

interface Ground {
  readonly levels: LevelSet;
  /** By named objective. */
  readonly bounds: ReadonlyMap<string, Bounds>;
}

/** Training distributions, each opened and solved once. */
export class TrainingGrounds {
  readonly #grounds = new Map<string, Ground>();

  /** `count` levels of each distribution; values at `discount`. `onLevel` is called for every level that was solved. */
  constructor(
    readonly count: number,
    readonly discount: number,
    readonly onLevel: (done: number, total: number) => void,
  ) {}

  /** One episode per level. */
  async measure(agent: ActingAgent, side: TrainingSide, rng: Rng): Promise<TrainingValue> {
    const { levels, bounds } = await this.#ground(side);
    const { environment, count, bytes } = levels;
    const episodes = await playEpisodes({
      environment,
      levels: bytes,
      count,
      horizon: side.horizon,
      discount: this.discount,
      policy: await agent.policyFor(environment, "training"),
      selection: "sampled",
      lanes: Math.min(count, mostLanes),
      rng,
    });
    const normalised = [...bounds].map(([name, { optimal, random }]): [string, number] => [
      name,
      normalisedValue(episodes.values[name]!, optimal, random).value,
    ]);
    const byObjective = Object.fromEntries(normalised.filter(([, value]) => !Number.isNaN(value)));
    return {
      value: mean(episodes.values[environment.baseObjective]!),
      normalised: byObjective[environment.baseObjective] ?? null,
      byObjective,
    };
  }

  async #ground(side: TrainingSide): Promise<Ground> {
    const key = hashJson(asJson(side));
    const known = this.#grounds.get(key);
    if (known) return known;
    const ground = await this.#solve(side);
    this.#grounds.set(key, ground);
    return ground;
  }

  async #solve({ source, horizon }: TrainingSide): Promise<Ground> {
    const levels = deployedLevels(source, this.count);
    const { environment, count } = levels;
    const bounds = new Map(
      environment.objectives.map(({ name }) => [
        name,
        { optimal: new Float64Array(count), random: new Float64Array(count) },
      ]),
    );
    for (let index = 0; index < count; index++) {
      const mdp = enumerate(environment, levelAt(levels, index));
      const play = expectedBehaviour(mdp, uniformTable(mdp.states, mdp.actions), horizon, this.discount);
      for (const objective of environment.objectives) {
        const { optimal, random } = bounds.get(objective.name)!;
        optimal[index] = bestStartValue(mdp, expectedRewards(mdp, objective), horizon, this.discount);
        random[index] = behaviourValue(environment, play, objective);
      }
      this.onLevel(index + 1, count);
      // Progress is told, and a wish to stop arrives, between two levels.
      await new Promise((resume) => setTimeout(resume));
    }
    return { levels, bounds };
  }
}
