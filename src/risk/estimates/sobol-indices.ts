// Variance-based sensitivity: which input's uncertainty makes the outcome uncertain, alone and together with others.
import { bootstrapInterval } from "../../base/bootstrap.ts";
import { InputError } from "../../base/errors.ts";
import type { Interval } from "../../base/interval.ts";
import { Rng } from "../../base/rng.ts";
import { type PointKind, pointStream } from "../points/point-kinds.ts";
import type { RiskProgram } from "../program.ts";
import { blockSize, transform } from "./draws.ts";
import type { Work } from "./work.ts";

/** Blocks of consecutive points that the bootstrap draws from. */
const bootstrapBlocks = 256;
const leastBase = bootstrapBlocks;
const mostBase = 2 ** 22;

export interface SobolOptions {
  /** Points of the base sample, at least: Sobol points are rounded up to a power of two. 2^14 by default. */
  readonly base?: number;
  /** 0 by default. */
  readonly seed?: number;
  /** Sobol points by default. */
  readonly points?: PointKind;
  /** Resamples of the bootstrap; 1,000 by default. */
  readonly repetitions?: number;
}

export interface SobolIndex {
  readonly input: string;
  /** V(E(Y | X)) / V(Y): the share of the variance that knowing this input alone would take away, on average. Null without variance. */
  readonly first: Interval | null;
  /** E(V(Y | all others)) / V(Y): the share that would be left if all others were known. Null without variance. */
  readonly total: Interval | null;
}

export interface SobolIndices {
  readonly quantity: string;
  readonly mean: number;
  readonly variance: number;
  readonly indices: readonly SobolIndex[];
  /** 1 - the sum of the first-order indices: what no input explains alone. Null without variance. */
  readonly interactions: number | null;
  readonly base: number;
  /** Evaluations of the model: base x (inputs + 2). */
  readonly evaluations: number;
  readonly seed: number;
  readonly points: PointKind;
}

/** Sums over one block of consecutive points, of values less a constant. */
interface BlockSums {
  readonly count: number;
  /** Of f(A) and f(B) together. */
  readonly sum: number;
  readonly squares: number;
  /** By input: of f(B) (f(AB) - f(A)), of f(AB) - f(A), and of (f(A) - f(AB))^2 / 2. */
  readonly products: Float64Array;
  readonly differences: Float64Array;
  readonly halves: Float64Array;
}

/**
 * First-order and total indices of a quantity for each input. Two samples A and B of the inputs are the two halves of one sequence of twice
 * as many dimensions; AB is A with one input from B. First order: mean of (f(B) - m) (f(AB) - f(A)) over V (Saltelli et al. 2010, table 2 b,
 * with the mean m taken off, which leaves the expectation and lowers the error); total: mean of (f(A) - f(AB))^2 / 2 over V (Jansen 1999).
 * The 95 % intervals are percentiles of a bootstrap over 256 blocks of consecutive points; Sobol points being more even than that, they are
 * rather too wide. Throws an InputError for a base sample outside of 256 to 2^22, and for more than 64 inputs on Sobol points.
 */
export function* sobolIndices(
  program: RiskProgram,
  quantity: string,
  options: SobolOptions = {},
): Work<SobolIndices> {
  const { seed = 0, points = "sobol", repetitions = 1000 } = options;
  const base = baseSize(options.base ?? 2 ** 14, points);
  const inputs = program.inputs.length;
  const rng = Rng.fromSeed(seed).fork("risk").fork("sobol indices");
  const stream = pointStream(points, 2 * inputs, rng.fork("points"));
  const blocks: BlockSums[] = [];
  const size = Math.min(blockSize, Math.ceil(base / bootstrapBlocks));
  const columns = Array.from({ length: 2 * inputs }, () => new Float64Array(size));
  let centre: number | null = null;
  for (let done = 0; done < base; done += size) {
    const count = Math.min(size, base - done);
    stream.next(columns, count);
    const [a, b] = [columns.slice(0, inputs), columns.slice(inputs)];
    transform(program, a, count);
    transform(program, b, count);
    const evaluate = (values: readonly Float64Array[]) =>
      program.evaluate(values, count, [quantity])[0] as Float64Array;
    const [fa, fb] = [evaluate(a), evaluate(b)];
    centre ??= fa[0] as number;
    const mixed = a.map((_, input) => evaluate(a.with(input, b[input]!)));
    blocks.push(blockSums(fa, fb, mixed, count, centre));
    yield (done + count) / base;
  }
  const merged = mergedBlocks(blocks);
  const moments = momentsOf(merged, merged.keys());
  const bootstrap = rng.fork("bootstrap");
  const interval = (name: string, of: (blocks: readonly BlockSums[], which: Float64Array) => number) =>
    bootstrapInterval([[Float64Array.from(merged.keys())]], (drawn) => of(merged, drawn[0]!), {
      rng: bootstrap.fork(name),
      repetitions,
    });
  // A spread below rounding is none.
  const constant = moments.variance <= 1e-24 * (moments.mean + (centre ?? 0)) ** 2;
  const indices: SobolIndex[] = [];
  for (const [input, { name }] of program.inputs.entries()) {
    indices.push({
      input: name,
      first: constant ? null : interval(`first ${input}`, (all, which) => firstOrder(all, which, input)),
      total: constant ? null : interval(`total ${input}`, (all, which) => totalOrder(all, which, input)),
    });
    yield 1;
  }
  return {
    quantity,
    mean: moments.mean + (centre ?? 0),
    variance: constant ? 0 : moments.variance,
    indices,
    interactions: constant ? null : 1 - indices.reduce((sum, { first }) => sum + first!.estimate, 0),
    base,
    evaluations: base * (inputs + 2),
    seed,
    points,
  };
}

