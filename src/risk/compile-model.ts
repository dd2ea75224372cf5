// A checked model to the program that draws are put through.
import { InputError } from "../base/errors.ts";
import { blockSize, ColumnCode, type ColumnInstruction } from "./column-code.ts";
import type { Distribution } from "./distribution.ts";
import { normal, uniform } from "./distributions.ts";
import type { Formula } from "./formula.ts";
import { namesIn } from "./formula.ts";
import { type CoreQuantity, type LoweredModel, lowerModel } from "./lower-model.ts";
import type { RiskModel } from "./model.ts";
import { normalShares } from "./normal-shares.ts";
import type { RiskInput, RiskProgram } from "./program.ts";
import { type Range, rangeOf } from "./range.ts";
import type { Evidence, RunsCount } from "./runs-query.ts";

/** A model with everything that was worked out on the way to its program. */
export interface CompiledModel {
  readonly model: RiskModel;
  readonly program: RiskProgram;
  /** What each input of the program is, in its order. */
  readonly kinds: readonly InputKind[];
  /** The distribution of each quantity that has one of its own, after the evidence. */
  readonly distributions: ReadonlyMap<string, Distribution>;
  /** What queries on runs came to, by quantity. */
  readonly counts: ReadonlyMap<string, RunsCount>;
  /** A range that every quantity stays in, whatever is drawn; by name. */
  readonly ranges: ReadonlyMap<string, Range>;
  readonly lowered: LoweredModel;
}

/**
 * "leaf": the quantity itself. "cause": common to several. "rest": what is left of a quantity besides its causes and parameters, a standard normal
 * number.
 * "unknown": an interval, which draws take as uniform.
 */
export interface InputKind {
  readonly kind: "leaf" | "cause" | "rest" | "unknown";
  readonly distribution: Distribution;
}

/** By how much a probability may leave 0 to 1 through rounding. */
const tolerance = 1e-9;

/**
 * Makes the program of a model; `evidence` answers its queries on runs, if it has any. Ranges are worked out by interval arithmetic first:
 * a quantity with unit "probability" that can only lie outside 0 to 1 is an InputError here, one that may is checked at every draw.
 */
export function compileModel(model: RiskModel, evidence: Evidence | null = null): CompiledModel {
  const lowered = lowerModel(model, evidence);
  const ranges = rangesOf(lowered.quantities);
  checkProbabilities(model, lowered.quantities, ranges);
  const inputs: (RiskInput & InputKind)[] = [];
  const addInput = (name: string, kind: InputKind["kind"], distribution: Distribution): number => {
    const { quantile, fill } = distribution;
    return inputs.push({ name, kind, distribution, quantile, fill }) - 1;
  };
  const causes = new Map<string, number>();
  const standard = normal(0, 1);
  for (const { name, loadings } of model.causes) {
    if ([...loadings.values()].some((loading) => loading !== 0))
      causes.set(name, addInput(name, "cause", standard));
  }
  const code = new ColumnCode();
  const probabilities = new Set(
    model.quantities.flatMap(({ name, unit }) => (unit === "probability" ? [name] : [])),
  );
  const steps = lowered.quantities.map((quantity): Step => {
    const { name, place } = quantity;
    const [low, high] = ranges.get(name)!;
    const isProbability = quantity.kind === "formula" ? quantity.isProbability : probabilities.has(name);
    const isChecked = isProbability && !(low >= -tolerance && high <= 1 + tolerance);
    const step = { name, place, isChecked, column: code.column(name) };
    if (quantity.kind === "formula") {
      const uses = namesIn(quantity.formula).map((used) => used.name);
      return { ...step, uses, load: null, code: code.compile(quantity.formula, name) };
    }
    if (quantity.kind === "unknown") {
      const input = addInput(name, "unknown", uniform(quantity.low, quantity.high));
      return { ...step, uses: [], load: copied(input, step.column), code: [] };
    }
    const loadings = model.causes.flatMap(({ name: cause, loadings: all }): Loading[] => {
      const loading = all.get(name) ?? 0;
      return loading === 0 ? [] : [[causes.get(cause)!, loading]];
    });
    if (quantity.kind === "leaf" && loadings.length === 0) {
      const { distribution } = quantity;
      return { ...step, uses: [], load: copied(addInput(name, "leaf", distribution), step.column), code: [] };
    }
    const left = 1 - loadings.reduce((sum, [, loading]) => sum + loading * loading, 0);
    const all: Loading[] =
      left > 1e-12 ? [...loadings, [addInput(name, "rest", standard), Math.sqrt(left)]] : loadings;
    if (quantity.kind === "leaf") {
      return { ...step, uses: [], load: coupled(all, quantity.distribution.fill, step.column), code: [] };
    }
    const { distribution, parameters } = quantity;
    const columns = parameters.map((one) => code.column(one));
    const fill: Fill = (shares, out, count) => distribution.fill(shares, columns, out, count);
    return { ...step, uses: parameters, load: coupled(all, fill, step.column), code: [] };
  });
  const named = [...model.quantities.map(({ name }) => name), ...lowered.payoffs];
  const options = model.options.map(({ name }, index) => ({ name, quantity: lowered.payoffs[index]! }));
  const program: RiskProgram = {
    name: model.name,
    inputs,
    quantities: [...new Set(named)],
    outcome: model.outcome,
    decision: options.length === 0 ? null : { options },
    evaluate: evaluator(steps),
  };
  const distributions = lowered.quantities.flatMap((quantity) =>
    quantity.kind === "leaf" ? [[quantity.name, quantity.distribution] as const] : [],
  );
  return {
    model,
    program,
    kinds: inputs,
    distributions: new Map(distributions),
    counts: lowered.counts,
    ranges,
    lowered,
  };
}

