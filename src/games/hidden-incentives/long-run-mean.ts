// What cooperating so often pays in the long run, exactly: the mean reward of policies that do not learn.
import { InputError } from "../../base/errors.ts";

/** Mean reward per step of cooperating with probability p for ever: (1 + beta) p - 1/2. Throws an InputError unless 0 <= p <= 1. */
export function longRunMean(p: number, beta: number): number {
  requireProbability("p", p);
  return (1 + beta) * p - 0.5;
}

/** Mean and variance of the mean reward over a number of steps. */
export interface FiniteRun {
  readonly mean: number;
  readonly variance: number;
}

/**
 * The mean reward over `steps` steps of a policy that cooperates with probability p, from a state that is 1 with probability `start` (default p,
 * where every step has the mean of the long run). Each action counts 1 + beta, the last one beta, the first state 1.
 */
export function finiteRunMean(p: number, beta: number, steps: number, start = p): FiniteRun {
  requireProbability("p", p);
  requireProbability("start", start);
  if (!Number.isInteger(steps) || steps < 1) {
    throw new InputError("steps", String(steps), "a whole number of at least 1");
  }
  const sum = start + (steps - 1) * (1 + beta) * p + beta * p - steps / 2;
  const variance = start * (1 - start) + p * (1 - p) * ((steps - 1) * (1 + beta) ** 2 + beta ** 2);
  return { mean: sum / steps, variance: variance / steps ** 2 };
}

/**
 * Mean reward per step in the long run of a policy that knows its last action: it cooperates with probability afterDefect or afterCooperate. The
 * share x of cooperation solves x = afterCooperate x + afterDefect (1 - x). Throws an InputError where that has no single solution (never
 * changes: afterDefect 0, afterCooperate 1).
 */
export function memoryOneMean(afterDefect: number, afterCooperate: number, beta: number): number {
  requireProbability("afterDefect", afterDefect);
  requireProbability("afterCooperate", afterCooperate);
  if (afterDefect === 0 && afterCooperate === 1) {
    throw new InputError(
      "policy",
      "one that repeats its first action for ever",
      "one whose long run does not depend on the first state",
    );
  }
  return longRunMean(Math.min(1, afterDefect / (1 - afterCooperate + afterDefect)), beta);
}

/** The share of cooperation that pays most at once: 0, 1, or null where both actions pay the same. */
export function myopicOptimum(beta: number): 0 | 1 | null {
  return beta === 0 ? null : beta > 0 ? 1 : 0;
}

/** The share of cooperation that pays most in the long run: 0, 1, or null where every share pays the same. */
export function longRunOptimum(beta: number): 0 | 1 | null {
  return myopicOptimum(1 + beta);
}

function requireProbability(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw new InputError(name, String(value), "a probability from 0 to 1");
}
