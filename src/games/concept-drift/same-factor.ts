// Whether two percepts read one and the same thing, by the Bayesian information criterion.
import { InputError } from "../../base/errors.ts";
import { maximise } from "../../base/maximise.ts";

/** What is known of two percepts a and b: means of products about 0 over `count` steps, and known variances of their noise. */
export interface PairMoments {
  readonly count: number;
  readonly aa: number;
  readonly bb: number;
  readonly ab: number;
  readonly noiseA: number;
  readonly noiseB: number;
}

/** Link from which two things count as two. */
const closestLink = 1 - 1e-9;

/**
 * How much the one-factor model leads, in BIC units: ln(count) - 2 count (max over c of l(c) - l(1)), where l(c) is the mean Gaussian log-likelihood of two
 * percepts with variances 1 + noise and covariance c. One factor is c = 1 and has no parameter; two factors have one, their link c. Positive: merge.
 * Linear-Gaussian although the things themselves are signs: the criterion of a world model that knows second moments.
 */
export function leadOfOneFactor(pair: PairMoments): number {
  const { count, noiseA, noiseB } = pair;
  if (!(noiseA + noiseB > 0))
    throw new InputError(
      "noise",
      "0 for both percepts",
      "noise on at least one: without it one factor is certain or impossible",
    );
  if (count === 0) return Number.NEGATIVE_INFINITY;
  const two = maximise((link) => logLikelihood(pair, link), -closestLink, closestLink, 1e-7).value;
  return Math.log(count) - 2 * count * Math.max(0, two - logLikelihood(pair, 1));
}

/** Mean log-likelihood, constants apart. */
function logLikelihood({ aa, bb, ab, noiseA, noiseB }: PairMoments, link: number): number {
  const [varianceA, varianceB] = [1 + noiseA, 1 + noiseB];
  const determinant = varianceA * varianceB - link * link;
  const squares = (varianceB * aa - 2 * link * ab + varianceA * bb) / determinant;
  return -(Math.log(determinant) + squares) / 2;
}
