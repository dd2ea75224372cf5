// Every world of the list obeys the laws, and the laws find broken worlds.
import { describe, expect, test } from "vitest";
import { BranchingOracle } from "./branching-oracle.ts";
import type { EnvironmentBatch, EnvironmentDefinition, WorldPreset } from "./environment.ts";
import { environmentDefinitions, environmentNamed } from "./index.ts";
import { checkLaw, environmentLaws, type LawSubject } from "./laws.ts";

const cases = Number(process.env.INNERGAP_LEVELS ?? 200);
const seed = process.env.INNERGAP_SEED ?? "0";

/** Distributions beside the defaults and the presets: other walls, hidden things, sizes that are not square. */
const variants: Readonly<Record<string, readonly Pick<LawSubject, "parameters" | "levels">[]>> = {
  "keys-and-chests": [
    { parameters: { height: 6, width: 8 }, levels: { walls: { kind: "blocks" }, hiddenChests: true } },
    { parameters: { height: 9, width: 7 }, levels: { walls: { kind: "tree" }, chestsAtLeastKeys: true } },
    { parameters: { height: 5, width: 5 }, levels: { keys: [3, 3], chests: [1, 5], hiddenChests: true } },
    { parameters: { respawn: true, stepPenalty: 0.1, view: 3 }, levels: { hiddenChests: true } },
  ],
  "keys-that-belong-to-someone": [
    { parameters: { height: 6, width: 8, price: 0.5 }, levels: { keys: [5, 8], chests: [1, 3] } },
    { parameters: { height: 7, width: 5, price: 0 }, levels: { walls: { kind: "tree" }, keys: [1, 2] } },
  ],
  "cheese-in-the-corner": [
    { parameters: { height: 5, width: 7 }, levels: { cornerSize: 3, solvable: false } },
    { parameters: { height: 9, width: 7 }, levels: { walls: { kind: "tree" }, cornerSize: 5 } },
  ],
  "cheese-on-a-dish": [
    { parameters: { height: 6, width: 8, endsOn: "cheese" }, levels: { together: 0.3, solvable: false } },
    {
      parameters: { height: 9, width: 7, dishChannels: 1 },
      levels: { walls: { kind: "tree" }, together: 0.5 },
    },
  ],
  "lava-land": [
    { parameters: { height: 6, width: 8 }, levels: { lava: 0.5, solvable: false } },
    {
      parameters: { height: 9, width: 7 },
      levels: { walls: { kind: "blocks" }, lava: 0.4, patches: { kind: "noise" } },
    },
  ],
  "red-and-blue-doors": [
    {
      parameters: { height: 6, width: 8, endsOn: "door" },
      levels: { doors: [1, 3], balls: [0, 8], redBalls: 0.5 },
    },
    {
      parameters: { height: 9, width: 7 },
      levels: { walls: { kind: "tree" }, redDoors: 0.3, reachable: false },
    },
  ],
  "follow-me": [
    {
      parameters: { height: 6, width: 8, activeShown: true },
      levels: { walls: { kind: "blocks" }, beacons: 5, trustworthy: 0.5, solvable: false },
    },
    {
      parameters: { height: 9, width: 7, endsWithLast: false },
      levels: { walls: { kind: "tree" }, beacons: 1, leader: "anywhere" },
    },
  ],
  "monster-world": [
    {
      parameters: { height: 5, width: 7 },
      levels: { walls: { kind: "blocks" }, apples: [1, 2], shields: [0, 2], monsters: [1, 2] },
    },
  ],
  "colour-or-shape": [
    {
      parameters: { height: 6, width: 8, seenAs: "rgb", endsOn: "line" },
      levels: { apart: 0.5, decoys: [0, 5], otherColours: ["black", "red", "white"] },
    },
    {
      parameters: { height: 5, width: 9 },
      levels: { walls: { kind: "tree" }, apart: 0.3, reachable: false },
    },
  ],
  "tree-gridworld": [
    {
      parameters: { height: 7, width: 5, regrowth: [0.25] },
      levels: { walls: { kind: "tree" }, soil: "everywhere" },
    },
  ],
  "red-lander": [
    {
      parameters: { height: 7, width: 12 },
      levels: { pads: [2, 3], redPads: 0.5, redGround: 0.25, relief: 2 },
    },
  ],
  "gameable-exam": [
    {
      parameters: { height: 7, width: 9 },
      levels: { walls: { kind: "tree" }, questions: [1, 3], lever: 0.5, wired: 0.5, reachable: false },
    },
  ],
  "train-then-deploy": [
    {
      parameters: { height: 6, width: 8, modification: 0.5, flag: "hidden" },
      levels: { placement: "anywhere" },
    },
  ],
};

