// Gradient noise with octaves, in integers: the same field on every machine.
import { InputError } from "../base/errors.ts";
import type { Rng } from "../base/rng.ts";

/** What a field holds for 1; its values lie in [-noiseOne, noiseOne]. */
export const noiseOne = 2 ** 16;

export interface NoiseParameters {
  /** Cells of the grid from one lattice point to the next, in the first and coarsest octave. */
  readonly cell: number;
  /** Each further octave has half the amplitude and half the cell of the one before. */
  readonly octaves: number;
}

/** Largest cell: the fifth power of it times 2^21 is a whole number that doubles hold. */
const coarsest = 64;

export interface NoiseField {
  /** Writes one random field on out[0 ... height * width), row-major, in units of 1 / noiseOne. */
  draw(rng: Rng, out: Int32Array): void;
}

/** A number in [-1, 1] in the units of a field. */
export function asNoise(value: number): number {
  return Math.round(value * noiseOne);
}

/**
 * Perlin's gradient noise: every lattice point has a random direction; a cell takes the dot products of the directions of
 * the four lattice points around it with the ways from there, mixed by 6t^5 - 15t^4 + 10t^3. Scaled by the square root of 2,
 * so that the range is [-1, 1]; octaves are added and divided by the sum of their amplitudes. A cell on a lattice point
 * of an octave gets 0 from it. Each octave draws directions of its own, 256 equally likely ones.
 *
 * Within 20 / noiseOne of real arithmetic with the same directions: at each of 4 lattice points the influences are rounded by at
 * most 2^-15 in each of two components, and so are the directions. Throws an InputError unless the cell can be halved once for
 * each octave: in cells of side 1 all is 0.
 */
export function gradientNoise(
  { cell, octaves }: NoiseParameters,
  height: number,
  width: number,
  place = "noise",
): NoiseField {
  if (!(Number.isInteger(octaves) && octaves >= 1 && octaves <= 6)) {
    throw new InputError(`${place}.octaves`, String(octaves), "a whole number from 1 to 6");
  }
  const unit = 1 << octaves;
  if (!(Number.isInteger(cell) && cell >= unit && cell <= coarsest && cell % unit === 0)) {
    throw new InputError(
      `${place}.cell`,
      String(cell),
      `a multiple of ${unit} up to ${coarsest}, for ${octaves} octaves`,
    );
  }
  const layers = Array.from({ length: octaves }, (_, octave) => new Octave(cell >> octave, height, width));
  const sums = new Float64Array(height * width);
  const divisor = (unit - 1) * (productOne / noiseOne);
  return {
    draw(rng, out) {
      sums.fill(0);
      layers.forEach((layer, octave) => {
        layer.addTo(sums, 1 << (octaves - 1 - octave), rng);
      });
      // Whole numbers below 2^53 throughout, whose quotient is never rounded across the next whole number.
      for (let at = 0; at < sums.length; at++) out[at] = quotient(sums[at]!, divisor);
    },
  };
}

/** What the parts of a product hold for 1: an influence and a component of a direction. */
const partOne = 2 ** 14;
const productOne = partOne * partOne;

/** Components of directions at a time: four bytes make one word of the stream. */
const directions = 256;
const quarter = directions / 4;

/** 2^14 sqrt(2) sin((k + 1/2) 2 pi / 256), rounded, over the first quarter. [quarter] */
const sines = Int32Array.of(
  284,
  853,
  1421,
  1988,
  2554,
  3118,
  3681,
  4241,
  4799,
  5354,
  5905,
  6453,
  6998,
  7538,
  8073,
  8604,
  9129,
  9649,
  10163,
  10671,
  11172,
  11667,
  12155,
  12635,
  13108,
  13573,
  14030,
  14478,
  14918,
  15348,
  15770,
  16182,
  16584,
  16976,
  17358,
  17729,
  18090,
  18440,
  18779,
  19106,
  19422,
  19726,
  20019,
  20299,
  20567,
  20823,
  21066,
  21296,
  21514,
  21719,
  21910,
  22089,
  22254,
  22405,
  22543,
  22668,
  22779,
  22876,
  22960,
  23029,
  23085,
  23127,
  23155,
  23169,
);

/** Components along rows and columns of each direction. [directions] */
const alongRows = Int32Array.from({ length: directions }, (_, direction) => sineOf(direction));
const alongColumns = Int32Array.from({ length: directions }, (_, direction) => sineOf(direction + quarter));

