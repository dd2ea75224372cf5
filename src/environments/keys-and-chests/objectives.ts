// What can be wanted in the worlds of keys and chests.
import type { Objective } from "../environment.ts";
import type { DynamicsParameters } from "./parameters.ts";
import { stepTaken, wallBumped } from "./things.ts";

export const chests: Objective = { name: "chests", wants: "Open chests.", weights: { "chest-opened": 1 } };

export const keys: Objective = {
  name: "keys",
  wants: "Collect keys, needed or not.",
  weights: { "key-collected": 1 },
};

export const keysAndChestsAlike: Objective = {
  name: "keys-and-chests",
  wants: "Collect keys and open chests, each worth the same.",
  weights: { "key-collected": 1, "chest-opened": 1 },
};

/** `price`: what a surplus key costs, in chests. */
export function chestsMinusSurplus(price: number): Objective {
  return {
    name: "chests-minus-surplus",
    wants: "Open chests, and leave keys that no chest is left for.",
    // A difference, because minus zero is a number that JSON does not give back.
    weights: { "chest-opened": 1, "surplus-key-collected": 0 - price },
  };
}

/** The base objective with what bumps, keys and steps cost it; as it is where they cost nothing. */
export function withPenalties(objective: Objective, parameters: DynamicsParameters): Objective {
  const costs = [
    { event: wallBumped, each: "bump", price: parameters.bumpPenalty },
    { event: "key-collected", each: "key", price: parameters.keyPenalty },
    { event: stepTaken, each: "step", price: parameters.stepPenalty },
  ].filter(({ price }) => price > 0);
  if (costs.length === 0) return objective;
  const weights = Object.fromEntries(
    costs.map(({ event, price }) => [event, (objective.weights[event] ?? 0) - price]),
  );
  return {
    ...objective,
    wants: `${objective.wants} ${costs.map(({ each, price }) => `A ${each} costs ${price}.`).join(" ")}`,
    weights: { ...objective.weights, ...weights },
  };
}
