// Optimal policies: decisions solved one at a time where recall suffices, else together.
import { InputError } from "../../base/errors.ts";
import { agentView, nodesOfKind } from "../diagram.ts";
import { relevanceComponents, relevanceGraph } from "../relevance.ts";
import { bestOptions, decisionValues, tolerance } from "./decision-values.ts";
import { expectedUtility } from "./expected-utility.ts";
import { jointlyBestRules } from "./jointly-best-rules.ts";
import type { InfluenceModel } from "./model.ts";
import type { Rules } from "./network.ts";
import { type Policy, pureRule, uniformRule } from "./policy.ts";

export interface OptimalPolicy {
  /** Pure; the first option of the list where several are best. */
  readonly policy: Policy;
  /** Expected sum of the agent's utilities. */
  readonly value: number;
  readonly sufficientRecall: boolean;
  /**
   * By node and context: the places of all options that are best, whatever was decided before; null for nodes that the agent does not decide,
   * and throughout without sufficient recall. Any choice among them in each context is an optimal pure policy.
   */
  readonly best: readonly (readonly (readonly number[])[] | null)[];
}

/**
 * A policy of the largest expected utility. Where the relevance graph is acyclic (sufficient recall), decisions are solved in its reverse
 * order, each by elimination, the ones not solved yet being uniform (Lauritzen and Nilsson 2001; Koller and Milch 2003); options
 * within 1e-12 of the best (times the largest utility, if that is above 1) are equal. Without sufficient recall the rules of all
 * decisions but one are enumerated: see `jointlyBestRules`, which refuses what is too large.
 *
 * @param agent whose policy; the only agent, where there is one
 * @param rules what the other agents do: needed for each of their decisions
 */
export function optimalPolicy(model: InfluenceModel, agent?: string, rules: Rules = []): OptimalPolicy {
  const who = agent ?? onlyAgentOf(model);
  if (!model.diagram.agents.includes(who)) {
    throw new InputError("agent", JSON.stringify(who), `one of ${model.diagram.agents.join(", ")}`);
  }
  const own = nodesOfKind(model.diagram, "decision", who);
  const fixed = model.diagram.nodes.map(({ name, kind }, node) => {
    if (kind !== "decision") return null;
    if (own.includes(node)) return uniformRule(model, node);
    const rule = rules[node];
    if (rule) return rule;
    throw new InputError("rules", `no rule for the decision "${name}"`, "what all other agents do");
  });
  const groups = relevanceComponents(relevanceGraph(agentView(model.diagram, who)));
  const sufficientRecall = groups.every(({ length }) => length === 1);
  const solved = sufficientRecall
    ? oneAtATime(model, groups.flat(), fixed)
    : { rules: jointlyBestRules(model, own, fixed, who), best: model.diagram.nodes.map(() => null) };
  const policy = { rules: solved.rules };
  return { policy, value: expectedUtility(model, policy, who), sufficientRecall, best: solved.best };
}

function oneAtATime(
  model: InfluenceModel,
  decisions: readonly number[],
  fixed: readonly (Float64Array | null)[],
): Pick<OptimalPolicy, "best"> & { readonly rules: Rules } {
  const rules = [...fixed];
  const best: (readonly (readonly number[])[] | null)[] = fixed.map(() => null);
  const near = tolerance(model);
  for (const decision of decisions) {
    const options = model.sizes[decision]!;
    const choices = bestOptions(decisionValues(model, rules, decision), options, near);
    best[decision] = choices;
    rules[decision] = pureRule(
      choices.map(([first]) => first!),
      options,
    );
  }
  return { rules, best };
}

/** The name of the agent where there is one; throws an InputError where there are several. */
export function onlyAgentOf({ diagram }: InfluenceModel): string {
  const [first, ...others] = diagram.agents;
  if (first !== undefined && others.length === 0) return first;
  throw new InputError("agent", "none named", `one of ${diagram.agents.join(", ") || "no agents"}`);
}

/** How many of the optimal pure policies differ somewhere: the product of the counts of best options over decisions and contexts. */
export function optimalPolicyCount({ best }: OptimalPolicy): number {
  return best.flatMap((choices) => choices ?? []).reduce((product, { length }) => product * length, 1);
}
