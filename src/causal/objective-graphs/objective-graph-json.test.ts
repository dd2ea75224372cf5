import { expect, test } from "vitest";
import { randomObjectiveGraph } from "../../../tests/support/random-objective-graph.ts";
import { InputError } from "../../base/errors.ts";
import { Rng } from "../../base/rng.ts";
import { classifyObjective } from "./classify-objective.ts";
import { objectiveGraph } from "./objective-graph.ts";
import { objectiveGraphFromJson, objectiveGraphToJson } from "./objective-graph-json.ts";
import { objectiveStories, objectiveStoryNamed } from "./stories/index.ts";

const mutants = Number(process.env.INNERGAP_MUTANTS ?? 300) * 10;
const sweeper = objectiveStoryNamed("sweeper").parts;

test("a graph comes back from its JSON the same, and so does its verdict", () => {
  const rng = Rng.fromSeed("json");
  const random = Array.from({ length: 100 }, () =>
    randomObjectiveGraph(rng, { nodes: 6, density: 0.5, lowering: 0.3 }),
  );
  for (const graph of [...objectiveStories.map(({ parts }) => objectiveGraph(parts)), ...random]) {
    const json: unknown = JSON.parse(JSON.stringify(objectiveGraphToJson(graph)));
    const back = objectiveGraphFromJson(json);
    expect(classifyObjective(back)).toEqual(classifyObjective(graph));
    expect(objectiveGraphToJson(objectiveGraphFromJson(objectiveGraphToJson(back)))).toEqual(
      objectiveGraphToJson(back),
    );
  }
});

test.each([
  ["nothing", null, "objective graph: found null"],
  ["an unknown key", { ...sweeper, acts: [] }, "objective graph.acts: found an unknown name"],
  ["an unknown objective", { ...sweeper, pursued: "sweps" }, 'objective graph.pursued: found "sweps"'],
  ["an unknown action", { ...sweeper, actions: ["swep"] }, "did you mean sweep?"],
  ["an action twice", { ...sweeper, actions: ["sweep", "sweep"] }, "objective graph.actions[1]"],
  [
    "an action with a cause",
    { ...sweeper, actions: ["sweep", "dirt"] },
    'objective graph.actions[1]: found "dirt"',
  ],
  ["an unknown mark", { ...sweeper, continuation: ["me"] }, "objective graph.continuation[0]"],
  [
    "the base as continuation",
    { ...sweeper, continuation: ["clean floor"] },
    "objective graph.continuation[0]",
  ],
  ["no room for a plan", { ...sweeper, budget: 0 }, "objective graph.budget"],
  ["half an action", { ...sweeper, budget: 1.5 }, "objective graph.budget"],
  ["a negative tolerance", { ...sweeper, tolerance: -1 }, "objective graph.tolerance"],
  ["no edges", { ...sweeper, training: { edges: [] } }, "objective graph.training.edges"],
  [
    "an unknown effect",
    { ...sweeper, training: { edges: [["sweep", "sweeps", "lifts"]] } },
    "objective graph.training.edges[0][2]",
  ],
  [
    "an effect of zero",
    { ...sweeper, training: { edges: [["sweep", "sweeps", 0]] } },
    "objective graph.training.edges[0][2]",
  ],
  [
    "a cycle",
    {
      ...sweeper,
      deployment: {
        edges: [
          ["x", "y", 1],
          ["y", "x", 1],
        ],
      },
    },
    "objective graph.deployment.edges: found the cycle",
  ],
  [
    "an edge twice",
    {
      ...sweeper,
      believed: {
        edges: [
          ["x", "y", 1],
          ["x", "y", "lowers"],
        ],
      },
    },
    "objective graph.believed.edges[1]",
  ],
  [
    "an objective out of reach",
    { ...sweeper, actions: ["empty the bin"] },
    'objective graph.pursued: found "sweeps"',
  ],
  [
    "a second training graph",
    { ...sweeper, family: { training: sweeper.training } },
    "objective graph.family",
  ],
  [
    "effects beyond all numbers",
    {
      pursued: "c",
      base: "b",
      training: {
        edges: [
          ["a", "b", 1e300],
          ["b", "c", 1e300],
        ],
      },
    },
    "no finite number",
  ],
])("%s is refused with its place", (_what, json, message) => {
  expect(() => objectiveGraphFromJson(json)).toThrow(InputError);
  expect(() => objectiveGraphFromJson(json)).toThrow(message);
});

test("a file changed at random is read or refused, and never worse", () => {
  const rng = Rng.fromSeed("mutants");
  let [read, refused] = [0, 0];
  for (let mutant = 0; mutant < mutants; mutant++) {
    const json = structuredClone(objectiveStories[mutant % objectiveStories.length]!.parts) as unknown;
    for (let change = 0; change <= rng.below(3); change++) spoil(json, rng);
    try {
      classifyObjective(objectiveGraphFromJson(json));
      read++;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refused++;
    }
  }
  expect(Math.min(read, refused)).toBeGreaterThan(0);
});

const strays: readonly unknown[] = [
  null,
  -1,
  0,
  1e308,
  Number.NaN,
  "",
  "sweep",
  "raises",
  [],
  {},
  true,
  "__proto__",
];

/** Replaces, removes or doubles one value somewhere in the JSON. */
function spoil(json: unknown, rng: Rng): void {
  const places: { holder: Record<string, unknown>; key: string }[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const key of Object.keys(value)) {
      places.push({ holder: value as Record<string, unknown>, key });
      walk((value as Record<string, unknown>)[key]);
    }
  };
  walk(json);
  const { holder, key } = places[rng.below(places.length)]!;
  const other = places[rng.below(places.length)]!;
  const kind = rng.below(4);
  if (kind === 0) delete holder[key];
  else if (kind === 1) holder[key] = strays[rng.below(strays.length)];
  else if (kind === 2) holder[key] = structuredClone(other.holder[other.key]);
  else if (Array.isArray(holder)) holder.push(structuredClone(holder[Number(key)]));
}
