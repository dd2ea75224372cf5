// A policy that always takes its most probable action.
import { allocateDecisions, type Decisions, type Policy } from "../policies/policy.ts";
import { greedyAction } from "../rollouts/selection.ts";

/** The policy with all probability on the action that greedy selection picks (the lowest index on ties). */
export function greedyPolicy(policy: Policy): Policy {
  let asked: Decisions = allocateDecisions(0, 0);
  return {
    name: `greedy-${policy.name}`,
    memorySize: policy.memorySize,
    ...(policy.remember && { remember: policy.remember.bind(policy) }),
    async decide(batch, memory, out) {
      const actions = batch.environment.actions.length;
      if (asked.values.length !== batch.lanes) asked = allocateDecisions(batch.lanes, actions);
      await policy.decide(batch, memory, asked);
      out.values.set(asked.values);
      out.probabilities.fill(0);
      for (let lane = 0; lane < batch.lanes; lane++) {
        out.probabilities[lane * actions + greedyAction(asked.probabilities, lane, actions)] = 1;
      }
    },
  };
}
