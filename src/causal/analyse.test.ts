// The table of published diagrams, and the laws that hold for the criteria whatever the numbers.
import { describe, expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { analyseIncentives } from "./analyse.ts";
import { areSeparated } from "./d-separation.ts";
import { type InfluenceDiagram, influenceDiagram, nodeNamed, nodesOfKind, withGraph } from "./diagram.ts";
import { parseEdgeList } from "./edge-list.ts";
import { diagramExamples } from "./examples/catalogue.ts";
import { contentRecommender } from "./examples/content-recommender.ts";
import { copiedState } from "./examples/copied-state.ts";
import { gradePredictor } from "./examples/grade-predictor.ts";
import { gradePredictorWithoutSchool } from "./examples/grade-predictor-without-school.ts";
import { hiddenIncentives } from "./examples/hidden-incentives.ts";
import { hiddenIncentivesMyopic } from "./examples/hidden-incentives-myopic.ts";
import { introducedBias } from "./examples/introduced-bias.ts";
import { modifiedContentRecommender } from "./examples/modified-content-recommender.ts";
import { prisonersDilemma } from "./examples/prisoners-dilemma.ts";
import { productOfDecisions } from "./examples/product-of-decisions.ts";
import { taxiCompetition } from "./examples/taxi-competition.ts";
import { threeValueSignal } from "./examples/three-value-signal.ts";
import { twoDecisions } from "./examples/two-decisions.ts";
import { admitsImpactIncentive } from "./incentives/impact-incentive.ts";
import { admitsInstrumentalControlIncentive } from "./incentives/instrumental-control-incentive.ts";
import { admitsValueOfControl } from "./incentives/value-of-control.ts";
import { admitsValueOfInformation, valueOfInformationNodes } from "./incentives/value-of-information.ts";
import { randomDiagram } from "./random-diagram.ts";
import { relevanceGraph } from "./relevance.ts";
import { requisiteGraph, requisiteObservations } from "./requisite.ts";
import { hasSufficientRecall } from "./sufficient-recall.ts";

const cases = Number(process.env.INNERGAP_SETTINGS ?? 200);

const diagram = (edges: string, decisions: readonly string[], utilities: readonly string[]) =>
  influenceDiagram({ ...parseEdgeList(edges), decisions, utilities });

const named = ({ nodes }: InfluenceDiagram, found: readonly number[]) =>
  found.map((node) => nodes[node]!.name).toSorted();

describe("the published table", () => {
  test("grade predictor", () => {
    expect(analyseIncentives(gradePredictor)).toEqual({
      valueOfInformation: ["E", "Gr", "HS"],
      responseIncentive: ["HS", "R"],
      valueOfControl: ["Ac", "E", "Gr", "HS", "R"],
      directValueOfControl: ["Ac", "E", "Gr", "HS", "R"],
      indirectValueOfControl: [],
      instrumentalControlIncentive: ["Ac", "P"],
      impactIncentive: [],
      requisiteGraph: ["E->Gr", "Gr->Ac", "HS->E", "HS->P", "P->Ac", "R->HS"],
      sufficientRecall: true,
    });
  });

  test("grade predictor without HS->P: removing the link removes the response to race, and makes race worth knowing", () => {
    const { valueOfInformation, responseIncentive } = analyseIncentives(gradePredictorWithoutSchool);
    expect(valueOfInformation).toEqual(["E", "Gr", "HS", "R"]);
    expect(responseIncentive).toEqual([]);
    expect(analyseIncentives(gradePredictor).valueOfInformation).not.toContain("R");
  });

  test("content recommender", () => {
    expect(analyseIncentives(contentRecommender)).toMatchObject({
      valueOfControl: ["C", "I", "M", "O"],
      instrumentalControlIncentive: ["C", "I", "P"],
      valueOfInformation: ["M", "O"],
      responseIncentive: ["M", "O"],
    });
  });

  test("modified content recommender: no control of opinions, but they are still affected", () => {
    const analysis = analyseIncentives(modifiedContentRecommender);
    expect(analysis).toMatchObject({
      valueOfControl: ["C", "M", "O"],
      instrumentalControlIncentive: ["C", "P"],
      valueOfInformation: ["M"],
      responseIncentive: ["M", "O"],
      impactIncentive: ["I"],
    });
  });

  test("introduced bias", () => {
    expect(analyseIncentives(introducedBias).valueOfInformation).toEqual(["A", "X", "Y", "Z"]);
  });

  test("the three-value signal: S pays directly, X by way of the decision", () => {
    expect(analyseIncentives(threeValueSignal)).toEqual({
      valueOfInformation: ["S", "X"],
      valueOfControl: ["S", "U", "X"],
      directValueOfControl: ["S", "U"],
      indirectValueOfControl: ["X"],
      responseIncentive: ["S", "X"],
      instrumentalControlIncentive: ["D", "U"],
      impactIncentive: [],
      requisiteGraph: ["D->U", "S->U", "S->X", "X->D"],
      sufficientRecall: true,
    });
  });

  test("the copied state", () => {
    expect(analyseIncentives(copiedState).valueOfControl).toEqual(["S", "U"]);
  });

  test("two decisions: recall is sufficient, and no longer after cutting S2->D2", () => {
    expect(analyseIncentives(twoDecisions)).toMatchObject({
      sufficientRecall: true,
      valueOfInformation: { D1: ["S1"], D2: ["S2"] },
      instrumentalControlIncentive: { D1: ["D1", "D2", "S2", "U"], D2: ["D2", "U"] },
    });
    const link = [[nodeNamed(twoDecisions, "S2"), nodeNamed(twoDecisions, "D2")]] as const;
    const cut = analyseIncentives(withGraph(twoDecisions, twoDecisions.graph.without(link)));
    expect(cut).toMatchObject({ sufficientRecall: false, valueOfInformation: null, responseIncentive: null });
    expect(cut.reason).toBe("no sufficient recall: D1 and D2 each rely on how the others decide");
  });

  test("the product of two decisions: no sufficient recall, control by the decisions is still told", () => {
    expect(analyseIncentives(productOfDecisions)).toEqual({
      valueOfInformation: null,
      valueOfControl: null,
      directValueOfControl: null,
      indirectValueOfControl: null,
      responseIncentive: null,
      instrumentalControlIncentive: { A: ["A", "U"], B: ["B", "U"] },
      impactIncentive: { A: [], B: [] },
      requisiteGraph: ["A->U", "B->U"],
      sufficientRecall: false,
      reason: "no sufficient recall: A and B each rely on how the others decide",
    });
  });

  test("prisoners' dilemma: each decision relies on the other, though each agent has sufficient recall", () => {
    const [first, second] = ["D1", "D2"].map((name) => nodeNamed(prisonersDilemma, name));
    const { decisions, reliesOn } = relevanceGraph(prisonersDilemma);
    expect(new Map(decisions.map((decision, index) => [decision, reliesOn[index]]))).toEqual(
      new Map([
        [first, [second]],
        [second, [first]],
      ]),
    );
    expect(hasSufficientRecall(prisonersDilemma)).toBe(true);
  });

  test("taxi competition: the first driver relies on the second and not the reverse; by agent and by decision", () => {
    const [first, second] = ["D1", "D2"].map((name) => nodeNamed(taxiCompetition, name));
    const { decisions, reliesOn } = relevanceGraph(taxiCompetition);
    expect(reliesOn[decisions.indexOf(first!)]).toEqual([second]);
    expect(reliesOn[decisions.indexOf(second!)]).toEqual([]);
    expect(analyseIncentives(taxiCompetition)).toMatchObject({
      valueOfInformation: { D1: [], D2: ["D1"] },
      valueOfControl: { 1: ["D2", "U1"], 2: ["D1", "U2"] },
      instrumentalControlIncentive: { D1: ["D1", "D2", "U1"], D2: ["D2", "U2"] },
    });
  });

  test("hidden incentives: control of the next state for the sum of rewards, none for the present reward alone", () => {
    const ask = (of: InfluenceDiagram) =>
      admitsInstrumentalControlIncentive(of, nodeNamed(of, "NextS"), nodeNamed(of, "A"));
    expect(ask(hiddenIncentives)).toBe(true);
    expect(ask(hiddenIncentivesMyopic)).toBe(false);
    const myopic = hiddenIncentivesMyopic;
    expect(admitsImpactIncentive(myopic, nodeNamed(myopic, "NextS"), nodeNamed(myopic, "A"))).toBe(true);
  });

  test("links that a later decision has no use of are trimmed first: 12 edges, 7 of them requisite", () => {
    const edges =
      "Y1->D1, Y1->Y2, Y1->D2, Y2->D2, Y2->U, D1->Y2, D1->D2, Z1->D1, Z1->D2, Z1->Z2, Z2->D2, D2->U";
    const trimmed = requisiteGraph(diagram(edges, ["D1", "D2"], ["U"]));
    expect(trimmed.graph.arcs.length).toBe(7);
    expect(named(trimmed, trimmed.graph.parents[nodeNamed(trimmed, "D2")]!)).toEqual(["Y2"]);
  });

  test("every example has a name, a source and an answer", () => {
    expect(new Set(diagramExamples.map(({ name }) => name)).size).toBe(diagramExamples.length);
    for (const { name, summary, source, diagram: example } of diagramExamples) {
      expect(name).toMatch(/^[a-z-]+$/);
      expect(summary.length * source.length).toBeGreaterThan(0);
      expect(analyseIncentives(example).instrumentalControlIncentive).not.toEqual([]);
    }
  });
});

describe("with several agents", () => {
  test("an agent without sufficient recall gets null, the other one its answer", () => {
    const parts = {
      ...parseEdgeList("A->U, B->U, C->W, S->W, S->C"),
      decisions: { one: ["A", "B"], two: ["C"] },
      utilities: { one: ["U"], two: ["W"] },
    };
    expect(analyseIncentives(influenceDiagram(parts))).toMatchObject({
      sufficientRecall: false,
      valueOfInformation: { A: null, B: null, C: ["S"] },
      valueOfControl: { one: null, two: ["S", "W"] },
      responseIncentive: { A: null, B: null, C: ["S"] },
      instrumentalControlIncentive: { A: ["A", "U"], B: ["B", "U"], C: ["C", "W"] },
      requisiteGraph: ["A->U", "B->U", "C->W", "S->C", "S->W"],
    });
  });

  test("only utilities of the decision's own agent count", () => {
    const parts = {
      ...parseEdgeList("D->X, X->V, D->U, S->D, S->V"),
      decisions: { one: ["D"], two: [] },
      utilities: { one: ["U"], two: ["V"] },
    };
    const analysis = analyseIncentives(influenceDiagram(parts));
    expect(analysis.instrumentalControlIncentive).toEqual(["D", "U"]);
    expect(analysis.requisiteGraph).not.toContain("S->D");
    expect(analysis.impactIncentive).toEqual(["V", "X"]);
  });
});

function draw(seed: number, sufficientRecall = true): InfluenceDiagram {
  return randomDiagram(Rng.fromSeed(seed), {
    nodes: 4 + (seed % 8),
    decisions: 1 + (seed % 3),
    utilities: 1,
    density: 0.2 + 0.1 * (seed % 5),
    sufficientRecall,
  });
}

describe("laws on random diagrams", () => {
  test("value of information for one decision is d-connection with a utility below it, given the rest of its family", () => {
    for (let seed = 0; seed < cases; seed++) {
      const of = randomDiagram(Rng.fromSeed(seed), { nodes: 4 + (seed % 9), utilities: 2 });
      const [decision] = nodesOfKind(of, "decision");
      const below = of.graph.descendants(decision!);
      const utilities = nodesOfKind(of, "utility").filter((node) => below[node]);
      const family = [decision!, ...of.graph.parents[decision!]!];
      const expected = of.nodes.flatMap((_, node) => {
        const given = family.filter((other) => other !== node);
        return !below[node] && !areSeparated(of.graph, [node], utilities, given) ? [node] : [];
      });
      expect(valueOfInformationNodes(of, decision!)).toEqual(expected);
      expect(
        of.nodes.flatMap((_, node) => (admitsValueOfInformation(of, node, decision!) ? [node] : [])),
      ).toEqual(expected);
    }
  });

  test("requisite observations are those that are not separated one by one", () => {
    for (let seed = 0; seed < cases; seed++) {
      const of = draw(seed, false);
      for (const decision of nodesOfKind(of, "decision")) {
        const parents = of.graph.parents[decision]!;
        const below = of.graph.descendants(decision);
        const utilities = nodesOfKind(of, "utility").filter((node) => below[node]);
        const expected = parents.filter((parent) => {
          const given = [decision, ...parents.filter((other) => other !== parent)];
          return !areSeparated(of.graph, [parent], utilities, given);
        });
        expect(requisiteObservations(of, decision)).toEqual(expected);
      }
    }
  });

  test("with sufficient recall, nothing more can be trimmed from the requisite graph, in whatever order links are removed", () => {
    for (let seed = 0; seed < cases; seed++) {
      const of = draw(seed);
      const once = requisiteGraph(of);
      expect(requisiteGraph(once).graph.arcs).toEqual(once.graph.arcs);
      expect(hasSufficientRecall(once)).toBe(true);
      expect(oneByOne(of, Rng.fromSeed(`order/${seed}`)).graph.arcs).toEqual(once.graph.arcs);
    }
  });

  test("names and numbers of the nodes change nothing", () => {
    for (let seed = 0; seed < cases; seed++) {
      const of = draw(seed);
      const rng = Rng.fromSeed(`names/${seed}`);
      const places = of.nodes.map((_, node) => node);
      rng.shuffle(places);
      const rename = (name: string) => `n${places[nodeNamed(of, name)]}`;
      const nodes = of.nodes.map(({ name }) => rename(name)).toSorted();
      const edges = of.graph.arcs.map(
        ([from, to]) => [rename(of.nodes[from]!.name), rename(of.nodes[to]!.name)] as const,
      );
      const again = influenceDiagram({
        nodes,
        edges,
        decisions: nodesOfKind(of, "decision").map((node) => rename(of.nodes[node]!.name)),
        utilities: nodesOfKind(of, "utility").map((node) => rename(of.nodes[node]!.name)),
      });
      expect(analyseIncentives(again)).toEqual(renamed(analyseIncentives(of), rename));
    }
  });

  test("of what a decision observes, it gains from what the requisite graph keeps, and from nothing else", () => {
    for (let seed = 0; seed < cases; seed++) {
      const of = draw(seed);
      const trimmed = requisiteGraph(of).graph;
      for (const decision of nodesOfKind(of, "decision")) {
        const information = valueOfInformationNodes(of, decision);
        const kept = of.graph.parents[decision]!.filter((parent) => trimmed.has(parent, decision));
        expect(information.filter((node) => of.graph.has(node, decision))).toEqual(
          kept.toSorted((a, b) => a - b),
        );
      }
    }
  });

  test("a link to a decision that has no use of it is trimmed again, and changes nothing else", () => {
    let met = 0;
    for (let seed = 0; seed < cases; seed++) {
      const of = draw(seed);
      const edges = (graph: InfluenceDiagram) => analyseIncentives(graph).requisiteGraph;
      for (const decision of nodesOfKind(of, "decision")) {
        const useful = valueOfInformationNodes(of, decision);
        const below = of.graph.descendants(decision);
        for (let node = 0; node < of.nodes.length; node++) {
          if (below[node] || useful.includes(node) || of.graph.has(node, decision)) continue;
          const more = withGraph(of, of.graph.with(node, decision));
          if (!hasSufficientRecall(more)) continue;
          met++;
          expect(edges(more)).toEqual(edges(of));
        }
      }
    }
    expect(met).toBeGreaterThan(cases / 4);
  });

  test("an instrumental control incentive on a chance node comes with value of control and with an impact incentive", () => {
    let met = 0;
    for (let seed = 0; seed < cases; seed++) {
      const of = randomDiagram(Rng.fromSeed(seed), { nodes: 4 + (seed % 9), utilities: 2 });
      const [decision] = nodesOfKind(of, "decision");
      for (const node of nodesOfKind(of, "chance")) {
        if (!admitsInstrumentalControlIncentive(of, node, decision!)) continue;
        met++;
        expect(admitsImpactIncentive(of, node, decision!)).toBe(true);
        // Below its only decision, no path to a utility is an information link, so that trimming takes none away.
        expect(admitsValueOfControl(of, node)).toBe(true);
      }
    }
    expect(met).toBeGreaterThan(cases / 4);
  });
});

/** Nonrequisite links removed one at a time, in random order, until none is left. */
function oneByOne(of: InfluenceDiagram, rng: Rng): InfluenceDiagram {
  for (let left = of; ; ) {
    const links = nodesOfKind(left, "decision").flatMap((decision) => {
      const requisite = requisiteObservations(left, decision);
      return left.graph.parents[decision]!.filter((parent) => !requisite.includes(parent)).map(
        (parent) => [parent, decision] as const,
      );
    });
    if (links.length === 0) return left;
    left = withGraph(left, left.graph.without([links[rng.below(links.length)]!]));
  }
}

/** An analysis with other names for the nodes, sorted anew. */
function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) {
    const names = value as readonly string[];
    return names.map((name) => name.split("->").map(rename).join("->")).toSorted();
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      /^[XDU]\d+$/.test(key) ? rename(key) : key,
      renamed(inner, rename),
    ]),
  );
}

describe("speed", () => {
  test("all incentives of a diagram of 30 nodes in less than 20 ms, of a thousand of 12 nodes in less than 2 s", () => {
    for (const decisions of [1, 2, 4]) {
      const large = Array.from({ length: 20 }, (_, seed) =>
        randomDiagram(Rng.fromSeed(seed), { nodes: 30, decisions, utilities: 2, sufficientRecall: true }),
      );
      const times = large.map((of) => milliseconds(() => analyseIncentives(of))).toSorted((a, b) => a - b);
      console.log(`30 nodes, ${decisions} decisions: median ${times[10]!.toFixed(2)} ms`);
      expect(times[10]).toBeLessThan(20);
    }
    const small = Array.from({ length: 1000 }, (_, seed) =>
      randomDiagram(Rng.fromSeed(seed), { nodes: 12, decisions: 1 + (seed % 3), utilities: 2 }),
    );
    const total = milliseconds(() => small.map((of) => analyseIncentives(of)));
    console.log(`1,000 diagrams of 12 nodes: ${(total / 1000).toFixed(2)} s`);
    expect(total).toBeLessThan(2000);
  });
});

function milliseconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
