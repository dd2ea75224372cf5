// Total effects of interventions on means, and by how much a decision adds to one.

import { intervene } from "../model/intervention.ts";
import type { InfluenceModel } from "../model/model.ts";
import type { Outcome } from "../model/outcome.ts";
import type { Policy } from "../model/policy.ts";
import { expectedValue } from "../model/probability.ts";

/** Two settings of a node. */
export interface Contrast {
  readonly node: string;
  readonly from: Outcome;
  readonly to: Outcome;
}

/** E[target | do(node = to)] - E[target | do(node = from)] under a policy (Pearl 2009); the target's values are numbers. */
export function totalEffect(
  model: InfluenceModel,
  policy: Policy,
  { node, from, to }: Contrast,
  target: string,
): number {
  const mean = (value: Outcome) => expectedValue(intervene(model, { [node]: value }), policy, target);
  return mean(to) - mean(from);
}

/**
 * Introduced total effect (Everitt et al. 2021, 2102.01685): the total effect on the decision minus that on what the decision is to meet, both with the
 * sign turned where the latter is negative. Positive where the decision has an effect of the node that its target does not have.
 */
export function introducedTotalEffect(
  model: InfluenceModel,
  policy: Policy,
  contrast: Contrast,
  decision: string,
  target: string,
): number {
  const onTarget = totalEffect(model, policy, contrast, target);
  const onDecision = totalEffect(model, policy, contrast, decision);
  return onTarget < 0 ? onTarget - onDecision : onDecision - onTarget;
}
