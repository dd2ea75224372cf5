// The least and the largest that the mean outcome can be, wherever the unknowns lie in their intervals.
import type { CompiledModel } from "./compile-model.ts";
import type { Order } from "./distribution-forms.ts";
import type { Formula } from "./formula.ts";
import type { CoreQuantity } from "./lower-model.ts";
import { addRanges, multiplyRanges, type Range, rangeOf, slopesOf } from "./range.ts";
import { usedBy } from "./used-by.ts";

/** How the outcome goes with an unknown, whatever everything else is. */
export type Direction = "rising" | "falling" | "without effect" | "unclear";

/** One end of the mean outcome. */
export interface WorstCase {
  readonly mean: number;
  /** Value of every unknown there, by name. */
  readonly at: Readonly<Record<string, number>>;
}

export interface WorstCases {
  readonly low: WorstCase;
  readonly high: WorstCase;
  /** Found by interval arithmetic on derivatives: certain for all but "unclear". */
  readonly directions: Readonly<Record<string, Direction>>;
  /**
   * "ends": every direction is clear, so the ends of the intervals are the worst cases. "search": corners and points inside were tried for the
   * unclear ones (`tried` of them), so the true ends may lie farther out.
   */
  readonly method: "ends" | "search";
  readonly tried: number;
  /** "exact": the outcome is linear in every leaf and these are independent, so its mean is its value at their means. "points": a mean over `points` even points. */
  readonly expectation: "exact" | "points";
  readonly points: number;
}

/** Draws in all: a second's work for a model of the usual size. */
const budget = 2 ** 20;
const mostPoints = 2 ** 16;
const mostCorners = 12;

/**
 * Infimum and supremum over interval priors, and over dependences that are unknown, of the mean of `outcome` (the model's own by default).
 * Unknowns that the outcome does not use are left out; null where none is left.
 */
export function worstCases(
  compiled: CompiledModel,
  outcome: string = compiled.program.outcome,
): WorstCases | null {
  const { program } = compiled;
  const used = usedBy(compiled.lowered.quantities, outcome);
  const quantities = compiled.lowered.quantities.filter(({ name }) => used.has(name));
  const unknowns = quantities.flatMap((quantity) => (quantity.kind === "unknown" ? [quantity] : []));
  if (unknowns.length === 0) return null;
  const directions = unknowns.map(({ name }) => directionOf(quantities, compiled.ranges, name));
  const unclear = unknowns.filter((_, index) => directions[index] === "unclear");
  const places = trialPlaces(unclear.length);
  const coupled = new Set(compiled.model.causes.flatMap(({ loadings }) => [...loadings.keys()]));
  const isExact = !quantities.some(({ name }) => coupled.has(name)) && isLinear(quantities);
  const points = isExact ? 1 : Math.max(64, Math.min(mostPoints, Math.floor(budget / (2 * places.length))));
  const ratio = goldenRatio(compiled.kinds.length);
  const columns = compiled.kinds.map(({ distribution }, input) => {
    if (isExact) return Float64Array.of(distribution.mean);
    const shares = Float64Array.from({ length: points }, (_, point) => evenShare(point, input, ratio));
    distribution.fill(shares, shares, points);
    return shares;
  });
  const inputOf = new Map(program.inputs.map(({ name }, input) => [name, input]));
  const meanAt = (at: Readonly<Record<string, number>>): number => {
    for (const [name, value] of Object.entries(at)) columns[inputOf.get(name)!]!.fill(value);
    const [values] = program.evaluate(columns, points, [outcome]);
    return values!.reduce((sum, value) => sum + value, 0) / points;
  };
  const worst = (side: 1 | -1): WorstCase => {
    let best: WorstCase | null = null;
    for (const place of places) {
      let next = 0;
      const at: Record<string, number> = {};
      unknowns.forEach(({ name, low, high }, index) => {
        const direction = directions[index]!;
        const share =
          direction === "unclear" ? place[next++]! : (direction === "rising") === (side === 1) ? 1 : 0;
        at[name] = share === 1 ? high : low + share * (high - low);
      });
      const mean = meanAt(at);
      if (best === null || side * mean > side * best.mean) best = { mean, at };
    }
    return best!;
  };
  return {
    low: worst(-1),
    high: worst(1),
    directions: Object.fromEntries(unknowns.map(({ name }, index) => [name, directions[index]!])),
    method: unclear.length === 0 ? "ends" : "search",
    tried: places.length,
    expectation: isExact ? "exact" : "points",
    points,
  };
}

