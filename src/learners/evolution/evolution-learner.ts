// The learner that lets the weights of a network evolve.
import type { Rng } from "../../base/rng.ts";
import type { Runtime } from "../../engine/runtime.ts";
import type { Environment } from "../../environments/environment.ts";
import { type NetworkSpec, parseNetwork } from "../../policies/network.ts";
import type { Parameters } from "../../policies/networks/architecture.ts";
import { policyFromParameters } from "../trained-policies.ts";
import type { TrainingProblem } from "../training.ts";
import { type EvolutionHyperparameters, parseEvolution } from "./evolution-hyperparameters.ts";
import { EvolutionTraining } from "./evolution-training.ts";
import { evolvedNetwork, initialEvolved } from "./evolved-network.ts";

export interface EvolutionSettings {
  readonly learner: "evolution";
  readonly network: NetworkSpec;
  readonly evolution: EvolutionHyperparameters;
}

export const evolutionLearner = {
  summary: "evolution of a network's weights, by CMA-ES or natural gradients",
  parse: (settings: EvolutionSettings, place: string): EvolutionSettings => ({
    ...settings,
    evolution: parseEvolution(settings.evolution, `${place}.evolution`),
    network: parseNetwork(settings.network, `${place}.network`),
  }),
  totalSteps: ({ evolution }: EvolutionSettings) => evolution.total_timesteps,
  create: ({ network, evolution }: EvolutionSettings, problem: TrainingProblem) =>
    EvolutionTraining.create(
      { ...problem, evolution },
      evolvedNetwork(network, problem.environment, problem.rng, problem.runtime),
    ),
  initial: ({ network }: EvolutionSettings, environment: Environment, rng: Rng) =>
    initialEvolved(network, environment, rng),
  policy: (
    { network }: EvolutionSettings,
    environment: Environment,
    parameters: Parameters,
    runtime: Runtime,
    lanes: number,
  ) => policyFromParameters(environment, network, parameters, runtime, lanes),
};
