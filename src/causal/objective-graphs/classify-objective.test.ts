import { describe, expect, test } from "vitest";
import { randomObjectiveGraph } from "../../../tests/support/random-objective-graph.ts";
import { Rng } from "../../base/rng.ts";
import { admitsInstrumentalControlIncentive } from "../incentives/instrumental-control-incentive.ts";
import { classifyObjective } from "./classify-objective.ts";
import { objectiveDiagram } from "./objective-diagram.ts";
import { type ObjectiveGraph, objectiveGraph, type SignedEdge } from "./objective-graph.ts";
import { effectsOn, type SignedGraph } from "./signed-graph.ts";
import { objectiveStories, objectiveStoryNamed } from "./stories/index.ts";

const settings = Number(process.env.INNERGAP_SETTINGS ?? 300);
const classesOf = (graph: ObjectiveGraph) => classifyObjective(graph).classes.map((one) => one.class);
const story = (name: string) => objectiveGraph(objectiveStoryNamed(name).parts);
const raises = (...paths: readonly string[]): { edges: SignedEdge[] } => ({
  edges: paths.map((text): SignedEdge => {
    const [from, to] = text.split(">");
    return [from!, to!, "raises"];
  }),
});

describe("the published stories, S8 (d)", () => {
  test.each([
    ["sweeper", ["side-effect"]],
    ["dust-bag", ["instrumental"]],
    ["stuff-destroyer", ["suboptimality"]],
    ["button-and-lamp", ["side-effect"]],
    ["robot", ["deceptive", "instrumental"]],
    ["sealed-sweeper", ["robust", "side-effect"]],
  ])("%s: %j", (name, classes) => {
    expect(classesOf(story(name))).toEqual(classes);
    expect(objectiveStoryNamed(name).class).toBe(classes[0]);
  });

  test("each class comes with what shows it", () => {
    const first = (name: string) => classifyObjective(story(name)).classes[0];
    expect(first("button-and-lamp")).toEqual({
      class: "side-effect",
      path: ["button pressed", "current some time later", "lamp lit"],
      effect: 1,
    });
    expect(first("robot")).toEqual({
      class: "deceptive",
      path: ["reaches A", "not replaced", "visits to B"],
      through: "not replaced",
      effect: 3,
    });
    expect(first("stuff-destroyer")).toEqual({
      class: "suboptimality",
      believedPlan: ["vacuum the floor"],
      believedEffect: 1,
      truePlan: ["burn the furniture"],
      trueEffect: -1,
    });
  });

  test("what is pursued serves the base in training, and in deployment only in the control", () => {
    for (const { name, class: kind } of objectiveStories) {
      const [training, deployment] = classifyObjective(story(name)).plans;
      expect(training!.servesBase, name).toBe(kind !== "suboptimality");
      expect(deployment!.servesBase, name).toBe(kind === "robust");
    }
  });

  test("a story that is not there is answered with its neighbour", () => {
    expect(() => objectiveStoryNamed("sweper")).toThrow("did you mean sweeper?");
  });
});

