// A decision that names the mean of a target, given what it observes.
import { InputError } from "../../base/errors.ts";
import { nodeNamed } from "../diagram.ts";
import { withMechanism } from "../model/intervention.ts";
import type { InfluenceModel } from "../model/model.ts";
import { contextCount, type Policy } from "../model/policy.ts";
import { expectedValue, probability } from "../model/probability.ts";
import { configuration } from "../model/tabulate.ts";

/**
 * The model in which the decision is a chance node that equals E[target | parents of the decision] under `policy` for the decisions
 * before it: its values become the means, so that its children must be given by functions. In contexts that cannot come about
 * it takes the first of them. Best for a squared loss. Throws an InputError for what is no decision.
 */
export function withConditionalExpectation(
  model: InfluenceModel,
  policy: Policy,
  decision: string,
  target: string,
): InfluenceModel {
  const { diagram, domains } = model;
  const node = nodeNamed(diagram, decision, "decision");
  if (diagram.nodes[node]!.kind !== "decision")
    throw new InputError("decision", `"${decision}"`, "a decision");
  const parents = diagram.graph.parents[node]!;
  const names = parents.map((parent) => diagram.nodes[parent]!.name);
  const lists = parents.map((parent) => domains[parent]!);
  const means = Array.from({ length: contextCount(model, node) }, (_, index) => {
    const context = configuration(names, lists, index);
    return probability(model, policy, context) > 0 ? expectedValue(model, policy, target, context) : null;
  });
  const domain = [...new Set(means.filter((mean) => mean !== null))];
  const table = means.map((mean) =>
    domain.map((value, index) => (value === mean || (mean === null && index === 0) ? 1 : 0)),
  );
  return withMechanism(model, decision, { domain, table });
}
