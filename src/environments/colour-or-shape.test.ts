// Colour or shape: cases worked out by hand, what each form of observation shows, and the planner against all orders of visits.
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
import { colourOrShape } from "./colour-or-shape.ts";
import { enumerate } from "./enumerate.ts";
import { generateLevels, levelAt } from "./levels.ts";

const cases = Number(process.env.INNERGAP_LEVELS ?? 200);
vi.setConfig({ testTimeout: 600_000 });
const noChance = { choose: () => 0 };
const [small, channels] = colourOrShape.presets;

function start(rows: readonly string[], parameters: JsonObject = {}) {
  const environment = colourOrShape.create({ height: rows.length, width: rows[0]!.length, ...parameters });
  const batch = environment.batch({ lanes: 1, horizon: 50 });
  batch.reset(0, environment.parseLevel(rows.join("\n")), 0);
  return { environment, batch };
}

/** Names of the events of walking onto that thing. */
function eventsOf(letter: string): string[] {
  const { environment, batch } = start(["####", `#@${letter}#`, "####"]);
  batch.stepLane(0, environment.actions.indexOf("right"), noChance);
  return environment.events.filter((_, event) => batch.events[event] === 1);
}

describe("cases worked out by hand", () => {
  test.each([
    ["y", "line yellow red-channel green-channel"],
    ["Y", "yellow red-channel green-channel"],
    ["r", "line red-channel"],
    ["R", "red-channel"],
    ["g", "line green-channel"],
    ["c", "line green-channel"],
    ["p", "line red-channel"],
    ["W", "red-channel green-channel"],
    ["b", "line"],
    ["k", "line"],
    ["B", ""],
    ["K", ""],
  ])("reaching %s means %s", (letter, names) => {
    expect(eventsOf(letter)).toEqual(
      names
        .split(" ")
        .filter(Boolean)
        .map((name) => `${name}-reached`),
    );
  });

  test("any thing ends the episode, or a line alone", () => {
    for (const [endsOn, ended] of [
      ["thing", [1, 1]],
      ["line", [0, 1]],
    ] as const) {
      const { batch } = start(["#####", "#@Yr#", "#####"], { endsOn });
      const over = [3, 3].map((action) => {
        batch.stepLane(0, action, noChance);
        return batch.terminated[0];
      });
      expect(over).toEqual(ended);
    }
  });

  /** Channels with a bit on the thing's cell. */
  const seen = (letter: string, seenAs: string) => {
    const { environment, batch } = start(["####", `#@${letter}#`, "####"], { seenAs });
    return environment.observation.channels.filter((_, plane) => batch.observations[12 * plane + 6] === 1);
  };

  test.each([
    ["named", "y", "line,yellow"],
    ["named", "Y", "gem,yellow"],
    ["named", "w", "line,other colour"],
    ["named", "K", "gem,other colour"],
    ["rgb", "y", "line,red,green"],
    ["rgb", "B", "gem,blue"],
    ["rgb", "k", "line"],
    ["pixels", "r", "red 2,red 4,red 6"],
    ["pixels", "C", ["green", "blue"].flatMap((bit) => [1, 3, 4, 5, 7].map((at) => `${bit} ${at}`)).join()],
    ["pixels", "k", ""],
  ])("%s shows %s as %s", (seenAs, letter, planes) => {
    expect(seen(letter, seenAs).join()).toBe(planes);
  });

  test("in every form all things but black pixels differ from each other; names tell yellow from the rest", () => {
    const letters = [..."krgybpcwKRGYBPCW"];
    const different = (seenAs: string) => new Set(letters.map((letter) => seen(letter, seenAs).join())).size;
    expect([different("named"), different("rgb"), different("pixels")]).toEqual([4, 16, 15]);
  });

  test("where colours are bits, what shows on one channel may be wanted", () => {
    const names = (seenAs: string) => colourOrShape.create({ seenAs }).objectives.map(({ name }) => name);
    expect(names("named")).toEqual(["shape", "colour", "colour-and-shape"]);
    expect(names("rgb")).toEqual([...names("named"), "red-channel", "green-channel"]);
    expect(names("pixels")).toEqual(names("rgb"));
  });

  test("the census counts what can be reached without ending the episode before", () => {
    const { environment, batch } = start(["#######", "#@.Rry#", "#######"]);
    const counts = { lines: 2, "yellow things": 1, things: 3 };
    const level = batch.levelOf(0);
    expect(environment.census(level)).toEqual({
      ...counts,
      "reachable lines": 0,
      "reachable yellow things": 0,
    });
    const onward = colourOrShape.create({ height: 3, width: 7, endsOn: "line" });
    expect(onward.census(level)).toEqual({ ...counts, "reachable lines": 1, "reachable yellow things": 0 });
  });
});

