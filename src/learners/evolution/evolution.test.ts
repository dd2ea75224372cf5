import { describe, expect, test } from "vitest";
import { printFigures } from "../../../tests/support/figures.ts";
import { nodeRuntime } from "../../engine/runtime-node.ts";
import { judgePlay, type Learner, learn, learnerLaws } from "../laws.ts";
import { createTraining } from "../train.ts";
import { evolutionDefaults } from "./evolution-hyperparameters.ts";

const runtime = nodeRuntime({ threads: 1 });
const seeds = Array.from({ length: process.env.INNERGAP_FULL === "1" ? 10 : 1 }, (_, index) => index + 1);

const settings = (gamma: number, horizon: number) => ({
  ...evolutionDefaults,
  population: 12,
  episodes: 16,
  sigma: 1,
  gamma,
  total_timesteps: 40 * 12 * 16 * horizon,
});

const networks =
  (strategy: "cma-es" | "nes"): Learner =>
  async (problem) => {
    const training = await createTraining({
      ...problem,
      runtime,
      learner: "evolution",
      network: { kind: "mlp", hidden: [4], activation: "tanh", shared: true },
      evolution: { ...settings(problem.gamma, problem.horizon), strategy },
    });
    while (training.globalStep < training.totalSteps) await training.cycle();
    return training.policy(256);
  };

const linear: Learner = async (problem) => {
  const evolution = settings(problem.gamma, problem.horizon);
  const training = await createTraining({ ...problem, runtime, learner: "linear", evolution });
  while (training.globalStep < training.totalSteps) await training.cycle();
  return training.policy(256);
};

describe.each([
  ["CMA-ES over weights", networks("cma-es")],
  ["natural evolution over weights", networks("nes")],
])("%s", (_name, learner) => {
  test.each(learnerLaws)("$name ($environment, discount $gamma)", async (law) => {
    for (const seed of seeds) {
      const result = await learn(law, learner, seed);
      judgePlay(law, result);
      expect(result.value).toBe(0);
    }
  });
});

/** Evolution of linear policies comes to rest where no one weight helps in some seeds (.65 of 1 in context-choice): what it reaches is printed. */
test("CMA-ES over a linear policy meets the laws in most seeds", async () => {
  const rows = [];
  for (const law of learnerLaws) {
    let met = 0;
    for (const seed of seeds) {
      const result = await learn(law, linear, seed);
      expect(result.value).toBe(0);
      if (Math.min(result.sampled, result.greedy) >= law.bestReturn - law.tolerance) met++;
    }
    rows.push({ law: law.name, environment: law.environment, seeds: seeds.length, met });
    expect(2 * met).toBeGreaterThan(seeds.length);
  }
  printFigures("linear-laws", "Evolution of linear policies: seeds that meet each law", rows);
}, 900_000);
