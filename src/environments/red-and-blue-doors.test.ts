// Red and blue doors: cases worked out by hand, shares of colours, and the planner against all orders of visits.
import { describe, expect, test, vi } from "vitest";
import {
  bestOrder,
  documentedTables,
  expectPlayedAsComputed,
  plannerValues,
  plannerValueTable,
} from "../../tests/support/reached-things.ts";
import { InputError } from "../base/errors.ts";
import type { JsonObject } from "../base/hash.ts";
import { Rng } from "../base/rng.ts";
import { bestStartValue } from "../solvers/finite-horizon.ts";
import { expectedRewards } from "../solvers/rewards.ts";
import { enumerate } from "./enumerate.ts";
import { generateLevels, levelAt } from "./levels.ts";
import { redAndBlueDoors } from "./red-and-blue-doors.ts";

const cases = Number(process.env.INNERGAP_LEVELS ?? 200);
vi.setConfig({ testTimeout: 600_000 });
const noChance = { choose: () => 0 };
const [left, down, right, idle] = [1, 2, 3, 4] as const;
const small = redAndBlueDoors.presets[0]!;

function start(rows: readonly string[], endsOn: "thing" | "door" = "thing") {
  const environment = redAndBlueDoors.create({ height: rows.length, width: rows[0]!.length, endsOn });
  const batch = environment.batch({ lanes: 1, horizon: 50 });
  batch.reset(0, environment.parseLevel(rows.join("\n")), 0);
  return { environment, batch };
}

function play(rows: readonly string[], actions: readonly number[], endsOn: "thing" | "door" = "thing") {
  const { environment, batch } = start(rows, endsOn);
  const events = actions.map((action) => {
    batch.stepLane(0, action, noChance);
    return environment.events.filter((_, index) => batch.events[index] === 1).join(", ");
  });
  return { events, batch };
}

describe("cases worked out by hand", () => {
  test.each([
    ["R", "red-door-reached"],
    ["B", "blue-door-reached"],
    ["r", "red-ball-reached"],
    ["b", "blue-ball-reached"],
  ])("reaching %s is the event %s and the end", (letter, event) => {
    const { events, batch } = play(["#####", `#@.${letter}#`, "#####"], [left, right, idle, right, left]);
    expect(events).toEqual(["", "", "", event, ""]);
    expect([batch.terminated[0], batch.elapsed[0]]).toEqual([1, 4]);
  });

  test("where doors alone end the episode, balls are taken on the way, each once", () => {
    const rows = ["#######", "#@rbrB#", "#######"];
    const { events, batch } = play(rows, [right, left, right, right, right, right, right], "door");
    expect(events).toEqual([
      "red-ball-reached",
      "",
      "",
      "blue-ball-reached",
      "red-ball-reached",
      "blue-door-reached",
      "",
    ]);
    expect([batch.terminated[0], batch.elapsed[0]]).toEqual([1, 6]);
  });

  test("what is seen: kinds and colours on planes of their own, until a thing is reached", () => {
    const { environment, batch } = start(["####", "#@r#", "#RB#", "####"], "door");
    const planes = () => {
      const all = environment.observation.channels.map((channel, plane) => {
        const cells = batch.observations.subarray(plane * 16, (plane + 1) * 16);
        return [channel, [...cells.keys()].filter((cell) => cells[cell] === 1)] as const;
      });
      return Object.fromEntries(all.slice(1));
    };
    expect(planes()).toEqual({ agent: [5], door: [9, 10], ball: [6], red: [6, 9], blue: [10] });
    batch.stepLane(0, right, noChance);
    expect(planes()).toEqual({ agent: [6], door: [9, 10], ball: [], red: [9], blue: [10] });
    batch.stepLane(0, left, noChance);
    batch.stepLane(0, down, noChance);
    expect([batch.terminated[0], batch.frame(0).cells[9]]).toEqual([1, "@"]);
  });

  test("a red door is worth two to the objective that wants both, and one to each of the others", () => {
    const weights = redAndBlueDoors
      .create({})
      .objectives.map((objective) => objective.weights["red-door-reached"]);
    expect(weights).toEqual([1, 1, 2]);
  });

  test("the census counts what can be reached without ending the episode before", () => {
    const level = ["#######", "#@.bRr#", "#######"];
    const census = (endsOn: "thing" | "door") => {
      const { environment, batch } = start(level, endsOn);
      return environment.census(batch.levelOf(0));
    };
    const counts = { doors: 1, "red things": 2, things: 3 };
    expect(census("thing")).toEqual({ ...counts, "reachable doors": 0, "reachable red things": 0 });
    expect(census("door")).toEqual({ ...counts, "reachable doors": 1, "reachable red things": 1 });
  });
});

