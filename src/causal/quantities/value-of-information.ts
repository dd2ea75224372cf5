// Value of information: what knowing a node is worth to a decision.
import { InputError } from "../../base/errors.ts";
import { withObservation, withoutObservation } from "../model/intervention.ts";
import type { InfluenceModel } from "../model/model.ts";
import type { Rules } from "../model/network.ts";
import { optimalPolicy } from "../model/optimal-policy.ts";
import { observableUtility } from "./observable-utility.ts";

/**
 * The largest expected utility of the decision's agent with a link from the node to the decision, minus that without it (Howard 1966; Everitt et
 * al. 2021, 2102.01685): never negative. Throws an InputError for the decision itself, for nodes that come after it, and where
 * a diagram without sufficient recall is too large to enumerate.
 *
 * @param rules what other agents do
 */
export function valueOfInformation(
  model: InfluenceModel,
  node: number,
  decision: number,
  rules: Rules = [],
): number {
  const { name, agent } = model.diagram.nodes[decision]!;
  if (model.diagram.graph.descendants(decision)[node]) {
    const text = node === decision ? "the decision itself" : `a node that comes after "${name}"`;
    throw new InputError("node", text, "a node that could be observed");
  }
  const seen = observableUtility(model, node);
  const value = (changed: InfluenceModel) => optimalPolicy(changed, agent!, rules).value;
  return (
    value(withObservation(seen.model, seen.node, decision)) -
    value(withoutObservation(seen.model, seen.node, decision))
  );
}