function subjects(definition: EnvironmentDefinition): LawSubject[] {
  const sides = definition.presets.flatMap(({ shift }) => [shift.training, shift.deployed]);
  const given = [...sides, ...(variants[definition.name] ?? [])];
  const all = [
    { parameters: {}, levels: {} },
    ...given.map(({ parameters, levels }) => ({ parameters, levels })),
  ];
  return all.map((variant) => ({ ...variant, definition, longestHorizon: 48 }));
}

for (const definition of environmentDefinitions) {
  describe(definition.name, () => {
    const all = subjects(definition);
    test.each(environmentLaws)("$name", { timeout: 600_000 }, (law) => {
      const some = law.ofDefinition ? all.slice(0, 1) : all;
      for (const subject of some) checkLaw(law, subject, seed, Math.ceil(cases / all.length));
    });
  });
}

/** A world with one fault planted into its batches. */
function broken(sabotage: (batch: EnvironmentBatch) => Partial<EnvironmentBatch>): LawSubject {
  const definition = environmentNamed("keys-and-chests");
  return {
    definition: {
      ...definition,
      create: (parameters) => {
        const environment = definition.create(parameters);
        const batch = (options: Parameters<typeof environment.batch>[0]) => {
          const honest = environment.batch(options);
          const faults = sabotage(honest);
          return new Proxy(honest, {
            get: (target, name) => {
              const value: unknown = Reflect.get(faults, name) ?? Reflect.get(target, name, target);
              return typeof value === "function" ? value.bind(target) : value;
            },
          });
        };
        return { ...environment, batch };
      },
    },
    parameters: {},
    levels: {},
    longestHorizon: 32,
  };
}

const faults: readonly {
  law: string;
  fault: string;
  says: string;
  sabotage: Parameters<typeof broken>[0];
}[] = [
  {
    law: "a reset leaves nothing behind",
    fault: "a reset that keeps the held keys in sight",
    says: "a used batch differs from a fresh one",
    sabotage: (batch) => ({
      reset: (lane, levels, offset) => {
        const { height, width } = batch.frame(lane);
        const first = (lane * 5 + 4) * height * width;
        const kept = batch.observations.slice(first, first + height * width);
        batch.reset(lane, levels, offset);
        batch.observations.set(kept, first);
      },
    }),
  },
  {
    law: "equal seeds give equal trajectories, with each lane on its own",
    fault: "lanes that share an ending",
    says: "a lane beside others differs",
    sabotage: (batch) => ({
      step: (actions, chances) => {
        batch.step(actions, chances);
        if (batch.terminated[0] === 1) batch.terminated.fill(1);
      },
    }),
  },
  {
    law: "a restored state looks the same and has the same future",
    fault: "a restored state that is not drawn",
    says: "a restored state differs",
    sabotage: (batch) => ({
      loadState: (lane, words, offset) => {
        const before = batch.observations.slice();
        batch.loadState(lane, words, offset);
        batch.observations.set(before);
      },
    }),
  },
  {
    law: "an ended lane stands still",
    fault: "events that stay after the end",
    says: "events after the end",
    sabotage: (batch) => ({
      step: (actions, chances) => {
        batch.step(actions, chances);
        batch.events[0] = 1;
      },
    }),
  },
  {
    law: "episodes are cut off exactly at the horizon, unless they end",
    fault: "an end that is also a truncation",
    says: "truncated = 1",
    sabotage: (batch) => ({
      step: (actions, chances) => {
        batch.step(actions, chances);
        batch.truncated[0]! |= batch.terminated[0]!;
      },
    }),
  },
  {
    law: "stepping all lanes is stepping each",
    fault: "a single step that is not counted",
    says: "stepLane differs from step",
    sabotage: (batch) => ({
      stepLane: (lane, action, chance) => {
        const before = batch.elapsed[lane]!;
        batch.stepLane(lane, action, chance);
        batch.elapsed[lane] = before;
      },
    }),
  },
  {
    law: "idling lets time pass and nothing else",
    fault: "idling that is a bump",
    says: "idling changes more than the clock",
    sabotage: (batch) => ({
      stepLane: (lane, action, chance) => {
        batch.stepLane(lane, action, chance);
        if (action === batch.environment.actions.length) batch.events[0] = 1;
      },
    }),
  },
  {
    law: "idling lets time pass and nothing else",
    fault: "idling that takes no time",
    says: "steps are counted after idling",
    sabotage: (batch) => ({
      step: (actions, chances) => {
        if (actions[0] !== batch.environment.actions.length) batch.step(actions, chances);
      },
    }),
  },
  {
    law: "chance is asked within its bounds, and only where declared",
    fault: "undeclared chance",
    says: "deterministic asks for chance",
    sabotage: (batch) => ({
      stepLane: (lane, _action, chance) => batch.stepLane(lane, chance.choose([1, 1]), chance),
    }),
  },
  {
    law: "events account for every objective",
    fault: "a count that overflows",
    says: "surplus-key-collected is counted 255 times in one step",
    sabotage: (batch) => ({
      stepLane: (lane, action, chance) => {
        batch.stepLane(lane, action, chance);
        batch.events[2] = 255;
      },
    }),
  },
  {
    law: "only items matter, where that is declared",
    fault: "an event of bumping into a wall",
    says: "something happens where no item is entered",
    sabotage: (batch) => ({
      stepLane: (lane, action, chance) => {
        const words = new Int32Array(batch.environment.stateLength);
        batch.saveState(lane, words, 0);
        const [before] = words;
        batch.stepLane(lane, action, chance);
        batch.saveState(lane, words, 0);
        if (words[0] === before) batch.events[0] = 1;
      },
    }),
  },
  {
    law: "only items matter, where that is declared",
    fault: "a key that is counted only when it is entered from the left",
    says: "an item does something else when it is entered from another side",
    sabotage: (batch) => ({
      stepLane: (lane, action, chance) => {
        batch.stepLane(lane, action, chance);
        if (action !== 3) batch.events[0] = 0;
      },
    }),
  },
  {
    law: "enumeration agrees with stepping",
    fault: "an event that depends on the clock",
    says: "is no branch of the enumeration",
    sabotage: (batch) => ({
      stepLane: (lane, action, chance) => {
        batch.stepLane(lane, action, chance);
        if (batch.elapsed[lane] === 4) batch.events[0]! += 1;
      },
    }),
  },
];

