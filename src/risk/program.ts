// What a model of risk is compiled to: independent inputs with their quantile functions, and quantities worked out by columns.

/** An independent input of a model: a quantity's own uncertainty, or a common cause. */
export interface RiskInput {
  /** The quantity whose uncertainty it is, or the common cause's name. */
  readonly name: string;
  /** Quantile function: a share in (0, 1) to a value, never falling. */
  quantile(share: number): number;
  /**
   * Writes the quantiles of the first `count` of `shares` to `out` (which may be `shares`): from a table of stated accuracy where the
   * quantile itself is slow.
   */
  fill(shares: Float64Array, out: Float64Array, count: number): void;
}

/** One option of the decision at the end of a model. */
export interface RiskOption {
  readonly name: string;
  /** The quantity that is this option's payoff; more is better. */
  readonly quantity: string;
}

/** A model of risk, ready to be drawn from. */
export interface RiskProgram {
  readonly name: string;
  /** Independent of each other. */
  readonly inputs: readonly RiskInput[];
  /** All named quantities in the order of their computation. */
  readonly quantities: readonly string[];
  /** The quantity that is asked about. */
  readonly outcome: string;
  /** What can be done, for values of information; null where the model names no decision. */
  readonly decision: { readonly options: readonly RiskOption[] } | null;
  /**
   * `values[input]` holds at least `count` values of each input, already transformed. Returns `count` values for each asked quantity, in
   * columns of its own (never shared with `values` or with the next call). Throws an InputError that names the quantity and the drawn value
   * where one is impossible (a probability outside of 0 to 1, a result that is no finite number).
   */
  evaluate(values: readonly Float64Array[], count: number, quantities: readonly string[]): Float64Array[];
}
