// Value of control: what choosing how a node comes about is worth to an agent.
import { InputError } from "../../base/errors.ts";
import { decidedBy } from "../model/intervention.ts";
import type { InfluenceModel } from "../model/model.ts";
import type { Rules } from "../model/network.ts";
import { onlyAgentOf, optimalPolicy } from "../model/optimal-policy.ts";

/**
 * The largest expected utility over all policies of the agent and all soft interventions g(parents of the node), minus that over the policies
 * alone (Everitt et al. 2021, 2102.01685): never negative. Expected utility is linear in g, so that deterministic ones suffice, and the
 * node becomes one more decision with its parents as context. Throws an InputError for decisions, and where decisions that have to be
 * solved together are too large to enumerate.
 *
 * @param agent the only one, where there is one
 * @param rules what other agents do
 * @param reachable what a utility can be set to; the values of its table, where nothing is said
 */
export function valueOfControl(
  model: InfluenceModel,
  node: number,
  agent = onlyAgentOf(model),
  rules: Rules = [],
  reachable?: readonly number[],
): number {
  const { name, kind, agent: owner } = model.diagram.nodes[node]!;
  if (kind === "decision")
    throw new InputError("node", `the decision "${name}"`, "a node that is not decided");
  const before = optimalPolicy(model, agent, rules).value;
  if (kind !== "utility") return optimalPolicy(decidedBy(model, node, agent), agent, rules).value - before;
  if (owner !== agent) return 0;
  const values = reachable ?? Array.from(model.tables[node]!);
  const most = values.reduce((best, value) => Math.max(best, value), Number.NEGATIVE_INFINITY);
  const tables = model.tables.map((each, index) => (index === node ? each!.map(() => most) : each));
  return optimalPolicy({ ...model, tables }, agent, rules).value - before;
}
