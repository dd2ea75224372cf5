import { describe, expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { objectiveNamed } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import { generateLevels } from "../environments/levels.ts";
import { playEpisodes } from "../rollouts/episodes.ts";
import { agentName, agentPolicy, parseAgent } from "./agents.ts";
import { plannerPolicy } from "./planner.ts";
import { allocateDecisions, type Policy } from "./policy.ts";
import { reactivePolicy } from "./reactive.ts";

const definition = environmentNamed("keys-and-chests");
const environment = definition.create({ height: 5, width: 6 });
const distribution = definition.levels(environment, { keys: [2, 3], chests: [1, 2] });
const levels = generateLevels(environment, distribution, Rng.fromSeed("agents"), 6);
const [up, left, down, right] = [0, 1, 2, 3] as const;

/** What a policy says at the start of every level. [levels, actions] */
async function said(policy: Policy): Promise<number[]> {
  const batch = environment.batch({ lanes: levels.count, horizon: 20 });
  for (let lane = 0; lane < batch.lanes; lane++)
    batch.reset(lane, levels.bytes, lane * environment.levelLength);
  const out = allocateDecisions(batch.lanes, 4);
  await policy.decide(batch, new Float32Array(batch.lanes * policy.memorySize), out);
  return [...out.probabilities];
}

const agentOf = (text: string) => agentPolicy(environment, parseAgent(text));
const chests = objectiveNamed(environment, "chests");

test("every kind of agent plays whole episodes under its own name", async () => {
  const texts = [
    "random",
    "fixed:left",
    "wall:right",
    "planner:keys@0.7",
    "reactive:chests",
    "boltzmann:20:planner:chests",
    "boltzmann:2:reactive:keys",
    `noisy:0.2:planner:{"key-collected":1,"surplus-key-collected":-2}`,
    "sticky:0.3:noisy:0.1:wall:left",
    "noisy:0.1:rules:if keys held is at least 1 and nearest chest is left then left;otherwise any",
    "switching:3:sticky:0.5:planner:keys,switching:5:random,wall:left",
  ];
  for (const text of texts) {
    const policy = agentOf(text);
    expect(policy.name).toBe(text);
    const play = (lanes: number) =>
      playEpisodes({
        environment,
        levels: levels.bytes,
        count: levels.count,
        horizon: 20,
        policy,
        selection: "sampled",
        rng: Rng.fromSeed("play"),
        lanes,
      });
    const [narrow, wide] = [await play(2), await play(6)];
    expect(narrow.actions, text).toEqual(wide.actions);
    expect(Math.min(...narrow.steps), text).toBeGreaterThan(0);
  }
});

test("planners are the planners of that objective and discount", async () => {
  const planner = (discount: number) => said(plannerPolicy(environment, { objective: chests, discount }));
  expect(await said(agentOf("planner:chests"))).toEqual(await planner(0.99));
  expect(await said(agentOf("planner:chests@0.5"))).toEqual(await planner(0.5));
  const given = agentPolicy(environment, parseAgent("planner:chests"), { discount: 0.5 });
  expect(await said(given)).toEqual(await planner(0.5));
  expect(await said(agentOf(`planner:{"chest-opened":2}`))).toEqual(await planner(0.99));
});

test("noise, repetition and switching are those of the parts", async () => {
  const [planner, fixed] = [await said(agentOf("planner:keys")), await said(agentOf("fixed:up"))];
  expect(await said(agentOf("sticky:0.9:planner:keys"))).toEqual(planner);
  expect(await said(agentOf("switching:1:fixed:up,planner:keys"))).toEqual(fixed);
  expect(await said(agentOf("switching:0:fixed:up,planner:keys"))).toEqual(planner);
  const noisy = await said(agentOf("noisy:0.5:planner:keys"));
  expect(noisy).toEqual(planner.map((p) => Math.fround(0.5 * p + 0.125)));
});

test("Boltzmann choice turns from uniform to the planner's, and to the reactive agent's", async () => {
  for (const pursuer of ["planner:chests", "reactive:chests"]) {
    expect(await said(agentOf(`boltzmann:0:${pursuer}`))).toEqual(await said(agentOf("random")));
    const greedy = await said(agentOf(pursuer));
    const steep = await said(agentOf(`boltzmann:1e7:${pursuer}`));
    for (const [index, p] of steep.entries()) expect(p).toBeCloseTo(greedy[index]!, 5);
  }
});

describe("the reactive agent", () => {
  const room = definition.create({ height: 4, width: 9 });
  const answers = (rows: readonly string[], objective: string, rationality?: number): number[] => {
    const batch = room.batch({ lanes: 1, horizon: 20 });
    batch.reset(0, room.parseLevel(rows.join("\n")), 0);
    const out = allocateDecisions(1, 4);
    const options = { objective: objectiveNamed(room, objective) };
    const policy = reactivePolicy(room, rationality === undefined ? options : { ...options, rationality });
    policy.decide(batch, new Float32Array(0), out);
    return [...out.probabilities];
  };
  const oneHot = (action: number) => [0, 1, 2, 3].map((other) => (other === action ? 1 : 0));

  test("walks to the nearest key, and for chests first to the key that one needs", () => {
    const rows = ["#########", "#k..@c..#", "#.......#", "#########"];
    expect(answers(rows, "keys")).toEqual(oneHot(left));
    expect(answers(rows, "chests")).toEqual(oneHot(left));
    expect(answers(["#########", "#k...@k.#", "#..c....#", "#########"], "keys")).toEqual(oneHot(right));
  });

  test("is uniform over ways of equal length", () => {
    const rows = ["#########", "#@..c...#", "#.k.....#", "#########"];
    expect(answers(rows, "keys")).toEqual([0, 0, 0.5, 0.5]);
    const soft = answers(rows, "keys", 1);
    expect(soft[down]).toBeCloseTo(soft[right]!, 6);
    expect(soft[down]!).toBeGreaterThan(soft[up]!);
    expect(soft[up]!).toBeGreaterThan(0);
  });

  test("does anything where nothing is worth going to", () => {
    const rows = ["#########", "#@#.k..##", "###....c#", "#########"];
    expect(answers(rows, "keys")).toEqual([0.25, 0.25, 0.25, 0.25]);
  });
});

describe("what the world does not have", () => {
  const wrong = [
    ["planner:chest", `objective of keys-and-chests: found "chest"`],
    ["noisy:0.2:reactive:cheese", `objective of keys-and-chests: found "cheese"`],
    [`planner:{"key-colected":1}`, "did you mean key-collected?"],
    ["fixed:jump", `action of keys-and-chests: found "jump"`],
  ] as const;

  test.each(wrong)("%s", (text, words) => {
    expect(() => agentOf(text)).toThrow(InputError);
    expect(() => agentOf(text)).toThrow(words);
  });

  test("walls, in a world that is no grid", () => {
    const patience = environmentNamed("patience").create({});
    expect(() => agentPolicy(patience, parseAgent("wall:left"))).toThrow("a gridworld");
    expect(agentName(parseAgent("wall:left"))).toBe("wall:left");
  });
});
