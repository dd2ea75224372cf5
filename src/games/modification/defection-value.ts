// What it is worth to defect for ever under a threat of modification, beside cooperating for ever: closed forms.
import { asDiscount, asMotive, asThreat, type Motive, type Threat } from "./threat.ts";

/**
 * R(q, tau, beta) = 1 - beta^(tau + 1) q / (1 - beta (1 - q)): the share of the value of undisturbed defection that is left under the threat.
 * Every step is seen with probability q; the first time, tau further steps follow, and nothing is had after those. The first sighting
 * falls on step n (from 0) with probability q (1 - q)^n, and the steps 0 to n + tau pay; the mean of their discounts is R / (1 - beta).
 */
export function retainedShare(threat: Threat, discount: number): number {
  const { detection, delay } = asThreat(threat);
  const beta = asDiscount(discount);
  return 1 - (beta ** (delay + 1) * detection) / (1 - beta * (1 - detection));
}

/** b / (1 - beta): cooperating for ever. */
export function cooperationValue(motive: Motive, discount: number): number {
  return asMotive(motive).benefit / (1 - asDiscount(discount));
}

/** g R / (1 - beta): defecting for ever, from the first step until modified. */
export function defectionValue(motive: Motive, threat: Threat, discount: number): number {
  return (asMotive(motive).gain * retainedShare(threat, discount)) / (1 - discount);
}

/**
 * Whether the best plan defects: g R > b. Nothing is learned while waiting, so the two plans that never change are the best two; whoever is
 * indifferent cooperates.
 */
export function prefersDefection(motive: Motive, threat: Threat, discount: number): boolean {
  return asMotive(motive).gain * retainedShare(threat, discount) > motive.benefit;
}