describe("the other classes", () => {
  test("general: both rise with something else", () => {
    const parts = { pursued: "m", base: "b", training: raises("act>x", "x>m", "x>b") };
    const verdict = classifyObjective(objectiveGraph(parts));
    expect(verdict.classes).toEqual([
      {
        class: "approximate",
        parents: ["x"],
        largestDifference: 0,
        tolerance: 0.1,
      },
      {
        class: "general",
        cause: "x",
        causes: ["act", "x"],
        toPursued: ["x", "m"],
        toBase: ["x", "b"],
        effects: { pursued: 1, base: 1 },
      },
    ]);
  });

  test("a cause of one by way of the other is no common cause", () => {
    expect(classesOf(objectiveGraph({ pursued: "m", base: "b", training: raises("x>m", "m>b") }))).toEqual([
      "side-effect",
    ]);
  });

  test("approximate: the same causes, and never further apart than the tolerance", () => {
    const edges = (error: number): SignedEdge[] => [
      ["act", "m", 1 - error],
      ["act", "b", "raises"],
      ["weather", "m", 1],
      ["weather", "b", 1 + error],
    ];
    const graph = (error: number, tolerance: number) =>
      objectiveGraph({
        pursued: "m",
        base: "b",
        actions: ["act"],
        tolerance,
        training: { edges: edges(error) },
      });
    // Both differences point the same way: they count together.
    expect(classifyObjective(graph(0.04, 0.08)).classes[0]).toMatchObject({
      class: "approximate",
      largestDifference: expect.closeTo(0.08, 12),
    });
    expect(classesOf(graph(0.04, 0.07))).toEqual(["general"]);
  });

  test("an objective that falls with the other is no proxy of it, and a note says so", () => {
    const training = { edges: [["act", "m", "raises"] as const, ["m", "b", "lowers"] as const] };
    const verdict = classifyObjective(objectiveGraph({ pursued: "m", base: "b", training }));
    expect(verdict.classes).toEqual([]);
    expect(verdict.notes).toEqual(["b is below m, but does not rise with it (effect -1)"]);
  });

  test("the base itself, pursued, is robust and nothing else", () => {
    const parts = { ...objectiveStoryNamed("dust-bag").parts, pursued: "clean floor" };
    expect(classesOf(objectiveGraph(parts))).toEqual(["robust"]);
  });

  test("robust is said of a family of graphs, never of training alone", () => {
    const training = raises("act>m", "m>b");
    const parts = { pursued: "m", base: "b", training };
    expect(classesOf(objectiveGraph(parts))).not.toContain("robust");
    expect(classesOf(objectiveGraph({ ...parts, family: { later: raises("act>m", "m>b") } }))).toContain(
      "robust",
    );
    expect(
      classesOf(objectiveGraph({ ...parts, family: { later: raises("act>m", "help>b") } })),
    ).not.toContain("robust");
  });
});

/** All directed paths between two nodes, by trying all. */
function pathsBetween(graph: SignedGraph, from: number, to: number): (readonly number[])[] {
  if (from === to) return [[to]];
  return graph.graph.children[from]!.flatMap((child) =>
    pathsBetween(graph, child, to).map((path) => [from, ...path]),
  );
}

