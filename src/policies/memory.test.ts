// Policies with a memory of what was done: sticky, switching, along the wall, and one inside the other.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { environmentNamed } from "../environments/index.ts";
import { generateLevels } from "../environments/levels.ts";
import { playEpisodes } from "../rollouts/episodes.ts";
import { allocateDecisions, type Policy } from "./policy.ts";
import { fixedActionPolicy, noisyPolicy, uniformPolicy } from "./scripted.ts";
import { stickyPolicy } from "./sticky.ts";
import { switchingPolicy } from "./switching.ts";
import { wallFollowingPolicy } from "./wall-follower.ts";

const definition = environmentNamed("keys-and-chests");
const environment = definition.create({ height: 7, width: 9 });
const [up, left, down, right] = [0, 1, 2, 3] as const;
const noChance = { choose: () => 0 };

/** Plays given actions, whatever the policy says; answers what it said before each and after the last. [steps + 1][actions] */
async function answers(policy: Policy, level: Uint8Array, actions: readonly number[]): Promise<number[][]> {
  const batch = environment.batch({ lanes: 2, horizon: 1000 });
  // The second lane plays something else, which must not be mixed up with the first.
  for (const lane of [0, 1]) batch.reset(lane, level, 0);
  const memory = new Float32Array(2 * policy.memorySize);
  const out = allocateDecisions(2, 4);
  const said: number[][] = [];
  for (const action of [...actions, up]) {
    await policy.decide(batch, memory, out);
    said.push([...out.probabilities.subarray(0, 4)]);
    const taken = Uint8Array.of(action, (action + 1) % 4);
    batch.step(taken, [noChance, noChance]);
    policy.remember?.(taken, memory, batch);
  }
  return said;
}

const room = environment.parseLevel(
  ["#########", "#@......#", "#.......#", "#.......#", "#.......#", "#k.....c#", "#########"].join("\n"),
);
const oneHot = (action: number) => [0, 1, 2, 3].map((other) => (other === action ? 1 : 0));

describe("a sticky policy", () => {
  test("repeats what was done, whoever chose it, and decides at first", async () => {
    const sticky = stickyPolicy(fixedActionPolicy("left"), 0.25);
    expect(sticky.memorySize).toBe(1);
    const said = await answers(sticky, room, [down, left, right]);
    expect(said).toEqual([oneHot(left), [0, 0.75, 0.25, 0], oneHot(left), [0, 0.75, 0, 0.25]]);
  });

  test("has runs of the length that its probability says", async () => {
    const levels = generateLevels(environment, definition.levels(environment, {}), Rng.fromSeed("runs"), 40);
    const { actions } = await playEpisodes({
      environment,
      levels: levels.bytes,
      count: 40,
      horizon: 64,
      policy: stickyPolicy(uniformPolicy(), 0.6),
      selection: "sampled",
      rng: Rng.fromSeed("sticky"),
      lanes: 7,
    });
    const pairs = actions.flatMap((list) => list.slice(1).map((action, i) => action === list[i]));
    const kept = pairs.filter(Boolean).length / pairs.length;
    // Repeated on purpose, or drawn again by chance.
    const expected = 0.6 + 0.4 / 4;
    expect(Math.abs(kept - expected)).toBeLessThan(5 * Math.sqrt((expected * (1 - expected)) / pairs.length));
  });

  test("says so where nobody tells it what was done", () => {
    const batch = environment.batch({ lanes: 1, horizon: 10 });
    batch.reset(0, room, 0);
    batch.stepLane(0, down, noChance);
    const ask = async () =>
      stickyPolicy(uniformPolicy(), 0.5).decide(batch, new Float32Array(1), allocateDecisions(1, 4));
    return expect(ask()).rejects.toThrow("was not told");
  });

  test("refuses what is no probability", () => {
    for (const wrong of [-0.1, 1.1, Number.NaN])
      expect(() => stickyPolicy(uniformPolicy(), wrong)).toThrow("a number in [0, 1]");
  });
});

