// When two runtimes give the same answer.
import type { Tensor } from "../tensor.ts";

/** How far a number may be from the expected one, relative to it; where it is small, relative to the scale of its array. */
export interface Tolerance {
  readonly relative: number;
  scale(name: string, all: Readonly<Record<string, Tensor>>): number;
}

function largest(...arrays: readonly Tensor[]): number {
  let found = 0;
  for (const { data } of arrays)
    for (const x of data) if (Number.isFinite(x)) found = Math.max(found, Math.abs(x));
  return found;
}

/** The gradients by all parameters are one vector, and so are the means and the squares of Adam. */
export function largestOfKind(name: string, all: Readonly<Record<string, Tensor>>): number {
  const kind = (other: string) => (other.includes("/") ? other.split("/")[0] : other);
  return largest(...Object.keys(all).flatMap((other) => (kind(other) === kind(name) ? [all[other]] : [])));
}

/** A tenth of the largest number of the case: sums of many terms, as gradients are, may cancel almost to nothing. */
export const strict: Tolerance = { relative: 1e-5, scale: (_, all) => largest(...Object.values(all)) / 10 };

/** Says which array differs by more than is allowed, where, and by how much; undefined where none does. */
export function difference(
  found: Readonly<Record<string, Tensor>>,
  expected: Readonly<Record<string, Tensor>>,
  { relative, scale }: Tolerance,
): string | undefined {
  for (const [name, tensor] of Object.entries(expected)) {
    const least = scale(name, expected);
    const place = firstDifference(found[name], tensor, (x) => relative * Math.max(Math.abs(x), least));
    if (place !== undefined) return `${name} ${place}`;
  }
  return undefined;
}

function firstDifference(
  found: Tensor,
  expected: Tensor,
  allowed: (x: number) => number,
): string | undefined {
  const kind = ({ dtype, shape, data }: Tensor) => `${data.length} elements of ${dtype}[${shape}]`;
  if (kind(found) !== kind(expected)) return `is ${kind(found)}, not ${kind(expected)}`;
  for (const [index, x] of expected.data.entries()) {
    const y = found.data[index];
    const agrees = Object.is(x, y) || Math.abs(x - y) <= allowed(x);
    if (!agrees) return `differs at ${index}: found ${y}, expected ${x}`;
  }
  return undefined;
}