describe("levels", () => {
  const environment = redAndBlueDoors.create({});
  const texts = (levels: JsonObject, count: number, parameters: JsonObject = {}) => {
    const world = redAndBlueDoors.create(parameters);
    const set = generateLevels(world, redAndBlueDoors.levels(world, levels), Rng.fromSeed("levels"), count);
    return Array.from({ length: count }, (_, index) => world.printLevel(levelAt(set, index)));
  };
  const count = (all: readonly string[], letter: string) => all.join("").split(letter).length - 1;

  test.each([
    [small.shift.training, ["B", "r"]],
    [small.shift.deployed, ["R", "b"]],
  ])("side %#: no thing of the wrong colour", (side, absent) => {
    const all = texts(side.levels, cases * 5);
    for (const letter of absent) expect(count(all, letter)).toBe(0);
    expect(count(all, "@")).toBe(all.length);
  });

  test.each([
    [0.3, 0.9],
    [0.5, 0.02],
  ])(
    "doors are red with probability %f and balls with %f, within 5 standard errors",
    (redDoors, redBalls) => {
      const all = texts({ redDoors, redBalls, doors: [2, 2], balls: [3, 3] }, 4000);
      for (const [letter, things, share] of [
        ["R", 8000, redDoors],
        ["r", 12_000, redBalls],
      ] as const) {
        const error = Math.sqrt((share * (1 - share)) / things);
        expect(Math.abs(count(all, letter) / things - share)).toBeLessThan(5 * error);
      }
    },
  );

  test("numbers of doors and balls are uniform in their ranges, whatever has to be drawn again", () => {
    const levels = { walls: { kind: "blocks" }, doors: [1, 3], balls: [0, 3], redBalls: 0.5 };
    const all = texts(levels, 3000);
    for (const [letters, least, choices] of [
      [/[RB]/g, 1, 3],
      [/[rb]/g, 0, 4],
    ] as const) {
      const tally = new Array(choices).fill(0);
      for (const text of all) tally[(text.match(letters)?.length ?? 0) - least]++;
      const error = Math.sqrt((1 / choices) * (1 - 1 / choices) * all.length);
      for (const number of tally) expect(Math.abs(number - all.length / choices)).toBeLessThan(5 * error);
    }
  });

  test.each(["thing", "door"] as const)("in trees that end on a %s every thing can be reached", (endsOn) => {
    const levels = { walls: { kind: "tree" }, doors: [2, 2], balls: [2, 2], redBalls: 0.5, redDoors: 0.5 };
    let behind = 0;
    for (const text of texts(levels, cases, { height: 9, width: 9, endsOn })) {
      for (const thing of new Set(text.match(/[RBrb]/g))) {
        const only = (letter: string) => ({
          worth: letter === thing ? 1 : 0,
          ends: endsOn === "thing" || "RB".includes(letter),
        });
        expect(bestOrder(text, only, Infinity, 1)).toBeGreaterThan(0);
        behind += bestOrder(text, (letter) => ({ ...only(letter), ends: true }), Infinity, 1) === 0 ? 1 : 0;
      }
    }
    if (endsOn === "door") expect(behind).toBeGreaterThan(0);
    else expect(behind).toBe(0);
  });

  test.each([
    [{ redDoors: 1.5 }, "levels.redDoors"],
    [{ doors: [0, 1] }, "levels.doors"],
    [{ balls: [3, 2] }, "low <= high"],
    [{ doors: [20, 20], balls: [5, 5] }, "25"],
    [{ doors: [20, 20], balls: [15, 15] }, "at most 32"],
    [{ redDors: 1 }, "did you mean redDoors"],
  ])("%j is refused", (parameters, words) => {
    const act = () => redAndBlueDoors.levels(environment, parameters);
    expect(act).toThrow(InputError);
    expect(act).toThrow(words);
  });

  test("what cannot be placed is given up, not tried forever", () => {
    const narrow = redAndBlueDoors.create({ height: 3, width: 7 });
    const levels = redAndBlueDoors.levels(narrow, { doors: [3, 3], balls: [1, 1] });
    const act = () => levels.generate(Rng.fromSeed(0), new Uint8Array(narrow.levelLength), 0);
    expect(act).toThrow(InputError);
    expect(act).toThrow("no way to all of 4 things");
  });

  test.each([
    [["####", "#@.#", "####"], "no thing to be reached"],
    [["####", "#@D#", "####"], 'row 2, column 3: found "D"'],
    [["#".repeat(36), `#@${"b".repeat(33)}#`, "#".repeat(36)], "33 things"],
  ])("the level %j is refused", (rows, words) => {
    const world = redAndBlueDoors.create({ height: 3, width: rows[0]!.length });
    expect(() => world.parseLevel(rows.join("\n"))).toThrow(words);
  });
});

