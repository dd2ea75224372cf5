// Expected utility of a policy, by variable elimination.
import { nodesOfKind } from "../diagram.ts";
import { eliminate } from "./eliminate.ts";
import type { InfluenceModel } from "./model.ts";
import { factorOf, factorsAbove, type Rules } from "./network.ts";
import type { Policy } from "./policy.ts";

/**
 * The expected sum of an agent's utilities (of all agents' where none is named) under a policy. Each utility is summed over what comes
 * before it, and nothing else (Zhang and Poole 1994).
 */
export function expectedUtility(model: InfluenceModel, policy: Policy, agent?: string): number {
  return nodesOfKind(model.diagram, "utility", agent).reduce(
    (sum, utility) => sum + expectedUtilityOf(model, policy.rules, utility),
    0,
  );
}

/** The expected value of one utility node. */
export function expectedUtilityOf(model: InfluenceModel, rules: Rules, utility: number): number {
  const factors = [...factorsAbove(model, rules, [utility]), factorOf(model, rules, utility)!];
  return eliminate(factors, [], model.sizes).values[0]!;
}

/** Expected utilities of a policy by the agents' names. */
export function expectedUtilities(model: InfluenceModel, policy: Policy): Readonly<Record<string, number>> {
  return Object.fromEntries(
    model.diagram.agents.map((agent) => [agent, expectedUtility(model, policy, agent)]),
  );
}
