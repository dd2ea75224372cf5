import { expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import {
  agentView,
  type DiagramParts,
  influenceDiagram,
  mostNodes,
  nodeNamed,
  utilitiesBelow,
} from "./diagram.ts";

const taxi: DiagramParts = {
  edges: [
    ["D1", "D2"],
    ["D1", "U1"],
    ["D2", "U1"],
    ["D2", "U2"],
  ],
  decisions: { one: ["D1"], two: ["D2"] },
  utilities: { one: ["U1"], two: ["U2"] },
};

/** What an InputError says, by its parts. */
function refusal(parts: DiagramParts): readonly string[] {
  try {
    influenceDiagram(parts);
  } catch (error) {
    if (error instanceof InputError) return [error.place, error.found, error.expected];
    throw error;
  }
  return [];
}

const simple = { edges: [["D", "U"]], decisions: ["D"], utilities: ["U"] } as const;

test("nodes are numbered by the list of nodes, then by first mention", () => {
  const diagram = influenceDiagram({ ...simple, nodes: ["Z", "U"] });
  expect(diagram.nodes).toEqual([
    { name: "Z", kind: "chance", agent: null },
    { name: "U", kind: "utility", agent: "agent" },
    { name: "D", kind: "decision", agent: "agent" },
  ]);
});

test("what is wrong is named with its place", () => {
  const edge = (from: string, to: string) => [from, to] as const;
  expect(refusal(simple)).toEqual([]);
  expect(refusal({ ...simple, edges: [edge("D", "U"), edge("D", "U")] })).toEqual([
    "diagram.edges[1]",
    "D->U a second time",
    "each edge once",
  ]);
  expect(refusal({ ...simple, edges: [edge("D", "D"), edge("D", "U")] })[0]).toBe("diagram.edges[0]");
  expect(
    refusal({ ...simple, edges: [edge("D", "U"), edge("D", "A"), edge("A", "B"), edge("B", "D")] }),
  ).toEqual(["diagram.edges", "the cycle D -> A -> B -> D", "edges without a cycle"]);
  expect(refusal({ ...simple, decisions: ["d"] })).toEqual([
    "diagram.decisions[0]",
    '"d"',
    "one of D, U (did you mean D?)",
  ]);
  expect(refusal({ ...simple, utilities: ["U", "D"] })[0]).toBe("diagram.utilities[1]");
  expect(refusal({ ...simple, edges: [edge("D", "U"), edge("U", "X")] })[1]).toContain(
    'leaves the utility "U"',
  );
  expect(refusal({ ...taxi, utilities: { one: ["U1"], two: ["U1"] } })).toEqual([
    "diagram.utilities.two[0]",
    '"U1", already a utility of one',
    "another node",
  ]);
  const nodes = Array.from({ length: mostNodes }, (_, index) => `n${index}`);
  expect(refusal({ ...simple, nodes })[1]).toBe(`${mostNodes + 2} nodes`);
});

test("an agent sees what the others decide and want as chance", () => {
  const diagram = influenceDiagram(taxi);
  const view = agentView(diagram, "two");
  expect(view.nodes.map(({ kind }) => kind)).toEqual(["chance", "decision", "chance", "utility"]);
  expect(view.graph).toBe(diagram.graph);
  expect(agentView(view, "two")).toBe(view);
});

test("the utilities below a decision are those of its own agent", () => {
  const diagram = influenceDiagram(taxi);
  const below = (name: string) =>
    utilitiesBelow(diagram, nodeNamed(diagram, name)).map((node) => diagram.nodes[node]!.name);
  expect(below("D1")).toEqual(["U1"]);
  expect(below("D2")).toEqual(["U2"]);
  expect(() => below("U1")).toThrow("no decision");
  expect(() => nodeNamed(diagram, "D3")).toThrow("one of D1, D2, U1, U2");
});
