// How likely is the harm complete before modification takes effect, once an agent defects?
import { asLength, asThreat, type Threat } from "./threat.ts";

/**
 * (1 - q)^max(0, L - 1 - tau): the probability that an agent that defects from some step on takes L such steps in a row. Modification comes after
 * step n + tau where step n (from 0) was the first to be seen, so the L-th step is taken unless one of the first L - 1 - tau was seen. Up to L =
 * tau + 1 the probability is 1, whatever q: correction comes too late.
 */
export function catastropheProbability(threat: Threat, length: number): number {
  const { detection, delay } = asThreat(threat);
  return (1 - detection) ** stepsThatMatter(delay, asLength(length));
}

/** The steps of defection that, if seen, prevent the catastrophe: max(0, L - 1 - tau). */
export function stepsThatMatter(delay: number, length: number): number {
  return Math.max(0, length - 1 - delay);
}
