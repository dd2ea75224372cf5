import { expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { analyseIncentives } from "./analyse.ts";
import type { InfluenceDiagram } from "./diagram.ts";
import { diagramFromJson, diagramToJson } from "./diagram-json.ts";
import { diagramExamples } from "./examples/catalogue.ts";
import { taxiCompetition } from "./examples/taxi-competition.ts";
import { printGraphviz } from "./graphviz.ts";
import { randomDiagram } from "./random-diagram.ts";

const cases = Number(process.env.INNERGAP_SETTINGS ?? 200);
const mutants = Number(process.env.INNERGAP_MUTANTS ?? 200) * 10;

const parts = ({ nodes, graph, agents }: InfluenceDiagram) => [nodes, graph.parents, agents];

test("what is written is read again: examples and random diagrams of one agent or several", () => {
  const random = Array.from({ length: cases }, (_, seed) =>
    randomDiagram(Rng.fromSeed(seed), { nodes: 9, decisions: 3, utilities: 3, agents: 1 + (seed % 3) }),
  );
  for (const diagram of [...diagramExamples.map((example) => example.diagram), ...random]) {
    const again = diagramFromJson(JSON.parse(JSON.stringify(diagramToJson(diagram))));
    expect(parts(again)).toEqual(parts(diagram));
  }
});

test("edges may stand in one line", () => {
  const diagram = diagramFromJson({ edges: "S->D->U", decisions: ["D"], utilities: ["U"] });
  expect(diagramToJson(diagram)).toEqual({
    version: 1,
    nodes: ["S", "D", "U"],
    edges: [
      ["S", "D"],
      ["D", "U"],
    ],
    decisions: ["D"],
    utilities: ["U"],
  });
});

test.each([
  [[], "diagram"],
  [{ edges: [], decisions: [] }, "diagram.utilities"],
  [{ edges: [["A"]], decisions: [], utilities: [] }, "diagram.edges"],
  [{ edges: "A->", decisions: [], utilities: [] }, "diagram.edges, line 1 column 4"],
  [{ edges: "A->B", decisions: ["C"], utilities: [] }, "diagram.decisions[0]"],
  [{ edges: "A->B", decisions: [], utilities: { x: ["A"] } }, "diagram.edges[0]"],
  [{ edges: "A->B", desicions: [], utilities: [] }, "diagram"],
  [{ version: 2, edges: "A->B", decisions: [], utilities: [] }, "diagram.version"],
])("%j is refused with its place", (value, place) => {
  expect(() => diagramFromJson(value)).toThrow(InputError);
  expect(() => diagramFromJson(value)).toThrow(new RegExp(`^${place.replaceAll(/[.[\]]/g, "\\$&")}`));
});

/** Something of a parsed JSON value replaced, doubled, dropped or renamed. */
function mutate(value: unknown, rng: Rng): unknown {
  const strange = [null, 0, -1, 1e308, "", "D", "U", "__proto__", [], {}, ["D"], [["D", "U"]], true, "A->B"];
  if (typeof value !== "object" || value === null || rng.below(4) === 0)
    return strange[rng.below(strange.length)];
  if (Array.isArray(value)) {
    const at = rng.below(value.length + 1);
    if (rng.below(3) === 0) return [...value.slice(0, at), ...value.slice(at + 1)];
    if (rng.below(2) === 0)
      return [...value.slice(0, at), value[rng.below(value.length)] ?? null, ...value.slice(at)];
    return value.map((inner, index) => (index === at ? mutate(inner, rng) : inner));
  }
  const entries = Object.entries(value);
  const at = rng.below(entries.length);
  if (rng.below(5) === 0) return Object.fromEntries(entries.filter((_, index) => index !== at));
  if (rng.below(5) === 0) return JSON.parse(`{"__proto__": ["D1"], "x": 1}`);
  return Object.fromEntries(
    entries.map(([key, inner], index) => [key, index === at ? mutate(inner, rng) : inner]),
  );
}

test("damaged JSON is a diagram or refused with a place, never anything else", () => {
  const rng = Rng.fromSeed("diagrams");
  let refused = 0;
  for (let mutant = 0; mutant < mutants; mutant++) {
    const source = diagramExamples[rng.below(diagramExamples.length)]!.diagram;
    let value: unknown = diagramToJson(source);
    for (let change = rng.between(1, 3); change > 0; change--) value = mutate(value, rng);
    let diagram: InfluenceDiagram;
    try {
      diagram = diagramFromJson(value);
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      refused++;
      continue;
    }
    analyseIncentives(diagram);
    expect(parts(diagramFromJson(JSON.parse(JSON.stringify(diagramToJson(diagram)))))).toEqual(
      parts(diagram),
    );
  }
  expect(refused).toBeGreaterThan(mutants / 4);
});

test("Graphviz: a shape per kind, information links dashed, whose each node is, names escaped", () => {
  expect(printGraphviz(taxiCompetition)).toBe(
    [
      "digraph diagram {",
      '  n0 [label="D1\\n1", shape=box];',
      '  n1 [label="D2\\n2", shape=box];',
      '  n2 [label="U1\\n1", shape=diamond];',
      '  n3 [label="U2\\n2", shape=diamond];',
      "  n0 -> n1 [style=dashed];",
      "  n0 -> n2;",
      "  n1 -> n2;",
      "  n0 -> n3;",
      "  n1 -> n3;",
      "}",
      "",
    ].join("\n"),
  );
  const odd = diagramFromJson({ edges: [['a"b\\n', "U"]], decisions: [], utilities: ["U"] });
  expect(printGraphviz(odd)).toContain('label="a\\"b\\\\n", shape=ellipse');
});
