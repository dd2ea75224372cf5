// Look-up tables that learn in worlds: they obey the laws of learners, and their values are the exact ones.
import { describe, expect, test } from "vitest";
import { printFigures } from "../../tests/support/figures.ts";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import { enumerate } from "../environments/enumerate.ts";
import { baseObjective } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import { allocateDecisions, type Policy } from "../policies/policy.ts";
import { solveDiscounted } from "../solvers/discounted.ts";
import { expectedRewards } from "../solvers/rewards.ts";
import { judge, type LearnerLaw, type LearnerResult, learn, learnerLaws, memoryLaw } from "./laws.ts";
import { type LearnerSettings, learnerOf } from "./learner.ts";
import {
  type ReinforceHyperparameters,
  reinforceDefaults,
  type TabularHyperparameters,
  tabularDefaults,
} from "./tabular-hyperparameters.ts";

const full = process.env.INNERGAP_FULL === "1";
const runtime = nodeRuntime({ threads: 1 });
const seeds = Array.from({ length: full ? 10 : 1 }, (_, seed) => seed + 1);

/** Exploration that ends with the training, and shares that shrink with visits: values then converge to those of the best policy. */
function converging(gamma: number): TabularHyperparameters {
  return {
    ...tabularDefaults,
    total_timesteps: 40_000,
    gamma,
    end_e: 0,
    exploration_fraction: 1,
    evaluation_e: 0,
    learning_rate: 1,
    visit_exponent: 0.6,
  };
}

function climbing(gamma: number): ReinforceHyperparameters {
  return { ...reinforceDefaults, total_timesteps: 120_000, gamma, num_envs: 16, learning_rate: 2 };
}

const settingsOf: Readonly<Record<string, (gamma: number) => LearnerSettings>> = {
  q: (gamma) => ({ learner: "q", q: converging(gamma) }),
  sarsa: (gamma) => ({ learner: "sarsa", sarsa: converging(gamma) }),
  reinforce: (gamma) => ({ learner: "reinforce", reinforce: climbing(gamma) }),
};

interface Learned extends LearnerResult {
  /** Largest error of a value, over everything that can be seen under the best policy. */
  readonly error: number;
}

async function learned(law: LearnerLaw, name: string, seed: number): Promise<Learned> {
  let policy: Policy | null = null;
  const result = await learn(
    law,
    async (problem) => {
      const settings = settingsOf[name]!(problem.gamma);
      const training = await learnerOf(settings).create(settings, { ...problem, runtime });
      while (training.globalStep < training.totalSteps) await training.cycle();
      policy = await training.policy(256);
      return policy;
    },
    seed,
  );
  return { ...result, error: await largestError(law, policy!) };
}

/** Over the states of the law's levels that the best policy comes to: V of the table beside value iteration's. */
async function largestError(law: LearnerLaw, policy: Policy): Promise<number> {
  const definition = environmentNamed(law.environment);
  const environment = definition.create({});
  let largest = 0;
  for (let level = 0; level < 3; level++) {
    let bytes: Uint8Array;
    try {
      bytes = environment.parseLevel(String(level));
    } catch {
      break;
    }
    const mdp = enumerate(environment, bytes);
    const { values, q } = solveDiscounted(mdp, expectedRewards(mdp, baseObjective(environment)), law.gamma);
    const batch = environment.batch({ lanes: 1, horizon: law.horizon });
    const out = allocateDecisions(1, mdp.actions);
    for (const state of visited(mdp, q, values)) {
      batch.reset(0, bytes, 0);
      batch.loadState(0, mdp.table.words, state * environment.stateLength);
      await policy.decide(batch, new Float32Array(0), out);
      largest = Math.max(largest, Math.abs(out.values[0]! - values[state]!));
    }
  }
  return largest;
}

/** States that best actions lead to. */
function visited(
  { actions, rowOffsets, successors, states }: ReturnType<typeof enumerate>,
  q: Float64Array,
  values: Float64Array,
): Set<number> {
  const found = new Set([0]);
  for (const state of found) {
    for (let row = state * actions; row < (state + 1) * actions; row++) {
      if (q[row]! < values[state]! - 1e-9) continue;
      for (let i = rowOffsets[row]!; i < rowOffsets[row + 1]!; i++) {
        if (successors[i]! < states) found.add(successors[i]!);
      }
    }
  }
  return found;
}

