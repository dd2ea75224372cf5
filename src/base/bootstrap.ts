// Stratified bootstrap: intervals of any statistic over runs and tasks, for one group or for several at once.
import type { Interval } from "./interval.ts";
import { quantile } from "./quantile.ts";
import type { Rng } from "./rng.ts";

/** Scores of one group, [tasks][runs]: one list of runs for each task; the lists may differ in length. */
export type Scores = readonly ArrayLike<number>[];

/** A figure of one or more groups of scores. The arrays are filled anew before each call: keep nothing of them. */
export type Statistic = (...groups: readonly (readonly Float64Array[])[]) => number;

export interface BootstrapOptions {
  readonly rng: Rng;
  /** How many resamples; 2,000 by default, and 50,000 where the ends are to be printed to two digits. */
  readonly repetitions?: number;
  /** Coverage of the interval; 0.95 by default. */
  readonly level?: number;
}

/**
 * The statistic on the groups as they are, with its percentile interval over resamples: in each group and task by
 * itself, as many runs as there are drawn with replacement (stratified bootstrap, Agarwal et al. 2021; ends by linear
 * interpolation). Of one run the interval is a point; below about ten runs it is too narrow.
 */
export function bootstrapInterval(
  groups: readonly Scores[],
  statistic: Statistic,
  { level = 0.95, ...drawing }: BootstrapOptions,
): Interval {
  const replicates = bootstrapReplicates(groups, statistic, drawing);
  const tail = (1 - level) / 2;
  return {
    estimate: statistic(...groups.map(copyOf)),
    low: quantile(replicates, tail),
    high: quantile(replicates, 1 - tail),
  };
}

/** The statistic of each resample, ascending (NaN last); see `bootstrapInterval`. */
export function bootstrapReplicates(
  groups: readonly Scores[],
  statistic: Statistic,
  { rng, repetitions = 2000 }: Omit<BootstrapOptions, "level">,
): Float64Array {
  if (!Number.isInteger(repetitions) || repetitions < 1) {
    throw new Error(`a bootstrap takes a whole number of repetitions, not ${repetitions}`);
  }
  const drawn = groups.map(copyOf);
  const replicates = new Float64Array(repetitions);
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (let group = 0; group < groups.length; group++) resample(groups[group]!, drawn[group]!, rng);
    replicates[repetition] = statistic(...drawn);
  }
  return replicates.sort();
}

/** The scores of all tasks in one list: what statistics over runs and tasks alike are taken of. */
export function pooled(scores: Scores): Float64Array {
  const list = new Float64Array(scores.reduce((count, runs) => count + runs.length, 0));
  let at = 0;
  for (const runs of scores) {
    list.set(runs, at);
    at += runs.length;
  }
  return list;
}

function copyOf(scores: Scores): Float64Array[] {
  return scores.map((runs) => Float64Array.from(runs));
}

function resample(scores: Scores, into: readonly Float64Array[], rng: Rng): void {
  for (let task = 0; task < scores.length; task++) {
    const [runs, drawn] = [scores[task]!, into[task]!];
    for (let run = 0; run < drawn.length; run++) drawn[run] = runs[rng.below(drawn.length)] as number;
  }
}
