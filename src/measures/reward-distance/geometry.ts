// From inner products of canonical rewards to distances between the rewards.

/**
 * What a level contributes to a distance: inner products and means of the canonical rewards under the level's coverage
 * distribution, and how large the rewards are.
 */
export interface Geometry {
  /** E C_i C_j. [rewards][rewards] */
  readonly products: readonly (readonly number[])[];
  /** E C_i. [rewards] */
  readonly means: readonly number[];
  /** Largest absolute reward before anything was taken off. [rewards] */
  readonly sizes: readonly number[];
}

/** Canonical rewards below this share of the reward itself are rounding: nothing was left of it. */
const nothingLeft = 1e-9;

/** Every level counts the same: the coverage distribution of the set draws a level first. */
export function pooled(levels: readonly Geometry[]): Geometry {
  const [first] = levels;
  if (first === undefined) throw new Error("a distance on no level is undefined");
  const over = (figure: (level: Geometry) => number) =>
    levels.reduce((sum, level) => sum + figure(level), 0) / levels.length;
  return {
    products: first.products.map((row, i) => row.map((_, j) => over((level) => level.products[i]![j]!))),
    means: first.means.map((_, i) => over((level) => level.means[i]!)),
    sizes: first.sizes.map((_, i) => Math.max(...levels.map((level) => level.sizes[i]!))),
  };
}

/** The same of C - E C, as Pearson correlation has it. */
export function centred({ products, means, sizes }: Geometry): Geometry {
  return {
    products: products.map((row, i) => row.map((product, j) => product - means[i]! * means[j]!)),
    means: means.map(() => 0),
    sizes,
  };
}

/**
 * || C_i / |C_i| - C_j / |C_j| || for every pair, in [0, 2]. A canonical reward that vanishes is left at 0: its
 * distance is 0 to another that vanishes, and 1 to any that does not. [rewards][rewards]
 */
export function standardisedDistances({ products, sizes }: Geometry): number[][] {
  const norms = products.map((row, i) => {
    const norm = Math.sqrt(Math.max(0, row[i]!));
    return norm > nothingLeft * sizes[i]! ? norm : 0;
  });
  return products.map((row, i) =>
    row.map((product, j) => {
      const [one, other] = [norms[i]!, norms[j]!];
      if (i === j || (one === 0 && other === 0)) return 0;
      if (one === 0 || other === 0) return 1;
      const cosine = Math.min(1, Math.max(-1, product / (one * other)));
      return Math.sqrt(2 - 2 * cosine);
    }),
  );
}

/** sqrt((1 - rho) / 2) for every pair, in [0, 1]: half the standardised distance. */
export function correlationDistances(geometry: Geometry): number[][] {
  return standardisedDistances(geometry).map((row) => row.map((distance) => distance / 2));
}

/** Fills a symmetric matrix. */
export function pairwise(size: number, product: (i: number, j: number) => number): number[][] {
  const matrix = Array.from({ length: size }, () => Array<number>(size).fill(0));
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      const value = product(i, j);
      matrix[i]![j] = value;
      matrix[j]![i] = value;
    }
  }
  return matrix;
}

/** Sum of weight x one x other. */
export function weightedProduct(weights: Float64Array, one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) {
    sum += (weights[k] as number) * (one[k] as number) * (other[k] as number);
  }
  return sum;
}

/** Sum of weight x value. */
export function weightedMean(weights: Float64Array, values: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += (weights[k] as number) * (values[k] as number);
  return sum;
}
