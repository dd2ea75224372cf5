// Loss terms of policy-gradient learners: pure functions of traced arrays, each answering a scalar.
import { InputError } from "../base/errors.ts";
import {
  abs,
  add,
  cast,
  clip,
  exp,
  greater,
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

function requireSamples(place: string, ...values: readonly Value[]): void {
  const shapes = values.map(({ shape }) => `[${shape}]`);
  if (values[0].shape.length !== 1 || shapes.some((shape) => shape !== shapes[0])) {
    throw new InputError(place, shapes.join(", "), "arrays of one shape [samples]");
  }
}
