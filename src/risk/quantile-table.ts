// A quantile function by interpolation, for distributions whose own takes a search.

/** Cells in each octave of shares (from 2^-k to 2^-(k+1)); a power of two. */
const cells = 32;
const cellBits = 5;
/** Octaves of each half; shares beyond the last, about 1e-16, are searched for exactly. */
const octaves = 53;
/** High word of the float 2^-(octaves + 1), in units of a cell. */
const firstKey = (1023 - octaves - 1) << cellBits;
/** Cells by which a share exceeds 0, by octave: makes the place within a cell without a power. */
const cellsPerShare = Float64Array.from(
  { length: octaves + 1 },
  (_, octave) => cells * 2 ** (octaves + 1 - octave),
);

/** What a table is made of: values at shares of either tail, and the density there. */
export interface TailQuantiles {
  /** The value with that share below it; called for shares up to 1/2. */
  lower(share: number): number;
  /** The value with that share above it; called for shares up to 1/2. */
  upper(share: number): number;
  /** Probability density at a value. */
  density(value: number): number;
}

/**
 * Cubic Hermite interpolation of a quantile function between nodes that are spaced evenly within each octave of the distance to the nearer
 * end, 32 to an octave: a power law near 0 or 1, which is what the tails of beta and gamma are, is met as well there as in the middle.
 * Octaves are worked out when a share first falls into them. The error stays below 1e-7 of the standard deviation for shape parameters
 * from .3 on (distributions.test.ts measures it); smaller shapes are not put into tables.
 */
export class QuantileTable {
  readonly #tails: TailQuantiles;
  readonly #lower: Half;
  readonly #upper: Half;

  constructor(tails: TailQuantiles) {
    this.#tails = tails;
    this.#lower = new Half((share) => tails.lower(share), tails, 1);
    this.#upper = new Half((share) => tails.upper(share), tails, -1);
  }

  /** Quantiles of the first `count` of `shares`, written to `out`, which may be `shares`. */
  fill(shares: Float64Array, out: Float64Array, count: number): void {
    for (let i = 0; i < count; i++) {
      const share = shares[i] as number;
      out[i] = share <= 0.5 ? this.#lower.at(share) : this.#upper.at(1 - share);
    }
  }

  /** Without interpolation. */
  exact(share: number): number {
    return share <= 0.5 ? this.#tails.lower(share) : this.#tails.upper(1 - share);
  }
}

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
/** Where the sign and exponent lie; the other half holds the last bits. */
const high = (() => {
  float[0] = 1;
  return words[1] === 0 ? 0 : 1;
})();

/** One half of the table, over the distance of a share to the end: (0, 1/2]. */
class Half {
  readonly #search: (share: number) => number;
  readonly #tails: TailQuantiles;
  /** 1 where values rise with the share, -1 where they fall. */
  readonly #direction: number;
  readonly #known = new Uint8Array(octaves + 1);
  /** Value, then slope per cell, at each node of each octave, both ends included; made at the first use, which many tables never see. */
  #nodes = new Float64Array(0);

  constructor(search: (share: number) => number, tails: TailQuantiles, direction: 1 | -1) {
    this.#search = search;
    this.#tails = tails;
    this.#direction = direction;
  }

  at(share: number): number {
    float[0] = share;
    // Exponent and first digits of a float number its cell.
    const key = ((words[high] as number) >>> (20 - cellBits)) - firstKey;
    const octave = key >> cellBits;
    if (octave < 0 || octave > octaves) return this.#search(share);
    if (this.#known[octave] === 0) this.#workOut(octave);
    const at = share * (cellsPerShare[octave] as number) - cells - (key & (cells - 1));
    const node = (key + octave) * 2;
    const nodes = this.#nodes;
    const from = nodes[node] as number;
    const slopeFrom = nodes[node + 1] as number;
    const rise = (nodes[node + 2] as number) - from;
    const slopeTo = nodes[node + 3] as number;
    const bend = 3 * rise - 2 * slopeFrom - slopeTo;
    return from + at * (slopeFrom + at * (bend + at * (slopeFrom + slopeTo - 2 * rise)));
  }

  #workOut(octave: number): void {
    if (this.#nodes.length === 0) this.#nodes = new Float64Array((octaves + 1) * (cells + 1) * 2);
    const start = 2 ** (octave - octaves - 1);
    for (let cell = 0; cell <= cells; cell++) {
      const value = this.#search(start * (1 + cell / cells));
      const node = (octave * (cells + 1) + cell) * 2;
      this.#nodes[node] = value;
      this.#nodes[node + 1] = (this.#direction * (start / cells)) / this.#tails.density(value);
    }
    this.#known[octave] = 1;
  }
}
