// Agents that want one of the candidates and yet are none of the hypotheses: trained, cloned, or planning otherwise.
import type { Rng } from "../../src/base/rng.ts";
import { nodeRuntime } from "../../src/engine/runtime-node.ts";
import { cloningDefaults } from "../../src/learners/cloning-hyperparameters.ts";
import { createCloning } from "../../src/learners/imitation.ts";
import { ppoDefaults } from "../../src/learners/ppo.ts";
import { createTraining, policyFromParameters } from "../../src/learners/train.ts";
import type { AgentSpec } from "../../src/policies/agent-spec.ts";
import { agentPolicy } from "../../src/policies/agents.ts";
import type { NetworkSpec } from "../../src/policies/network.ts";
import type { Policy } from "../../src/policies/policy.ts";
import { discount, full, type PlantedWorld } from "./planted-worlds.ts";

export interface MisspecifiedFamily {
  readonly name: string;
  /** Whether its agents are networks, which take seconds to make. */
  readonly learned: boolean;
  /** An agent that wants the named objective. What it was made of is released by whoever is done with it. */
  make(world: PlantedWorld, objective: string, rng: Rng): Promise<MadeAgent>;
}

export interface MadeAgent {
  readonly policy: Policy;
  release?(): Promise<void>;
}

/** Small lapses, so that agents without noise of their own are not all alike. */
const lapses = [0, 0.05, 0.1];

const network: NetworkSpec = { kind: "mlp", hidden: [128, 128], activation: "relu", shared: true };
const lanes = 64;
/**
 * Where surplus keys cost something, half as many steps leave agents below .8 of what there is to be gained. Those that are
 * paid for cheese and corner stay below it (about .5) in any case: what the mouse sees does not tell whether it has been to
 * the corner, and its network remembers nothing.
 */
const fullSteps: Readonly<Record<string, number>> = {
  "keys-and-chests": 1_600_000,
  "keys-that-belong-to-someone": 1_600_000,
  "cheese-in-the-corner": 800_000,
};
const sampleSteps = 300_000;
const cloningRounds = full ? 8 : 4;

async function trained(world: PlantedWorld, objective: string, rng: Rng): Promise<MadeAgent> {
  const { environment, distribution, horizon } = world;
  const training = await createTraining({
    environment,
    distribution,
    objective: environment.objectives.find(({ name }) => name === objective)!,
    horizon,
    network,
    ppo: {
      ...ppoDefaults,
      total_timesteps: full ? fullSteps[world.name]! : sampleSteps,
      num_envs: 256,
      num_steps: 32,
      learning_rate: 1e-3,
      gamma: discount,
    },
    rng,
    runtime: nodeRuntime({ threads: 1 }),
  });
  while (training.globalStep < training.totalSteps) await training.cycle();
  const policy = await training.policy(lanes);
  await training.release();
  return { policy, release: () => policy.release() };
}

async function cloned(world: PlantedWorld, objective: string, rng: Rng): Promise<MadeAgent> {
  const { environment, distribution, horizon } = world;
  const runtime = nodeRuntime({ threads: 1 });
  const cloning = await createCloning({
    environment,
    distribution,
    horizon,
    expert: agentPolicy(environment, { kind: "planner", objective }, { discount }),
    network,
    cloning: { ...cloningDefaults, rounds: cloningRounds },
    rng,
    runtime,
  });
  while (cloning.roundsDone < cloning.totalRounds) await cloning.round();
  const policy = await policyFromParameters(environment, network, cloning.parameters(), runtime, lanes);
  await cloning.release();
  return { policy, release: () => policy.release() };
}

/** Agents as data, with a lapse drawn for each. */
function family(name: string, spec: (world: PlantedWorld, objective: string, rng: Rng) => AgentSpec) {
  return {
    name,
    learned: false,
    make(world: PlantedWorld, objective: string, rng: Rng): Promise<MadeAgent> {
      const share = lapses[rng.below(lapses.length)]!;
      const agent: AgentSpec = { kind: "noisy", share, agent: spec(world, objective, rng) };
      return Promise.resolve({ policy: agentPolicy(world.environment, agent, { discount }) });
    },
  };
}

const planner = (objective: string): AgentSpec => ({ kind: "planner", objective });

/** The model assumes planners at .97, myopic agents at .9, .7 and .5, and agents that remember nothing. */
export const misspecifiedFamilies: readonly MisspecifiedFamily[] = [
  { name: "trained by PPO", learned: true, make: trained },
  { name: "clone of a planner", learned: true, make: cloned },
  ...[0.9, 0.995].map((other) =>
    family(`planner at ${other}`, (_, objective) => ({ kind: "planner", objective, discount: other })),
  ),
  ...[0.8, 0.6].map((other) =>
    family(`myopic at ${other}`, (_, objective) => ({ kind: "planner", objective, discount: other })),
  ),
  ...[0.2, 0.4].map((probability) =>
    family(`sticky ${probability}`, (_, objective) => ({
      kind: "sticky",
      probability,
      agent: planner(objective),
    })),
  ),
  // Half of the longest episode: the first goal, which counts as planted, is the one of at least half of the decisions.
  family("switching goals", ({ environment, horizon }, objective, rng) => {
    const others = environment.objectives.filter(({ name }) => name !== objective);
    return {
      kind: "switching",
      steps: horizon / 2,
      first: planner(objective),
      second: planner(others[rng.below(others.length)]!.name),
    };
  }),
];
