// Sobol points in a random linear scramble with a random digital shift: as even as Sobol's, and each uniformly distributed.
import { InputError } from "../../base/errors.ts";
import type { Rng } from "../../base/rng.ts";
import { mostDimensions } from "./joe-kuo.ts";
import type { PointStream } from "./point-stream.ts";
import { digits, sobolDirections } from "./sobol-directions.ts";

/**
 * Scrambled Sobol points from the first one on. Each dimension's generator matrix is multiplied by a random lower triangular matrix with a
 * unit diagonal, and all its points are shifted, digit by digit, by one random number (Matousek 1998, "On the L2-discrepancy for anchored
 * boxes"). Every 2^k points from a multiple of 2^k on stay as evenly spread as Sobol's; every single point is uniform, so that means are
 * unbiased and independent scrambles show their error. Points are (w + 1/2) / 2^32. Throws an InputError above 128 dimensions.
 */
export function scrambledSobol(dimensions: number, rng: Rng): PointStream {
  refuseTooMany(dimensions);
  const scrambles = sobolDirections()
    .slice(0, dimensions)
    .map((directions, dimension) => scramble(directions, rng.fork(`dimension ${dimension}`)));
  return grayCodePoints(scrambles);
}

/** The plain sequence, which begins at 0: for comparisons with others. Throws an InputError above 128 dimensions. */
export function plainSobol(dimensions: number): PointStream {
  refuseTooMany(dimensions);
  return grayCodePoints(
    sobolDirections()
      .slice(0, dimensions)
      .map((directions) => ({ directions, shift: 0 })),
  );
}

interface Scramble {
  readonly directions: Uint32Array;
  readonly shift: number;
}

function refuseTooMany(dimensions: number): void {
  if (dimensions <= mostDimensions) return;
  throw new InputError(
    "points",
    `${dimensions} dimensions`,
    `at most ${mostDimensions} of Sobol's; random points have no such limit`,
  );
}

function scramble(directions: Uint32Array, rng: Rng): Scramble {
  const rows = Uint32Array.from({ length: digits }, (_, row) => {
    const diagonal = 2 ** (digits - 1 - row);
    const above = row === 0 ? 0 : rng.uint32() & -(2 * diagonal);
    return above | diagonal;
  });
  const scrambled = directions.map((column) => {
    let result = 0;
    for (let row = 0; row < digits; row++) {
      result |= parity((rows[row] as number) & column) << (digits - 1 - row);
    }
    return result;
  });
  return { directions: scrambled, shift: rng.uint32() };
}

function parity(word: number): number {
  let folded = word ^ (word >>> 16);
  folded ^= folded >>> 8;
  folded ^= folded >>> 4;
  return (0x6996 >>> (folded & 15)) & 1;
}

/** Points in the order of Gray's code: the next one differs from the last by one direction number (Antonov and Saleev 1979). */
function grayCodePoints(scrambles: readonly Scramble[]): PointStream {
  const words = Uint32Array.from(scrambles, ({ shift }) => shift);
  let from = 0;
  return {
    next(columns, count) {
      scrambles.forEach(({ directions }, dimension) => {
        const column = columns[dimension]!;
        let word = words[dimension] as number;
        for (let index = 0; index < count; index++) {
          column[index] = ((word >>> 0) + 0.5) / 2 ** 32;
          word ^= directions[lowestZero(from + index)] as number;
        }
        words[dimension] = word;
      });
      from += count;
    },
  };
}

/** Place of the lowest binary digit that is 0. */
function lowestZero(index: number): number {
  return 31 - Math.clz32(~index & (index + 1));
}
