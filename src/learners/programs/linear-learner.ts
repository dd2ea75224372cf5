// The learner of linear policies on what the sensors say: their weights evolve.
import type { Rng } from "../../base/rng.ts";
import type { Runtime } from "../../engine/runtime.ts";
import type { Environment } from "../../environments/environment.ts";
import type { Parameters } from "../../policies/networks/architecture.ts";
import { linearParameters, linearPolicy } from "../../policies/programs/linear-policy.ts";
import { type EvolutionHyperparameters, parseEvolution } from "../evolution/evolution-hyperparameters.ts";
import { EvolutionTraining } from "../evolution/evolution-training.ts";
import type { TrainingProblem } from "../training.ts";

export interface LinearSettings {
  readonly learner: "linear";
  readonly evolution: EvolutionHyperparameters;
}

export const linearLearner = {
  summary: "evolution of a linear policy on the sensors of programs",
  parse: (settings: LinearSettings, place: string): LinearSettings => ({
    ...settings,
    evolution: parseEvolution(settings.evolution, `${place}.evolution`),
  }),
  totalSteps: ({ evolution }: LinearSettings) => evolution.total_timesteps,
  create: ({ evolution }: LinearSettings, problem: TrainingProblem) =>
    EvolutionTraining.create(
      { ...problem, evolution },
      {
        initial: linearParameters(problem.environment),
        policy: async (parameters) => linearPolicy(problem.environment, parameters),
      },
    ),
  initial: (_settings: LinearSettings, environment: Environment, _rng: Rng) => linearParameters(environment),
  policy: async (
    _settings: LinearSettings,
    environment: Environment,
    parameters: Parameters,
    _runtime: Runtime,
    _lanes: number,
  ) => linearPolicy(environment, parameters),
};
