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
