// Joint, conditional and posterior probabilities under a policy.
import { InputError } from "../../base/errors.ts";
import { nodeNamed } from "../diagram.ts";
import { eliminate } from "./eliminate.ts";
import type { Factor } from "./factor.ts";
import { type InfluenceModel, outcomeIndex } from "./model.ts";
import { factorOf, factorsAbove } from "./network.ts";
import type { Outcomes } from "./outcome.ts";
import type { Policy } from "./policy.ts";

/** P(event | given), both as values by name. Throws an InputError where `given` has probability 0, and for unknown names and values. */
export function probability(
  model: InfluenceModel,
  policy: Policy,
  event: Outcomes,
  given: Outcomes = {},
): number {
  const evidence = evidenceFactors(model, given, "given");
  const asked = evidenceFactors(model, event, "event");
  const total = mass(model, policy, evidence);
  refuseImpossible(total);
  return mass(model, policy, [...evidence, ...asked]) / total;
}

/**
 * Joint distribution of some nodes, given values of others: configurations of the nodes in the order in which they are named, the last one
 * fastest. Errors as for `probability`.
 */
export function distribution(
  model: InfluenceModel,
  policy: Policy,
  names: readonly string[],
  given: Outcomes = {},
): Float64Array {
  const nodes = names.map((name, index) => chanceOrDecision(model, name, `names[${index}]`));
  const evidence = evidenceFactors(model, given, "given");
  const joint = jointFactor(model, policy, nodes, evidence).values;
  const total = joint.reduce((sum, entry) => sum + entry, 0);
  refuseImpossible(total);
  return joint.map((entry) => entry / total);
}

/** Expected value, given values of other nodes, of a utility or of a node whose values are numbers. */
export function expectedValue(
  model: InfluenceModel,
  policy: Policy,
  name: string,
  given: Outcomes = {},
): number {
  const node = nodeNamed(model.diagram, name, "node");
  const evidence = evidenceFactors(model, given, "given");
  const total = mass(model, policy, evidence);
  refuseImpossible(total);
  return mass(model, policy, [...evidence, valueFactor(model, node)], [node]) / total;
}

/** The values of a node as a factor: of a utility over its parents, else over the node itself. */
function valueFactor(model: InfluenceModel, node: number): Factor {
  const { name, kind } = model.diagram.nodes[node]!;
  if (kind === "utility") return factorOf(model, [], node)!;
  const values = Float64Array.from(model.domains[node]!, (outcome) => {
    if (typeof outcome === "number") return outcome;
    throw new InputError(
      "node",
      `"${name}", whose values are not all numbers`,
      "a node with numbers as values",
    );
  });
  return { variables: [node], values };
}

/** A factor for each named value: 1 there, 0 elsewhere. */
function evidenceFactors(model: InfluenceModel, outcomes: Outcomes, place: string): Factor[] {
  return Object.entries(outcomes).map(([name, outcome]) => {
    const node = chanceOrDecision(model, name, place);
    const values = new Float64Array(model.sizes[node]!);
    values[outcomeIndex(model, node, outcome, `${place}.${name}`)] = 1;
    return { variables: [node], values };
  });
}

function chanceOrDecision(model: InfluenceModel, name: string, place: string): number {
  const node = nodeNamed(model.diagram, name, place);
  if (model.diagram.nodes[node]!.kind !== "utility") return node;
  throw new InputError(place, `the utility "${name}"`, "a chance node or a decision");
}

function jointFactor(
  model: InfluenceModel,
  policy: Policy,
  nodes: readonly number[],
  evidence: readonly Factor[],
  above: readonly number[] = [],
): Factor {
  const needed = [...nodes, ...above, ...evidence.flatMap(({ variables }) => variables)];
  return eliminate([...factorsAbove(model, policy.rules, needed), ...evidence], nodes, model.sizes);
}

const mass = (
  model: InfluenceModel,
  policy: Policy,
  evidence: readonly Factor[],
  above: readonly number[] = [],
): number => jointFactor(model, policy, [], evidence, above).values[0]!;

function refuseImpossible(total: number): void {
  if (total === 0) throw new InputError("given", "what cannot happen", "values of positive probability");
}
