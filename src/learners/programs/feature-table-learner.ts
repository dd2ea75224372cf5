// The learner of look-up tables on what the sensors say: Q-learning in the world as they show it.

import type { Rng } from "../../base/rng.ts";
import { parseInput, z } from "../../base/schema.ts";
import type { Runtime } from "../../engine/runtime.ts";
import type { Environment, EnvironmentBatch } from "../../environments/environment.ts";
import type { Parameters } from "../../policies/networks/architecture.ts";
import { SensorBits, sensedWorld } from "../../policies/programs/sensed-world.ts";
import { parseTabular, type TabularHyperparameters } from "../tabular-hyperparameters.ts";
import { qLearner } from "../tabular-learners.ts";
import type { LearnedPolicy, TrainingProblem } from "../training.ts";

export interface FeatureTableSettings {
  readonly learner: "feature-table";
  /** Names of the sensors whose answers the table is over; null (the default) for all of the world. */
  readonly sensors: readonly string[] | null;
  readonly q: TabularHyperparameters;
}

const sensorsSchema = z.array(z.string()).min(1).nullable().default(null);

export const featureTableLearner = {
  summary: "Q-learning with a look-up table over the sensors of programs",
  parse: (settings: FeatureTableSettings, place: string): FeatureTableSettings => ({
    ...settings,
    sensors: parseInput(sensorsSchema, settings.sensors, `${place}.sensors`),
    q: parseTabular(settings.q, `${place}.q`),
  }),
  totalSteps: ({ q }: FeatureTableSettings) => q.total_timesteps,
  create: async ({ sensors, q }: FeatureTableSettings, problem: TrainingProblem) => {
    const environment = sensedWorld(problem.environment, sensors);
    const training = await qLearner.create({ learner: "q", q }, { ...problem, environment });
    // The training acts on sensors; what comes out of it acts on observations.
    const policy = training.policy.bind(training);
    training.policy = async (lanes) => sensing(problem.environment, sensors, await policy(lanes));
    return training;
  },
  initial: ({ sensors, q }: FeatureTableSettings, environment: Environment, rng: Rng) =>
    qLearner.initial({ learner: "q", q }, sensedWorld(environment, sensors), rng),
  policy: async (
    { sensors, q }: FeatureTableSettings,
    environment: Environment,
    parameters: Parameters,
    runtime: Runtime,
    lanes: number,
  ) => {
    const sensed = sensedWorld(environment, sensors);
    const table = await qLearner.policy({ learner: "q", q }, sensed, parameters, runtime, lanes);
    return sensing(environment, sensors, table);
  },
};

/** The policy, told what the sensors say of what is seen. */
function sensing(
  environment: Environment,
  names: readonly string[] | null,
  table: LearnedPolicy,
): LearnedPolicy {
  const bits = new SensorBits(environment, names);
  const sensed = sensedWorld(environment, names);
  let seen = new Uint8Array(0);
  return {
    ...table,
    memorySize: 0,
    decide(batch: EnvironmentBatch, memory, out) {
      const size = batch.lanes * bits.channels.length;
      if (seen.length !== size) seen = new Uint8Array(size);
      for (let lane = 0; lane < batch.lanes; lane++) bits.write(batch.observations, lane, seen);
      const { lanes, horizon, events, terminated, truncated, elapsed } = batch;
      const shown = { lanes, horizon, events, terminated, truncated, elapsed, observations: seen };
      return table.decide({ ...shown, environment: sensed } as EnvironmentBatch, memory, out);
    },
  };
}
