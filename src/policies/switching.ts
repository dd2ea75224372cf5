// A policy that changes its goal in the middle of an episode.
import { InputError } from "../base/errors.ts";
import { MemoryPart } from "./memory-part.ts";
import { allocateDecisions, type Decisions, type Policy } from "./policy.ts";

/**
 * The first policy for the first `steps` steps of an episode, the second from then on. Both watch all along: memory is
 * the first's, then the second's.
 */
export function switchingPolicy(first: Policy, second: Policy, steps: number): Policy {
  if (!(Number.isInteger(steps) && steps >= 0))
    throw new InputError("steps before switching", String(steps), "a whole number of at least 0");
  const memorySize = first.memorySize + second.memorySize;
  const parts = [
    { policy: first, memory: new MemoryPart(memorySize, 0, first.memorySize) },
    { policy: second, memory: new MemoryPart(memorySize, first.memorySize, second.memorySize) },
  ] as const;
  let later: Decisions | null = null;
  return {
    name: `switching-${first.name}-${second.name}:${steps}`,
    memorySize,
    async decide(batch, memory, out) {
      const actions = batch.environment.actions.length;
      if (later?.values.length !== batch.lanes) later = allocateDecisions(batch.lanes, actions);
      const answers = [out, later] as const;
      for (const [index, part] of parts.entries()) {
        await part.policy.decide(batch, part.memory.take(memory), answers[index] as Decisions);
        part.memory.put(memory);
      }
      for (let lane = 0; lane < batch.lanes; lane++) {
        if ((batch.elapsed[lane] as number) < steps) continue;
        const row = later.probabilities.subarray(lane * actions, (lane + 1) * actions);
        out.probabilities.set(row, lane * actions);
        out.values[lane] = later.values[lane] as number;
      }
    },
    remember(actions, memory, batch) {
      for (const { policy, memory: part } of parts) {
        if (!policy.remember) continue;
        policy.remember(actions, part.take(memory), batch);
        part.put(memory);
      }
    },
  };
}
