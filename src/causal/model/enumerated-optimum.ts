// The best of all pure policies by going through every one of them: the oracle of elimination.
import { nodesOfKind } from "../diagram.ts";
import { tolerance } from "./decision-values.ts";
import type { InfluenceModel } from "./model.ts";
import type { Rules } from "./network.ts";
import { normalForm } from "./normal-form.ts";
import { onlyAgentOf } from "./optimal-policy.ts";
import type { Policy } from "./policy.ts";

/**
 * The largest expected utility of an agent over all pure policies, and every policy that has it (within 1e-12 of the largest utility), in the order of
 * the normal form. Needs no recall. Throws an InputError where there are too many: see `normalForm`.
 */
export function enumeratedOptimum(
  model: InfluenceModel,
  agent = onlyAgentOf(model),
  rules: Rules = [],
): { readonly value: number; readonly policies: readonly Policy[] } {
  const form = normalForm(model, nodesOfKind(model.diagram, "decision", agent), rules);
  const payoffs = form.payoffs[form.agents.indexOf(agent)]!;
  const value = payoffs.reduce((most, payoff) => Math.max(most, payoff), Number.NEGATIVE_INFINITY);
  const near = tolerance(model);
  const profiles = Array.from(payoffs.keys()).filter((profile) => payoffs[profile]! >= value - near);
  return { value, policies: profiles.map(form.policyOf) };
}
