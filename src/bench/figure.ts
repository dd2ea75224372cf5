// One measured figure beside its bar: what `innergap bench` prints.

export interface Figure {
  /** `<bench>/<what>`, kebab-case. */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The value in terms of what it was measured against in the same sitting; null where it stands alone. */
  readonly ratio: number | null;
  /** The bar for the ratio where there is one, else for the value; null for a figure that is only shown. */
  readonly bar: number | null;
  readonly pass: boolean | null;
}

/** A bench file's one export: measures, and hands over each figure as soon as it stands. */
export type Measure = (report: (figure: Figure) => void) => Promise<void>;

interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly ratio?: number;
}

/** A figure that should be at least the bar. */
export function atLeast(measured: Measured, bar: number): Figure {
  const judged = measured.ratio ?? measured.value;
  return { ...shown(measured), bar, pass: judged >= bar };
}

/** A figure that should be at most the bar. */
export function atMost(measured: Measured, bar: number): Figure {
  const judged = measured.ratio ?? measured.value;
  return { ...shown(measured), bar, pass: judged <= bar };
}

/** A figure without a bar. */
export function shown(measured: Measured): Figure {
  const { name, value, unit, ratio = null } = measured;
  return { name, value, unit, ratio, bar: null, pass: null };
}

/** The middle one of some measurements (the upper middle of an even number). */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("no measurement to take the median of");
  return middle;
}
