// The kinds of agents that are set beside each other: what each learns with, at one scale of training.
import { cloningDefaults } from "../learners/cloning-hyperparameters.ts";
import { evolutionDefaults } from "../learners/evolution/evolution-hyperparameters.ts";
import { rewardDefaults } from "../learners/learned-reward-hyperparameters.ts";
import { type LearnerSettings, learnerOf } from "../learners/learner.ts";
import { programDefaults } from "../learners/programs/program-hyperparameters.ts";
import { tabularDefaults } from "../learners/tabular-hyperparameters.ts";
import type { NetworkSpec } from "../policies/network.ts";
import type { LevelSource } from "../shifts/shift.ts";
import { linearEvolution, sensorTable, smallDqn, smallNetwork, smallPpo } from "./defaults.ts";
import type { LearningStage } from "./experiment.ts";

/** Where agents of all kinds are trained. */
export interface TrainingGround {
  readonly source: LevelSource;
  readonly horizon: number;
  readonly gamma: number;
  /** Environment steps of a training; every kind has its own multiple. */
  readonly steps: number;
  /** Name of the objective that trains, and that a cloned planner pursues. */
  readonly objective: string;
}

export interface AgentKind {
  readonly name: string;
  /** What decides when it acts. */
  readonly summary: string;
  stage(ground: TrainingGround): LearningStage;
}

/** A train stage of a learner, with one checkpoint at its end. */
function trained(
  name: string,
  summary: string,
  settings: (ground: TrainingGround) => LearnerSettings,
): AgentKind {
  return {
    name,
    summary,
    stage: (ground) => {
      const own = settings(ground);
      return {
        kind: "train",
        source: ground.source,
        horizon: ground.horizon,
        checkpointInterval: learnerOf(own).totalSteps(own),
        ...own,
      };
    },
  };
}

function ppo(name: string, summary: string, network: NetworkSpec, factor = 1): AgentKind {
  return trained(name, summary, ({ steps, gamma }) => ({
    network,
    ppo: { ...smallPpo(factor * steps), gamma },
  }));
}

const smallMaps: NetworkSpec = {
  kind: "conv",
  layers: [
    { channels: 16, window: 4, stride: 2 },
    { channels: 32, window: 3, stride: 2 },
  ],
  dense: [128],
};

const recurrent: NetworkSpec = {
  kind: "gru",
  encoder: { kind: "mlp", hidden: [128], activation: "relu" },
  units: 128,
  feedback: ["action", "reward"],
} as NetworkSpec;

/** Every kind that there is a learner for; factors are what each needs to come near what PPO reaches on the open 7 x 7 worlds. */
export const agentKinds: readonly AgentKind[] = [
  ppo("mlp", "a perceptron, by PPO", smallNetwork, 1.5),
  ppo("conv", "a convolutional network, by PPO", smallMaps),
  ppo("gru", "a network with memory that is told of its actions and rewards, by PPO", recurrent),
  trained("dqn", "the largest of learned action values, by DQN", ({ steps, gamma }) => ({
    learner: "dqn",
    network: smallNetwork,
    dqn: { ...smallDqn(steps), gamma },
  })),
  {
    name: "clone",
    summary: "a perceptron that acts as the planner for the base objective does",
    stage: ({ source, horizon, gamma, objective }) => ({
      kind: "clone",
      source,
      horizon,
      network: smallNetwork,
      expert: { kind: "planner", objective },
      plannerDiscount: gamma,
      cloning: cloningDefaults,
    }),
  },
  trained("table", "a look-up table over observations, by Q-learning", ({ steps, gamma }) => ({
    learner: "q",
    q: { ...tabularDefaults, total_timesteps: Math.ceil(steps / 2), max_observations: 1_000_000, gamma },
  })),
  trained("evolved", "a small perceptron, by evolution of its weights", ({ steps, gamma }) => ({
    learner: "evolution",
    network: { kind: "mlp", hidden: [16], activation: "tanh", shared: true },
    evolution: { ...evolutionDefaults, total_timesteps: 16 * steps, gamma },
  })),
  trained("linear", "a linear policy on sensors, by evolution", ({ steps, gamma }) => ({
    learner: "linear",
    evolution: { ...linearEvolution, total_timesteps: 12 * steps, gamma },
  })),
  trained("sensor-table", "a look-up table over sensors, by Q-learning", ({ steps }) => ({
    learner: "feature-table",
    sensors: null,
    q: { ...sensorTable, total_timesteps: 6 * steps },
  })),
  trained("program", "a decision list of at most eight rules, by evolution", ({ steps, gamma }) => ({
    learner: "program",
    program: { ...programDefaults, total_timesteps: 24 * steps, gamma },
  })),
  trained("learned-reward", "an exact planner, for a reward that it learned", ({ gamma }) => ({
    learner: "learned-reward",
    reward: { ...rewardDefaults, gamma },
  })),
];
