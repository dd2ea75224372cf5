// Learning rates over the course of training.

/** A number as a function of the share of training that is done, 0 at the first update and towards 1 at the last. */
export type Schedule = (progress: number) => number;

export function constantSchedule(value: number): Schedule {
  return () => value;
}

/** Falls in a straight line from `initial` at progress 0 to `final` at progress 1. */
export function linearSchedule(initial: number, final = 0): Schedule {
  return (progress) => initial + (final - initial) * Math.min(Math.max(progress, 0), 1);
}

/** How the share of random actions falls. */
export interface Exploration {
  readonly start_e: number;
  readonly end_e: number;
  /** Share of the training in which it falls. */
  readonly exploration_fraction: number;
}

/** Falls in a straight line from `start_e` to `end_e` in the first part of the training, and stays there (Mnih et al. 2015). */
export function explorationSchedule({ start_e, end_e, exploration_fraction }: Exploration): Schedule {
  if (exploration_fraction === 0) return constantSchedule(end_e);
  const falling = linearSchedule(start_e, end_e);
  return (progress) => falling(progress / exploration_fraction);
}