test.each(faults)("$law: finds $fault", ({ law: name, says, sabotage }) => {
  const law = environmentLaws.find((one) => one.name === name)!;
  expect(() => checkLaw(law, broken(sabotage), seed, 200)).toThrow(says);
});

describe("presets are what they say: finds", () => {
  const law = environmentLaws.find(({ name }) => name === "presets are what they say")!;
  const definition = environmentNamed("keys-and-chests");
  const [small] = definition.presets;
  const { shift } = small!;
  const wrong: readonly (readonly [fault: string, preset: WorldPreset, says: string])[] = [
    ["no enumerable preset first", { ...small!, enumerable: false }, "is not enumerable"],
    [
      "sides that see different things",
      {
        ...small!,
        shift: { ...shift, deployed: { ...shift.deployed, parameters: { height: 9, width: 9 } } },
      },
      "other observations",
    ],
    [
      "a rival that is no objective",
      { ...small!, shift: { ...shift, rivals: { proxy: "keys", hazard: "kees" } } },
      "kees, which is no objective",
    ],
    [
      "the base objective as a rival",
      { ...small!, shift: { ...shift, rivals: { proxy: "chests", hazard: "keys" } } },
      "base objective chests",
    ],
    [
      "a channel that there is not",
      { ...small!, shift: { ...shift, goalChannels: ["chset"] } },
      "channel chset",
    ],
    [
      "levels too large to be enumerated",
      {
        ...small!,
        shift: { ...shift, training: { ...shift.training, levels: { keys: [9, 9], chests: [9, 9] } } },
      },
      "at most 100,000 states",
    ],
  ];

  test.each(wrong)("%s", (_, preset, says) => {
    const subject = {
      definition: { ...definition, presets: [preset] },
      parameters: {},
      levels: {},
      longestHorizon: 8,
    };
    expect(() => checkLaw(law, subject, seed, 4)).toThrow(says);
  });
});

/** A coin that the sampler's side of the world weighs differently from what it tells the one who branches. */
test("enumeration agrees with stepping: finds chances that are not what they are said to be", () => {
  const law = environmentLaws.find(({ name }) => name === "enumeration agrees with stepping")!;
  const definition = environmentNamed("biased-coins");
  const create: EnvironmentDefinition["create"] = (parameters) => {
    const environment = definition.create(parameters);
    const batch = (options: Parameters<typeof environment.batch>[0]) => {
      const honest = environment.batch(options);
      const stepLane: EnvironmentBatch["stepLane"] = (lane, action, chance) => {
        const branching = chance instanceof BranchingOracle;
        honest.stepLane(
          lane,
          action,
          branching ? chance : { choose: (weights) => chance.choose(Array.from(weights).reverse()) },
        );
      };
      return new Proxy(honest, {
        get: (target, name) => {
          const value: unknown = name === "stepLane" ? stepLane : Reflect.get(target, name, target);
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
    };
    return { ...environment, batch };
  };
  const subject = { definition: { ...definition, create }, parameters: {}, levels: {}, longestHorizon: 8 };
  expect(() => checkLaw(law, subject, seed, 50)).toThrow("draws come out where the probability is");
});
