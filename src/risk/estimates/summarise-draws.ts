// What a quantity came to over many draws: mean, spread, quantiles, tail means, exceedance.
import { InputError } from "../../base/errors.ts";
import { quantile } from "../../base/quantile.ts";
import { mean, sampleDeviation } from "../../base/stats.ts";
import { type ExceedancePoint, exceedanceCurve, shareAbove } from "./exceedance.ts";
import { type Figure, figureOf, sortedDraws } from "./figure.ts";
import { type Tail, tailMean } from "./tail-mean.ts";

export interface SummaryOptions {
  /** Shares of the quantiles; 5, 50 and 95 % by default. */
  readonly shares?: readonly number[];
  /** Levels of the conditional tail means; 95 % by default. */
  readonly levels?: readonly number[];
  /** Values whose exceedance is asked for; none by default. */
  readonly thresholds?: readonly number[];
  /** Which outcomes are the bad ones: the high ones by default, as of a probability of harm. */
  readonly tail?: Tail;
}

export interface DrawSummary {
  readonly mean: Figure;
  /** Standard deviation over draws: how uncertain the quantity is, not how uncertain its mean. */
  readonly deviation: Figure;
  readonly least: number;
  readonly greatest: number;
  readonly quantiles: readonly { readonly share: number; readonly value: Figure }[];
  readonly tail: Tail;
  /** CVaR: the mean of the worst 1 - level of the draws. */
  readonly tailMeans: readonly { readonly level: number; readonly value: Figure }[];
  readonly exceedances: readonly { readonly threshold: number; readonly probability: Figure }[];
  readonly curve: readonly ExceedancePoint[];
}

/**
 * Statistics of one quantity's draws (`replicates` of equal length, one after the other), each with a standard error from the differences
 * between replicates. Throws an InputError for a share or level outside of [0, 1), or a threshold that is no finite number.
 */
export function summariseDraws(
  values: Float64Array,
  replicates: number,
  { shares = [0.05, 0.5, 0.95], levels = [0.95], thresholds = [], tail = "upper" }: SummaryOptions = {},
): DrawSummary {
  shares.forEach((share, index) => {
    refuse(share >= 0 && share <= 1, `quantiles[${index}]`, share, "a share from 0 to 1");
  });
  levels.forEach((level, index) => {
    refuse(level >= 0 && level < 1, `levels[${index}]`, level, "a level from 0 to below 1");
  });
  thresholds.forEach((threshold, index) => {
    refuse(Number.isFinite(threshold), `thresholds[${index}]`, threshold, "a finite number");
  });
  const draws = sortedDraws(values, replicates);
  return {
    mean: figureOf(draws, mean),
    deviation: figureOf(draws, sampleDeviation),
    least: draws.all[0] as number,
    greatest: draws.all.at(-1) as number,
    quantiles: shares.map((share) => ({
      share,
      value: figureOf(draws, (sorted) => quantile(sorted, share)),
    })),
    tail,
    tailMeans: levels.map((level) => ({
      level,
      value: figureOf(draws, (sorted) => tailMean(sorted, level, tail)),
    })),
    exceedances: thresholds.map((threshold) => ({
      threshold,
      probability: figureOf(draws, (sorted) => shareAbove(sorted, threshold)),
    })),
    curve: exceedanceCurve(draws.all),
  };
}

function refuse(fits: boolean, place: string, found: number, expected: string): void {
  if (!fits) throw new InputError(place, String(found), expected);
}
