// The integer field against floating-point Perlin noise, and its moments and smoothness.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { asNoise, gradientNoise, type NoiseParameters, noiseOne } from "./noise.ts";

const cases = Number(process.env.INNERGAP_LEVELS ?? 200);

function field(
  parameters: NoiseParameters,
  height: number,
  width: number,
  seed: number | string,
): Int32Array {
  const out = new Int32Array(height * width);
  gradientNoise(parameters, height, width).draw(Rng.fromSeed(seed), out);
  return out;
}

/** The same noise as one writes it with real numbers, from the same directions: a byte each, four to a word. */
function floatField(
  { cell, octaves }: NoiseParameters,
  height: number,
  width: number,
  seed: number | string,
): number[] {
  const rng = Rng.fromSeed(seed);
  const sum = new Array<number>(height * width).fill(0);
  let amplitudes = 0;
  for (let octave = 0; octave < octaves; octave++) {
    const side = cell / 2 ** octave;
    const columns = Math.ceil(width / side) + 1;
    const count = columns * (Math.ceil(height / side) + 1);
    const words = Array.from({ length: Math.ceil(count / 4) }, () => rng.uint32());
    const angle = (point: number) => (Math.floor(words[point >> 2]! / 256 ** (point & 3)) % 256) + 0.5;
    const fade = (t: number) => 6 * t ** 5 - 15 * t ** 4 + 10 * t ** 3;
    const corner = (row: number, column: number, down: number, right: number) => {
      const direction = (angle(row * columns + column) * 2 * Math.PI) / 256;
      return down * Math.sin(direction) + right * Math.cos(direction);
    };
    for (let at = 0; at < sum.length; at++) {
      const y = Math.floor(at / width) / side;
      const x = (at % width) / side;
      const [row, column] = [Math.floor(y), Math.floor(x)];
      const [v, u] = [y - row, x - column];
      const upper = (1 - fade(u)) * corner(row, column, v, u) + fade(u) * corner(row, column + 1, v, u - 1);
      const lower =
        (1 - fade(u)) * corner(row + 1, column, v - 1, u) +
        fade(u) * corner(row + 1, column + 1, v - 1, u - 1);
      sum[at]! += 2 ** -octave * Math.SQRT2 * ((1 - fade(v)) * upper + fade(v) * lower);
    }
    amplitudes += 2 ** -octave;
  }
  return sum.map((value) => value / amplitudes);
}

/** Mean difference of neighbours in a row over the standard deviation, of twenty fields. */
function meanStep(parameters: NoiseParameters): number {
  const side = 64;
  let [steps, squares] = [0, 0];
  for (let draw = 0; draw < 20; draw++) {
    const out = field(parameters, side, side, `smooth ${draw}`);
    out.forEach((value, at) => {
      squares += value * value;
      if ((at + 1) % side !== 0) steps += Math.abs(value - out[at + 1]!);
    });
  }
  return steps / (20 * side * (side - 1)) / Math.sqrt(squares / (20 * side * side));
}

const parameters = fc
  .integer({ min: 1, max: 4 })
  .chain((octaves) =>
    fc.integer({ min: 1, max: 64 >> octaves }).map((times) => ({ octaves, cell: times * 2 ** octaves })),
  );
const size = fc.integer({ min: 1, max: 40 });

describe("gradient noise", () => {
  test("is within 20 units of real arithmetic", () => {
    let worst = 0;
    fc.assert(
      fc.property(parameters, size, size, fc.integer(), (one, height, width, seed) => {
        const exact = floatField(one, height, width, seed);
        field(one, height, width, seed).forEach((value, at) => {
          worst = Math.max(worst, Math.abs(value - exact[at]! * noiseOne));
        });
      }),
      { numRuns: cases },
    );
    expect(worst).toBeLessThan(20);
  });

  test("has mean 0, and on the edges and in the middle of a cell of side 2 the variance of its dot products", () => {
    const draws = 4000;
    const noise = gradientNoise({ cell: 2, octaves: 1 }, 3, 3);
    const rng = Rng.fromSeed("moments");
    const out = new Int32Array(9);
    const sums = new Float64Array(9);
    const squares = new Float64Array(9);
    for (let draw = 0; draw < draws; draw++) {
      noise.draw(rng, out);
      out.forEach((value, at) => {
        sums[at]! += value / noiseOne;
        squares[at]! += (value / noiseOne) ** 2;
      });
    }
    // A component of a random direction has variance 1/2. Edge: 2 x two halves of it at distance 1/2; middle: four
    // quarters of a whole direction at distance sqrt(1/2).
    const variances = [0, 1 / 8, 0, 1 / 8, 1 / 8, 1 / 8, 0, 1 / 8, 0];
    variances.forEach((variance, at) => {
      expect(Math.abs(sums[at]! / draws)).toBeLessThanOrEqual(5 * Math.sqrt(variance / draws));
      expect(Math.abs(squares[at]! / draws - variance)).toBeLessThanOrEqual(
        5 * Math.sqrt((2 * variance ** 2) / draws),
      );
    });
  });

  test("is 0 on the lattice of one octave and within [-1, 1] everywhere", () => {
    let largest = 0;
    fc.assert(
      fc.property(parameters, size, size, fc.integer(), (one, height, width, seed) => {
        field(one, height, width, seed).forEach((value, at) => {
          largest = Math.max(largest, Math.abs(value));
          const onLattice = Math.floor(at / width) % one.cell === 0 && (at % width) % one.cell === 0;
          if (onLattice && value !== 0) throw new Error(`${value} on a lattice point`);
        });
      }),
      { numRuns: cases },
    );
    expect(largest).toBeLessThanOrEqual(noiseOne);
    expect(largest).toBeGreaterThan(0.7 * noiseOne);
  });

  test("is the smoother the larger its cell; further octaves roughen it", () => {
    const steps = [2, 4, 8, 32].map((cell) => meanStep({ cell, octaves: 1 }));
    steps.slice(1).forEach((step, index) => {
      expect(step).toBeLessThan(steps[index]! / 1.2);
    });
    expect(meanStep({ cell: 32, octaves: 5 })).toBeGreaterThan(1.2 * steps[3]!);
  });

  test("equal streams give equal fields, and what was in the array is gone", () => {
    const noise = gradientNoise({ cell: 4, octaves: 2 }, 9, 11);
    const [first, second] = [new Int32Array(99), new Int32Array(99).fill(7)];
    noise.draw(Rng.fromSeed(1), first);
    noise.draw(Rng.fromSeed(1), second);
    expect(second).toEqual(first);
    noise.draw(Rng.fromSeed(2), second);
    expect(second).not.toEqual(first);
  });

  test.each([
    [{ cell: 1, octaves: 1 }, "noise.cell"],
    [{ cell: 6, octaves: 2 }, "noise.cell"],
    [{ cell: 128, octaves: 1 }, "noise.cell"],
    [{ cell: 2.5, octaves: 1 }, "noise.cell"],
    [{ cell: 4, octaves: 0 }, "noise.octaves"],
  ])("%j is refused", (one, place) => {
    expect(() => gradientNoise(one, 5, 5)).toThrow(place);
  });
});

test("a number in the units of a field", () => {
  expect([0, 0.25, -0.25, 1].map(asNoise)).toEqual([0, 16384, -16384, 65536]);
});
