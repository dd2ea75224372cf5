// What an interval is, whatever made it.

/** An estimate of any statistic, with the ends of an interval around it. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}