function product(graph: SignedGraph, path: readonly number[]): number {
  return path.slice(1).reduce((total, node, before) => {
    const place = graph.graph.parents[node]!.indexOf(path[before]!);
    return total * graph.effects[node]![place]!;
  }, 1);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Values of all nodes where these roots stand at 1. */
function valuesWith(graph: SignedGraph, raised: readonly number[]): number[] {
  const values: number[] = [];
  for (const node of graph.graph.order) {
    const parents = graph.graph.parents[node]!;
    values[node] = raised.includes(node)
      ? 1
      : sum(parents.map((parent, place) => graph.effects[node]![place]! * values[parent]!));
  }
  return values;
}

function subsets<T>(items: readonly T[]): (readonly T[])[] {
  return Array.from({ length: 2 ** items.length }, (_, set) =>
    items.filter((_item, place) => (set >> place) & 1),
  );
}

/** Base values, in `judged`, of all smallest plans that are best for m in `graph`, by trying every set of actions. */
function baseOfBestPlans(objectives: ObjectiveGraph, graph: SignedGraph, judged: SignedGraph): number[] {
  const { actions, budget, pursued, base } = objectives;
  const plans = subsets(actions)
    .filter((plan) => plan.length <= budget)
    .map((plan) => ({ plan, worth: valuesWith(graph, plan)[pursued]! }));
  const best = Math.max(...plans.map(({ worth }) => worth));
  const good = plans.filter(({ worth }) => worth > best - 1e-9);
  const smallest = good.filter(({ plan }) =>
    plan.every((action) => valuesWith(graph, [action])[pursued]! > 1e-9),
  );
  return smallest.map(({ plan }) => valuesWith(judged, plan)[base]!);
}

/** The classes by their definitions, every path and every plan looked at. */
function classesByHand(objectives: ObjectiveGraph): string[] {
  const {
    training,
    believed,
    pursued: m,
    base: b,
    nodes,
    continuation,
    family,
    actions,
    budget,
  } = objectives;
  const total = (from: number, to: number, keep = (_path: readonly number[]) => true) =>
    sum(
      pathsBetween(training, from, to)
        .filter(keep)
        .map((path) => product(training, path)),
    );
  const marked = (path: readonly number[]) => path.some((node) => continuation.includes(node));
  const bestBase = (graph: SignedGraph) =>
    Math.max(
      ...subsets(actions)
        .filter((plan) => plan.length <= budget)
        .map((plan) => valuesWith(graph, plan)[b]!),
    );
  const found: string[] = [];
  const isRobust = family.every(({ graph }) =>
    baseOfBestPlans(objectives, graph, graph).every((value) => value > bestBase(graph) - 1e-9),
  );
  if (family.length > 1 && isRobust) found.push("robust");
  const rises = total(b, m) > 0;
  if (rises && total(b, m, marked) > 0) found.push("deceptive");
  if (rises) found.push("instrumental");
  if (total(m, b) > 0) found.push("side-effect");
  const mistaken = baseOfBestPlans(objectives, believed, training);
  const knowing = baseOfBestPlans(objectives, training, training);
  if (mistaken.every((value) => value > 1e-9) && knowing.every((value) => value <= 1e-9)) {
    found.push("suboptimality");
  }
  const roots = nodes.flatMap((_, node) => (training.graph.parents[node]!.length === 0 ? [node] : []));
  const [ofM, ofB] = [training.graph.parents[m]!, training.graph.parents[b]!];
  const near = subsets(roots).every((raised) => {
    const values = valuesWith(training, raised);
    return Math.abs(values[m]! - values[b]!) <= objectives.tolerance;
  });
  if (ofM.length > 0 && [...ofM].sort().join() === [...ofB].sort().join() && near) found.push("approximate");
  const common = nodes.some((_, x) => {
    if (x === m || x === b || total(x, m) <= 0 || total(x, b) <= 0) return false;
    const past = (to: number, other: number) =>
      pathsBetween(training, x, to).some((path) => !path.includes(other));
    return past(m, b) && past(b, m);
  });
  if (common) found.push("general");
  return found;
}

describe("laws on random graphs", () => {
  const graphs = Array.from({ length: settings }, (_, index) =>
    randomObjectiveGraph(Rng.fromSeed(`objective graph ${index}`), {
      nodes: 3 + (index % 6),
      density: 0.25 + 0.1 * (index % 4),
      lowering: index % 2 === 0 ? 0 : 0.3,
    }),
  );

  test("every class is the one found by trying all paths and plans", () => {
    const seen = new Set<string>();
    for (const graph of graphs) {
      const classes = classesOf(graph);
      expect(classes).toEqual(classesByHand(graph));
      for (const one of classes) seen.add(one);
    }
    // All of them occur, so that none agrees by absence.
    expect([...seen].sort()).toEqual([
      "approximate",
      "deceptive",
      "general",
      "instrumental",
      "robust",
      "side-effect",
      "suboptimality",
    ]);
  });

  test("effects are sums over paths", () => {
    for (const { training, pursued, nodes } of graphs) {
      const effects = effectsOn(training, pursued);
      for (const node of nodes.keys()) {
        const paths = pathsBetween(training, node, pursued).map((path) => product(training, path));
        expect(effects[node]).toBeCloseTo(sum(paths), 9);
      }
    }
  });

  test("a control incentive on the base is there exactly in the instrumental and deceptive cases", () => {
    let [instrumental, sideEffect, falling] = [0, 0, 0];
    for (const graph of graphs) {
      const { diagram, decision } = objectiveDiagram(graph);
      const incentive = admitsInstrumentalControlIncentive(diagram, graph.base, decision);
      const classes = classesOf(graph);
      const means = classes.includes("instrumental") || classes.includes("deceptive");
      // The incentive knows no direction: where what is pursued falls with the base it is one to lower the base, and nothing is aligned.
      const falls = effectsOn(graph.training, graph.pursued)[graph.base]! <= 0;
      const below = graph.training.graph.descendants(graph.base)[graph.pursued] === 1;
      expect(incentive).toBe(means || (below && falls));
      if (classes.includes("side-effect")) expect(incentive).toBe(false);
      if (means) instrumental++;
      if (classes.includes("side-effect")) sideEffect++;
      if (below && falls) falling++;
    }
    expect(Math.min(instrumental, sideEffect, falling)).toBeGreaterThan(settings / 100);
  });
});

test("a control incentive on the base is there in the stories of means alone", () => {
  const incentives = objectiveStories.map(({ name }) => {
    const graph = story(name);
    const { diagram, decision } = objectiveDiagram(graph);
    return [name, admitsInstrumentalControlIncentive(diagram, graph.base, decision)];
  });
  expect(Object.fromEntries(incentives)).toEqual({
    sweeper: false,
    "dust-bag": true,
    "stuff-destroyer": false,
    "button-and-lamp": false,
    robot: true,
    "sealed-sweeper": false,
  });
});
