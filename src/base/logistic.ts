// Logistic regression by Newton's method, and the point where an outcome becomes as likely as not.
import jstat from "jstat";
import { cholesky, solveCholesky } from "./cholesky.ts";
import { InnergapError } from "./errors.ts";
import type { Interval } from "./interval.ts";
import { quantile } from "./quantile.ts";
import type { Rng } from "./rng.ts";

export interface LogisticOptions {
  /** Trials behind each outcome, which is then a share of successes; 1 by default. */
  readonly weights?: ArrayLike<number>;
  /** Penalty ridge / 2 * (sum of squared slopes), the intercept left free; 0 by default. */
  readonly ridge?: number;
}

export interface LogisticFit {
  /** Intercept, then one slope for each predictor, on the scale of log odds. */
  readonly coefficients: readonly number[];
  /** Square roots of the diagonal of `covariance`. */
  readonly standardErrors: readonly number[];
  /** Inverse of the (penalised) observed information. */
  readonly covariance: readonly (readonly number[])[];
  /** Without the penalty, and without the binomial coefficients that do not depend on the fit. */
  readonly logLikelihood: number;
  readonly iterations: number;
}

/** The observations fix no coefficients: predictors separate the outcomes, or depend on each other linearly. */
export class NoFitError extends InnergapError {
  override readonly name = "NoFitError";
}

const mostIterations = 100;

/**
 * Maximum (penalised) likelihood of P(success) = 1 / (1 + exp(-(b0 + b . x))). predictors: one list of n values each,
 * outcomes: n values in [0, 1]. Newton's method (iteratively reweighted least squares), halving steps that would lose
 * likelihood. Throws a NoFitError where there is no single finite maximum (predictors separate the outcomes, or are
 * linearly dependent), and an Error where lengths do not fit.
 */
export function logisticFit(
  predictors: readonly ArrayLike<number>[],
  outcomes: ArrayLike<number>,
  { weights, ridge = 0 }: LogisticOptions = {},
): LogisticFit {
  const design = designOf(predictors, outcomes, weights);
  refuseDependence(design, ridge);
  const start = new Float64Array(design.columns);
  let at: Point = { coefficients: start, objective: objectiveAt(design, start, ridge) };
  for (let iterations = 1; iterations <= mostIterations; iterations++) {
    const factor = cholesky(informationAt(design, at.coefficients, ridge));
    if (factor === null) throw separation();
    const step = solveCholesky(factor, scoreAt(design, at.coefficients, ridge));
    const next = improved(design, at, step, ridge);
    if (largestChange(design, step) < 1e-10) return finished(design, next.coefficients, ridge, iterations);
    at = next;
  }
  throw separation();
}

/**
 * Where success is as likely as not in a fit with one predictor: -b0 / b1, with the interval of the delta method
 * (normal quantile times sqrt(g' covariance g), g = (-1 / b1, b0 / b1^2)). The interval is fair only while b1 lies
 * several standard errors from 0.
 */
export function logisticMidpoint(
  fit: LogisticFit,
  level = 0.95,
): Interval & { readonly standardError: number } {
  if (fit.coefficients.length !== 2) throw new Error("only a fit with one predictor has one midpoint");
  const [b0, b1] = fit.coefficients as [number, number];
  const gradient = [-1 / b1, b0 / b1 ** 2];
  let variance = 0;
  for (let i = 0; i < 2; i++) {
    for (let j = 0; j < 2; j++) variance += gradient[i]! * fit.covariance[i]![j]! * gradient[j]!;
  }
  const standardError = Math.sqrt(variance);
  const half = jstat.jStat.normal.inv(1 - (1 - level) / 2, 0, 1) * standardError;
  const estimate = -b0 / b1;
  return { estimate, low: estimate - half, high: estimate + half, standardError };
}

/** Observations that belong together (one seed's): they are resampled as one. */
export interface Cluster {
  readonly predictor: ArrayLike<number>;
  readonly outcomes: ArrayLike<number>;
  /** As in LogisticOptions. */
  readonly weights?: ArrayLike<number>;
}