describe("a switching policy", () => {
  test("turns from one to the other at its step", async () => {
    const policy = switchingPolicy(fixedActionPolicy("up"), fixedActionPolicy("right"), 2);
    const said = await answers(policy, room, [down, down, down]);
    expect(said).toEqual([up, up, right, right].map(oneHot));
    const never = switchingPolicy(fixedActionPolicy("up"), fixedActionPolicy("right"), 0);
    expect(await answers(never, room, [down])).toEqual([right, right].map(oneHot));
  });

  test("lets both remember, each in its own memory", async () => {
    const sticky = (action: string, probability: number) =>
      stickyPolicy(stickyPolicy(fixedActionPolicy(action), probability), probability);
    const first = sticky("up", 0.5);
    const second = sticky("right", 0.25);
    const policy = switchingPolicy(first, second, 3);
    expect(policy.memorySize).toBe(4);
    const actions = [down, left, down, right, left, left];
    const alone = [await answers(first, room, actions), await answers(second, room, actions)] as const;
    const said = await answers(policy, room, actions);
    expect(said).toEqual([...alone[0].slice(0, 3), ...alone[1].slice(3)]);
  });

  test("refuses half a step", () => {
    expect(() => switchingPolicy(uniformPolicy(), uniformPolicy(), 1.5)).toThrow("whole number");
  });
});

describe("a wall follower", () => {
  test("walks around an empty room, each hand its own way", async () => {
    const walk = async (hand: "left" | "right") => {
      const { actions } = await playEpisodes({
        environment,
        levels: environment.parseLevel(
          ["#########", "#.......#", "#.......#", "#...@...#", "#..k.c..#", "#.......#", "#########"].join(
            "\n",
          ),
        ),
        count: 1,
        horizon: 30,
        policy: wallFollowingPolicy(environment, hand),
        selection: "sampled",
        rng: Rng.fromSeed(hand),
      });
      return actions[0]!.map((action) => environment.actions[action]![0]).join("");
    };
    // Without a wall beside it the rule turns on the spot; the first step is up.
    expect(await walk("right")).toBe("urdl".repeat(8).slice(0, 30));
    expect(await walk("left")).toBe("uldr".repeat(8).slice(0, 30));
  });

  test("visits every cell of a perfect maze within two steps per corridor", async () => {
    const maze = environmentNamed("cheese-in-the-corner").create({ height: 11, width: 11 });
    const trees = environmentNamed("cheese-in-the-corner").levels(maze, {
      walls: { kind: "tree" },
      cornerSize: 9,
    });
    const levels = generateLevels(maze, trees, Rng.fromSeed("mazes"), 20);
    for (const hand of ["left", "right"] as const) {
      const { terminated } = await playEpisodes({
        environment: maze,
        levels: levels.bytes,
        count: 20,
        horizon: 2 * 49,
        policy: wallFollowingPolicy(maze, hand),
        selection: "greedy",
        rng: Rng.fromSeed("hands"),
      });
      expect([...terminated]).toEqual(new Array(20).fill(1));
    }
  });

  test("turns at a wall it was pushed into as if it had walked there", async () => {
    const said = await answers(wallFollowingPolicy(environment, "right"), room, [left]);
    // Heading left with the hand on the wall above: up and left are walls, down is free.
    expect(said.at(-1)).toEqual(oneHot(down));
  });

  test("needs walls", () => {
    expect(() => wallFollowingPolicy(environmentNamed("patience").create({}), "left")).toThrow("a gridworld");
  });
});

test("noise around a policy with a memory leaves it its memory", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(3), { maxLength: 6 }),
      fc.integer({ min: 0, max: 4 }),
      async (actions, quarter) => {
        const policy = stickyPolicy(fixedActionPolicy("up"), 0.5);
        const clear = await answers(policy, room, actions);
        const noisy = await answers(noisyPolicy(policy, quarter / 4), room, actions);
        const expected = clear.map((row) => row.map((p) => (1 - quarter / 4) * p + quarter / 16));
        expect(noisy).toEqual(expected);
      },
    ),
    { numRuns: 30 },
  );
});
