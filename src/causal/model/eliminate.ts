// Variable elimination: the sum of a product of factors, one variable at a time.
import { InputError } from "../../base/errors.ts";
import { type Factor, sumProduct, tableSize } from "./factor.ts";

/** The largest table that elimination may come to on its way: 2^25 entries, 256 MiB. */
export const largestTable = 2 ** 25;

/**
 * The product of the factors summed over all variables but `kept`: a table over these, in that order. At each step the variable goes whose
 * elimination makes the smallest table (min-weight; Kjaerulff 1990), among equals the one of the lowest number.
 *
 * @param sizes domain size by variable
 *
 * Throws an InputError that names the size where a table would have more than `largestTable` entries.
 */
export function eliminate(
  factors: readonly Factor[],
  kept: readonly number[],
  sizes: ArrayLike<number>,
): Factor {
  let open = [...factors];
  const left = new Set(open.flatMap(({ variables }) => variables));
  for (const variable of kept) left.delete(variable);
  while (left.size > 0) {
    const { variable, scope } = cheapest(left, open, sizes);
    const touched = open.filter(({ variables }) => variables.includes(variable));
    open = open.filter(({ variables }) => !variables.includes(variable));
    open.push(sumProduct(touched, scope, sizes));
    left.delete(variable);
  }
  refuseBeyond(tableSize(kept, sizes));
  return sumProduct(open, kept, sizes);
}

function cheapest(
  left: ReadonlySet<number>,
  factors: readonly Factor[],
  sizes: ArrayLike<number>,
): { readonly variable: number; readonly scope: readonly number[] } {
  let best = { variable: -1, scope: [] as number[] };
  let least = Number.POSITIVE_INFINITY;
  for (const variable of left) {
    const scope = new Set<number>();
    for (const { variables } of factors) {
      if (variables.includes(variable)) for (const other of variables) scope.add(other);
    }
    scope.delete(variable);
    const weight = tableSize([...scope], sizes);
    if (weight < least || (weight === least && variable < best.variable)) {
      least = weight;
      best = { variable, scope: [...scope] };
    }
  }
  refuseBeyond(least);
  return best;
}

function refuseBeyond(size: number): void {
  if (size > largestTable) {
    throw new InputError("elimination", `a table of ${size} entries`, `at most ${largestTable}`);
  }
}
