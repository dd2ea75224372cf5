import { expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { areSeparated } from "./d-separation.ts";
import { type InfluenceDiagram, influenceDiagram, nodesOfKind, utilitiesBelow } from "./diagram.ts";
import { diagramToJson } from "./diagram-json.ts";
import { parseEdgeList } from "./edge-list.ts";
import { Graph } from "./graph.ts";
import { randomDiagram } from "./random-diagram.ts";
import { decisionsReliedOn, relevanceComponents, relevanceGraph } from "./relevance.ts";
import { hasSufficientRecall } from "./sufficient-recall.ts";

const cases = Number(process.env.INNERGAP_SETTINGS ?? 200);

const options = (seed: number) => ({
  nodes: 6 + (seed % 9),
  decisions: 1 + (seed % 4),
  utilities: 2,
  agents: 1 + ((seed >> 2) % 2 && seed % 4 > 0 ? 1 : 0),
  density: (seed % 11) / 10,
});

test("has the nodes that were asked for; every decision has a utility of its agent below it, utilities are leaves, no node stands alone", () => {
  for (let seed = 0; seed < cases; seed++) {
    const wanted = options(seed);
    const diagram = randomDiagram(Rng.fromSeed(seed), wanted);
    expect(diagram.nodes.length).toBe(wanted.nodes);
    expect(nodesOfKind(diagram, "decision").length).toBe(wanted.decisions);
    expect(nodesOfKind(diagram, "utility").length).toBe(wanted.utilities);
    expect(diagram.agents.length).toBe(wanted.agents);
    for (const decision of nodesOfKind(diagram, "decision"))
      expect(utilitiesBelow(diagram, decision)).not.toEqual([]);
    for (const utility of nodesOfKind(diagram, "utility"))
      expect(diagram.graph.children[utility]).toEqual([]);
    const joined = new Set(diagram.graph.arcs.flat());
    expect(joined.size).toBe(wanted.nodes);
    const again = randomDiagram(Rng.fromSeed(seed), wanted);
    expect(diagramToJson(again)).toEqual(diagramToJson(diagram));
  }
});

test("has sufficient recall where that was asked for, at any density", () => {
  let otherwise = 0;
  for (let seed = 0; seed < cases; seed++) {
    expect(
      hasSufficientRecall(randomDiagram(Rng.fromSeed(seed), { ...options(seed), sufficientRecall: true })),
    ).toBe(true);
    if (!hasSufficientRecall(randomDiagram(Rng.fromSeed(seed), options(seed)))) otherwise++;
  }
  expect(otherwise).toBeGreaterThan(cases / 20);
});

test("impossible wishes are refused with their place", () => {
  const rng = Rng.fromSeed(1);
  expect(() => randomDiagram(rng, { nodes: 2, decisions: 2 })).toThrow(InputError);
  expect(() => randomDiagram(rng, { agents: 2 })).toThrow("random.agents");
  expect(() => randomDiagram(rng, { density: 1.5 })).toThrow("random.density");
  expect(() => randomDiagram(rng, { nodes: 1e9 })).toThrow("random.nodes");
});

/** With a new parent for each decision, its rule, spelt out as a node of its own (Koller and Milch's definition). */
function reliesByDefinition(diagram: InfluenceDiagram, decision: number, other: number): boolean {
  const size = diagram.graph.size;
  const extended = new Graph(size + 1, [...diagram.graph.arcs, [size, other]]);
  const family = [decision, ...diagram.graph.parents[decision]!];
  return !areSeparated(extended, [size], utilitiesBelow(diagram, decision), family);
}

/** All orders of some items. */
function orders(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    orders(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}

test("relevance is d-connection from a rule to a utility, and recall is sufficient where some order of the decisions goes through", () => {
  for (let seed = 0; seed < cases; seed++) {
    const diagram = randomDiagram(Rng.fromSeed(seed), options(seed));
    const decisions = nodesOfKind(diagram, "decision");
    for (const decision of decisions) {
      const expected = decisions.filter(
        (other) => other !== decision && reliesByDefinition(diagram, decision, other),
      );
      expect(decisionsReliedOn(diagram, decision)).toEqual(expected);
    }
    for (const agent of diagram.agents) {
      const goesThrough = orders(nodesOfKind(diagram, "decision", agent)).some((order) =>
        order.every((decision, at) =>
          order.slice(at + 1).every((later) => !reliesByDefinition(diagram, decision, later)),
        ),
      );
      expect(hasSufficientRecall(diagram, agent)).toBe(goesThrough);
    }
  }
});

test("groups of decisions come after those they rely on", () => {
  for (let seed = 0; seed < cases; seed++) {
    const relevance = relevanceGraph(
      randomDiagram(Rng.fromSeed(seed), { nodes: 12, decisions: 5, utilities: 2, density: 0.25 }),
    );
    const groups = relevanceComponents(relevance);
    const place = (decision: number) => groups.findIndex((group) => group.includes(decision));
    expect(groups.flat().toSorted()).toEqual([...relevance.decisions].toSorted());
    relevance.decisions.forEach((decision, index) => {
      for (const other of relevance.reliesOn[index]!)
        expect(place(other)).toBeLessThanOrEqual(place(decision));
    });
    for (const group of groups) {
      const leads = (from: number) => {
        const seen = new Set([from]);
        for (const node of seen)
          for (const next of relevance.reliesOn[relevance.decisions.indexOf(node)]!) seen.add(next);
        return seen;
      };
      for (const decision of group) expect(group.every((other) => leads(decision).has(other))).toBe(true);
    }
  }
});

test("a forgetful agent: what was known and not what was done is not enough", () => {
  const edges = "S->D1, S->D2, D1->U1, D1->U2, D2->U2";
  const parts = { ...parseEdgeList(edges), decisions: ["D1", "D2"], utilities: ["U1", "U2"] };
  expect(hasSufficientRecall(influenceDiagram(parts))).toBe(false);
  const remembering = { ...parts, ...parseEdgeList(`${edges}, D1->D2`) };
  expect(hasSufficientRecall(influenceDiagram(remembering))).toBe(true);
});
