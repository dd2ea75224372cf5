// Policies from parameters: those of a checkpoint, or those that training begins with.
import type { Rng } from "../base/rng.ts";
import type { Runtime } from "../engine/runtime.ts";
import type { Environment, Objective } from "../environments/environment.ts";
import { createNetwork, type NetworkPolicy, type NetworkSpec, networkPolicy } from "../policies/network.ts";
import type { Network, Parameters } from "../policies/networks/architecture.ts";

/** Name of the stream, below that of the training, which initial parameters are drawn from. */
export const initialisationStream = "initialisation";

/** The policy before any training: the initial parameters that `createTraining` draws from an equal stream. */
export async function untrainedPolicy(
  environment: Environment,
  spec: NetworkSpec,
  rng: Rng,
  runtime: Runtime,
  lanes: number,
): Promise<NetworkPolicy> {
  const network = createNetwork(spec, environment);
  return preparedPolicy(
    "untrained",
    network,
    network.initialise(rng.fork(initialisationStream)),
    runtime,
    lanes,
  );
}

/**
 * A policy with given parameters, such as those of a checkpoint; throws an InputError where they do not fit. A network that is
 * told of rewards is told those of `objective`, by default the base objective.
 */
export async function policyFromParameters(
  environment: Environment,
  spec: NetworkSpec,
  parameters: Parameters,
  runtime: Runtime,
  lanes: number,
  objective?: Objective,
): Promise<NetworkPolicy> {
  return preparedPolicy("trained", createNetwork(spec, environment), parameters, runtime, lanes, objective);
}

async function preparedPolicy(
  name: string,
  network: Network,
  parameters: Parameters,
  runtime: Runtime,
  lanes: number,
  objective?: Objective,
): Promise<NetworkPolicy> {
  const policy = networkPolicy({ name, network, parameters, runtime, ...(objective && { objective }) });
  await policy.prepare(lanes);
  return policy;
}
