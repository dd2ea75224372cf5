// Policies that pursue nothing, and mixtures with random actions.
import { InputError } from "../base/errors.ts";
import type { Policy } from "./policy.ts";

/** Every action equally likely, always. */
export function uniformPolicy(): Policy {
  return {
    name: "random",
    memorySize: 0,
    decide(batch, _memory, out) {
      out.probabilities.fill(1 / batch.environment.actions.length);
      out.values.fill(0);
    },
  };
}

/** The same action always, by its name in the environment; throws an InputError when it has no such action. */
export function fixedActionPolicy(action: string): Policy {
  return {
    name: `fixed:${action}`,
    memorySize: 0,
    decide({ environment, lanes }, _memory, out) {
      const { actions } = environment;
      const chosen = actions.indexOf(action);
      if (chosen < 0) throw new InputError("action", `"${action}"`, `one of ${actions.join(", ")}`);
      out.probabilities.fill(0);
      out.values.fill(0);
      for (let lane = 0; lane < lanes; lane++) out.probabilities[lane * actions.length + chosen] = 1;
    },
  };
}

/**
 * A policy that lapses: with probability `share`, in [0, 1], each action is drawn uniformly instead. Its value estimates
 * remain those of the policy.
 */
export function noisyPolicy(policy: Policy, share: number): Policy {
  if (!(share >= 0 && share <= 1)) {
    throw new InputError("share of random actions", String(share), "a number in [0, 1]");
  }
  return {
    name: `noisy-${policy.name}:${share}`,
    memorySize: policy.memorySize,
    ...(policy.remember ? { remember: policy.remember.bind(policy) } : {}),
    async decide(batch, memory, out) {
      await policy.decide(batch, memory, out);
      const uniform = share / batch.environment.actions.length;
      const { probabilities } = out;
      for (let i = 0; i < probabilities.length; i++)
        probabilities[i] = (1 - share) * probabilities[i]! + uniform;
    },
  };
}
