// DQN against value iteration: on enumerated levels of keys and chests, every action value that it learns has an exact answer.
import { expect, test } from "vitest";
import { printFigures } from "../../tests/support/figures.ts";
import { Rng } from "../base/rng.ts";
import { mean } from "../base/stats.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import { enumerate, type FiniteMdp } from "../environments/enumerate.ts";
import { baseObjective, type LevelDistribution } from "../environments/environment.ts";
import { keysAndChests } from "../environments/keys-and-chests.ts";
import { generateLevels, type LevelSet, levelAt } from "../environments/levels.ts";
import { networkPolicy } from "../policies/network.ts";
import { allocateDecisions } from "../policies/policy.ts";
import { playEpisodes } from "../rollouts/episodes.ts";
import { solveDiscounted } from "../solvers/discounted.ts";
import { expectedRewards } from "../solvers/rewards.ts";
import { type DqnHyperparameters, dqnDefaults } from "./dqn-hyperparameters.ts";
import { createActionValues } from "./dqn-network.ts";
import { DqnTraining } from "./dqn-training.ts";

const full = process.env.INNERGAP_FULL === "1";
const runtime = nodeRuntime({ threads: 1 });
const horizon = 32;
const gamma = 0.9;

const environment = keysAndChests.create({ height: 5, width: 5 });
const network = { kind: "mlp", hidden: [64, 64], activation: "relu", shared: true } as const;

/** A few levels drawn once, each as likely as any other. */
function someLevels(count: number, rng: Rng): { levels: LevelSet; distribution: LevelDistribution } {
  const drawn = keysAndChests.levels(environment, { keys: [1, 2], chests: [1, 2], walls: { kind: "open" } });
  const levels = generateLevels(environment, drawn, rng, count);
  return {
    levels,
    distribution: {
      summary: "",
      parameters: {},
      generate: (draws, out, offset) => out.set(levelAt(levels, draws.below(count)), offset),
    },
  };
}

/** Errors of the learned values of the best action and of all actions, over all states of a level where there is a choice. */
async function errorsOn(mdp: FiniteMdp, training: DqnTraining) {
  const { q } = solveDiscounted(mdp, expectedRewards(mdp, baseObjective(environment)), gamma);
  const { states, actions, level, table } = mdp;
  const batch = environment.batch({ lanes: states, horizon });
  for (let state = 0; state < states; state++) {
    batch.reset(state, level, 0);
    batch.loadState(state, table.words, state * environment.stateLength);
  }
  const values = createActionValues(network, environment, true);
  const policy = networkPolicy({
    name: "learned",
    network: values,
    parameters: training.parameters(),
    runtime,
  });
  const out = allocateDecisions(states, actions);
  await policy.decide(batch, new Float32Array(0), out);
  const best = Array.from({ length: states }, (_, state) => {
    return Math.max(...q.subarray(state * actions, (state + 1) * actions));
  });
  const off = best.map((value, state) => Math.abs(out.values[state]! - value));
  // How much is given up by acting greedily in each state.
  const regret = best.map((value, state) => {
    const row = Array.from(out.probabilities.subarray(state * actions, (state + 1) * actions));
    return value - q[state * actions + row.indexOf(Math.max(...row))]!;
  });
  await policy.release();
  return { off, regret, start: best[0]!, states };
}

async function compare(seed: number, count: number, changes: Partial<DqnHyperparameters>) {
  const rng = Rng.fromSeed(`dqn-exact/${seed}`);
  const { levels, distribution } = someLevels(count, rng.fork("levels"));
  const training = await DqnTraining.create({
    environment,
    distribution,
    horizon,
    rng: rng.fork("training"),
    runtime,
    network,
    dqn: {
      ...dqnDefaults,
      total_timesteps: 60_000,
      num_envs: 16,
      num_steps: 125,
      train_frequency: 1,
      learning_starts: 2000,
      buffer_size: 20_000,
      batch_size: 128,
      learning_rate: 1e-3,
      anneal_lr: true,
      end_e: 0.2,
      evaluation_e: 0,
      gamma,
      ...changes,
    },
  });
  const start = performance.now();
  while (training.globalStep < training.totalSteps) await training.cycle();
  const seconds = (performance.now() - start) / 1000;
  const solved = [];
  for (let index = 0; index < count; index++) {
    solved.push(await errorsOn(enumerate(environment, levelAt(levels, index)), training));
  }
  const policy = await training.policy(count);
  const { values } = await playEpisodes({
    environment,
    levels: levels.bytes,
    count,
    horizon,
    policy,
    selection: "greedy",
    discount: gamma,
    rng: rng.fork("play"),
  });
  await training.release();
  await policy.release();
  const optimal = mean(solved.map(({ start }) => start));
  return {
    seed,
    levels: count,
    states: solved.reduce((sum, { states }) => sum + states, 0),
    seconds,
    optimum: optimal,
    greedy: mean(Array.from(values[environment.baseObjective]!)),
    "mean |V - V*|": mean(solved.flatMap(({ off }) => off)),
    "90th percentile": percentile(solved.flatMap(({ off }) => off)),
    "mean regret of an action": mean(solved.flatMap(({ regret }) => regret)),
  };
}

function percentile(numbers: number[]): number {
  return numbers.sort((a, b) => a - b)[Math.floor(0.9 * numbers.length)]!;
}

/** What training of that size came to within on five seeds, with room: see docs/learners.md. */
const cases = full
  ? { seeds: 5, levels: 8, steps: 200_000, valueError: 0.08, regret: 0.02 }
  : { seeds: 1, levels: 4, steps: 40_000, valueError: 0.12, regret: 0.03 };

test.each([
  // Any action, whatever it is worth: Q-learning needs no good behaviour to learn the best.
  ["from random behaviour", { end_e: 1 }],
  ["over three steps", { n_step: 3 }],
])(
  "greedy play %s returns what value iteration says is best",
  async (kind, changes) => {
    const rows = [];
    for (let seed = 1; seed <= cases.seeds; seed++) {
      const row = await compare(seed, cases.levels, { total_timesteps: cases.steps, ...changes });
      rows.push(row);
      expect(row.greedy).toBeGreaterThan(0.98 * row.optimum);
      expect(row.greedy).toBeLessThan(row.optimum + 1e-6);
      expect(row["mean regret of an action"]).toBeLessThan(cases.regret);
      // Several steps of behaviour that explores are worth less than as many of the best: only one step at a time has exact values.
      if (!("n_step" in changes)) expect(row["mean |V - V*|"]).toBeLessThan(cases.valueError);
    }
    if (full)
      printFigures(`dqn-exact-${kind.replaceAll(/\W+/g, "-")}`, `DQN beside value iteration, ${kind}`, rows);
  },
  900_000,
);
