// Declared causes are held to what the step code does: nothing else matters, and each of them does.
import { describe, expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import type { WorldCauses } from "./causes.ts";
import { checkCauses, declaredCauses } from "./causes-law.ts";
import type { Environment, EnvironmentDefinition } from "./environment.ts";
import { environmentDefinitions, environmentNamed } from "./index.ts";
import { loadVariables, saveVariables } from "./variable-states.ts";

const cases = process.env.INNERGAP_FULL === "1" ? 5000 : 700;

interface Subject {
  readonly world: string;
  readonly parameters?: Parameters<EnvironmentDefinition["create"]>[0];
  readonly levels: Parameters<EnvironmentDefinition["levels"]>[1];
}

/** Small levels with everything that can lie about. */
const subjects: readonly Subject[] = [
  { world: "keys-and-chests", levels: { keys: [1, 4], chests: [1, 4], hiddenChests: true } },
  {
    world: "keys-and-chests",
    parameters: { ends: "never", bumpPenalty: 0.1, stepPenalty: 0.1, showKeys: false },
    levels: { keys: [1, 4], chests: [1, 4], hiddenChests: true },
  },
  { world: "keys-that-belong-to-someone", levels: { keys: [1, 4], chests: [1, 4], hiddenChests: true } },
  { world: "cheese-in-the-corner", levels: { cornerSize: 3 } },
  { world: "cheese-on-a-dish", levels: { together: 0.5 } },
  { world: "cheese-on-a-dish", parameters: { endsOn: "cheese" }, levels: { together: 0.5 } },
  { world: "lava-land", levels: { lava: 0.3, solvable: false } },
  { world: "red-and-blue-doors", levels: { redDoors: 0.5, redBalls: 0.5 } },
  {
    world: "red-and-blue-doors",
    parameters: { endsOn: "door" },
    levels: { redDoors: 0.5, redBalls: 0.5 },
  },
  {
    world: "colour-or-shape",
    levels: { apart: 0.7, decoys: [0, 3], otherColours: ["white", "red", "green"] },
  },
  { world: "follow-me", levels: { beacons: 2, trustworthy: 0.5 } },
  {
    world: "follow-me",
    parameters: { endsWithLast: false, activeShown: true },
    levels: { beacons: 2, trustworthy: 0.5 },
  },
  { world: "gameable-exam", levels: { lever: 0.8, wired: 0.5 } },
  {
    world: "red-lander",
    parameters: { height: 8, width: 8 },
    levels: { pads: [2, 3], redPads: 0.5, redGround: 0.25, relief: 2 },
  },
];

/** Smaller than by default, so that random play meets more. */
const size = { height: 6, width: 6 };

function make({ world, parameters, levels }: Subject) {
  const definition = environmentNamed(world);
  const environment = definition.create({ ...size, ...parameters });
  return { environment, distribution: definition.levels(environment, levels) };
}

function check(environment: Environment, subject: Subject): string[] {
  const { distribution } = make(subject);
  const rng = Rng.fromSeed(`causes/${JSON.stringify(subject)}`);
  const seen = new Set<string>();
  for (let count = 0; count < cases; count++) checkCauses(environment, distribution, rng, seen);
  return declaredCauses(environment).filter((cause) => !seen.has(cause));
}

test("every world that declares its causes is among the subjects", () => {
  const declared = environmentDefinitions.filter((definition) => definition.create({}).causes);
  const tested = new Set(subjects.map(({ world }) => world));
  expect(declared.map(({ name }) => name).sort()).toEqual([...tested].sort());
});

describe.each(subjects)("$world $parameters", (subject) => {
  const { environment, distribution } = make(subject);

  test("depends on what is declared, on all of it and on nothing else", () => {
    expect(check(environment, subject)).toEqual([]);
  });

  test("is the same state, variable by variable and as play saves it", () => {
    const rng = Rng.fromSeed("variables");
    const [one, other] = [0, 1].map(() => environment.batch({ lanes: 1, horizon: 100 })) as [
      ReturnType<Environment["batch"]>,
      ReturnType<Environment["batch"]>,
    ];
    const level = new Uint8Array(environment.levelLength);
    for (let count = 0; count < 50; count++) {
      distribution.generate(rng, level, 0);
      for (const batch of [one, other]) batch.reset(0, level, 0);
      const words = new Int32Array(64);
      for (let step = 0; step < 20 && one.terminated[0] === 0; step++) {
        saveVariables(one, 0, words, 0);
        loadVariables(other, 0, words, 0);
        expect(stateOf(other)).toEqual(stateOf(one));
        one.stepLane(0, rng.below(environment.actions.length), { choose: () => 0 });
      }
    }
  });
});

function stateOf(batch: ReturnType<Environment["batch"]>): readonly unknown[] {
  const words = new Int32Array(batch.environment.stateLength);
  batch.saveState(0, words, 0);
  return [[...words], batch.observations.join("")];
}

describe("finds", () => {
  const subject = subjects.find(({ world }) => world === "cheese-in-the-corner")!;
  const declared = (change: (causes: WorldCauses) => Partial<WorldCauses>): Environment => {
    const { environment } = make(subject);
    return { ...environment, causes: { ...environment.causes!, ...change(environment.causes!) } };
  };

  test("a cause that was forgotten", () => {
    const environment = declared(({ events }) => ({
      events: { ...events, "corner-visited": ["position", "action"] },
    }));
    expect(() => check(environment, subject)).toThrow("corner-visited depends on more than position, action");
  });

  test("an action that was forgotten", () => {
    const environment = declared(() => ({ ends: ["position"] }));
    expect(() => check(environment, subject)).toThrow("the end depends on more than position");
  });

  test("a variable that shows although nobody said so", () => {
    const environment = declared(() => ({ seen: ["corner visited"] }));
    expect(() => check(environment, subject)).toThrow("observations depends on more than corner visited");
  });

  test("a cause that is none", () => {
    const environment = declared(({ ends }) => ({ ends: [...ends, "corner visited"] }));
    expect(check(environment, subject)).toEqual(["corner visited -> the end"]);
  });
});
