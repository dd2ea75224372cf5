// Criteria and quantities on random diagrams with sufficient recall: what the graph excludes is worth nothing, what it admits is worth something in some model.
import { describe, expect, test } from "vitest";
import { printFigures } from "../../../tests/support/figures.ts";
import { InputError } from "../../base/errors.ts";
import { Rng } from "../../base/rng.ts";
import { type InfluenceDiagram, nodesOfKind, withGraph } from "../diagram.ts";
import { admitsInstrumentalControlIncentive } from "../incentives/instrumental-control-incentive.ts";
import { admitsResponseIncentive } from "../incentives/response-incentive.ts";
import { admitsValueOfControl } from "../incentives/value-of-control.ts";
import { admitsValueOfInformation } from "../incentives/value-of-information.ts";
import type { InfluenceModel } from "../model/model.ts";
import { randomModel } from "../model/random-model.ts";
import { randomDiagram } from "../random-diagram.ts";
import { requisiteGraph } from "../requisite.ts";
import { hasSufficientRecall } from "../sufficient-recall.ts";
import { instrumentalControl } from "./instrumental-control.ts";
import { valueOfControl } from "./value-of-control.ts";
import { valueOfInformation } from "./value-of-information.ts";
import { valueOfResponding } from "./value-of-responding.ts";

const diagrams = Number(process.env.INNERGAP_SETTINGS ?? 60);
const draws = 50;
const drawsWhereExcluded = 5;
const zero = 1e-9;

/** From flat to deterministic, with utilities of two kinds. */
const styles = [
  { concentration: 1 },
  { concentration: 0.1 },
  { concentration: 0, utilities: "sign" },
  { concentration: 10 },
  { concentration: 0.3, utilities: "sign" },
] as const;

interface Incentive {
  readonly name: string;
  /** Pairs that the quantity is defined for. */
  applies(diagram: InfluenceDiagram, node: number, decision: number): boolean;
  admits(diagram: InfluenceDiagram, node: number, decision: number): boolean;
  /** Where the criterion is claimed to be complete as well; elsewhere it is counted only. */
  claims(diagram: InfluenceDiagram, node: number, decision: number): boolean;
  size(model: InfluenceModel, node: number, decision: number): number;
}

const incentives: readonly Incentive[] = [
  {
    name: "value of information",
    // The criterion speaks of diagrams whose recall suffices with the link and without it.
    applies: (diagram, node, decision) =>
      !diagram.graph.descendants(decision)[node] &&
      hasSufficientRecall(withGraph(diagram, diagram.graph.with(node, decision))) &&
      hasSufficientRecall(withGraph(diagram, diagram.graph.without([[node, decision]]))),
    admits: admitsValueOfInformation,
    claims: () => true,
    size: valueOfInformation,
  },
  {
    name: "value of control",
    applies: (diagram, node, decision) =>
      diagram.nodes[node]!.kind !== "decision" && decision === nodesOfKind(diagram, "decision")[0],
    admits: (diagram, node) => admitsValueOfControl(diagram, node),
    claims: () => true,
    // A utility that its own table bounds may be at its best already; 1 more than all can always be wished for.
    size: (model, node) => {
      if (model.diagram.nodes[node]!.kind !== "utility") return valueOfControl(model, node);
      const more = [...model.tables[node]!, Math.max(...model.tables[node]!) + 1];
      return valueOfControl(model, node, undefined, undefined, more);
    },
  },
  {
    name: "response incentive",
    applies: (_, node, decision) => node !== decision,
    admits: admitsResponseIncentive,
    // An agent that keeps to its optimal policy need not be ready for other choices of its own.
    claims: (diagram, node) => diagram.nodes[node]!.kind !== "decision",
    size: valueOfResponding,
  },
  {
    name: "instrumental control incentive",
    applies: () => true,
    admits: admitsInstrumentalControlIncentive,
    // A path through a later decision needs a link that is requisite there; with one decision this is no restriction.
    claims: (diagram, node, decision) =>
      admitsInstrumentalControlIncentive(requisiteGraph(diagram), node, decision),
    size: (model, node, decision) => instrumentalControl(model, node, decision).size,
  },
];