/** The sine of an angle in any quarter, from the first one. */
function sineOf(direction: number): number {
  const angle = direction % directions;
  const within = angle % quarter;
  const rising = Math.floor(angle / quarter) % 2 === 0;
  const size = sines[rising ? within : quarter - 1 - within]!;
  return angle < directions / 2 ? size : -size;
}

/** The four lattice points around a cell, and the two components of the direction at each. */
const influencesPerCell = 8;

/** One octave: its lattice, and how much each lattice point's direction counts by the place within a cell of the lattice. */
class Octave {
  readonly #cell: number;
  readonly #height: number;
  readonly #width: number;
  /** Lattice points in a row. */
  readonly #stride: number;
  readonly #lattice: Uint8Array;
  /** [cell, cell, influencesPerCell] */
  readonly #influences: Int32Array;

  constructor(cell: number, height: number, width: number) {
    this.#cell = cell;
    this.#height = height;
    this.#width = width;
    this.#stride = Math.ceil(width / cell) + 1;
    this.#lattice = new Uint8Array(this.#stride * (Math.ceil(height / cell) + 1));
    this.#influences = influencesOf(cell);
  }

  /** Draws directions and adds the octave, in units of 1 / productOne, so many times. */
  addTo(sums: Float64Array, times: number, rng: Rng): void {
    this.#drawDirections(rng);
    const cell = this.#cell;
    const width = this.#width;
    for (let row = 0, at = 0; row < this.#height; row++) {
      const corner = Math.floor(row / cell) * this.#stride;
      const influence = (row % cell) * cell;
      for (let column = 0; column < width; column++, at++) {
        const from = corner + Math.floor(column / cell);
        sums[at]! += times * this.#valueAt(from, (influence + (column % cell)) * influencesPerCell);
      }
    }
  }

  #drawDirections(rng: Rng): void {
    const lattice = this.#lattice;
    for (let at = 0, word = 0; at < lattice.length; at++) {
      word = at % 4 === 0 ? rng.int32() : word >>> 8;
      lattice[at] = word;
    }
  }

  /** Sum over the four lattice points from that one on. */
  #valueAt(corner: number, influence: number): number {
    const lattice = this.#lattice;
    const influences = this.#influences;
    let sum = 0;
    for (let point = 0, at = influence; point < 4; point++, at += 2) {
      const direction = lattice[corner + (point >>> 1) * this.#stride + (point & 1)]!;
      sum += influences[at]! * alongRows[direction]! + influences[at + 1]! * alongColumns[direction]!;
    }
    return sum;
  }
}

/** Units of a weight along one axis. */
const weightOne = 2 ** 20;

/**
 * Weight of each lattice point times the way from there to the cell, along rows and along columns, in units of 1 / partOne.
 * Quotients of whole numbers below 2^53, rounded.
 */
function influencesOf(cell: number): Int32Array {
  const influences = new Int32Array(cell * cell * influencesPerCell);
  const far = Array.from({ length: cell }, (_, step) => smootherstep(step, cell));
  const divisor = weightOne * (weightOne / partOne) * cell;
  let at = 0;
  for (let row = 0; row < cell; row++) {
    for (let column = 0; column < cell; column++) {
      for (let point = 0; point < 4; point++) {
        const down = point >>> 1;
        const right = point & 1;
        const weight = towards(down, far[row]!) * towards(right, far[column]!);
        influences[at++] = quotient(weight * (row - down * cell), divisor);
        influences[at++] = quotient(weight * (column - right * cell), divisor);
      }
    }
  }
  return influences;
}

/** 6t^5 - 15t^4 + 10t^3 at t = step / cell, in units of 1 / weightOne. */
function smootherstep(step: number, cell: number): number {
  const numerator = step * step * step * (step * (6 * step - 15 * cell) + 10 * cell * cell);
  return quotient(numerator * weightOne, cell * cell * cell * cell * cell);
}

function towards(far: number, share: number): number {
  return far === 1 ? share : weightOne - share;
}

/** Numerator / divisor, rounded to the nearest whole number; the larger one of two. */
function quotient(numerator: number, divisor: number): number {
  return Math.floor((2 * numerator + divisor) / (2 * divisor));
}
