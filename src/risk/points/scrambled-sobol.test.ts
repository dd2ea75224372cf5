// Sobol points against SciPy's, the evenness that defines them, and what scrambling must and must not change.
import "../../../tests/support/seeded.ts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Rng } from "../../base/rng.ts";
import { initialNumbers, mostDimensions } from "./joe-kuo.ts";
import { pointKinds, pointStream } from "./point-kinds.ts";
import type { PointStream } from "./point-stream.ts";
import { plainSobol, scrambledSobol } from "./scrambled-sobol.ts";
import { sobolDirections } from "./sobol-directions.ts";

function drawn(stream: PointStream, dimensions: number, count: number): Float64Array[] {
  const columns = Array.from({ length: dimensions }, () => new Float64Array(count));
  stream.next(columns, count);
  return columns;
}

const rng = (seed: number) => Rng.fromSeed(seed).fork("points");

describe("Sobol's sequence", () => {
  test("has the points of SciPy 1.17.1 (qmc.Sobol(128, scramble=False, bits=32))", () => {
    const plain = drawn(plainSobol(mostDimensions), mostDimensions, 1024);
    const point = (index: number) => plain.map((column) => Math.floor(column[index]! * 1024));
    expect(point(0)).toEqual(new Array(mostDimensions).fill(0));
    expect(point(682)).toEqual(scipy682);
    expect(point(1023)).toEqual(scipy1023);
  });

  test("rests on primitive polynomials and odd initial numbers", () => {
    const entries = initialNumbers();
    expect(entries).toHaveLength(mostDimensions - 1);
    expect(new Set(entries.map(({ polynomial }) => polynomial)).size).toBe(entries.length);
    for (const { polynomial, initial } of entries) {
      const degree = 31 - Math.clz32(polynomial);
      expect(initial).toHaveLength(degree);
      expect(orderOfX(polynomial, degree)).toBe(2 ** degree - 1);
      initial.forEach((m, k) => {
        expect(m % 2 === 1 && m < 2 ** (k + 1)).toBe(true);
      });
    }
  });

  test("has Sobol's property A up to 32 dimensions: the first binary digits of 2^d points fill the cube", () => {
    const directions = sobolDirections();
    for (let dimensions = 1; dimensions <= 32; dimensions++) {
      const rows = Array.from({ length: dimensions }, (_, dimension) =>
        Array.from({ length: dimensions }, (_, k) => directions[dimension]![k]! >>> 31),
      );
      expect(rankOverBits(rows)).toBe(dimensions);
    }
  });
});

describe("scrambled points", () => {
  test("each dimension of 2^k points has one in each of 2^k equal parts, from every multiple of 2^k on", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 0, max: 7 }), fc.nat(3), (seed, k, blocks) => {
        const stream = scrambledSobol(mostDimensions, rng(seed));
        const size = 2 ** k;
        for (let block = 0; block <= blocks; block++) {
          for (const column of drawn(stream, mostDimensions, size)) {
            const parts = new Set(Array.from(column, (share) => Math.floor(share * size)));
            expect(parts.size).toBe(size);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  test("the first two dimensions are a (0, 2)-sequence: one point in every elementary box of area 2^-k", () => {
    for (let seed = 0; seed < 20; seed++) {
      const k = 8;
      const [x, y] = drawn(scrambledSobol(2, rng(seed)), 2, 2 ** k) as [Float64Array, Float64Array];
      for (let split = 0; split <= k; split++) {
        const boxes = new Set(
          Array.from(
            x,
            (at, index) => `${Math.floor(at * 2 ** split)} ${Math.floor(y[index]! * 2 ** (k - split))}`,
          ),
        );
        expect(boxes.size).toBe(2 ** k);
      }
    }
  });

  test("keeps the t-values of plain points: elementary boxes of three dimensions hold as many points as in Sobol's", () => {
    const count = 512;
    const counts = (columns: readonly Float64Array[], bits: readonly number[]) => {
      const boxes = new Map<string, number>();
      for (let index = 0; index < count; index++) {
        const box = columns.map((column, d) => Math.floor(column[index]! * 2 ** bits[d]!)).join(" ");
        boxes.set(box, (boxes.get(box) ?? 0) + 1);
      }
      return [...boxes.values()].sort((a, b) => a - b);
    };
    const plain = drawn(plainSobol(6), 6, count);
    const scrambled = drawn(scrambledSobol(6, rng(3)), 6, count);
    for (const dimensions of [
      [0, 1, 2],
      [3, 4, 5],
      [1, 3, 5],
    ]) {
      for (const bits of [
        [1, 1, 1],
        [2, 1, 3],
        [3, 3, 3],
        [0, 4, 5],
      ]) {
        const of = (columns: readonly Float64Array[]) => dimensions.map((d) => columns[d]!);
        expect(counts(of(scrambled), bits)).toEqual(counts(of(plain), bits));
      }
    }
  });

  test("each point is uniform over scrambles, and two of one net lie in different halves", () => {
    const seeds = 2000;
    const sums = new Float64Array(4);
    const squares = new Float64Array(4);
    for (let seed = 0; seed < seeds; seed++) {
      const [column] = drawn(scrambledSobol(1, rng(seed)), 1, 4) as [Float64Array];
      expect(Math.floor(column[0]! * 2)).not.toBe(Math.floor(column[1]! * 2));
      column.forEach((share, index) => {
        sums[index]! += share / seeds;
        squares[index]! += (share * share) / seeds;
      });
    }
    // Four standard errors of the mean and of the mean square of uniform numbers.
    for (const sum of sums) expect(Math.abs(sum - 1 / 2)).toBeLessThan(4 * Math.sqrt(1 / 12 / seeds));
    for (const square of squares)
      expect(Math.abs(square - 1 / 3)).toBeLessThan(4 * Math.sqrt(4 / 45 / seeds));
  });

  test("the error of a smooth mean falls much faster than that of random points", () => {
    const dimensions = 5;
    const error = (kind: (typeof pointKinds)[number], count: number) => {
      let squares = 0;
      for (let seed = 0; seed < 20; seed++) {
        const columns = drawn(pointStream(kind, dimensions, rng(seed)), dimensions, count);
        let sum = 0;
        for (let index = 0; index < count; index++) {
          let product = 1;
          for (const column of columns) product *= 1 + (column[index]! - 0.5);
          sum += product;
        }
        squares += (sum / count - 1) ** 2 / 20;
      }
      return Math.sqrt(squares);
    };
    const [few, many] = [error("sobol", 256), error("sobol", 4096)];
    // Sixteen times the points: random ones gain a factor 4, these more than 16.
    expect(few / many).toBeGreaterThan(16);
    expect(error("random", 4096) / many).toBeGreaterThan(100);
  });

  test("more than 128 dimensions are refused with the alternative", () => {
    expect(() => scrambledSobol(129, rng(0))).toThrow(
      "at most 128 of Sobol's; random points have no such limit",
    );
    expect(() => pointStream("random", 500, rng(0))).not.toThrow();
  });
});

test("blocks of any size give the same points, strictly between 0 and 1", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...pointKinds),
      fc.nat(100),
      fc.array(fc.integer({ min: 0, max: 70 }), { minLength: 1, maxLength: 6 }),
      (kind, seed, sizes) => {
        const total = sizes.reduce((sum, size) => sum + size, 0);
        const whole = drawn(pointStream(kind, 3, rng(seed)), 3, total);
        const stream = pointStream(kind, 3, rng(seed));
        const parts = sizes.map((size) => drawn(stream, 3, size));
        whole.forEach((column, dimension) => {
          const joined = parts.flatMap((part) => Array.from(part[dimension]!));
          expect(joined).toEqual(Array.from(column));
          expect(joined.every((share) => share > 0 && share < 1)).toBe(true);
        });
      },
    ),
    { numRuns: 50 },
  );
});

