// Policies that know the rules: every level is solved when first met, and played from its solution.
import { sha256Hex } from "../base/hash.ts";
import type { WordTable } from "../base/word-table.ts";
import type { Environment, EnvironmentBatch } from "../environments/environment.ts";
import { lookup } from "../environments/finite-mdp.ts";
import type { Decisions, Policy } from "./policy.ts";

/** What is kept of a level: enough to act on it. */
export interface LevelSolution {
  /** The level's states as they are numbered. */
  readonly table: WordTable;
  /** Writes the action probabilities in a state from out[offset] on; answers the value estimate, 0 for none. */
  act(state: number, out: Float32Array, offset: number): number;
}

export interface LevelPolicyOptions {
  readonly name: string;
  /** Called for a level that is not kept; what it throws ends the decision. */
  readonly solve: (level: Uint8Array) => LevelSolution;
  /** How many solved levels are kept; 64 by default. */
  readonly cachedLevels?: number;
}

/** The memoryless policy that looks every state up in its level's solution. Lanes that have ended take any action. */
export function levelPolicy(environment: Environment, options: LevelPolicyOptions): Policy {
  const solved = new SolvedLevels(options);
  const words = new Int32Array(environment.stateLength);
  const actions = environment.actions.length;
  return {
    name: options.name,
    memorySize: 0,
    decide(batch, _memory, out) {
      for (let lane = 0; lane < batch.lanes; lane++) {
        const solution = solved.of(batch, lane);
        batch.saveState(lane, words, 0);
        const state = batch.terminated[lane] === 1 ? -1 : lookup(solution, words);
        if (state >= 0) out.values[lane] = solution.act(state, out.probabilities, lane * actions);
        else restOn(batch, lane, out);
      }
    },
  };
}

/** A solution that is a table: probabilities [states, actions] and, where there are any, values [states]. */
export function tableSolution(table: WordTable, policy: Float64Array, values?: Float64Array): LevelSolution {
  const actions = policy.length / table.count;
  return {
    table,
    act(state, out, offset) {
      for (let action = 0; action < actions; action++) {
        out[offset + action] = policy[state * actions + action] as number;
      }
      return values === undefined ? 0 : (values[state] as number);
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
  readonly #options: LevelPolicyOptions;
  readonly #byHash = new Map<string, LevelSolution>();
  /** What each lane is on, so that hashes are only taken when its level changes. */
  readonly #lanes: { level: Uint8Array; solved: LevelSolution }[] = [];

  constructor(options: LevelPolicyOptions) {
    this.#options = options;
  }

  of(batch: EnvironmentBatch, lane: number): LevelSolution {
    const level = batch.levelOf(lane);
    const known = this.#lanes[lane];
    if (known && sameBytes(known.level, level)) return known.solved;
    const solved = this.#lookUp(level);
    this.#lanes[lane] = { level, solved };
    return solved;
  }

  #lookUp(level: Uint8Array): LevelSolution {
    const hash = sha256Hex(level);
    const solved = this.#byHash.get(hash) ?? this.#options.solve(level);
    this.#byHash.delete(hash);
    this.#byHash.set(hash, solved);
    const [oldest] = this.#byHash.keys();
    if (this.#byHash.size > (this.#options.cachedLevels ?? 64)) this.#byHash.delete(oldest!);
    return solved;
  }
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}
