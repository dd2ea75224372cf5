// Factors: tables over some variables, and the one operation on them, multiplying several and summing variables out.

/** A table over variables. */
export interface Factor {
  /** Numbers of the variables, each once; the last one changes fastest in `values`. */
  readonly variables: readonly number[];
  /** [product of the variables' sizes] */
  readonly values: Float64Array;
}

/** The factor of no variables. */
export const scalar = (value: number): Factor => ({ variables: [], values: Float64Array.of(value) });

/** How many entries a table over these variables has. */
export function tableSize(variables: readonly number[], sizes: ArrayLike<number>): number {
  return variables.reduce((product, variable) => product * sizes[variable]!, 1);
}

/**
 * The product of the factors, summed over every variable that is not kept: a table over `kept`, in that order. A kept variable
 * that no factor has gives equal entries.
 *
 * @param sizes domain size by variable
 */
export function sumProduct(
  factors: readonly Factor[],
  kept: readonly number[],
  sizes: ArrayLike<number>,
): Factor {
  const summed = [...new Set(factors.flatMap(({ variables }) => variables))].filter(
    (variable) => !kept.includes(variable),
  );
  const axes = [...kept, ...summed];
  const lengths = Int32Array.from(axes, (variable) => sizes[variable]!);
  const steps = factors.map((factor) => stepsAlong(axes, factor, sizes));
  const tables = factors.map(({ values }) => values);
  const values = new Float64Array(tableSize(kept, sizes));
  fill(values, tables, steps, lengths, tableSize(summed, sizes));
  return { variables: kept, values };
}

/** How far one step along each axis moves in a factor's table; 0 along the axes of variables that it does not have. */
function stepsAlong(axes: readonly number[], { variables }: Factor, sizes: ArrayLike<number>): Int32Array {
  return Int32Array.from(axes, (axis) => {
    const place = variables.indexOf(axis);
    return place < 0 ? 0 : tableSize(variables.slice(place + 1), sizes);
  });
}

/** Walks through all settings of the axes like an odometer, `inner` of them to one entry of the result. */
function fill(
  values: Float64Array,
  tables: readonly Float64Array[],
  steps: readonly Int32Array[],
  lengths: Int32Array,
  inner: number,
): void {
  const digits = new Int32Array(lengths.length);
  const offsets = new Int32Array(tables.length);
  for (let entry = 0; entry < values.length; entry++) {
    let total = 0;
    for (let turn = 0; turn < inner; turn++) {
      let product = 1;
      for (let factor = 0; factor < tables.length; factor++) product *= tables[factor]![offsets[factor]!]!;
      total += product;
      for (let axis = lengths.length - 1; axis >= 0; axis--) {
        const length = lengths[axis]!;
        const next = digits[axis]! + 1;
        if (next < length) {
          digits[axis] = next;
          for (let factor = 0; factor < tables.length; factor++) offsets[factor]! += steps[factor]![axis]!;
          break;
        }
        digits[axis] = 0;
        for (let factor = 0; factor < tables.length; factor++)
          offsets[factor]! -= steps[factor]![axis]! * (length - 1);
      }
    }
    values[entry] = total;
  }
}
