// After how many samples enumerating Bayes prefers the label: log odds averaged over data sets, and first passages of single ones.
import { InputError } from "../../base/errors.ts";
import type { Rng } from "../../base/rng.ts";
import { cellsOf } from "./language.ts";
import type { ExactBayes } from "./posterior.ts";
import { drawQuestions, type World } from "./world.ts";

export interface CrossingCurve {
  /** ln P(label) / P(truth) after 0, 1, ... samples, averaged over data sets. [samples + 1] */
  readonly mean: Float64Array;
  /** Where the mean curve crosses zero, between samples by a straight line; null where it does not. */
  readonly crossing: number | null;
  /** The first sample after which a data set's own odds favour the label; null where none does. [data sets] */
  readonly firstPassage: readonly (number | null)[];
}

/** The most samples times data sets that a curve is worked out for. */
const mostWork = 2 ** 24;

/**
 * Draws data sets of fresh questions, and adds their samples one by one. Throws an InputError on numbers out of range, and where no program
 * computes the label, since there are no odds then.
 */
export function crossingCurve(
  bayes: ExactBayes,
  world: World,
  { samples, dataSets, rng }: { samples: number; dataSets: number; rng: Rng },
): CrossingCurve {
  const whole = Number.isInteger(samples) && Number.isInteger(dataSets) && samples >= 1 && dataSets >= 1;
  if (!whole || samples * dataSets > mostWork) {
    throw new InputError(
      "crossing",
      `${samples} samples, ${dataSets} data sets`,
      `at least 1 of each, at most ${mostWork} together`,
    );
  }
  if (world.errors === "random") {
    throw new InputError("world.errors", "random", "errors that a program can state: systematic or hardware");
  }
  const mean = new Float64Array(samples + 1);
  const firstPassage: (number | null)[] = [];
  const times = new Int32Array(samples).fill(1);
  for (let set = 0; set < dataSets; set++) {
    const questions = drawQuestions(world, samples, rng);
    const cells = cellsOf(world, questions);
    const steps = bayes.logOddsAfterEach({ cells, label: questions.label, times });
    let first: number | null = null;
    for (let n = 0; n <= samples; n++) {
      mean[n]! += (steps[n] as number) / dataSets;
      if (first === null && (steps[n] as number) > 0) first = n;
    }
    firstPassage.push(first);
  }
  return { mean, crossing: zeroOf(mean), firstPassage };
}

/** Where a curve over 0, 1, 2, ... first reaches zero from below, by a straight line between its points; null where it stays below. */
export function zeroOf(curve: ArrayLike<number>): number | null {
  for (let n = 1; n < curve.length; n++) {
    const [before, after] = [curve[n - 1] as number, curve[n] as number];
    if (before < 0 && after >= 0) return n - after / (after - before);
  }
  return null;
}