export interface MidpointBootstrapOptions {
  readonly rng: Rng;
  readonly repetitions?: number;
  readonly level?: number;
  readonly ridge?: number;
}

/** Share of resamples without a fit beyond which an interval of the others would mislead. */
const mostWithoutFit = 0.05;

/**
 * The midpoint with its percentile interval over resamples of whole clusters. Resamples without a fit have no
 * midpoint; they are left out and counted. Throws a NoFitError where they are more than 5 %.
 */
export function bootstrapMidpoint(
  clusters: readonly Cluster[],
  { rng, repetitions = 2000, level = 0.95, ridge = 0 }: MidpointBootstrapOptions,
): Interval & { readonly withoutFit: number } {
  const { estimate } = logisticMidpoint(fitOf(clusters, ridge));
  const midpoints: number[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const drawn = clusters.map(() => clusters[rng.below(clusters.length)]!);
    const midpoint = midpointOrNull(drawn, ridge);
    if (midpoint !== null) midpoints.push(midpoint);
  }
  const withoutFit = repetitions - midpoints.length;
  if (withoutFit > mostWithoutFit * repetitions) {
    throw new NoFitError(
      `${withoutFit} of ${repetitions} resamples have no logistic fit: a ridge gives them one`,
    );
  }
  const sorted = Float64Array.from(midpoints).sort();
  const tail = (1 - level) / 2;
  return { estimate, low: quantile(sorted, tail), high: quantile(sorted, 1 - tail), withoutFit };
}

function midpointOrNull(clusters: readonly Cluster[], ridge: number): number | null {
  try {
    return logisticMidpoint(fitOf(clusters, ridge)).estimate;
  } catch (error) {
    if (error instanceof NoFitError) return null;
    throw error;
  }
}

function fitOf(clusters: readonly Cluster[], ridge: number): LogisticFit {
  const predictor = clusters.flatMap((cluster) => Array.from(cluster.predictor));
  const outcomes = clusters.flatMap((cluster) => Array.from(cluster.outcomes));
  const weights = clusters.flatMap((cluster) =>
    Array.from(cluster.outcomes, (_, index) => cluster.weights?.[index] ?? 1),
  );
  return logisticFit([predictor], outcomes, { weights, ridge });
}

/** Rows with a leading 1, row by row; outcomes and weights beside them. */
interface Design {
  readonly rows: number;
  readonly columns: number;
  readonly matrix: Float64Array;
  readonly outcomes: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

interface Point {
  readonly coefficients: Float64Array;
  readonly objective: number;
}

function designOf(
  predictors: readonly ArrayLike<number>[],
  outcomes: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
): Design {
  const rows = outcomes.length;
  const columns = predictors.length + 1;
  for (const list of [...predictors, ...(weights === undefined ? [] : [weights])]) {
    if (list.length !== rows) throw new Error(`${list.length} values stand beside ${rows} outcomes`);
  }
  if (Array.from(outcomes).some((outcome) => !(outcome >= 0 && outcome <= 1))) {
    throw new Error("outcomes of a logistic regression lie between 0 and 1");
  }
  const matrix = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    matrix[row * columns] = 1;
    for (let column = 1; column < columns; column++) {
      matrix[row * columns + column] = predictors[column - 1]![row] as number;
    }
  }
  return { rows, columns, matrix, outcomes, weights: weights ?? new Float64Array(rows).fill(1) };
}

function refuseDependence(design: Design, ridge: number): void {
  if (cholesky(informationAt(design, new Float64Array(design.columns), ridge)) === null) {
    throw new NoFitError("the predictors are linearly dependent, or too few values of them were observed");
  }
}

function separation(): NoFitError {
  return new NoFitError(
    "the predictors separate the outcomes (entirely or but for ties), so the likelihood has no maximum: give a ridge",
  );
}