/** A range for every quantity, parents first. */
function rangesOf(quantities: readonly CoreQuantity[]): ReadonlyMap<string, Range> {
  const ranges = new Map<string, Range>();
  const of = (formula: Formula): Range => {
    if (formula.kind === "number") return [formula.value, formula.value];
    if (formula.kind === "name") return ranges.get(formula.name)!;
    return rangeOf(formula.operator, formula.operands.map(of));
  };
  for (const quantity of quantities) {
    const { name, kind } = quantity;
    if (kind === "leaf") ranges.set(name, quantity.distribution.support);
    else if (kind === "conditional") {
      const { distribution, parameters } = quantity;
      ranges.set(name, distribution.support(parameters.map((one) => ranges.get(one)!)));
    } else ranges.set(name, kind === "unknown" ? [quantity.low, quantity.high] : of(quantity.formula));
  }
  return ranges;
}

function checkProbabilities(
  model: RiskModel,
  quantities: readonly CoreQuantity[],
  ranges: ReadonlyMap<string, Range>,
): void {
  const units = new Map(model.quantities.map(({ name, unit }) => [name, unit]));
  for (const quantity of quantities) {
    const { name, place } = quantity;
    const isFormula = quantity.kind === "formula";
    if (!(isFormula ? quantity.isProbability : units.get(name) === "probability")) continue;
    const [low, high] = ranges.get(name)!;
    const isOutside = low > 1 + tolerance || high < -tolerance;
    // A distribution that reaches beyond would be found out by some draw; better before the first.
    const isFixed = quantity.kind === "leaf" || quantity.kind === "unknown";
    const reachesOut = isFixed && (low < -tolerance || high > 1 + tolerance);
    if (isOutside || reachesOut) {
      throw new InputError(place, `values from ${low} to ${high}`, "a probability, from 0 to 1");
    }
  }
}

type Loading = readonly [input: number, loading: number];
/** Brings `count` values of the inputs, from `start` on, into a column. */
type Load = (values: readonly Float64Array[], start: number, count: number) => void;

type Fill = Distribution["fill"];

interface Step {
  readonly name: string;
  readonly place: string;
  readonly uses: readonly string[];
  readonly isChecked: boolean;
  readonly column: Float64Array;
  readonly load: Load | null;
  readonly code: readonly ColumnInstruction[];
}

function copied(input: number, column: Float64Array): Load {
  return (values, start, count) => {
    const from = values[input]!;
    for (let i = 0; i < count; i++) column[i] = from[start + i] as number;
  };
}

/** The least share that is not 0 and the largest that is not 1: beyond them quantiles are infinite. */
const [leastShare, largestShare] = [Number.MIN_VALUE, 1 - 2 ** -53];

/** A Gaussian copula: the share of a weighted sum of standard normal numbers, put through the quantile function, so that the marginal stays exact. */
function coupled(loadings: readonly Loading[], fill: Fill, column: Float64Array): Load {
  return (values, start, count) => {
    for (let i = 0; i < count; i++) column[i] = 0;
    for (const [input, loading] of loadings) {
      const from = values[input]!;
      for (let i = 0; i < count; i++)
        column[i] = (column[i] as number) + loading * (from[start + i] as number);
    }
    normalShares(column, column, count);
    for (let i = 0; i < count; i++) {
      column[i] = Math.min(largestShare, Math.max(leastShare, column[i] as number));
    }
    fill(column, column, count);
  };
}

function evaluator(steps: readonly Step[]): RiskProgram["evaluate"] {
  const byName = new Map(steps.map((step) => [step.name, step]));
  const plans = new Map<string, readonly Step[]>();
  const planFor = (quantities: readonly string[]): readonly Step[] => {
    const key = JSON.stringify(quantities);
    const known = plans.get(key);
    if (known) return known;
    const needed = new Set(quantities);
    for (const { name, uses } of steps.toReversed())
      if (needed.has(name)) for (const used of uses) needed.add(used);
    const plan = steps.filter(({ name }) => needed.has(name));
    plans.set(key, plan);
    return plan;
  };
  return (values, count, quantities) => {
    const asked = quantities.map((name) => {
      const step = byName.get(name);
      if (!step) throw new Error(`the model has no quantity ${name}`);
      return { column: step.column, out: new Float64Array(count) };
    });
    const plan = planFor(quantities);
    for (let start = 0; start < count; start += blockSize) {
      const size = Math.min(blockSize, count - start);
      for (const step of plan) {
        step.load?.(values, start, size);
        for (const instruction of step.code) instruction(size);
        checkColumn(step, size);
      }
      for (const { column, out } of asked) {
        for (let i = 0; i < size; i++) out[start + i] = column[i] as number;
      }
    }
    return asked.map(({ out }) => out);
  };
}

function checkColumn({ column, isChecked, place }: Step, count: number): void {
  // x - x is 0 for every finite x, and nothing else.
  let strange = 0;
  for (let i = 0; i < count; i++) strange += (column[i] as number) - (column[i] as number);
  if (strange !== 0) {
    const found = column.subarray(0, count).find((x) => !Number.isFinite(x));
    throw new InputError(place, `${found} at some draw`, "a finite number");
  }
  if (!isChecked) return;
  for (let i = 0; i < count; i++) {
    const value = column[i] as number;
    if (value < -tolerance || value > 1 + tolerance) {
      throw new InputError(place, `${value} at some draw`, "a probability, from 0 to 1");
    }
  }
}