/** The smallest n > 0 with x^n = 1 modulo the polynomial; 0 where there is none below 2^degree. */
function orderOfX(polynomial: number, degree: number): number {
  if (degree === 1) return 1;
  let power = 2;
  for (let n = 1; n < 2 ** degree; n++) {
    if (power === 1) return n;
    power <<= 1;
    if (power >>> degree) power ^= polynomial;
  }
  return 0;
}

function rankOverBits(rows: readonly (readonly number[])[]): number {
  const matrix = rows.map((row) => [...row]);
  let rank = 0;
  for (let column = 0; column < matrix.length; column++) {
    const pivot = matrix.findIndex((row, index) => index >= rank && row[column] === 1);
    if (pivot < 0) continue;
    [matrix[rank], matrix[pivot]] = [matrix[pivot]!, matrix[rank]!];
    matrix.forEach((row, index) => {
      if (index === rank || row[column] === 0) return;
      for (let at = 0; at < row.length; at++) row[at]! ^= matrix[rank]![at]!;
    });
    rank++;
  }
  return rank;
}

// Points 682 and 1023 (counted from 0) in 1024ths.
const scipy682 = [
  1023, 261, 749, 451, 921, 263, 753, 303, 735, 669, 333, 275, 239, 987, 677, 753, 459, 411, 237, 429, 557,
  29, 583, 499, 23, 135, 59, 989, 723, 359, 425, 731, 185, 877, 311, 215, 67, 637, 645, 293, 113, 995, 745,
  633, 619, 409, 23, 39, 437, 857, 571, 659, 737, 419, 599, 227, 675, 883, 795, 51, 255, 315, 615, 607, 659,
  255, 623, 287, 303, 231, 311, 203, 499, 519, 755, 195, 325, 245, 565, 77, 397, 509, 325, 381, 317, 725, 5,
  813, 357, 313, 953, 873, 569, 337, 497, 945, 561, 817, 161, 737, 385, 97, 509, 937, 909, 199, 855, 783, 767,
  3, 481, 301, 81, 867, 647, 775, 913, 473, 643, 979, 299, 137, 423, 677, 11, 37, 703, 187,
];
const scipy1023 = [
  1, 771, 627, 149, 191, 449, 143, 633, 353, 871, 695, 37, 133, 681, 371, 475, 321, 897, 599, 327, 887, 19,
  813, 201, 245, 385, 521, 779, 861, 445, 951, 629, 463, 895, 341, 885, 965, 1011, 923, 715, 647, 997, 951,
  111, 509, 319, 989, 781, 863, 843, 265, 177, 675, 417, 929, 113, 817, 881, 745, 361, 105, 201, 809, 41, 101,
  477, 989, 541, 805, 589, 509, 101, 517, 661, 349, 501, 191, 771, 579, 539, 15, 83, 23, 863, 127, 463, 867,
  907, 887, 563, 435, 771, 487, 775, 983, 23, 535, 943, 995, 543, 243, 459, 487, 599, 247, 737, 677, 789, 169,
  905, 127, 847, 35, 469, 385, 341, 551, 707, 965, 141, 741, 571, 157, 915, 625, 595, 589, 717,
];
