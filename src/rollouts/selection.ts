// From probabilities to an action: drawn, or the most probable one.
import { InnergapError } from "../base/errors.ts";
import type { Rng } from "../base/rng.ts";

/** How an action is picked: drawn from the policy's probabilities, or the most probable (lowest index on ties). */
export type Selection = "sampled" | "greedy";

/** A policy answered probabilities that are no distribution (NaN, infinite, or all zero): it has diverged. */
export class ProbabilityError extends InnergapError {
  override readonly name = "ProbabilityError";
}

/** Draws one action of one lane. probabilities: [lanes, actions]; they need not sum to exactly 1. */
export function sampleAction(probabilities: Float32Array, lane: number, actions: number, rng: Rng): number {
  const start = lane * actions;
  let total = 0;
  for (let index = start; index < start + actions; index++) total += probabilities[index];
  if (!(total > 0 && total < Number.POSITIVE_INFINITY)) throw brokenProbabilities(lane, total);
  let remaining = rng.unit() * total;
  let chosen = 0;
  for (let action = 0; action < actions; action++) {
    const probability = probabilities[start + action];
    if (probability <= 0) continue;
    chosen = action;
    remaining -= probability;
    if (remaining < 0) break;
  }
  return chosen;
}

/** The most probable action of one lane, the lowest index on ties. probabilities: [lanes, actions] */
export function greedyAction(probabilities: Float32Array, lane: number, actions: number): number {
  const start = lane * actions;
  let best = 0;
  let total = 0;
  for (let action = 0; action < actions; action++) {
    const probability = probabilities[start + action];
    total += probability;
    if (probability > probabilities[start + best]) best = action;
  }
  if (!(total > 0 && total < Number.POSITIVE_INFINITY)) throw brokenProbabilities(lane, total);
  return best;
}

function brokenProbabilities(lane: number, total: number): ProbabilityError {
  return new ProbabilityError(`the policy's probabilities in lane ${lane} sum to ${total}: it has diverged`);
}
