// Draws sorted into bins by one value: how others behave where that value is known.

/** Sums of some targets over bins of equally many draws, by replicate. */
export interface ConditionalSums {
  readonly bins: number;
  readonly replicates: number;
  /** Mean of the value that sorts, by bin. [bins] */
  readonly at: Float64Array;
  /** How many draws. [bins x replicates] */
  readonly counts: Float64Array;
  /** Of each target. [bins x replicates] */
  readonly sums: readonly Float64Array[];
}

/**
 * Sorts draws (replicates of equal length, one after the other) by `by` into `bins` bins of equally many draws, and adds up the targets in
 * each. Equal values share a bin, so there are fewer bins where `by` takes few values.
 */
export function conditionalSums(
  by: Float64Array,
  targets: readonly Float64Array[],
  replicates: number,
  bins: number,
): ConditionalSums {
  const ends = binEnds(by, bins);
  const size = by.length / replicates;
  const cell = new Uint32Array(by.length);
  const counts = new Float64Array(ends.length * replicates);
  const at = new Float64Array(ends.length);
  for (let draw = 0; draw < by.length; draw++) {
    const value = by[draw] as number;
    const bin = firstAtLeast(ends, value);
    const here = bin * replicates + Math.floor(draw / size);
    cell[draw] = here;
    counts[here]!++;
    at[bin]! += value;
  }
  const sums = targets.map((target) => {
    const sum = new Float64Array(counts.length);
    for (let draw = 0; draw < by.length; draw++) sum[cell[draw] as number]! += target[draw] as number;
    return sum;
  });
  for (let bin = 0; bin < ends.length; bin++) at[bin]! /= total(counts, bin, replicates);
  return { bins: ends.length, replicates, at, counts, sums };
}

/** Sum of a bin over all replicates, or over every second one from `from` on. */
export function total(sums: Float64Array, bin: number, replicates: number, from = 0, step = 1): number {
  let sum = 0;
  for (let replicate = from; replicate < replicates; replicate += step) {
    sum += sums[bin * replicates + replicate] as number;
  }
  return sum;
}

/** Sum of every bin over all replicates. [bins] */
export function binTotals(sums: Float64Array, bins: number, replicates: number): Float64Array {
  return Float64Array.from({ length: bins }, (_, bin) => total(sums, bin, replicates));
}

/** The greatest value of each bin, ascending; the last is the greatest of all. */
function binEnds(by: Float64Array, bins: number): Float64Array {
  const sorted = by.slice().sort();
  const ends = Array.from(
    { length: bins },
    (_, bin) => sorted[Math.ceil(((bin + 1) * sorted.length) / bins) - 1] as number,
  );
  return Float64Array.from(new Set(ends));
}

function firstAtLeast(ends: Float64Array, value: number): number {
  let [low, high] = [0, ends.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ends[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