/** Stated precision: 1e-6 where there is no chance. Chance leaves the last few payments in a value; policies that climb never become quite certain. */
function precision(name: "q" | "sarsa" | "reinforce", { environment }: LearnerLaw): number {
  const chance = environment === "biased-coins";
  if (name === "reinforce") return chance ? 0.1 : 0.01;
  return chance ? 0.03 : 1e-6;
}

describe.each(["q", "sarsa", "reinforce"] as const)("%s", (name) => {
  test.each(learnerLaws)("$name ($environment, discount $gamma), and the exact values", async (law) => {
    const results: Learned[] = [];
    for (const seed of seeds) {
      const result = await learned(law, name, seed);
      judge(law, result);
      expect(result.error).toBeLessThan(precision(name, law));
      results.push(result);
    }
    if (!full) return;
    printFigures(`${name}-${law.environment}-${law.gamma}`, `${name}: ${law.name}`, [
      {
        world: law.environment,
        discount: law.gamma,
        seeds: seeds.length,
        best: law.bestReturn,
        "least sampled": Math.min(...results.map(({ sampled }) => sampled)),
        "least greedy": Math.min(...results.map(({ greedy }) => greedy)),
        "largest error of a value": Math.max(...results.map(({ error }) => error)),
      },
    ]);
  });

  test("without memory a cue cannot be recalled", async () => {
    const result = await learned(memoryLaw, name, 1);
    const half = memoryLaw.bestReturn / 2;
    expect(Math.abs(result.sampled - half)).toBeLessThan(5 * memoryLaw.bestReturn * Math.sqrt(0.25 / 512));
    expect(() => judge(memoryLaw, result)).toThrow("a cue is remembered: sampled play returns");
  });
});

const patience = environmentNamed("patience");
const problem = {
  environment: patience.create({}),
  distribution: patience.levels(patience.create({}), {}),
  horizon: 8,
  rng: Rng.fromSeed(1),
  runtime,
};

test("what was never seen is answered with any action", async () => {
  for (const settings of [settingsOf.q!(0.9), settingsOf.reinforce!(0.9)]) {
    const learner = learnerOf(settings);
    const parameters = learner.initial(settings, problem.environment, Rng.fromSeed(1));
    const policy = await learner.policy(settings, problem.environment, parameters, runtime, 1);
    const batch = problem.environment.batch({ lanes: 1, horizon: 8 });
    batch.reset(0, Uint8Array.of(0), 0);
    const out = allocateDecisions(1, 2);
    await policy.decide(batch, new Float32Array(0), out);
    expect(out).toEqual({ probabilities: Float32Array.of(0.5, 0.5), values: Float32Array.of(0) });
    expect(() => policy.replaceParameters({})).toThrow(/parameters\/observations: found nothing/);
  }
});

test("a table that is too small, and rewards that are dealt out at random, are refused", async () => {
  const create = (changes: Partial<TabularHyperparameters>, shuffledRewards = false) => {
    const settings: LearnerSettings = { learner: "q", q: { ...converging(0.9), ...changes } };
    return learnerOf(settings).create(settings, { ...problem, rng: Rng.fromSeed(1), shuffledRewards });
  };
  const small = await create({ max_observations: 2 });
  await expect(small.cycle()).rejects.toThrow(/max_observations: found more than 2/);
  expect(small.globalStep).toBe(0);
  await expect(create({}, true)).rejects.toThrow(InputError);
  const refused: readonly (readonly [LearnerSettings, RegExp])[] = [
    [{ learner: "q", q: { ...converging(0.9), total_timesteps: 10 } }, /q\.total_timesteps: found 10/],
    [{ learner: "sarsa", sarsa: { ...converging(0.9), gamma: 2 } }, /sarsa\.gamma: found 2/],
    [
      { learner: "reinforce", reinforce: { ...climbing(0.9), num_env: 2 } as ReinforceHyperparameters },
      /num_env: .*num_envs/,
    ],
  ];
  for (const [settings, message] of refused) {
    expect(() => learnerOf(settings).parse(settings, "train")).toThrow(message);
  }
});