function baseSize(base: number, points: PointKind): number {
  if (!Number.isInteger(base) || base < leastBase || base > mostBase) {
    throw new InputError("base", String(base), `a whole number from ${leastBase} to ${mostBase}`);
  }
  return points === "sobol" ? 2 ** Math.ceil(Math.log2(base)) : base;
}

function blockSums(
  fa: Float64Array,
  fb: Float64Array,
  mixed: readonly Float64Array[],
  count: number,
  centre: number,
): BlockSums {
  let [sum, squares] = [0, 0];
  for (let index = 0; index < count; index++) {
    const [a, b] = [(fa[index] as number) - centre, (fb[index] as number) - centre];
    sum += a + b;
    squares += a * a + b * b;
  }
  const products = new Float64Array(mixed.length);
  const differences = new Float64Array(mixed.length);
  const halves = new Float64Array(mixed.length);
  mixed.forEach((fab, input) => {
    let [product, difference, half] = [0, 0, 0];
    for (let index = 0; index < count; index++) {
      const step = (fab[index] as number) - (fa[index] as number);
      product += ((fb[index] as number) - centre) * step;
      difference += step;
      half += (step * step) / 2;
    }
    products[input] = product;
    differences[input] = difference;
    halves[input] = half;
  });
  return { count, sum, squares, products, differences, halves };
}

/** Neighbouring blocks joined to no more than 256. */
function mergedBlocks(blocks: readonly BlockSums[]): readonly BlockSums[] {
  const together = Math.ceil(blocks.length / bootstrapBlocks);
  return Array.from({ length: Math.ceil(blocks.length / together) }, (_, index) =>
    blocks.slice(index * together, (index + 1) * together).reduce(joined),
  );
}

function joined(one: BlockSums, other: BlockSums): BlockSums {
  const added = (a: Float64Array, b: Float64Array) => a.map((value, index) => value + (b[index] as number));
  return {
    count: one.count + other.count,
    sum: one.sum + other.sum,
    squares: one.squares + other.squares,
    products: added(one.products, other.products),
    differences: added(one.differences, other.differences),
    halves: added(one.halves, other.halves),
  };
}

/** Mean (less the constant) and variance over some of the blocks, which may come several times. */
function momentsOf(
  blocks: readonly BlockSums[],
  which: Iterable<number>,
): { mean: number; variance: number } {
  let [count, sum, squares] = [0, 0, 0];
  for (const index of which) {
    const block = blocks[index]!;
    count += 2 * block.count;
    sum += block.sum;
    squares += block.squares;
  }
  const mean = sum / count;
  return { mean, variance: squares / count - mean * mean };
}

function firstOrder(blocks: readonly BlockSums[], which: Float64Array, input: number): number {
  const { mean, variance } = momentsOf(blocks, which);
  let [count, sum] = [0, 0];
  for (let at = 0; at < which.length; at++) {
    const block = blocks[which[at] as number]!;
    count += block.count;
    sum += (block.products[input] as number) - mean * (block.differences[input] as number);
  }
  return sum / count / variance;
}

function totalOrder(blocks: readonly BlockSums[], which: Float64Array, input: number): number {
  const { variance } = momentsOf(blocks, which);
  let [count, sum] = [0, 0];
  for (let at = 0; at < which.length; at++) {
    const block = blocks[which[at] as number]!;
    count += block.count;
    sum += block.halves[input] as number;
  }
  return sum / count / variance;
}
