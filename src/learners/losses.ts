// Loss terms of learners: pure functions of traced arrays, each answering a scalar.
import { InputError } from "../base/errors.ts";
import {
  abs,
  add,
  cast,
  clip,
  div,
  exp,
  greater,
  log,
  maximum,
  mean,
  mul,
  neg,
  square,
  sub,
  sum,
  type Value,
} from "../engine/ops.ts";

export interface SurrogateInputs {
  /** Log-probability of the taken action under the current parameters. [samples] */
  readonly logProbability: Value;
  /** The same when the action was taken. [samples] */
  readonly oldLogProbability: Value;
  /** [samples] */
  readonly advantage: Value;
}

/** The clipped surrogate loss with what it tells about the distance to the acting policy; all scalars. */
export interface Surrogate {
  readonly loss: Value;
  /** Estimate of KL(old || new) as mean of -log ratio (unbiased, noisy). */
  readonly oldApproxKl: Value;
  /** Estimate of KL(old || new) as mean of ratio - 1 - log ratio (Schulman 2020, "Approximating KL divergence"). */
  readonly approxKl: Value;
  /** Share of samples whose ratio lies outside the clip range. */
  readonly clipFraction: Value;
}

/**
 * mean of -min(ratio A, clip(ratio, 1 - c, 1 + c) A), ratio = exp(log-probability - old log-probability): Schulman et
 * al. 2017, "Proximal policy optimization algorithms", equation 7, as a loss.
 */
export function clippedSurrogate(inputs: SurrogateInputs, clipRange: number): Surrogate {
  const { logProbability, oldLogProbability, advantage } = inputs;
  requireSamples("clippedSurrogate", logProbability, oldLogProbability, advantage);
  const logRatio = sub(logProbability, oldLogProbability);
  const ratio = exp(logRatio);
  const pessimist = maximum(
    mul(neg(advantage), ratio),
    mul(neg(advantage), clip(ratio, 1 - clipRange, 1 + clipRange)),
  );
  const change = sub(ratio, 1);
  return {
    loss: mean(pessimist),
    oldApproxKl: mean(neg(logRatio)),
    approxKl: mean(sub(change, logRatio)),
    clipFraction: mean(cast(greater(abs(change), clipRange), "float32")),
  };
}

export interface ValueInputs {
  /** Estimate under the current parameters. [samples] */
  readonly value: Value;
  /** Estimate when the observation was met. [samples] */
  readonly oldValue: Value;
  /** What the estimate should have been. [samples] */
  readonly target: Value;
}

/**
 * Half the mean squared error of the value estimates. With `clipRange`, the larger of that and of the error of the
 * estimate kept within `clipRange` of the old one, sample by sample (Huang et al. 2022, detail 9).
 */
export function valueLoss({ value, oldValue, target }: ValueInputs, clipRange: number | null): Value {
  requireSamples("valueLoss", value, oldValue, target);
  const error = square(sub(value, target));
  if (clipRange === null) return mul(mean(error), 0.5);
  const near = add(oldValue, clip(sub(value, oldValue), -clipRange, clipRange));
  return mul(mean(maximum(error, square(sub(near, target)))), 0.5);
}

/** Mean entropy in nats of categorical distributions. logProbabilities: normalised, [samples, actions] */
export function meanEntropy(logProbabilities: Value): Value {
  const { shape } = logProbabilities;
  if (shape.length !== 2) throw new InputError("meanEntropy", `[${shape}]`, "[samples, actions]");
  return mean(neg(sum(mul(exp(logProbabilities), logProbabilities), [-1])));
}

/**
 * Mean of -sum over actions of target x log-probability: the cross-entropy in nats from the target distributions to those
 * of the policy. Both [samples, actions], log-probabilities normalised.
 */
export function crossEntropy(logProbabilities: Value, target: Value): Value {
  const [found, expected] = [`[${target.shape}]`, `[${logProbabilities.shape}]`];
  if (target.shape.length !== 2 || found !== expected) {
    throw new InputError("crossEntropy", found, `targets [samples, actions] of the shape ${expected}`);
  }
  return mean(neg(sum(mul(target, logProbabilities), [-1])));
}

/**
 * Sum over rows of weight x (mean over outputs of the cross-entropy in nats from `target`, the probability of 1, to
 * logistic(logit)). Written as max(z, 0) - z t + log(1 + exp(-|z|)), which no logit overflows. logits, target: [rows, outputs];
 * weight: [rows], summing to 1 for a mean.
 */
export function binaryCrossEntropy(logits: Value, target: Value, weight: Value): Value {
  const softplus = add(maximum(logits, 0), log(add(exp(neg(abs(logits))), 1)));
  return weightedMean("binaryCrossEntropy", sub(softplus, mul(logits, target)), target, weight);
}

/** Sum over rows of weight x (mean over outputs of half the squared error). outputs, target: [rows, outputs]; weight: [rows] */
export function squaredError(outputs: Value, target: Value, weight: Value): Value {
  return weightedMean("squaredError", mul(square(sub(outputs, target)), 0.5), target, weight);
}

function weightedMean(place: string, losses: Value, target: Value, weight: Value): Value {
  const [rows, outputs] = losses.shape;
  if (
    losses.shape.length !== 2 ||
    `${target.shape}` !== `${losses.shape}` ||
    `${weight.shape}` !== `${rows}`
  ) {
    const found = `outputs [${losses.shape}], targets [${target.shape}], weights [${weight.shape}]`;
    throw new InputError(place, found, "[rows, outputs] twice and [rows]");
  }
  return div(sum(mul(sum(losses, [-1]), weight)), outputs);
}

function requireSamples(place: string, ...values: readonly Value[]): void {
  const shapes = values.map(({ shape }) => `[${shape}]`);
  if (values[0].shape.length !== 1 || shapes.some((shape) => shape !== shapes[0])) {
    throw new InputError(place, shapes.join(", "), "arrays of one shape [samples]");
  }
}
