import { expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { constantSchedule } from "./schedules.ts";
import { learnTabularPolicy } from "./tabular-policy-gradient.ts";
import type { TabularTask } from "./tabular-task.ts";

const options = {
  discount: 1,
  updates: 600,
  episodes: 64,
  episodeSteps: 10,
  learningRate: constantSchedule(1),
};

/** Crossings that look alike: leaving at the first pays `early`, at the second 4, at neither 1. */
function drive(early: number): TabularTask {
  let crossing = 0;
  const task = {
    states: 1,
    actions: 2,
    state: 0,
    reward: 0,
    done: false,
    reset() {
      crossing = 0;
      task.reward = 0;
      task.done = false;
    },
    step(action: number) {
      const pay = [early, 4];
      task.reward = action === 1 ? pay[crossing]! : crossing === 1 ? 1 : 0;
      crossing++;
      task.done = action === 1 || crossing === 2;
    },
  };
  return task;
}

test("the absent-minded driver goes on with probability 2/3", () => {
  const chances = learnTabularPolicy(drive(0), options, Rng.fromSeed("driver"));
  expect(Math.abs(chances[0]! - 2 / 3)).toBeLessThan(0.05);
});

test("where leaving at once is best it is learned", () => {
  const chances = learnTabularPolicy(drive(6), options, Rng.fromSeed("leaver"));
  expect(chances[1]).toBeGreaterThan(0.97);
});

test("impossible options are refused", () => {
  expect(() => learnTabularPolicy(drive(0), { ...options, episodes: 1 }, Rng.fromSeed(0))).toThrow(
    "episodes: found 1",
  );
  expect(() => learnTabularPolicy(drive(0), { ...options, discount: 2 }, Rng.fromSeed(0))).toThrow(
    "discount: found 2",
  );
});
