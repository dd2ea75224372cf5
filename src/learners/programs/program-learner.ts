// The learner of programs: decision lists of at most eight rules that evolve.
import type { Rng } from "../../base/rng.ts";
import type { Runtime } from "../../engine/runtime.ts";
import type { Environment } from "../../environments/environment.ts";
import type { Parameters } from "../../policies/networks/architecture.ts";
import { vocabularyOf } from "../../policies/programs/conditions.ts";
import { emptyProgram, programOf, programParameters } from "../../policies/programs/decision-list.ts";
import { programPolicy } from "../../policies/programs/program-policy.ts";
import type { TrainingProblem } from "../training.ts";
import { type ProgramHyperparameters, parseProgramSettings } from "./program-hyperparameters.ts";
import { ProgramTraining } from "./program-training.ts";

export interface ProgramSettings {
  readonly learner: "program";
  readonly program: ProgramHyperparameters;
}

export const programLearner = {
  summary: "evolution of decision lists of at most eight rules that can be read",
  parse: (settings: ProgramSettings, place: string): ProgramSettings => ({
    ...settings,
    program: parseProgramSettings(settings.program, `${place}.program`),
  }),
  totalSteps: ({ program }: ProgramSettings) => program.total_timesteps,
  create: async ({ program }: ProgramSettings, problem: TrainingProblem) =>
    new ProgramTraining({ ...problem, program }),
  /** Before any training nothing is ruled: every action is equally likely. */
  initial: (_settings: ProgramSettings, _environment: Environment, _rng: Rng) =>
    programParameters(emptyProgram()),
  policy: async (
    _settings: ProgramSettings,
    environment: Environment,
    parameters: Parameters,
    _runtime: Runtime,
    _lanes: number,
  ) => {
    const vocabulary = vocabularyOf(environment);
    return programPolicy(vocabulary, programOf(parameters, vocabulary), "trained");
  },
};
