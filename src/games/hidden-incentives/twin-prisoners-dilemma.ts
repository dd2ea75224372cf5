// The prisoners' dilemma against a twin: what following the whole gradient ends in, and what following half of it.
import { InputError } from "../../base/errors.ts";

/** Payoffs of the row player: temptation, reward, punishment, sucker. */
export interface Payoffs {
  readonly temptation: number;
  readonly reward: number;
  readonly punishment: number;
  readonly sucker: number;
}

export const usualPayoffs: Payoffs = { temptation: 5, reward: 3, punishment: 1, sucker: 0 };

/** Expected payoff of cooperating with probability x against one who cooperates with probability y. */
export function payoff({ temptation, reward, punishment, sucker }: Payoffs, x: number, y: number): number {
  return x * (y * reward + (1 - y) * sucker) + (1 - x) * (y * temptation + (1 - y) * punishment);
}

/** Derivatives of the payoff in one's own probability and in the other's. Both are linear, so they are exact. */
export function payoffSlopes(payoffs: Payoffs, x: number, y: number): { own: number; other: number } {
  return {
    own: payoff(payoffs, 1, y) - payoff(payoffs, 0, y),
    other: payoff(payoffs, x, 1) - payoff(payoffs, x, 0),
  };
}

/**
 * Which derivative is climbed. "full": of R(x, x), through both arguments, as one who knows that the twin does the same. "partial": of the
 * first argument alone, the second held fixed (a stop-gradient), whose resting points are Nash equilibria.
 */
export type GradientKind = "full" | "partial";

/** Slope at x in [0, 1] of the twin game; at T, R, P, S = 5, 3, 1, 0 the full one is 3 - 2x and the partial one -1 - x. */
export function twinSlope(payoffs: Payoffs, kind: GradientKind, x: number): number {
  const { own, other } = payoffSlopes(payoffs, x, x);
  return kind === "full" ? own + other : own;
}

export interface TwinLimit {
  /** Probability of cooperating where the climb comes to rest. */
  readonly x: number;
  /** What both are paid there. */
  readonly value: number;
  readonly steps: number;
}

const mostSteps = 1_000_000;

/**
 * Climbs the slope from `start` by steps of `rate`, held inside [0, 1], until nothing moves by more than 1e-12. Throws an InputError on a start outside
 * [0, 1] or a rate that is not positive, and where a million steps do not come to rest.
 */
export function climbTwin(kind: GradientKind, start: number, rate = 0.01, payoffs = usualPayoffs): TwinLimit {
  if (!(start >= 0 && start <= 1)) throw new InputError("start", String(start), "a probability from 0 to 1");
  if (!(rate > 0 && rate < Number.POSITIVE_INFINITY)) {
    throw new InputError("rate", String(rate), "a positive number");
  }
  let x = start;
  for (let steps = 1; steps <= mostSteps; steps++) {
    const next = Math.min(1, Math.max(0, x + rate * twinSlope(payoffs, kind, x)));
    if (Math.abs(next - x) <= 1e-12) return { x: next, value: payoff(payoffs, next, next), steps };
    x = next;
  }
  throw new InputError(
    "rate",
    String(rate),
    `one with which the climb comes to rest within ${mostSteps} steps`,
  );
}