function logOdds({ matrix, columns }: Design, coefficients: Float64Array, row: number): number {
  let sum = 0;
  for (let column = 0; column < columns; column++) {
    sum += (matrix[row * columns + column] as number) * (coefficients[column] as number);
  }
  return sum;
}

/** log(1 + exp(x)) without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

function logLikelihoodAt(design: Design, coefficients: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < design.rows; row++) {
    const odds = logOdds(design, coefficients, row);
    const outcome = design.outcomes[row] as number;
    sum -= (design.weights[row] as number) * (outcome * softplus(-odds) + (1 - outcome) * softplus(odds));
  }
  return sum;
}

function objectiveAt(design: Design, coefficients: Float64Array, ridge: number): number {
  let penalty = 0;
  for (let column = 1; column < design.columns; column++) penalty += (coefficients[column] as number) ** 2;
  return logLikelihoodAt(design, coefficients) - (ridge / 2) * penalty;
}

/** Gradient of the objective. */
function scoreAt(design: Design, coefficients: Float64Array, ridge: number): Float64Array {
  const { rows, columns, matrix } = design;
  const score = Float64Array.from(coefficients, (value, column) => (column === 0 ? 0 : -ridge * value));
  for (let row = 0; row < rows; row++) {
    const chance = 1 / (1 + Math.exp(-logOdds(design, coefficients, row)));
    const residual = (design.weights[row] as number) * ((design.outcomes[row] as number) - chance);
    for (let column = 0; column < columns; column++) {
      score[column]! += residual * (matrix[row * columns + column] as number);
    }
  }
  return score;
}

/** Negative second derivatives of the objective, row by row. */
function informationAt(design: Design, coefficients: Float64Array, ridge: number): Float64Array {
  const { rows, columns, matrix } = design;
  const information = new Float64Array(columns * columns);
  for (let column = 1; column < columns; column++) information[column * columns + column] = ridge;
  for (let row = 0; row < rows; row++) {
    const chance = 1 / (1 + Math.exp(-logOdds(design, coefficients, row)));
    const weight = (design.weights[row] as number) * chance * (1 - chance);
    for (let i = 0; i < columns; i++) {
      const left = weight * (matrix[row * columns + i] as number);
      for (let j = 0; j < columns; j++) {
        information[i * columns + j]! += left * (matrix[row * columns + j] as number);
      }
    }
  }
  return information;
}

/** The step, halved until the objective does not fall by more than rounding. */
function improved(
  design: Design,
  { coefficients, objective }: Point,
  step: Float64Array,
  ridge: number,
): Point {
  const bar = objective - 1e-12 * (1 + Math.abs(objective));
  for (let share = 1; share > 1e-6; share /= 2) {
    const next = coefficients.map((value, index) => value + share * (step[index] as number));
    const reached = objectiveAt(design, next, ridge);
    if (reached >= bar) return { coefficients: next, objective: reached };
  }
  return { coefficients, objective };
}

/** The most that a step changes the log odds of any observation: a size that no scale of the predictors alters. */
function largestChange(design: Design, step: Float64Array): number {
  let largest = 0;
  for (let row = 0; row < design.rows; row++) {
    largest = Math.max(largest, Math.abs(logOdds(design, step, row)));
  }
  return largest;
}

function finished(
  design: Design,
  coefficients: Float64Array,
  ridge: number,
  iterations: number,
): LogisticFit {
  const factor = cholesky(informationAt(design, coefficients, ridge));
  if (factor === null) throw separation();
  const { columns } = design;
  const covariance = Array.from({ length: columns }, (_, column) => {
    const unit = new Float64Array(columns);
    unit[column] = 1;
    return Array.from(solveCholesky(factor, unit));
  });
  return {
    coefficients: Array.from(coefficients),
    standardErrors: covariance.map((row, column) => Math.sqrt(row[column]!)),
    covariance,
    logLikelihood: logLikelihoodAt(design, coefficients),
    iterations,
  };
}
