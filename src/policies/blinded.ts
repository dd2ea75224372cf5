// A policy that is kept from seeing some channels: the control for "does it look at the goal at all?".
import { InputError } from "../base/errors.ts";
import type { Environment, EnvironmentBatch } from "../environments/environment.ts";
import type { Policy } from "./policy.ts";

/**
 * The same policy with the named observation channels zeroed before it looks; everything else about the world stays. The
 * first axis of the observation is taken as its channels. Throws an InputError on a channel that the world does not have.
 * Policies that read states (planners) are not affected.
 */
export function blindedPolicy(environment: Environment, policy: Policy, channels: readonly string[]): Policy {
  const { shape, channels: known } = environment.observation;
  const hidden = channels.map((channel) => {
    const index = known.indexOf(channel);
    if (index < 0) throw new InputError("channel", JSON.stringify(channel), `one of ${known.join(", ")}`);
    return index;
  });
  const size = shape.reduce((product, extent) => product * extent, 1);
  const plane = size / (shape[0] as number);
  let seen = new Uint8Array(0);

  /** The batch with other eyes: what a blinded policy is handed. */
  function blinded(batch: EnvironmentBatch): EnvironmentBatch {
    if (seen.length !== batch.observations.length) seen = new Uint8Array(batch.observations.length);
    seen.set(batch.observations);
    for (let lane = 0; lane < batch.lanes; lane++) {
      for (const channel of hidden) {
        const start = lane * size + channel * plane;
        seen.fill(0, start, start + plane);
      }
    }
    return new Proxy(batch, {
      get: (target, name) => {
        if (name === "observations") return seen;
        const value = Reflect.get(target, name, target);
        // Methods of a batch use private fields, which a proxy does not have.
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  }

  return {
    name: `blinded:${channels.join("+")}:${policy.name}`,
    memorySize: policy.memorySize,
    decide: (batch, memory, out) => policy.decide(blinded(batch), memory, out),
    ...(policy.remember && { remember: policy.remember.bind(policy) }),
  };
}