interface Tally {
  excluded: number;
  /** The largest size where the criterion is false. */
  largest: number;
  admitted: number;
  positive: number;
  unclaimed: number;
  unclaimedPositive: number;
  refused: number;
  missed: string[];
}

function tally(incentive: Incentive, decisions: number): Tally {
  const sums: Tally = {
    excluded: 0,
    largest: 0,
    admitted: 0,
    positive: 0,
    unclaimed: 0,
    unclaimedPositive: 0,
    refused: 0,
    missed: [],
  };
  const root = Rng.fromSeed("incentive laws").fork(`${decisions} decisions`);
  for (let index = 0; index < diagrams; index++) {
    if ((index % 5 < 3 ? 1 : 2) !== decisions) continue;
    const rng = root.fork(String(index));
    const nodes = rng.between(decisions + 2, decisions + 5);
    const utilities = nodes > decisions + 3 ? rng.between(1, 2) : 1;
    const options = { nodes, decisions, utilities, density: 0.5, maxParents: 3, sufficientRecall: true };
    const diagram = randomDiagram(rng, options);
    const own = nodesOfKind(diagram, "decision");
    diagram.nodes.forEach((_, node) => {
      for (const decision of own) {
        if (!incentive.applies(diagram, node, decision)) continue;
        addPair(sums, incentive, diagram, node, decision, rng.fork(`${node} ${decision}`));
      }
    });
  }
  return sums;
}

function addPair(
  sums: Tally,
  { admits, claims, size }: Incentive,
  diagram: InfluenceDiagram,
  node: number,
  decision: number,
  rng: Rng,
): void {
  const admitted = admits(diagram, node, decision);
  let most = 0;
  try {
    const tries = admitted ? draws : drawsWhereExcluded;
    for (let draw = 0; draw < tries && !(admitted && most > zero); draw++) {
      const model = randomModel(rng, diagram, styles[draw % styles.length]);
      most = Math.max(most, Math.abs(size(model, node, decision)));
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    sums.refused++;
    return;
  }
  if (!admitted) {
    sums.excluded++;
    sums.largest = Math.max(sums.largest, most);
  } else if (!claims(diagram, node, decision)) {
    sums.unclaimed++;
    if (most > zero) sums.unclaimedPositive++;
  } else {
    sums.admitted++;
    if (most > zero) sums.positive++;
    else
      sums.missed.push(
        `${describeDiagram(diagram)}: ${diagram.nodes[node]!.name}, ${diagram.nodes[decision]!.name}`,
      );
  }
}

function describeDiagram({ nodes, graph }: InfluenceDiagram): string {
  return graph.arcs.map(([from, to]) => `${nodes[from]!.name}->${nodes[to]!.name}`).join(", ");
}

const cases = [1, 2].flatMap((decisions) =>
  incentives.map((incentive) => [incentive.name, decisions, incentive] as const),
);

describe("S8 (b): criteria and quantities", () => {
  const rows: Record<string, string | number>[] = [];

  test.each(cases)(
    "%s, %i decisions: excluded means 0, admitted means positive for some tables",
    (name, decisions, incentive) => {
      const { excluded, largest, admitted, positive, refused, missed, ...others } = tally(
        incentive,
        decisions,
      );
      rows.push({
        incentive: name,
        decisions,
        excluded,
        "largest there": largest,
        admitted,
        positive,
        "admitted, not claimed": others.unclaimed,
        "positive there": others.unclaimedPositive,
        refused,
      });
      if (missed.length > 0) console.log(`never positive (${name}):\n${missed.join("\n")}`);
      if (rows.length === cases.length) {
        printFigures(
          "incentive-laws",
          `Criteria and quantities on ${diagrams} random diagrams, ${draws} draws of tables`,
          rows,
        );
      }
      expect(excluded).toBeGreaterThan(0);
      expect(largest).toBeLessThanOrEqual(zero);
      expect(positive).toBeGreaterThanOrEqual(0.99 * admitted);
      expect(refused).toBe(0);
    },
    60 * 60_000,
  );
});
