// A network whose weights evolve.
import type { Rng } from "../../base/rng.ts";
import type { Runtime } from "../../engine/runtime.ts";
import type { Environment } from "../../environments/environment.ts";
import { createNetwork, type NetworkSpec } from "../../policies/network.ts";
import type { Parameters } from "../../policies/networks/architecture.ts";
import { initialisationStream, policyFromParameters } from "../trained-policies.ts";
import type { Evolvable } from "./evolution-training.ts";

/** Weights as other learners draw them; the head for values, which nothing teaches here, is zero and says so. */
export function initialEvolved(network: NetworkSpec, environment: Environment, rng: Rng): Parameters {
  const drawn = createNetwork(network, environment).initialise(rng.fork(initialisationStream));
  return Object.fromEntries(
    Object.entries(drawn).map(([name, tensor]) =>
      isValueHead(name) ? [name, { ...tensor, data: new Float32Array(tensor.data.length) }] : [name, tensor],
    ),
  );
}

/** All weights but those that only estimate values. */
export function evolvedNetwork(
  network: NetworkSpec,
  environment: Environment,
  rng: Rng,
  runtime: Runtime,
): Evolvable {
  return {
    initial: initialEvolved(network, environment, rng),
    isFixed: (name) => name.startsWith("critic"),
    policy: (parameters, lanes) => policyFromParameters(environment, network, parameters, runtime, lanes),
  };
}

function isValueHead(name: string): boolean {
  return name.startsWith("critic/");
}
