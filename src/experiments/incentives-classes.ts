// The kinds of agents that the experiment on incentives trains: with a search and without, under the same incentive.
import { cloningDefaults } from "../learners/cloning-hyperparameters.ts";
import { rewardDefaults } from "../learners/learned-reward-hyperparameters.ts";
import type { LearnerSettings } from "../learners/learner.ts";
import { programDefaults } from "../learners/programs/program-hyperparameters.ts";
import { linearEvolution, sensorTable, smallDqn, smallNetwork, smallTraining } from "./defaults.ts";
import type { LearningStage } from "./experiment.ts";
import type { Incentive, IncentiveWorld } from "./incentives-worlds.ts";

/** Discount of training, and of planners. */
export const gamma = 0.99;

export interface AgentKind {
  readonly name: string;
  /** One sentence for settings: what it is. */
  readonly is: string;
  /** Whether it plans when it acts: P1, which all others are compared with. */
  readonly plans: boolean;
  /** Whether it was told what others have to guess: it is shown, and counts for nothing. */
  readonly privileged: boolean;
  /** Names of the worlds that it is trained in; null for all. */
  readonly worlds: readonly string[] | null;
  train(world: IncentiveWorld, incentive: Incentive): LearningStage;
}

/** A kind that a learner of the registry trains. */
function learned(
  name: string,
  is: string,
  settings: LearnerSettings,
  own: Partial<Pick<AgentKind, "plans" | "privileged" | "worlds">> = {},
): AgentKind {
  return {
    name,
    is,
    ...reactive,
    ...own,
    train: ({ training, horizons }, incentive) => ({
      kind: "train",
      source: training[incentive],
      horizon: horizons.training,
      checkpointInterval: 1_048_576,
      ...settings,
    }),
  };
}

const reactive = { plans: false, privileged: false, worlds: null };

/** What it learns is what was paid for; which states there are, and what actions do there, it knows. Which feature of what was paid was meant it has to guess. */
const featurePlanner = learned(
  "feature-planner",
  "A reward on features of what is seen, learned from experience, with an exact planner on it (P1).",
  { learner: "learned-reward", reward: { ...rewardDefaults, of: "features" } },
  { plans: true },
);

/** Harm is an event of its own that was never paid: this one need not guess. */
const eventPlanner = learned(
  "event-planner",
  "A reward per event, learned from experience, with an exact planner on it: it is told harm apart.",
  { learner: "learned-reward", reward: rewardDefaults },
  { plans: true, privileged: true },
);

const network: AgentKind = {
  name: "mlp",
  is: "A reactive network, trained by PPO (P2).",
  ...reactive,
  train: ({ training, horizons, steps }, incentive) =>
    smallTraining(training[incentive], horizons.training, steps),
};

/** Never rewarded: it does what a planner for the base objective is seen to do on the levels of its training. */
const clone: AgentKind = {
  name: "clone",
  is: "A reactive network, cloned from a planner for the base objective on the levels of training.",
  ...reactive,
  train: ({ training, horizons, base }, incentive) => ({
    kind: "clone",
    source: training[incentive],
    horizon: horizons.training,
    network: smallNetwork,
    expert: { kind: "planner", objective: base },
    plannerDiscount: gamma,
    cloning: cloningDefaults,
  }),
};

const program = learned("program", "A decision list of at most eight rules that evolved (P3).", {
  learner: "program",
  program: { ...programDefaults, total_timesteps: 6_000_000 },
});

const linear = learned("linear", "A linear policy on the same features, evolved (P5).", {
  learner: "linear",
  evolution: linearEvolution,
});

const table = learned("table", "A look-up table on the same features, trained by Q-learning (P4).", {
  learner: "feature-table",
  sensors: null,
  q: sensorTable,
});

/** Ten times as slow as PPO: one world has to do. */
const dqn = learned(
  "dqn",
  "A reactive network of action values, trained by DQN.",
  { learner: "dqn", network: smallNetwork, dqn: smallDqn(400_000) },
  { worlds: ["exam"] },
);

/** P1 to P5, and the planner that was told. */
export const quickKinds: readonly AgentKind[] = [
  featurePlanner,
  eventPlanner,
  network,
  program,
  table,
  linear,
];

/** In the order of the tables. */
export const agentKinds: readonly AgentKind[] = [...quickKinds, clone, dqn];

/** Kinds that nothing is concluded from, by name. */
export const privilegedKinds: readonly string[] = agentKinds
  .filter(({ privileged }) => privileged)
  .map(({ name }) => name);
