// DQN on the worlds whose answers are known, with and without each of its parts.
import { describe, expect, test } from "vitest";
import { printFigures } from "../../tests/support/figures.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import { type DqnHyperparameters, dqnDefaults } from "./dqn-hyperparameters.ts";
import { DqnTraining } from "./dqn-training.ts";
import { judge, type Learner, type LearnerResult, learn, learnerLaws, memoryLaw } from "./laws.ts";

const full = process.env.INNERGAP_FULL === "1";
const runtime = nodeRuntime({ threads: 1 });

/** Small sizes for worlds of a few states; a copy of the target brings a value one step back, so that long lives need many of them. */
const tiny: DqnHyperparameters = {
  ...dqnDefaults,
  total_timesteps: 8192,
  num_envs: 8,
  num_steps: 64,
  train_frequency: 2,
  learning_starts: 256,
  buffer_size: 4096,
  batch_size: 64,
  target_network_frequency: 8,
  learning_rate: 5e-3,
  anneal_lr: true,
  evaluation_e: 0.02,
};

function dqn(changes: Partial<DqnHyperparameters>): Learner {
  return async (problem) => {
    const training = await DqnTraining.create({
      ...problem,
      runtime,
      network: { kind: "mlp", hidden: [16], activation: "tanh", shared: true },
      dqn: { ...tiny, ...changes, gamma: problem.gamma },
    });
    while (training.globalStep < training.totalSteps) await training.cycle();
    return training.policy(256);
  };
}

const kinds: readonly (readonly [string, Partial<DqnHyperparameters>])[] = [
  ["as it is by default", {}],
  ["over three steps, with prioritised replay", { n_step: 3, prioritized: true }],
  ["as in 2015: neither double nor duelling", { double: false, dueling: false }],
];

describe.each(full ? kinds : kinds.slice(0, 1))("DQN %s", (kind, changes) => {
  test.each(learnerLaws)("$name ($environment, discount $gamma)", async (law) => {
    const seeds = full ? Array.from({ length: 10 }, (_, seed) => seed + 1) : [1];
    const results: LearnerResult[] = [];
    for (const seed of seeds) {
      const result = await learn(law, dqn(changes), seed);
      results.push(result);
      judge(law, result);
    }
    if (!full) return;
    const least = (of: "sampled" | "greedy") => Math.min(...results.map((result) => result[of]));
    printFigures(
      `dqn-${law.environment}-${law.gamma}-${kind.replaceAll(/\W+/g, "-")}`,
      `DQN ${kind}: ${law.name}`,
      [
        {
          world: law.environment,
          discount: law.gamma,
          seeds: seeds.length,
          best: law.bestReturn,
          "least sampled": least("sampled"),
          "least greedy": least("greedy"),
          "start value": law.startValue,
          "largest error": Math.max(...results.map(({ value }) => Math.abs(value - law.startValue))),
        },
      ],
    );
  });
});

test("without memory a cue cannot be recalled", async () => {
  const result = await learn(memoryLaw, dqn({ evaluation_e: 0 }), 1);
  const half = memoryLaw.bestReturn / 2;
  expect(Math.abs(result.sampled - half)).toBeLessThan(5 * memoryLaw.bestReturn * Math.sqrt(0.25 / 512));
  expect(() => judge(memoryLaw, result)).toThrow("a cue is remembered: sampled play returns");
});
