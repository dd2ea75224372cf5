// Points of the unit cube in blocks of columns: what every estimator draws from.

/** Points of a unit cube, one after the other. */
export interface PointStream {
  /** Writes the next `count` points: columns[dimension][0 ... count), each strictly between 0 and 1. */
  next(columns: readonly Float64Array[], count: number): void;
}
