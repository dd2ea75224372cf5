// Returns and advantages of recorded steps: pure functions of arrays, time first.
import type { Trajectory } from "./trajectory.ts";

/** The part of a trajectory that returns are computed from. */
export type ReturnInputs = Pick<
  Trajectory,
  "steps" | "lanes" | "rewards" | "values" | "terminated" | "truncated" | "finalValues" | "lastValues"
>;

/**
 * What the future after each step is worth by the recorded estimates: nothing where the episode ended by rule, the
 * estimate of its last observation where it was only cut off (Pardo et al. 2018, "Time limits in reinforcement
 * learning"), otherwise the estimate of the next observation. [steps, lanes]
 */
export function nextValues(inputs: ReturnInputs): Float32Array {
  const { steps, lanes, values, terminated, truncated, finalValues, lastValues } = inputs;
  checkShapes(inputs);
  const nextValueT = new Float32Array(steps * lanes);
  const lastRow = (steps - 1) * lanes;
  for (let row = 0; row < nextValueT.length; row++) {
    if (terminated[row]) nextValueT[row] = 0;
    else if (truncated[row]) nextValueT[row] = finalValues[row];
    else nextValueT[row] = row < lastRow ? values[row + lanes] : lastValues[row - lastRow];
  }
  return nextValueT;
}

/**
 * Generalised advantage estimates (Schulman et al. 2016, equation 16): A_t = sum over k of (gamma lambda)^k delta_{t+k},
 * delta_t = r_t + gamma V_{t+1} - V_t, the sum ending with the episode. [steps, lanes]
 */
export function generalisedAdvantages(inputs: ReturnInputs, gamma: number, lambda: number): Float32Array {
  const { lanes, rewards, values, terminated, truncated } = inputs;
  const nextValueT = nextValues(inputs);
  const advantageT = new Float32Array(nextValueT.length);
  const following = new Float64Array(lanes);
  for (let row = advantageT.length - 1; row >= 0; row--) {
    const lane = row % lanes;
    const ended = terminated[row] || truncated[row];
    const delta = rewards[row] + gamma * nextValueT[row] - values[row];
    const advantage = ended ? delta : delta + gamma * lambda * following[lane];
    following[lane] = advantage;
    advantageT[row] = advantage;
  }
  return advantageT;
}

/**
 * Lambda-returns (Sutton and Barto 2018, equation 12.18 in recursive form): G_t = r_t + gamma ((1 - lambda) V_{t+1} +
 * lambda G_{t+1}), and r_t + gamma V_{t+1} where an episode or the record ends. [steps, lanes]
 */
export function lambdaReturns(inputs: ReturnInputs, gamma: number, lambda: number): Float32Array {
  const { lanes, rewards, terminated, truncated, lastValues } = inputs;
  const nextValueT = nextValues(inputs);
  const returnT = new Float32Array(nextValueT.length);
  const following = Float64Array.from(lastValues);
  for (let row = returnT.length - 1; row >= 0; row--) {
    const lane = row % lanes;
    const nextValue = nextValueT[row];
    const ended = terminated[row] || truncated[row];
    const future = ended ? nextValue : (1 - lambda) * nextValue + lambda * following[lane];
    following[lane] = rewards[row] + gamma * future;
    returnT[row] = following[lane];
  }
  return returnT;
}

/**
 * Share of the variance of the returns that the estimates explain, 1 - Var(return - estimate) / Var(return); NaN where
 * the returns do not vary.
 */
export function explainedVariance(estimates: Float32Array, returns: Float32Array): number {
  if (estimates.length !== returns.length) throw new RangeError("estimates and returns differ in length");
  const spread = variance(returns.length, (row) => returns[row]);
  if (spread === 0) return Number.NaN;
  return 1 - variance(returns.length, (row) => returns[row] - estimates[row]) / spread;
}

function variance(count: number, at: (row: number) => number): number {
  let mean = 0;
  for (let row = 0; row < count; row++) mean += at(row) / count;
  let sum = 0;
  for (let row = 0; row < count; row++) sum += (at(row) - mean) ** 2;
  return sum / count;
}

function checkShapes(inputs: ReturnInputs): void {
  const { steps, lanes } = inputs;
  for (const name of ["rewards", "values", "terminated", "truncated", "finalValues"] as const) {
    if (inputs[name].length !== steps * lanes) {
      throw new RangeError(`${name} has ${inputs[name].length} entries for ${steps} steps x ${lanes} lanes`);
    }
  }
  if (inputs.lastValues.length !== lanes) {
    throw new RangeError(`lastValues has ${inputs.lastValues.length} entries for ${lanes} lanes`);
  }
}
