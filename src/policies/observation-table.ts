// A look-up table of what another agent does, by what is seen: it knows some levels by heart and no other.
import { InputError } from "../base/errors.ts";
import { enumerate } from "../environments/enumerate.ts";
import type { Environment, EnvironmentBatch } from "../environments/environment.ts";
import { ObservationKeys } from "./observation-keys.ts";
import { allocateDecisions, type Decisions, type Policy } from "./policy.ts";

export interface ObservationTableOptions {
  /** Levels that are learned by heart, as bytes; at least one. */
  readonly levels: readonly Uint8Array[];
  /** States beyond which a level is refused; 500,000 by default. */
  readonly limit?: number;
}

/** States that are asked about at once. */
const askedAtOnce = 256;
const endless = 2 ** 31 - 1;

/**
 * Acts in every state that can be reached on the given levels as the policy does there, by the observation alone; where states look alike, by
 * the mean of what the policy does in them. What it has never seen it answers with any action. The table is made when the first decision
 * is asked for. Throws an InputError for a policy with a memory, and then for a level with too many states.
 */
export function observationTable(
  environment: Environment,
  policy: Policy,
  { levels, limit }: ObservationTableOptions,
): Policy {
  if (policy.memorySize > 0)
    throw new InputError("agent of a table", policy.name, "an agent without a memory");
  if (levels.length === 0) throw new InputError("levels of a table", "none", "at least one level");
  const actions = environment.actions.length;
  let known: Promise<Learned> | null = null;
  return {
    name: `table-${policy.name}`,
    memorySize: 0,
    async decide(batch, _memory, out) {
      known ??= learn(environment, policy, levels, limit);
      const learned = await known;
      out.values.fill(0);
      for (let lane = 0; lane < batch.lanes; lane++) {
        learned.answer(batch, lane, out.probabilities.subarray(lane * actions, (lane + 1) * actions));
      }
    },
  };
}

async function learn(
  environment: Environment,
  policy: Policy,
  levels: readonly Uint8Array[],
  limit?: number,
): Promise<Learned> {
  const learned = new Learned(environment);
  const decisions = allocateDecisions(askedAtOnce, environment.actions.length);
  const batch = environment.batch({ lanes: askedAtOnce, horizon: endless });
  for (const level of levels) {
    const { table, states } = enumerate(environment, level, limit === undefined ? {} : { limit });
    for (let lane = 0; lane < askedAtOnce; lane++) batch.reset(lane, level, 0);
    for (let first = 0; first < states; first += askedAtOnce) {
      const count = Math.min(askedAtOnce, states - first);
      for (let lane = 0; lane < count; lane++)
        batch.loadState(lane, table.words, (first + lane) * table.width);
      await policy.decide(batch, new Float32Array(0), decisions);
      for (let lane = 0; lane < count; lane++) learned.add(batch, lane, decisions);
    }
  }
  return learned;
}

/** For each observation the sum of what was done there. */
class Learned {
  readonly #actions: number;
  readonly #seen: ObservationKeys;
  readonly #sums: Float64Array[] = [];
  readonly #counts: number[] = [];

  constructor(environment: Environment) {
    this.#actions = environment.actions.length;
    this.#seen = new ObservationKeys(environment.observation.shape);
  }

  add({ observations }: EnvironmentBatch, lane: number, { probabilities }: Decisions): void {
    const index = this.#seen.add(observations, lane);
    const sums = this.#sums[index] ?? new Float64Array(this.#actions);
    for (let action = 0; action < this.#actions; action++) {
      sums[action]! += probabilities[lane * this.#actions + action]!;
    }
    this.#sums[index] = sums;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
  }

  answer({ observations }: EnvironmentBatch, lane: number, out: Float32Array): void {
    const index = this.#seen.find(observations, lane);
    if (index < 0) out.fill(1 / this.#actions);
    else out.set(this.#sums[index]!.map((sum) => sum / this.#counts[index]!));
  }
}
