// Permutation tests of differences of means: exact where the arrangements can be counted, else by seeded drawing.
import type { Rng } from "./rng.ts";
import { mean } from "./stats.ts";

export interface PermutationOptions {
  /** Only drawn from where there are more arrangements than `limit`. */
  readonly rng: Rng;
  /** Arrangements up to which all of them are gone through; 200,000 by default, enough for ten values against ten. */
  readonly limit?: number;
  /** Arrangements that are drawn beyond the limit; 20,000 by default. */
  readonly repetitions?: number;
}

export interface PermutationTest {
  /** What is tested: a difference of means, or for an interaction a difference of such differences. */
  readonly difference: number;
  /** Two-sided: share of arrangements whose difference is at least as far from 0. */
  readonly p: number;
  /** Whether `p` counts all arrangements; else it is (k + 1) / (n + 1) of n drawn ones (Phipson and Smyth 2010). */
  readonly exact: boolean;
  /** Arrangements looked at. */
  readonly arrangements: number;
}

/**
 * Is the mean of `one` the mean of `other`? Under the hypothesis that all values come from one distribution, every way
 * to deal them to the two groups is as likely. Throws where a group is empty.
 */
export function permutationTest(
  one: ArrayLike<number>,
  other: ArrayLike<number>,
  options: PermutationOptions,
): PermutationTest {
  const count = one.length + other.length;
  if (one.length === 0 || other.length === 0)
    throw new Error("a permutation test takes two groups with values");
  const centred = centredValues(one, other);
  // The difference of means is proportional to the sum of either group once the values are centred.
  const dealt = Math.min(one.length, other.length);
  const first = one.length <= other.length ? 0 : one.length;
  let observed = 0;
  for (let index = first; index < first + dealt; index++) observed += centred[index] as number;
  const bar = Math.abs(observed) - tolerance(centred, one, other);
  const difference = mean(one) - mean(other);
  const total = binomial(count, dealt);
  if (total <= (options.limit ?? defaultLimit)) {
    return counted(difference, countSubsets(centred, dealt, bar), total);
  }
  return drawn(difference, options, (rng) => {
    let sum = 0;
    for (let index = 0; index < dealt; index++) {
      const other = index + rng.below(count - index);
      const value = centred[other] as number;
      centred[other] = centred[index] as number;
      centred[index] = value;
      sum += value;
    }
    return Math.abs(sum) >= bar;
  });
}

/**
 * Is the mean difference of pairs 0? Under the hypothesis that each difference is as likely as its negative, every
 * choice of signs is as likely. Throws where the lists are empty or differ in length.
 */
export function pairedPermutationTest(
  one: ArrayLike<number>,
  other: ArrayLike<number>,
  options: PermutationOptions,
): PermutationTest {
  return signFlipTest(differencesOf(one, other), options);
}

/**
 * Interaction in a design of two rows and two columns, by seed: is (one[0] - one[1]) the same as (other[0] - other[1])?
 * The two columns of a row are pairs (the same seeds before and after, on two levels). Rows are either two sets of
 * seeds, whose per-seed differences are dealt anew ("independent"), or the same seeds, whose differences of differences
 * change their sign ("paired"). Throws where the lengths do not fit.
 */
export function interactionTest(
  one: readonly [ArrayLike<number>, ArrayLike<number>],
  other: readonly [ArrayLike<number>, ArrayLike<number>],
  { rows, ...options }: PermutationOptions & { readonly rows: "independent" | "paired" },
): PermutationTest {
  const [first, second] = [differencesOf(...one), differencesOf(...other)];
  return rows === "paired"
    ? signFlipTest(differencesOf(first, second), options)
    : permutationTest(first, second, options);
}

const defaultLimit = 200_000;
const defaultRepetitions = 20_000;

function signFlipTest(differences: Float64Array, options: PermutationOptions): PermutationTest {
  const observed = mean(differences);
  const bar = Math.abs(observed) * differences.length - tolerance(differences);
  const total = 2 ** differences.length;
  if (total <= (options.limit ?? defaultLimit)) {
    // Each choice and its opposite lie equally far from 0: half of them suffices.
    return counted(observed, 2 * countSigns(differences, bar), total);
  }
  return drawn(observed, options, (rng) => {
    let sum = 0;
    for (let index = 0; index < differences.length; index++) {
      const value = differences[index] as number;
      sum += rng.int32() < 0 ? -value : value;
    }
    return Math.abs(sum) >= bar;
  });
}

function counted(difference: number, extreme: number, arrangements: number): PermutationTest {
  return { difference, p: extreme / arrangements, exact: true, arrangements };
}

function drawn(
  difference: number,
  { rng, repetitions = defaultRepetitions }: PermutationOptions,
  isExtreme: (rng: Rng) => boolean,
): PermutationTest {
  let extreme = 0;
  for (let repetition = 0; repetition < repetitions; repetition++) if (isExtreme(rng)) extreme++;
  return { difference, p: (extreme + 1) / (repetitions + 1), exact: false, arrangements: repetitions };
}

/** How many subsets of `size` values have a sum of at least `bar` away from 0. */
function countSubsets(values: Float64Array, size: number, bar: number): number {
  const choose = (from: number, left: number, sum: number): number => {
    if (left === 0) return Math.abs(sum) >= bar ? 1 : 0;
    let extreme = 0;
    for (let index = from; index <= values.length - left; index++) {
      extreme += choose(index + 1, left - 1, sum + (values[index] as number));
    }
    return extreme;
  };
  return choose(0, size, 0);
}

/** How many choices of signs, the first value's being +, have a sum of at least `bar` away from 0. */
function countSigns(values: Float64Array, bar: number): number {
  const choose = (index: number, sum: number): number => {
    if (index === values.length) return Math.abs(sum) >= bar ? 1 : 0;
    const value = values[index] as number;
    return choose(index + 1, sum + value) + choose(index + 1, sum - value);
  };
  return choose(1, values[0] as number);
}

function centredValues(one: ArrayLike<number>, other: ArrayLike<number>): Float64Array {
  const values = new Float64Array(one.length + other.length);
  values.set(one);
  values.set(other, one.length);
  const centre = mean(values);
  return values.map((value) => value - centre);
}

function differencesOf(one: ArrayLike<number>, other: ArrayLike<number>): Float64Array {
  if (one.length !== other.length || one.length === 0) {
    throw new Error(`${one.length} and ${other.length} values are not pairs`);
  }
  return Float64Array.from(one, (value, index) => value - (other[index] as number));
}

/** Sums that differ by less are equal but for rounding: arrangements as extreme as the observed one must count. */
function tolerance(summed: Float64Array, ...origins: readonly ArrayLike<number>[]): number {
  let [size, largest] = [0, 0];
  for (const value of summed) size += Math.abs(value);
  for (const values of origins) {
    for (let index = 0; index < values.length; index++)
      largest = Math.max(largest, Math.abs(values[index] as number));
  }
  const sum = 1e-12 * size + 8 * Number.EPSILON * summed.length * largest;
  if (!Number.isFinite(sum)) throw new Error("a permutation test takes finite values");
  return sum;
}

/** n over k; inexact beyond 2^53, where it only has to be larger than any limit. */
function binomial(n: number, k: number): number {
  let count = 1;
  for (let i = 1; i <= k; i++) count = Math.round((count * (n - k + i)) / i);
  return count;
}
