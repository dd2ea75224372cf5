// Two one-sided tests: is a difference of means small enough not to matter? (Schuirmann 1987)
import { mean, sampleDeviation } from "./stats.ts";
import { studentTail } from "./student-t.ts";

export interface EquivalenceOptions {
  /** The largest difference that does not matter, above 0; to be named before the figures are seen. */
  readonly margin: number;
  /** Significance level of both tests; 0.05 by default. */
  readonly alpha?: number;
}

export interface EquivalenceTest {
  /** Mean of the first sample minus mean of the second. */
  readonly difference: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  /** Of the test against a difference of -margin or less. */
  readonly pLower: number;
  /** Of the test against a difference of +margin or more. */
  readonly pUpper: number;
  /** The larger of the two: evidence that the difference lies within the margin. */
  readonly p: number;
  /**
   * "equivalent": both tests reject. "beyond the margin": the opposite one-sided test rejects on one side. Otherwise
   * the samples cannot tell; a difference that is not significant is no equivalence.
   */
  readonly verdict: "equivalent" | "beyond the margin" | "cannot tell";
}

/** Two independent samples of unlike variances (Welch 1947, Satterthwaite's degrees of freedom). Each needs two values. */
export function equivalenceTest(
  one: ArrayLike<number>,
  other: ArrayLike<number>,
  options: EquivalenceOptions,
): EquivalenceTest {
  atLeastTwo(one, other);
  const [a, b] = [sampleDeviation(one) ** 2 / one.length, sampleDeviation(other) ** 2 / other.length];
  const [mine, theirs] = [a / (a + b), b / (a + b)];
  const degreesOfFreedom = 1 / (mine ** 2 / (one.length - 1) + theirs ** 2 / (other.length - 1));
  return oneSidedTests(mean(one) - mean(other), Math.sqrt(a + b), degreesOfFreedom, options);
}

/** Two samples whose values belong together one by one. Throws where their lengths differ or lie below two. */
export function pairedEquivalenceTest(
  one: ArrayLike<number>,
  other: ArrayLike<number>,
  options: EquivalenceOptions,
): EquivalenceTest {
  if (one.length !== other.length) throw new Error(`${one.length} and ${other.length} values are not pairs`);
  atLeastTwo(one);
  const differences = Float64Array.from(one, (value, index) => value - (other[index] as number));
  const standardError = sampleDeviation(differences) / Math.sqrt(differences.length);
  return oneSidedTests(mean(differences), standardError, differences.length - 1, options);
}

function atLeastTwo(...samples: readonly ArrayLike<number>[]): void {
  const short = samples.find(({ length }) => length < 2);
  if (short)
    throw new Error(`a sample of ${short.length} has no spread: an equivalence test takes at least two`);
}

function oneSidedTests(
  difference: number,
  standardError: number,
  degreesOfFreedom: number,
  { margin, alpha = 0.05 }: EquivalenceOptions,
): EquivalenceTest {
  if (!(margin > 0)) throw new Error(`a margin lies above 0; ${margin} does not`);
  const pLower = tail(difference + margin, standardError, degreesOfFreedom);
  const pUpper = tail(margin - difference, standardError, degreesOfFreedom);
  const p = Math.max(pLower, pUpper);
  const verdict = p < alpha ? "equivalent" : p > 1 - alpha ? "beyond the margin" : "cannot tell";
  return { difference, standardError, degreesOfFreedom, pLower, pUpper, p, verdict };
}

/** P(T > distance / standardError); samples without spread decide by the sign of the distance alone. */
function tail(distance: number, standardError: number, degreesOfFreedom: number): number {
  if (standardError === 0) return distance > 0 ? 0 : 1;
  return studentTail(distance / standardError, degreesOfFreedom);
}
