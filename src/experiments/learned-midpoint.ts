// Where learners change from defecting to cooperating, by the probability that defection is seen.

import type { Interval } from "../base/interval.ts";
import { bootstrapMidpoint, type Cluster, NoFitError } from "../base/logistic.ts";
import { Rng } from "../base/rng.ts";
import type { Figure, StudySummary } from "../measures/summary.ts";
import { figure } from "./checks.ts";
import { findingsOf } from "./findings.ts";

/** One seed's shares of learners that defect, by detection. */
export function learnedClusters(summary: StudySummary, learner: string): readonly Cluster[] {
  const rows = findingsOf(summary, "learners", { learner });
  const predictor = rows.map(({ conditions }) => Number(conditions.detection));
  const seeds = rows[0]?.seeds.length ?? 0;
  return Array.from({ length: seeds }, (_, seed) => ({
    predictor,
    outcomes: rows.map(({ figures }) => figures.defecting?.perSeed[seed] ?? Number.NaN),
  }));
}

/**
 * The logistic midpoint of P(defect) over detection, with its interval over resampled seeds. A ridge of 1e-6 gives resamples a fit in which learners
 * change over all at once; it moves no other. null where there are no learners or no fit.
 */
export function logisticMidpointOf(clusters: readonly Cluster[]): Interval | null {
  if (clusters.length === 0) return null;
  try {
    return bootstrapMidpoint(clusters, {
      rng: Rng.fromSeed("learned-midpoint"),
      repetitions: 1000,
      ridge: 1e-6,
    });
  } catch (error) {
    if (error instanceof NoFitError) return null;
    throw error;
  }
}

/**
 * The same seed by seed, where no logistic curve may fit: the mean of the distribution that shares falling from 1 to 0 stand for (Spearman 1908, Karber 1931). Detections are
 * equally far apart; learners all defect half a step below the first and none does half a step beyond the last.
 */
export function midpointPerSeed(summary: StudySummary, learner: string): Figure | null {
  const clusters = learnedClusters(summary, learner);
  if (clusters.length === 0) return null;
  return figure(
    clusters.map(({ predictor, outcomes }) => {
      const step = (predictor[predictor.length - 1]! - predictor[0]!) / (predictor.length - 1);
      return predictor[0]! - step / 2 + step * Array.from(outcomes).reduce((sum, share) => sum + share, 0);
    }),
  );
}
