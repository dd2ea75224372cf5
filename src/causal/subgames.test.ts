// Subgames of published diagrams with several agents.
import { expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { influenceDiagram, type NodesOfAgents } from "./diagram.ts";
import { parseEdgeList } from "./edge-list.ts";
import { prisonersDilemma } from "./examples/prisoners-dilemma.ts";
import { taxiCompetition } from "./examples/taxi-competition.ts";
import { mostSubgames, subgames } from "./subgames.ts";

const names = (edges: string, decisions: NodesOfAgents, utilities: NodesOfAgents) => {
  const diagram = influenceDiagram({ ...parseEdgeList(edges), decisions, utilities });
  return subgames(diagram).map((set) => set.map((node) => diagram.nodes[node]!.name));
};

test("the prisoners' dilemma has itself alone, taxi competition the second decision as well", () => {
  expect(subgames(prisonersDilemma)).toHaveLength(1);
  const named = subgames(taxiCompetition).map((set) => set.map((node) => taxiCompetition.nodes[node]!.name));
  expect(named).toEqual([["D2"], ["D1", "D2"]]);
});

// Edges and counts: PyCID's examples and tests (Apache-2.0).
test("four decisions, three of which stand by themselves but for the first: five subgames", () => {
  const found = names(
    "D4->U4, D2->U4, D3->U4, D2->U2, D3->U3, D1->U2, D1->U3, D1->U1",
    { 1: ["D1"], 2: ["D2"], 3: ["D3"], 4: ["D4"] },
    { 1: ["U1"], 2: ["U2"], 3: ["U3"], 4: ["U4"] },
  );
  expect(found.map((set) => set.toSorted().join(" ")).toSorted()).toEqual([
    "D1",
    "D1 D2",
    "D1 D2 D3",
    "D1 D2 D3 D4",
    "D1 D3",
  ]);
});

test("three agents, one of which decides twice: four subgames", () => {
  const found = names(
    "D11->U11, D11->U2, D11->D12, X1->U11, X1->D11, X1->D2, X1->U3, D2->U2, D2->U3, D2->D3, D3->U2, D3->U3, D12->U3, D12->U22, X2->U22, X2->D12",
    { 0: ["D11", "D12"], 1: ["D2"], 2: ["D3"] },
    { 0: ["U11"], 1: ["U2", "U22"], 2: ["U3"] },
  );
  expect(found).toHaveLength(4);
});

test("too many subgames are refused", () => {
  const places = Array.from({ length: 15 }, (_, index) => index);
  const diagram = influenceDiagram({
    edges: places.map((place) => [`D${place}`, `U${place}`] as const),
    decisions: places.map((place) => `D${place}`),
    utilities: places.map((place) => `U${place}`),
  });
  expect(() => subgames(diagram)).toThrow(InputError);
  expect(() => subgames(diagram)).toThrow(`more than ${mostSubgames}`);
});
