// Gradient flow of linear regression on a goal and its proxy, in closed form: what is learned first, and what is left when training stops.
import { InputError } from "../../base/errors.ts";

/** A pair of numbers: first of the proxy, then of the goal. */
export type Pair = readonly [proxy: number, goal: number];

/** A linear problem with two inputs, a proxy and the goal itself. */
export interface FlowProblem {
  /** Covariance of the inputs: variance of the proxy, covariance, variance of the goal. */
  readonly covariance: readonly [proxy: number, both: number, goal: number];
  /** Weights of the best fit. */
  readonly best: Pair;
  /** Weights at time 0. */
  readonly start: Pair;
  /** Mean squared error of the best fit. */
  readonly irreducible: number;
}

/** The toy problem in its own terms: a goal X of variance 1, and a proxy S = loudness x a copy of variance 1. */
export interface ProxyToy {
  /** Of copy and goal. */
  readonly correlation: number;
  readonly loudness: number;
  /** Variance of the target that nothing predicts. */
  readonly irreducible: number;
}

/** The toy of which figures are known: the copy has correlation .95 with X and is twice as loud; a quarter of unit variance is noise. */
export const loudProxy: ProxyToy = { correlation: 0.95, loudness: 2, irreducible: 0.25 };

/** The toy as a problem: the target is X plus noise, and training starts at weights of 0. Throws an InputError on what no inputs have. */
export function toyProblem({ correlation, loudness, irreducible }: ProxyToy): FlowProblem {
  if (!(Math.abs(correlation) <= 1))
    throw new InputError("correlation", String(correlation), "a number from -1 to 1");
  if (!(loudness > 0 && loudness < Number.POSITIVE_INFINITY))
    throw new InputError("loudness", String(loudness), "a number above 0");
  const covariance = [loudness ** 2, loudness * correlation, 1] as const;
  return { covariance, best: [0, 1], start: [0, 0], irreducible };
}

/** A problem with its solution. */
export interface GradientFlow {
  /** Eigenvalues of the covariance, the larger first: the rates at which the two directions are learned. */
  readonly rates: Pair;
  /** Weights at a time: best + exp(-covariance x time)(start - best). */
  at(time: number): Pair;
  /** Weights after whole steps of that size: best + (1 - size x covariance)^steps (start - best). */
  descended(steps: number, size: number): Pair;
  /** Mean squared error less the irreducible one: (w - best)' covariance (w - best). */
  excess(weights: Pair): number;
  /**
   * The time at which the error is a share `above` the converged one, so that excess = above x irreducible; 0 if it is so from the start.
   * Throws an InputError where nothing is irreducible, since then no share means anything.
   */
  timeAt(above: number): number;
}

/**
 * Solves w' = -covariance (w - best): the flow down half of the mean squared error. Gradient descent on that half takes steps as large as its rate. Throws an InputError on covariances that no inputs have.
 */
export function gradientFlow({ covariance, best, start, irreducible }: FlowProblem): GradientFlow {
  const [proxy, both, goal] = covariance;
  for (const number of [...covariance, ...best, ...start, irreducible]) {
    if (!Number.isFinite(number)) throw new InputError("flow", String(number), "finite numbers");
  }
  if (!(proxy >= 0 && goal >= 0 && both * both <= proxy * goal * (1 + 1e-12))) {
    throw new InputError(
      "covariance",
      JSON.stringify(covariance),
      "variances with a covariance no larger than their geometric mean",
    );
  }
  if (irreducible < 0) throw new InputError("irreducible", String(irreducible), "at least 0");
  const centre = (proxy + goal) / 2;
  const reach = Math.hypot((proxy - goal) / 2, both);
  const rates: Pair = [centre + reach, Math.max(0, centre - reach)];
  // The direction of the larger rate lies at this angle to the proxy's axis.
  const angle = Math.atan2(both, (proxy - goal) / 2) / 2;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const away: Pair = [start[0] - best[0], start[1] - best[1]];
  const along: Pair = [cos * away[0] + sin * away[1], cos * away[1] - sin * away[0]];
  const weights = (first: number, second: number): Pair => [
    best[0] + cos * first * along[0] - sin * second * along[1],
    best[1] + sin * first * along[0] + cos * second * along[1],
  ];
  const at = (time: number) => weights(Math.exp(-rates[0] * time), Math.exp(-rates[1] * time));
  const excess = ([w, v]: Pair) => {
    const [a, b] = [w - best[0], v - best[1]];
    return proxy * a * a + 2 * both * a * b + goal * b * b;
  };
  return {
    rates,
    at,
    descended: (steps, size) => weights((1 - size * rates[0]) ** steps, (1 - size * rates[1]) ** steps),
    excess,
    timeAt: (above) => timeOfShare(above, irreducible, rates, along),
  };
}

/**
 * Share of the proxy in what is wanted: loudness w_S / (loudness w_S + w_X), the effects of one standard deviation of the copy and
 * of the goal.
 */
export function proxyShare([proxy, goal]: Pair, loudness: number): number {
  return (loudness * proxy) / (loudness * proxy + goal);
}

function timeOfShare(above: number, irreducible: number, rates: Pair, along: Pair): number {
  if (!(above > 0)) throw new InputError("above", String(above), "a share above 0");
  if (irreducible === 0)
    throw new InputError("irreducible", "0", "an error above 0: shares are shares of it");
  const left = (time: number) =>
    rates[0] * (Math.exp(-rates[0] * time) * along[0]) ** 2 +
    rates[1] * (Math.exp(-rates[1] * time) * along[1]) ** 2;
  const wanted = above * irreducible;
  if (left(0) <= wanted) return 0;
  let high = 1 / rates[0];
  while (left(high) > wanted) high *= 2;
  let low = 0;
  // Sixty halvings leave nothing between neighbouring numbers; the excess falls strictly.
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (left(middle) > wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
