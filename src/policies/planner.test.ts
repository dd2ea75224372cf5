import { describe, expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { enumerate, lookup } from "../environments/enumerate.ts";
import { objectiveNamed } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import { solveDiscounted } from "../solvers/discounted.ts";
import { uniformOverBest } from "../solvers/greedy.ts";
import { expectedRewards } from "../solvers/rewards.ts";
import { plannerPolicy } from "./planner.ts";
import { allocateDecisions } from "./policy.ts";
import { noisyPolicy } from "./scripted.ts";

const environment = environmentNamed("keys-and-chests").create({ height: 5, width: 7 });
const texts = [
  ["#######", "#@..k.#", "#.#.#.#", "#k...c#", "#######"],
  ["#######", "#k.@.k#", "#.....#", "#k...c#", "#######"],
  ["#######", "#c...k#", "#..@..#", "#c...c#", "#######"],
];
const levels = texts.map((rows) => environment.parseLevel(rows.join("\n")));
const chests = objectiveNamed(environment, "chests");
const noChance = { choose: () => 0 };

function decide(policy: ReturnType<typeof plannerPolicy>, batch: ReturnType<typeof environment.batch>) {
  const out = allocateDecisions(batch.lanes, environment.actions.length);
  policy.decide(batch, new Float32Array(0), out);
  return out;
}

describe("plannerPolicy", () => {
  test("plays in every state of play what the level's solution says, with one solved level kept or many", () => {
    for (const cachedLevels of [1, 64]) {
      const policy = plannerPolicy(environment, { objective: chests, discount: 0.9, cachedLevels });
      const batch = environment.batch({ lanes: levels.length, horizon: 20 });
      const words = new Int32Array(environment.stateLength);
      const solutions = levels.map((level) => {
        const mdp = enumerate(environment, level);
        return { mdp, ...solveDiscounted(mdp, expectedRewards(mdp, chests), 0.9) };
      });
      levels.forEach((level, lane) => {
        batch.reset(lane, level, 0);
      });
      for (let step = 0; step < 15; step++) {
        const out = decide(policy, batch);
        solutions.forEach(({ mdp, values, q }, lane) => {
          const row = [...out.probabilities.subarray(lane * 4, lane * 4 + 4)];
          if (batch.terminated[lane]) expect(row).toEqual([0.25, 0.25, 0.25, 0.25]);
          else {
            batch.saveState(lane, words, 0);
            const state = lookup(mdp, words);
            const expected = uniformOverBest(q, 4).subarray(state * 4, state * 4 + 4);
            expect(row).toEqual([...Float32Array.from(expected)]);
            expect(out.values[lane]).toBe(Math.fround(values[state]!));
          }
          batch.stepLane(lane, (step * 7 + lane) % 4, noChance);
        });
      }
    }
  });

  test("opens every chest that it can on the shortest way", () => {
    const policy = plannerPolicy(environment, { objective: chests, discount: 0.9 });
    const batch = environment.batch({ lanes: 1, horizon: 40 });
    batch.reset(0, levels[1]!, 0);
    while (!batch.terminated[0]) {
      const { probabilities } = decide(policy, batch);
      batch.stepLane(0, probabilities.indexOf(Math.max(...probabilities)), noChance);
    }
    // Two steps right to the key, two down to the chest.
    expect(batch.elapsed[0]).toBe(4);
  });

  test("solves anew when a lane changes level", () => {
    const policy = plannerPolicy(environment, { objective: chests, discount: 0.9, cachedLevels: 1 });
    const batch = environment.batch({ lanes: 1, horizon: 20 });
    const answers = [0, 1, 0].map((index) => {
      batch.reset(0, levels[index]!, 0);
      return [...decide(policy, batch).probabilities];
    });
    expect(answers[0]).toEqual(answers[2]);
    expect(answers[0]).not.toEqual(answers[1]);
  });

  test("refuses a level that is too large", () => {
    const policy = plannerPolicy(environment, { objective: chests, discount: 0.9, limit: 10 });
    const batch = environment.batch({ lanes: 1, horizon: 20 });
    batch.reset(0, levels[0]!, 0);
    expect(() => decide(policy, batch)).toThrow(InputError);
  });

  test("names itself and its noisy form as tables do", () => {
    const policy = plannerPolicy(environment, { objective: chests, discount: 0.9 });
    expect([policy.name, noisyPolicy(policy, 0.35).name]).toEqual([
      "planner:chests",
      "noisy-planner:chests:0.35",
    ]);
  });
});
