// Exact planners for any objective, as policies: they see the whole state and know the rules.
import { sha256Hex } from "../base/hash.ts";
import type { WordTable } from "../base/word-table.ts";
import { enumerate } from "../environments/enumerate.ts";
import type { Environment, EnvironmentBatch, Objective } from "../environments/environment.ts";
import { lookup } from "../environments/finite-mdp.ts";
import { solveDiscounted } from "../solvers/discounted.ts";
import { uniformOverBest } from "../solvers/greedy.ts";
import { expectedRewards } from "../solvers/rewards.ts";
import type { Decisions, Policy } from "./policy.ts";

export interface PlannerOptions {
  readonly objective: Objective;
  /** Discount of the endless problem that is solved, in [0, 1). */
  readonly discount: number;
  /** States beyond which a level is refused; 500,000 by default. */
  readonly limit?: number;
  /** How many solved levels are kept; 64 by default. */
  readonly cachedLevels?: number;
}

/** What is kept of a level: enough to act on it. */
interface SolvedLevel {
  readonly table: WordTable;
  /** [states, actions] */
  readonly policy: Float64Array;
  /** [states + 1] */
  readonly values: Float64Array;
}

/**
 * The stationary planner for an objective: in every state uniform over the actions within 1e-9 of the best discounted
 * Q, whatever the horizon of the episode. Levels are enumerated and solved when first met; throws an InputError for one
 * with too many states.
 */
export function plannerPolicy(environment: Environment, options: PlannerOptions): Policy {
  const solved = new SolvedLevels(environment, options);
  const words = new Int32Array(environment.stateLength);
  const actions = environment.actions.length;
  return {
    name: `planner:${options.objective.name}`,
    memorySize: 0,
    decide(batch, _memory, out) {
      for (let lane = 0; lane < batch.lanes; lane++) {
        const { table, policy, values } = solved.of(batch, lane);
        batch.saveState(lane, words, 0);
        const state = batch.terminated[lane] === 1 ? -1 : lookup({ table }, words);
        if (state >= 0) {
          for (let a = 0; a < actions; a++)
            out.probabilities[lane * actions + a] = policy[state * actions + a]!;
          out.values[lane] = values[state]!;
        } else restOn(batch, lane, out);
      }
    },
  };
}

/** Lanes whose episode has ended take any action; other states unknown to the solution are a fault of the world. */
function restOn(batch: EnvironmentBatch, lane: number, out: Decisions): void {
  if (batch.terminated[lane] !== 1) {
    throw new Error(`${batch.environment.name} has reached a state that play on its level cannot reach`);
  }
  const actions = batch.environment.actions.length;
  out.probabilities.fill(1 / actions, lane * actions, (lane + 1) * actions);
  out.values[lane] = 0;
}

/** Solved levels by hash; the one not used for the longest time makes room. */
class SolvedLevels {
  readonly #environment: Environment;
  readonly #options: PlannerOptions;
  readonly #byHash = new Map<string, SolvedLevel>();
  /** What each lane is on, so that hashes are only taken when its level changes. */
  readonly #lanes: { level: Uint8Array; solved: SolvedLevel }[] = [];

  constructor(environment: Environment, options: PlannerOptions) {
    this.#environment = environment;
    this.#options = options;
  }

  of(batch: EnvironmentBatch, lane: number): SolvedLevel {
    const level = batch.levelOf(lane);
    const known = this.#lanes[lane];
    if (known && sameBytes(known.level, level)) return known.solved;
    const solved = this.#lookUp(level);
    this.#lanes[lane] = { level, solved };
    return solved;
  }

  #lookUp(level: Uint8Array): SolvedLevel {
    const hash = sha256Hex(level);
    const solved = this.#byHash.get(hash) ?? this.#solve(level);
    this.#byHash.delete(hash);
    this.#byHash.set(hash, solved);
    const [oldest] = this.#byHash.keys();
    if (this.#byHash.size > (this.#options.cachedLevels ?? 64)) this.#byHash.delete(oldest!);
    return solved;
  }

  #solve(level: Uint8Array): SolvedLevel {
    const { objective, discount, limit } = this.#options;
    const mdp = enumerate(this.#environment, level, limit === undefined ? {} : { limit });
    const { values, q } = solveDiscounted(mdp, expectedRewards(mdp, objective), discount);
    return { table: mdp.table, policy: uniformOverBest(q, mdp.actions), values };
  }
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}