/** Shares of the way from low to high to try for so many unknowns: all corners (some of them from 13 unknowns on), and points inside. */
function trialPlaces(unclear: number): readonly (readonly number[])[] {
  if (unclear === 0) return [[]];
  const ratio = goldenRatio(unclear);
  const corners = Array.from({ length: 2 ** Math.min(unclear, mostCorners) }, (_, corner) =>
    Array.from({ length: unclear }, (_, bit) => (corner >> (bit % mostCorners)) & 1),
  );
  const inside =
    unclear === 1
      ? Array.from({ length: 255 }, (_, step) => [(step + 1) / 256])
      : Array.from({ length: 1024 }, (_, point) =>
          Array.from({ length: unclear }, (_, unknown) => evenShare(point, unknown, ratio)),
        );
  return [...corners, ...inside];
}

/** Share of a Kronecker sequence whose steps are powers of a generalised golden ratio: even in any number of dimensions, and always the same. */
function evenShare(point: number, dimension: number, ratio: number): number {
  const share = (0.5 + (point + 1) * ratio ** -(dimension + 1)) % 1;
  return Math.min(1 - 2 ** -40, Math.max(2 ** -40, share));
}

/** The root above 1 of x^(dimensions + 1) = x + 1. */
function goldenRatio(dimensions: number): number {
  let ratio = 2;
  for (let step = 0; step < 60; step++) ratio = (1 + ratio) ** (1 / (dimensions + 1));
  return ratio;
}

/** By forward differentiation in interval arithmetic: the slope of every quantity in one unknown, up to the last of them, which is the outcome. */
function directionOf(
  quantities: readonly CoreQuantity[],
  ranges: ReadonlyMap<string, Range>,
  unknown: string,
): Direction {
  const none: Range = [0, 0];
  const slopes = new Map<string, Range>();
  const of = (formula: Formula): readonly [value: Range, slope: Range] => {
    if (formula.kind === "number") return [[formula.value, formula.value], none];
    if (formula.kind === "name") return [ranges.get(formula.name)!, slopes.get(formula.name) ?? none];
    const operands = formula.operands.map(of);
    const values = operands.map(([value]) => value);
    const value = rangeOf(formula.operator, values);
    if (operands.every(([, [low, high]]) => low === 0 && high === 0)) return [value, none];
    const partial = slopesOf(formula.operator, values);
    const terms = operands.map(([, slope], index) => multiplyRanges(partial[index]!, slope));
    return [value, terms.reduce(addRanges, none)];
  };
  const slopeOf = (quantity: CoreQuantity): Range => {
    if (quantity.name === unknown) return [1, 1];
    if (quantity.kind === "formula") return of(quantity.formula)[1];
    if (quantity.kind !== "conditional") return none;
    return quantity.distribution.parameters
      .map(({ order }, index) => multiplyRanges(orderSlopes[order], slopes.get(quantity.parameters[index]!)!))
      .reduce(addRanges);
  };
  for (const quantity of quantities) slopes.set(quantity.name, slopeOf(quantity));
  const [low, high] = slopes.get(quantities.at(-1)!.name)!;
  if (low === 0 && high === 0) return "without effect";
  return low >= 0 ? "rising" : high <= 0 ? "falling" : "unclear";
}

/** How the value at a fixed share goes with a parameter. */
const orderSlopes: Readonly<Record<Order, Range>> = {
  rising: [0, Infinity],
  falling: [-Infinity, 0],
  unclear: [-Infinity, Infinity],
};

/** Whether the last quantity is linear in every leaf while the others stay: sums, and products of what has no leaf in common. */
function isLinear(quantities: readonly CoreQuantity[]): boolean {
  /** The leaves that a quantity depends on; null where it is not linear in one of them. */
  const leaves = new Map<string, ReadonlySet<string> | null>();
  const nothing: ReadonlySet<string> = new Set();
  const of = (formula: Formula): ReadonlySet<string> | null => {
    if (formula.kind === "number") return nothing;
    if (formula.kind === "name") return leaves.get(formula.name)!;
    const operands = formula.operands.map(of);
    if (operands.includes(null)) return null;
    const [first, second] = operands as readonly ReadonlySet<string>[];
    if (operands.every((one) => one!.size === 0)) return nothing;
    switch (formula.operator) {
      case "negate":
        return first!;
      case "+":
      case "-":
        return new Set([...first!, ...second!]);
      case "*":
        return [...first!].some((leaf) => second!.has(leaf)) ? null : new Set([...first!, ...second!]);
      case "/":
        return second!.size === 0 ? first! : null;
      default:
        return null;
    }
  };
  for (const quantity of quantities) {
    const { name } = quantity;
    if (quantity.kind === "formula") leaves.set(name, of(quantity.formula));
    else if (quantity.kind === "conditional") leaves.set(name, null);
    // What is certain is a number.
    else
      leaves.set(
        name,
        quantity.kind === "leaf" && quantity.distribution.deviation > 0 ? new Set([name]) : nothing,
      );
  }
  return leaves.get(quantities.at(-1)!.name) !== null;
}
