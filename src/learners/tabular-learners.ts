// The learners with look-up tables among the learners by name: Q-learning, Sarsa, REINFORCE.
import type { Tensor } from "../engine/tensor.ts";
import type { Environment } from "../environments/environment.ts";
import type { Parameters } from "../policies/networks/architecture.ts";
import { ObservationKeys } from "../policies/observation-keys.ts";
import type { LearnerOf } from "./learner-of.ts";
import { ReinforceTraining } from "./reinforce-training.ts";
import { actionValueTablePolicy, logitTablePolicy } from "./table-policies.ts";
import {
  parseReinforce,
  parseTabular,
  type ReinforceHyperparameters,
  type TabularHyperparameters,
} from "./tabular-hyperparameters.ts";
import { TabularTraining } from "./tabular-training.ts";

export interface QSettings {
  readonly learner: "q";
  readonly q: TabularHyperparameters;
}

export interface SarsaSettings {
  readonly learner: "sarsa";
  readonly sarsa: TabularHyperparameters;
}

export interface ReinforceSettings {
  readonly learner: "reinforce";
  readonly reinforce: ReinforceHyperparameters;
}

export const qLearner: LearnerOf<QSettings> = {
  summary: "Q-learning with a look-up table over observations",
  parse: (settings, place) => ({ ...settings, q: parseTabular(settings.q, `${place}.q`) }),
  totalSteps: ({ q }) => q.total_timesteps,
  create: async ({ q }, problem) => new TabularTraining({ ...problem, rule: "q", hyperparameters: q }),
  initial: (_settings, environment) => emptyTable(environment, ["values"]),
  policy: async ({ q }, environment, parameters) =>
    actionValueTablePolicy(environment, parameters, q.evaluation_e),
};

export const sarsaLearner: LearnerOf<SarsaSettings> = {
  summary: "Sarsa with a look-up table over observations",
  parse: (settings, place) => ({ ...settings, sarsa: parseTabular(settings.sarsa, `${place}.sarsa`) }),
  totalSteps: ({ sarsa }) => sarsa.total_timesteps,
  create: async ({ sarsa }, problem) =>
    new TabularTraining({ ...problem, rule: "sarsa", hyperparameters: sarsa }),
  initial: (_settings, environment) => emptyTable(environment, ["values"]),
  policy: async ({ sarsa }, environment, parameters) =>
    actionValueTablePolicy(environment, parameters, sarsa.evaluation_e),
};

export const reinforceLearner: LearnerOf<ReinforceSettings> = {
  summary: "REINFORCE with a look-up table over observations",
  parse: (settings, place) => ({
    ...settings,
    reinforce: parseReinforce(settings.reinforce, `${place}.reinforce`),
  }),
  totalSteps: ({ reinforce }) => reinforce.total_timesteps,
  create: async ({ reinforce }, problem) => new ReinforceTraining({ ...problem, reinforce }),
  initial: (_settings, environment) => ({
    ...emptyTable(environment, ["logits"]),
    baseline: nothing("float32", [0, 1]),
  }),
  policy: async (_settings, environment, parameters) => logitTablePolicy(environment, parameters),
};

/** A table that has seen nothing: any action, whatever is seen. */
function emptyTable(environment: Environment, tables: readonly string[]): Parameters {
  const { width } = new ObservationKeys(environment.observation.shape);
  const rows = tables.map((name) => [name, nothing("float32", [0, environment.actions.length])]);
  return { observations: nothing("int32", [0, width]), ...Object.fromEntries(rows) };
}

function nothing(dtype: "float32" | "int32", shape: readonly number[]): Tensor {
  return { dtype, shape, data: dtype === "int32" ? new Int32Array(0) : new Float32Array(0) };
}