describe("levels", () => {
  const environment = colourOrShape.create({});
  const texts = (levels: JsonObject, count: number) => {
    const set = generateLevels(
      environment,
      colourOrShape.levels(environment, levels),
      Rng.fromSeed(1),
      count,
    );
    return Array.from({ length: count }, (_, index) => environment.printLevel(levelAt(set, index)));
  };
  const things = (text: string) => [...text.replace(/[#.@\n]/g, "")].sort().join("");

  test("in training a yellow line, deployed a red line and a yellow gem", () => {
    expect(new Set(texts(small!.shift.training.levels, cases).map(things))).toEqual(new Set(["y"]));
    expect(new Set(texts(small!.shift.deployed.levels, cases).map(things))).toEqual(new Set(["Yr"]));
  });

  test.each([0.2, 0.75])("features are apart with probability %f, within 5 standard errors", (apart) => {
    const all = texts({ apart }, 4000);
    const share = all.filter((text) => text.includes("Y")).length / all.length;
    expect(Math.abs(share - apart)).toBeLessThan(5 * Math.sqrt((apart * (1 - apart)) / all.length));
  });

  test("other colours and numbers of decoys are uniform, whatever has to be drawn again", () => {
    const otherColours = ["black", "green", "purple"];
    const all = texts({ apart: 1, otherColours, decoys: [0, 2], walls: { kind: "blocks" } }, 3000);
    const error = Math.sqrt((1 / 3) * (2 / 3) * all.length);
    for (const letter of "kgp") {
      const lines = all.filter((text) => text.includes(letter)).length;
      expect(Math.abs(lines - all.length / 3)).toBeLessThan(5 * error);
    }
    for (const decoys of [0, 1, 2]) {
      const number = all.filter((text) => things(text).length === 2 + decoys).length;
      expect(Math.abs(number - all.length / 3)).toBeLessThan(5 * error);
    }
  });

  test.each([
    [{ apart: -0.1 }, "levels.apart"],
    [{ otherColours: ["yellow"] }, "levels.otherColours"],
    [{ otherColours: [] }, "levels.otherColours"],
    [{ otherColours: ["red", "red"] }, "each colour once"],
    [{ decoys: [2, 1] }, "low <= high"],
    [{ decoys: [0, 24] }, "25 of them together"],
  ])("%j is refused", (parameters, words) => {
    const act = () => colourOrShape.levels(environment, parameters as JsonObject);
    expect(act).toThrow(InputError);
    expect(act).toThrow(words);
  });
});

describe("values", () => {
  const sides = [
    { parameters: {}, levels: small!.shift.training.levels },
    { parameters: {}, levels: small!.shift.deployed.levels },
    { parameters: { seenAs: "rgb" }, levels: channels!.shift.deployed.levels },
    {
      parameters: { seenAs: "rgb", endsOn: "line" },
      levels: { walls: { kind: "blocks" }, apart: 0.5, decoys: [0, 3] },
    },
  ];

  test.each(sides)("%j: the planner is worth the best order of visits, for each objective", (side) => {
    const environment = colourOrShape.create(side.parameters);
    const distribution = colourOrShape.levels(environment, side.levels);
    const set = generateLevels(environment, distribution, Rng.fromSeed("orders"), cases);
    const onLineOnly = "endsOn" in side.parameters;
    const events = new Map([..."krgybpcwKRGYBPCW"].map((letter) => [letter, eventsOf(letter)]));
    for (let index = 0; index < cases; index++) {
      const mdp = enumerate(environment, levelAt(set, index));
      for (const objective of environment.objectives) {
        const reached = (letter: string) => ({
          worth: events.get(letter)!.reduce((sum, event) => sum + (objective.weights[event] ?? 0), 0),
          ends: !onLineOnly || letter === letter.toLowerCase(),
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
    expectPlayedAsComputed(colourOrShape, small!.shift.deployed);
  });

  test.each([small!, channels!])("the docs have the values of planners of the preset $name", (preset) => {
    expect(documentedTables(colourOrShape)).toContain(plannerValueTable(colourOrShape, preset, 256));
  });

  test.each([small!, channels!])("$name: the declared rivals are what they are said to be", ({ shift }) => {
    const training = plannerValues(colourOrShape, shift.training, 64);
    const deployed = plannerValues(colourOrShape, shift.deployed, 64);
    const names = colourOrShape.create(shift.training.parameters).objectives.map(({ name }) => name);
    const base = (values: readonly (readonly number[])[], name: string) => values[names.indexOf(name)]![0]!;
    expect(base(training, shift.rivals.proxy)).toBeCloseTo(1, 9);
    const harmed = base(deployed, shift.rivals.hazard);
    expect(harmed).toBe(Math.min(...names.map((name) => base(deployed, name))));
    expect(harmed).toBeLessThan(0);
  });
});
