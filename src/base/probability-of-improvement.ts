// How often a run of one group does better than a run of another.
import type { Scores } from "./bootstrap.ts";

/** Mann and Whitney's U: pairs in which the value of `one` is the larger, ties counting half. */
export function mannWhitneyU(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let halves = 0;
  for (let i = 0; i < one.length; i++) {
    const value = one[i] as number;
    for (let j = 0; j < other.length; j++) {
      const rival = other[j] as number;
      if (value > rival) halves += 2;
      else if (value === rival) halves += 1;
      else if (!(value < rival)) return Number.NaN;
    }
  }
  return halves / 2;
}

/**
 * Probability that a run of `one` scores higher than a run of `other` on the same task: mean over tasks of
 * U / (n_one n_other) (Agarwal et al. 2021). Half means neither; it says nothing about how much higher.
 * Throws where the groups do not have the same number of tasks.
 */
export function probabilityOfImprovement(one: Scores, other: Scores): number {
  if (one.length !== other.length) {
    throw new Error(`scores on ${one.length} and on ${other.length} tasks cannot be compared task by task`);
  }
  let sum = 0;
  for (let task = 0; task < one.length; task++) {
    const [runs, rivals] = [one[task]!, other[task]!];
    sum += mannWhitneyU(runs, rivals) / (runs.length * rivals.length);
  }
  return sum / one.length;
}
