// Every world of the list, solved: its enumeration agrees with play, and the solvers with each other.
import { describe, expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { enumerate, type FiniteMdp, lookup, statesWithin } from "../environments/enumerate.ts";
import type { Environment, EnvironmentDefinition } from "../environments/environment.ts";
import { environmentDefinitions } from "../environments/index.ts";
import { generateLevels, levelAt } from "../environments/levels.ts";
import { sampledChance } from "../rollouts/chance.ts";
import { actionValues } from "./backup.ts";
import { discountedPolicyValues, solveDiscounted } from "./discounted.ts";
import { policyValues } from "./evaluation.ts";
import { behaviourValue, expectedBehaviour } from "./expected-behaviour.ts";
import { bestStartValue, valuesByStepsToGo } from "./finite-horizon.ts";
import { uniformOverBest, uniformTable } from "./greedy.ts";
import { lexicographicRange } from "./lexicographic.ts";
import { expectedRewards } from "./rewards.ts";

const levels = Number(process.env.INNERGAP_LEVELS ?? 30);
const horizon = 16;
const discount = 0.97;

/** Small enough for hundreds of levels; other worlds take their defaults. */
const variants: Readonly<Record<string, readonly object[]>> = {
  "keys-and-chests": [
    { keys: [1, 3], chests: [1, 3] },
    { keys: [2, 4], chests: [1, 2], walls: { kind: "tree" } },
    { keys: [1, 2], chests: [1, 2], hiddenChests: true },
  ],
  "monster-world": [{ apples: [1, 1], shields: [1, 1], monsters: [0, 1] }],
};

function* levelsOf(definition: EnvironmentDefinition): Generator<[FiniteMdp, Rng]> {
  const environment = definition.create({});
  const all = variants[definition.name] ?? [{}];
  for (const [index, parameters] of all.entries()) {
    const rng = Rng.fromSeed(`solvers/${definition.name}/${index}`);
    const distribution = definition.levels(environment, parameters as Record<string, never>);
    const set = generateLevels(environment, distribution, rng.fork("levels"), Math.ceil(levels / all.length));
    for (let i = 0; i < set.count; i++)
      yield [enumerate(environment, levelAt(set, i)), rng.fork(`play-${i}`)];
  }
}

/** The probability that the enumeration gives to what was just seen. */
function probabilityOf(mdp: FiniteMdp, row: number, successor: number, events: Uint8Array): number {
  const kinds = mdp.environment.events.length;
  let probability = 0;
  for (let i = mdp.rowOffsets[row]!; i < mdp.rowOffsets[row + 1]!; i++) {
    const vector = mdp.eventVectors.subarray(mdp.outcomes[i]! * kinds, (mdp.outcomes[i]! + 1) * kinds);
    if (mdp.successors[i] === successor && vector.every((count, event) => count === events[event])) {
      probability += mdp.probabilities[i]!;
    }
  }
  return probability;
}

function followsPlay(mdp: FiniteMdp, environment: Environment, rng: Rng): void {
  const batch = environment.batch({ lanes: 1, horizon: 40 });
  const chance = sampledChance(rng.fork("chance"));
  const words = new Int32Array(environment.stateLength);
  batch.reset(0, mdp.level, 0);
  batch.saveState(0, words, 0);
  let state = lookup(mdp, words);
  expect(state).toBe(0);
  while (!batch.terminated[0] && !batch.truncated[0]) {
    const action = rng.below(mdp.actions);
    batch.stepLane(0, action, chance);
    batch.saveState(0, words, 0);
    const successor = batch.terminated[0] ? mdp.states : lookup(mdp, words);
    expect(successor).toBeGreaterThanOrEqual(0);
    expect(probabilityOf(mdp, state * mdp.actions + action, successor, batch.events)).toBeGreaterThan(0);
    if (successor < mdp.states) expect(successor).toBeLessThan(statesWithin(mdp, batch.elapsed[0]!));
    state = successor;
  }
}

describe.each(environmentDefinitions.map((definition) => [definition.name, definition] as const))(
  "%s",
  (_, definition) => {
    test("the enumeration follows random play step by step", { timeout: 600_000 }, () => {
      for (const [mdp, rng] of levelsOf(definition)) followsPlay(mdp, mdp.environment, rng);
    });

    test("the finite-horizon planner's policy has its computed value", { timeout: 600_000 }, () => {
      for (const [mdp] of levelsOf(definition)) {
        for (const objective of mdp.environment.objectives) {
          const rewards = expectedRewards(mdp, objective);
          const layers = valuesByStepsToGo(mdp, rewards, horizon, discount);
          const planner = (toGo: number) =>
            uniformOverBest(actionValues(mdp, rewards, layers[toGo - 1]!, discount), mdp.actions);
          const [value] = policyValues(mdp, planner, rewards, horizon, discount);
          expect(value).toBeCloseTo(layers[horizon]![0]!, 7);
          expect(bestStartValue(mdp, rewards, horizon, discount)).toBe(layers[horizon]![0]);
        }
      }
    });

    test("the discounted planner's policy has its computed value", { timeout: 600_000 }, () => {
      for (const [mdp] of levelsOf(definition)) {
        for (const objective of mdp.environment.objectives) {
          const rewards = expectedRewards(mdp, objective);
          const { values, q } = solveDiscounted(mdp, rewards, discount);
          const own = discountedPolicyValues(mdp, uniformOverBest(q, mdp.actions), rewards, discount);
          const worst = own.reduce(
            (most, value, state) => Math.max(most, Math.abs(value - values[state]!)),
            0,
          );
          expect(worst).toBeLessThanOrEqual(1e-7);
        }
      }
    });

    test("forward and backward agree, and nothing beats the optimum", { timeout: 600_000 }, () => {
      for (const [mdp] of levelsOf(definition)) {
        const random = uniformTable(mdp.states, mdp.actions);
        const behaviour = expectedBehaviour(mdp, random, horizon, discount);
        for (const objective of mdp.environment.objectives) {
          const rewards = expectedRewards(mdp, objective);
          const value = behaviourValue(mdp.environment, behaviour, objective);
          expect(value).toBeCloseTo(policyValues(mdp, random, rewards, horizon, discount)[0]!, 9);
          expect(value).toBeLessThanOrEqual(bestStartValue(mdp, rewards, horizon, discount) + 1e-9);
        }
      }
    });

    test("lexicographic ranges hold their point value, below the optimum", { timeout: 600_000 }, () => {
      const setting = { horizon, discount, plannerDiscount: 0.9 };
      for (const [mdp] of levelsOf(definition)) {
        const rewards = mdp.environment.objectives.map((objective) => expectedRewards(mdp, objective));
        for (const first of rewards) {
          const { worst, best, uniform } = lexicographicRange(mdp, first, rewards[0]!, setting);
          expect(worst).toBeLessThanOrEqual(uniform + 1e-9);
          expect(uniform).toBeLessThanOrEqual(best + 1e-9);
          expect(best).toBeLessThanOrEqual(bestStartValue(mdp, rewards[0]!, horizon, discount) + 1e-9);
        }
      }
    });
  },
);
