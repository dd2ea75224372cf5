// Double Q-learning: exact where there is no chance, and not taken in by noise where Q-learning is.
import { expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { mean } from "../base/stats.ts";
import { learnDoubleQ } from "./double-q.ts";
import { constantSchedule } from "./schedules.ts";
import { learnTabularQ, type TabularQOptions } from "./tabular-q.ts";
import type { TabularTask } from "./tabular-task.ts";

const options: TabularQOptions = {
  discount: 0.8,
  steps: 20_000,
  exploration: constantSchedule(0.5),
  learningRate: constantSchedule(1),
  episodeSteps: 20,
};

test("without chance the values of random problems solve Bellman's equation", () => {
  const rng = Rng.fromSeed("double-q/certain");
  for (let index = 0; index < 20; index++) {
    const [states, actions] = [rng.between(2, 5), rng.between(2, 3)];
    const successors = Array.from({ length: states * actions }, () => rng.below(states));
    const rewards = successors.map(() => rng.unit());
    const task = {
      ...{ states, actions, state: 0, reward: 0, done: false },
      reset(stream: Rng) {
        task.state = stream.below(states);
      },
      step(action: number) {
        const pair = task.state * actions + action;
        task.reward = rewards[pair]!;
        task.state = successors[pair]!;
      },
    };
    const tables = learnDoubleQ(task, options, rng.fork(`learner-${index}`));
    const best = (state: number) =>
      Math.max(...Array.from({ length: actions }, (_, action) => tables.value(state, action)));
    for (const [pair, successor] of successors.entries()) {
      const found = tables.value(Math.floor(pair / actions), pair % actions);
      expect(found).toBeCloseTo(rewards[pair]! + 0.8 * best(successor), 9);
    }
  }
});

/** Action 0 ends with nothing; action 1 leads to a state whose eight actions pay -0.1 on average, with deviation 1, and end. */
class NoisyArms implements TabularTask {
  readonly states = 2;
  readonly actions = 8;
  state = 0;
  reward = 0;
  done = false;

  reset(): void {
    this.state = 0;
    this.reward = 0;
    this.done = false;
  }

  step(action: number, rng: Rng): void {
    this.reward = this.state === 0 ? 0 : rng.normal() - 0.1;
    this.done = this.state === 1 || action !== 1;
    this.state = 1;
  }
}

test("where noise is all there is, Q-learning expects a gain and double Q-learning does not", () => {
  // All actions alike: what is tried shall not depend on what was found.
  const settings = {
    ...options,
    discount: 1,
    exploration: constantSchedule(1),
    learningRate: constantSchedule(0.1),
  };
  const runs = Array.from({ length: 40 }, (_, index) => Rng.fromSeed(index).fork("noisy-arms"));
  const single = runs.map((rng) => learnTabularQ(new NoisyArms(), settings, rng.fork("single")).values[1]!);
  const double = runs.map((rng) => learnDoubleQ(new NoisyArms(), settings, rng.fork("double")).value(0, 1));
  expect(mean(single)).toBeGreaterThan(0.1);
  expect(Math.abs(mean(double) + 0.1)).toBeLessThan(0.05);
});

test("what no learner can use is refused", () => {
  const learn = (changes: object) => () =>
    learnDoubleQ(new NoisyArms(), { ...options, ...changes }, Rng.fromSeed(1));
  expect(learn({ discount: 1.5 })).toThrow(InputError);
  expect(learn({ steps: 0 })).toThrow(InputError);
});
