import { expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { constantSchedule, linearSchedule } from "./schedules.ts";
import { learnTabularQ, TabularQ } from "./tabular-q.ts";
import type { TabularTask } from "./tabular-task.ts";

const cases = Number(process.env.INNERGAP_CASES ?? 12);

/** A random problem with its tables: every action leads to one of two states, and may end the episode. */
interface RandomProblem {
  readonly states: number;
  readonly actions: number;
  readonly successors: Int32Array;
  /** Of the first successor. */
  readonly probabilities: Float64Array;
  readonly rewards: Float64Array;
  readonly ends: Float64Array;
}

function randomProblem(rng: Rng, chance: boolean): RandomProblem {
  const [states, actions] = [rng.between(2, 5), rng.between(2, 3)];
  const pairs = states * actions;
  return {
    states,
    actions,
    successors: Int32Array.from({ length: 2 * pairs }, () => rng.below(states)),
    probabilities: Float64Array.from({ length: pairs }, () => (chance ? rng.unit() : rng.below(2))),
    rewards: Float64Array.from({ length: pairs }, () => rng.unit()),
    ends: Float64Array.from({ length: pairs }, () => (chance ? 0.2 * rng.unit() : 0)),
  };
}

function taskOf(problem: RandomProblem): TabularTask {
  const task = {
    states: problem.states,
    actions: problem.actions,
    state: 0,
    reward: 0,
    done: false,
    reset(rng: Rng) {
      task.state = rng.below(problem.states);
      task.reward = 0;
      task.done = false;
    },
    step(action: number, rng: Rng) {
      const pair = task.state * problem.actions + action;
      task.reward = problem.rewards[pair]!;
      task.done = rng.unit() < problem.ends[pair]!;
      task.state = problem.successors[2 * pair + (rng.unit() < problem.probabilities[pair]! ? 0 : 1)]!;
    },
  };
  return task;
}

/** Exact action values, by repeated backups. */
function exactValues(problem: RandomProblem, discount: number): Float64Array {
  const { states, actions, successors, probabilities, rewards, ends } = problem;
  const values = new Float64Array(states * actions);
  const best = (state: number) => Math.max(...values.subarray(state * actions, (state + 1) * actions));
  for (let sweep = 0; sweep < 400; sweep++) {
    for (let pair = 0; pair < values.length; pair++) {
      const p = probabilities[pair]!;
      const after = p * best(successors[2 * pair]!) + (1 - p) * best(successors[2 * pair + 1]!);
      values[pair] = rewards[pair]! + discount * (1 - ends[pair]!) * after;
    }
  }
  return values;
}

const largestError = (a: Float64Array, b: Float64Array) =>
  a.reduce((most, value, index) => Math.max(most, Math.abs(value - b[index]!)), 0);

test("without chance the values of random problems are exact", () => {
  const rng = Rng.fromSeed("tabular-q/certain");
  for (let index = 0; index < cases; index++) {
    const problem = randomProblem(rng, false);
    const table = learnTabularQ(
      taskOf(problem),
      {
        discount: 0.8,
        steps: 20_000,
        exploration: constantSchedule(0.5),
        learningRate: constantSchedule(1),
        episodeSteps: 20,
      },
      rng.fork(`learner-${index}`),
    );
    expect(largestError(table.values, exactValues(problem, 0.8))).toBeLessThan(1e-9);
  }
});

test("with chance the values of random problems are near, at every discount", () => {
  const rng = Rng.fromSeed("tabular-q/chance");
  for (let index = 0; index < cases; index++) {
    const problem = randomProblem(rng, true);
    const discount = [0, 0.5, 0.8][index % 3]!;
    const table = learnTabularQ(
      taskOf(problem),
      {
        discount,
        steps: 1_000_000,
        exploration: linearSchedule(1, 0.3),
        learningRate: constantSchedule(1),
        visitExponent: 0.75,
        episodeSteps: 20,
      },
      rng.fork(`learner-${index}`),
    );
    expect(largestError(table.values, exactValues(problem, discount))).toBeLessThan(0.05);
  }
});

test("the first of equals is greedy, and impossible options are refused", () => {
  const table = new TabularQ(2, 3, 0.5);
  expect(table.greedy(1)).toBe(0);
  table.correct(1, 2, 1.5, 0.5);
  expect(table.greedy(1)).toBe(2);
  expect(table.value(1)).toBe(1);
  const task = taskOf(randomProblem(Rng.fromSeed(1), false));
  const options = {
    discount: 0.9,
    steps: 10,
    exploration: constantSchedule(1),
    learningRate: constantSchedule(1),
  };
  expect(() => learnTabularQ(task, { ...options, discount: 1.5 }, Rng.fromSeed(2))).toThrow(
    "discount: found 1.5",
  );
  expect(() => learnTabularQ(task, { ...options, steps: 0 }, Rng.fromSeed(2))).toThrow("steps: found 0");
});
