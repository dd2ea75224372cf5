// How far training has come: the share of the initial excess regret that a checkpoint has left.

/**
 * (r_t - r_last) / (r_first - r_last) of each checkpoint, where r = V_b* - V_b(pi) in training; V_b* cancels out. 1 at the
 * first and 0 at the last; sampled values may leave that range in between. All null where the last checkpoint is no better
 * than the first: nothing was learned that could be shared out.
 * values: V_b of each checkpoint on the training levels, in the order of training. [checkpoints]
 */
export function regretLeft(values: readonly number[]): (number | null)[] {
  const [first, last] = [values[0] ?? Number.NaN, values.at(-1) ?? Number.NaN];
  const gained = last - first;
  return values.map((value) => (gained > 0 ? (last - value) / gained : null));
}

/** Shares of the initial excess regret at which the objective is looked at. */
export const regretFractions = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01] as const;

/** The first checkpoint with at most each fraction left; null where none has so little. Checkpoints in the order of training. */
export function checkpointsAtRegret<Checkpoint extends { readonly regretLeft: number | null }>(
  checkpoints: readonly Checkpoint[],
  fractions: readonly number[] = regretFractions,
): { readonly fraction: number; readonly checkpoint: Checkpoint | null }[] {
  return fractions.map((fraction) => ({
    fraction,
    checkpoint: checkpoints.find(({ regretLeft: left }) => left !== null && left <= fraction) ?? null,
  }));
}
