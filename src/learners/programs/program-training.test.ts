import { describe, expect, test } from "vitest";
import { printFigures } from "../../../tests/support/figures.ts";
import { Rng } from "../../base/rng.ts";
import { nodeRuntime } from "../../engine/runtime-node.ts";
import { environmentNamed } from "../../environments/index.ts";
import { generateLevels } from "../../environments/levels.ts";
import type { Policy } from "../../policies/policy.ts";
import { vocabularyOf } from "../../policies/programs/conditions.ts";
import { parseProgram, printProgram, programOf } from "../../policies/programs/decision-list.ts";
import { programPolicy } from "../../policies/programs/program-policy.ts";
import { playEpisodes } from "../../rollouts/episodes.ts";
import { judgePlay, type Learner, learn, learnerLaws } from "../laws.ts";
import { createTraining } from "../train.ts";
import { programDefaults } from "./program-hyperparameters.ts";

const runtime = nodeRuntime({ threads: 1 });
const full = process.env.INNERGAP_FULL === "1";
const seeds = Array.from({ length: full ? 10 : 1 }, (_, index) => index + 1);

const learner: Learner = async (problem) => {
  const { gamma, horizon } = problem;
  const program = {
    ...programDefaults,
    population: 16,
    parents: 4,
    episodes: 16,
    gamma,
    total_timesteps: 20 * 16 * 16 * horizon,
  };
  const training = await createTraining({ ...problem, runtime, learner: "program", program });
  while (training.globalStep < training.totalSteps) await training.cycle();
  return training.policy(256);
};

describe("evolution over programs", () => {
  test.each(learnerLaws)("$name ($environment, discount $gamma)", async (law) => {
    for (const seed of seeds) judgePlay(law, await learn(law, learner, seed));
  });
});

/** By hand, for the small presets. */
const byHand: Readonly<Record<string, readonly string[]>> = {
  "red-lander": [
    "if falling speed is at least 2 then thrust",
    "if nearest pad is left then left",
    "if nearest pad is right then right",
    "otherwise coast",
  ],
};

async function returnOf(name: string, policy: Policy): Promise<number> {
  const { environment, distribution, horizon } = trainingSide(name);
  const count = 1000;
  const { bytes } = generateLevels(environment, distribution, Rng.fromSeed("unseen"), count);
  const { values } = await playEpisodes({
    environment,
    levels: bytes,
    count,
    horizon,
    policy,
    selection: "sampled",
    discount: programDefaults.gamma,
    rng: Rng.fromSeed("play"),
  });
  return values[environment.baseObjective]!.reduce((sum, value) => sum + value, 0) / count;
}

/** The training side of the small preset; of the sample, in a sky of four rows and five columns. */
function trainingSide(name: string) {
  const definition = environmentNamed(name);
  const { training } = definition.presets[0]!.shift;
  const environment = definition.create(full ? training.parameters : { height: 7, width: 7 });
  const horizon = full ? training.horizon : 20;
  return { environment, distribution: definition.levels(environment, training.levels), horizon };
}

test.each(["red-lander"])(
  "the return of the program written by hand is found: %s",
  async (name) => {
    const problem = trainingSide(name);
    const vocabulary = vocabularyOf(problem.environment);
    const hand = await returnOf(name, programPolicy(vocabulary, parseProgram(byHand[name]!, vocabulary)));
    const rows = [];
    const found = [];
    for (const seed of seeds) {
      const start = performance.now();
      const program = full
        ? { ...programDefaults, total_timesteps: 30_000_000 }
        : {
            ...programDefaults,
            episodes: 16,
            restart_interval: 48,
            total_timesteps: 240 * 64 * 16 * problem.horizon,
          };
      const training = await createTraining({
        ...problem,
        rng: Rng.fromSeed(seed),
        runtime,
        learner: "program",
        program,
      });
      while (training.globalStep < training.totalSteps) await training.cycle();
      const seconds = (performance.now() - start) / 1000;
      const returned = await returnOf(name, await training.policy(256));
      const text = printProgram(programOf(training.parameters(), vocabulary), vocabulary);
      rows.push({ seed, "by hand": hand, found: returned, seconds, program: text.replaceAll("\n", "; ") });
      found.push(returned);
    }
    if (full || process.env.INNERGAP_FIGURES)
      printFigures(`programs-${name}`, `Programs that evolved in ${name}`, rows);
    for (const returned of found) expect(returned).toBeGreaterThan(0.98 * hand);
  },
  full ? 3_600_000 : 120_000,
);
