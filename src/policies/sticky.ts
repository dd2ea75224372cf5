// A policy that is slow to change its mind.
import { InputError } from "../base/errors.ts";
import { lastAction, noAction, rememberActions } from "./last-action.ts";
import { MemoryPart } from "./memory-part.ts";
import type { Policy } from "./policy.ts";

/**
 * With that probability, in [0, 1], the last action is taken again, whoever chose it; otherwise the policy decides, and
 * always at the first step of an episode. Memory: the last action, then the policy's own.
 */
export function stickyPolicy(policy: Policy, probability: number): Policy {
  if (!(probability >= 0 && probability <= 1)) {
    throw new InputError("probability of repeating an action", String(probability), "a number in [0, 1]");
  }
  const memorySize = 1 + policy.memorySize;
  const inner = new MemoryPart(memorySize, 1, policy.memorySize);
  return {
    name: `sticky-${policy.name}:${probability}`,
    memorySize,
    async decide(batch, memory, out) {
      await policy.decide(batch, inner.take(memory), out);
      inner.put(memory);
      const actions = batch.environment.actions.length;
      const { probabilities } = out;
      for (let lane = 0; lane < batch.lanes; lane++) {
        const last = lastAction(batch, memory, lane);
        if (last === noAction) continue;
        const first = lane * actions;
        for (let i = first; i < first + actions; i++)
          probabilities[i] = (1 - probability) * (probabilities[i] as number);
        probabilities[first + last] = (probabilities[first + last] as number) + probability;
      }
    },
    remember(actions, memory, batch) {
      rememberActions(actions, memory);
      if (!policy.remember) return;
      policy.remember(actions, inner.take(memory), batch);
      inner.put(memory);
    },
  };
}