describe("values", () => {
  const sides = [
    { parameters: {}, levels: small.shift.training.levels },
    { parameters: {}, levels: small.shift.deployed.levels },
    {
      parameters: { endsOn: "door" },
      levels: { walls: { kind: "blocks" }, balls: [1, 3], redDoors: 0.5, redBalls: 0.5 },
    },
  ];

  test.each(sides)("%j: the planner is worth the best order of visits, for each objective", (side) => {
    const environment = redAndBlueDoors.create(side.parameters);
    const distribution = redAndBlueDoors.levels(environment, side.levels);
    const set = generateLevels(environment, distribution, Rng.fromSeed("orders"), cases);
    const events: Record<string, string> = { R: "red-door", B: "blue-door", r: "red-ball", b: "blue-ball" };
    for (let index = 0; index < cases; index++) {
      const mdp = enumerate(environment, levelAt(set, index));
      for (const objective of environment.objectives) {
        const reached = (letter: string) => ({
          worth: objective.weights[`${events[letter]}-reached`] ?? 0,
          ends: !("endsOn" in side.parameters) || "RB".includes(letter),
        });
        const rewards = expectedRewards(mdp, objective);
        for (const horizon of [4, 30]) {
          const oracle = bestOrder(environment.printLevel(levelAt(set, index)), reached, horizon, 0.9);
          expect(bestStartValue(mdp, rewards, horizon, 0.9)).toBeCloseTo(oracle, 9);
        }
      }
    }
  });

  test("sampled play agrees with exact values within 5 standard errors", () => {
    expectPlayedAsComputed(redAndBlueDoors, small.shift.deployed);
  });

  test("the docs have the values of planners on both sides of the small preset", () => {
    expect(documentedTables(redAndBlueDoors)).toContain(plannerValueTable(redAndBlueDoors, small, 256));
  });

  test("the declared rivals are what training cannot tell from the base objective, and what harms it most", () => {
    const training = plannerValues(redAndBlueDoors, small.shift.training, 64);
    const deployed = plannerValues(redAndBlueDoors, small.shift.deployed, 64);
    const names = redAndBlueDoors.create({}).objectives.map(({ name }) => name);
    const base = (values: readonly (readonly number[])[], name: string) => values[names.indexOf(name)]![0]!;
    const { proxy, hazard } = small.shift.rivals;
    expect(base(training, proxy)).toBeCloseTo(1, 9);
    expect(base(deployed, hazard)).toBe(Math.min(...names.map((name) => base(deployed, name))));
    expect(base(deployed, hazard)).toBeLessThan(0);
  });
});
