// From action values to ways of acting on them.

/** Actions whose value lies this close to the best count as equally good. */
export const tieTolerance = 1e-9;

/** 1 for each action whose value lies within the tolerance of the best in its state. q and result: [states, actions] */
export function bestActions(q: Float64Array, actions: number, tolerance = tieTolerance): Uint8Array {
  const best = new Uint8Array(q.length);
  for (let start = 0; start < q.length; start += actions) {
    let highest = -Infinity;
    for (let row = start; row < start + actions; row++) highest = Math.max(highest, q[row] as number);
    for (let row = start; row < start + actions; row++) {
      if ((q[row] as number) >= highest - tolerance) best[row] = 1;
    }
  }
  return best;
}

/** The policy that is uniform over the marked actions of each state. Both [states, actions]. */
export function uniformOver(marked: Uint8Array, actions: number): Float64Array {
  const policy = new Float64Array(marked.length);
  for (let start = 0; start < marked.length; start += actions) {
    let count = 0;
    for (let row = start; row < start + actions; row++) count += marked[row] as number;
    for (let row = start; row < start + actions; row++) policy[row] = (marked[row] as number) / count;
  }
  return policy;
}

/** The policy that is uniform over the actions within the tolerance of the best value. [states, actions] */
export function uniformOverBest(q: Float64Array, actions: number, tolerance = tieTolerance): Float64Array {
  return uniformOver(bestActions(q, actions, tolerance), actions);
}

/** (1 - share) x policy + share x uniform: one that lapses into a random action with that probability. */
export function withNoise(policy: Float64Array, actions: number, share: number): Float64Array {
  return policy.map((probability) => (1 - share) * probability + share / actions);
}

/** The policy that knows nothing: every action equally likely everywhere. [states, actions] */
export function uniformTable(states: number, actions: number): Float64Array {
  return new Float64Array(states * actions).fill(1 / actions);
}

/**
 * softmax(rationality x values): out[a] in proportion to exp(rationality x values[a]), of `actions` entries from `offset`
 * on, written to the same places of `out`, which may be `values` itself. A negative rationality prefers the worst.
 */
export function choiceProbabilities(
  values: Float64Array,
  rationality: number,
  actions: number,
  offset: number,
  out: Float64Array,
): void {
  const end = offset + actions;
  const sign = rationality < 0 ? -1 : 1;
  let preferred = values[offset] as number;
  for (let i = offset + 1; i < end; i++) {
    if (sign * (values[i] as number) > sign * preferred) preferred = values[i] as number;
  }
  let sum = 0;
  for (let i = offset; i < end; i++) {
    const weight = Math.exp(rationality * ((values[i] as number) - preferred));
    out[i] = weight;
    sum += weight;
  }
  for (let i = offset; i < end; i++) out[i]! /= sum;
}
