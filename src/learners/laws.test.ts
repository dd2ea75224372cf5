import { describe, expect, test } from "vitest";
import { nodeRuntime } from "../engine/runtime-node.ts";
import type { Environment, EnvironmentBatch } from "../environments/environment.ts";
import { judge, type Learner, type LearningProblem, learn, learnerLaws, memoryLaw } from "./laws.ts";
import { ppoDefaults } from "./ppo.ts";
import { createTraining } from "./train.ts";

const runtime = nodeRuntime({ threads: 1 });

const ppo: Learner = async (problem) => {
  const training = await createTraining({
    ...problem,
    runtime,
    network: { kind: "mlp", hidden: [16], activation: "tanh", shared: true },
    ppo: {
      ...ppoDefaults,
      total_timesteps: 40 * 32 * 16,
      num_envs: 32,
      num_steps: 16,
      num_minibatches: 4,
      learning_rate: 0.01,
      gamma: problem.gamma,
    },
  });
  while (training.globalStep < training.totalSteps) await training.cycle();
  return training.policy(256);
};

describe("PPO", () => {
  test.each(learnerLaws)("$name ($environment, discount $gamma)", async (law) => {
    for (const seed of [1, 2, 3]) judge(law, await learn(law, ppo, seed));
  });

  test("without memory a cue cannot be recalled: half is paid, and half is expected", async () => {
    const result = await learn(memoryLaw, ppo, 1);
    const half = memoryLaw.bestReturn / 2;
    expect(Math.abs(result.sampled - half)).toBeLessThan(5 * memoryLaw.bestReturn * Math.sqrt(0.25 / 512));
    expect(result.value).toBeCloseTo(half, 1);
    expect(() => judge(memoryLaw, result)).toThrow("a cue is remembered: sampled play returns");
  });
});

/** The learner, in a world as `change` makes it look. */
function deceived(change: (batch: EnvironmentBatch) => void): Learner {
  return (problem: LearningProblem) => {
    const { environment } = problem;
    const batch: Environment["batch"] = (options) => {
      const world = environment.batch(options);
      const step = world.step.bind(world);
      const reset = world.reset.bind(world);
      return Object.assign(world, {
        step: (...given: Parameters<typeof step>) => {
          step(...given);
          change(world);
        },
        reset: (...given: Parameters<typeof reset>) => {
          reset(...given);
          change(world);
        },
      });
    };
    return ppo({ ...problem, environment: { ...environment, batch } });
  };
}

describe("the laws find a learner", () => {
  const lawOf = (environment: string) => learnerLaws.find((law) => law.environment === environment)!;

  test("that takes a time limit for an end", async () => {
    const learner = deceived((batch) => {
      for (let lane = 0; lane < batch.lanes; lane++) {
        if (batch.truncated[lane]) batch.terminated[lane] = 1;
      }
      batch.truncated.fill(0);
    });
    const result = await learn(lawOf("long-life"), learner, 1);
    // The mean over an episode's steps of what is left of it, in sight of nothing but that it goes on.
    expect(result.value).toBeLessThan(5);
    expect(() => judge(lawOf("long-life"), result)).toThrow("a time limit is no end: the start is valued at");
  });

  test("that sees nothing", async () => {
    const result = await learn(
      lawOf("context-choice"),
      deceived((batch) => void batch.observations.fill(0)),
      1,
    );
    expect(() => judge(lawOf("context-choice"), result)).toThrow(
      "observations reach the choice: sampled play",
    );
  });

  test("that uses another discount", async () => {
    const undiscounted: Learner = (problem) => ppo({ ...problem, gamma: 0.99 });
    const law = learnerLaws.find(({ name }) => name === "the short-sighted take")!;
    expect(() => judge(law, { sampled: 1, greedy: 1, value: 1 })).not.toThrow();
    const result = await learn(law, undiscounted, 1);
    expect(() => judge(law, result)).toThrow("the short-sighted take: sampled play returns");
  });
});
