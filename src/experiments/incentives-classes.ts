// The kinds of agents that the experiment on incentives trains: with a search and without, under the same incentive.
import { cloningDefaults } from "../learners/cloning-hyperparameters.ts";
import { smallNetwork, smallTraining } from "./defaults.ts";
import type { LearningStage } from "./experiment.ts";
import type { Incentive, IncentiveWorld } from "./incentives-worlds.ts";

/** Discount of training, of planners and of values. */
export const gamma = 0.99;

export interface AgentKind {
  readonly name: string;
  /** One sentence for settings: what it is, and whether it searches. */
  readonly is: string;
  /** Whether it plans when it acts: P1, which all others are compared with. */
  readonly plans: boolean;
  /** `scale` multiplies what its training takes. */
  train(world: IncentiveWorld, incentive: Incentive, scale: number): LearningStage;
}

const network: AgentKind = {
  name: "mlp",
  is: "A reactive network, trained by PPO (P2).",
  plans: false,
  train: ({ training, horizons, steps }, incentive, scale) =>
    smallTraining(training[incentive], horizons.training, Math.round(steps * scale)),
};

/** Never rewarded: it does what a planner for the base objective is seen to do on the levels of its training. */
const clone: AgentKind = {
  name: "clone",
  is: "A reactive network, cloned from a planner for the base objective on the levels of training.",
  plans: false,
  train: ({ training, horizons, base }, incentive, scale) => ({
    kind: "clone",
    source: training[incentive],
    horizon: horizons.training,
    network: smallNetwork,
    expert: { kind: "planner", objective: base },
    plannerDiscount: gamma,
    cloning: { ...cloningDefaults, rounds: Math.max(1, Math.round(cloningDefaults.rounds * scale)) },
  }),
};

/** In the order of the tables. */
export const agentKinds: readonly AgentKind[] = [network, clone];
