// Indices against closed forms: S15 (a) Ishigami's and Sobol's functions, (b) products of independent factors, (c) six Beta factors.
import "../../../tests/support/seeded.ts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printFigures } from "../../../tests/support/figures.ts";
import { gFunction, ishigami, productIndices, programOf } from "../../../tests/support/risk-programs.ts";
import { beta } from "../distributions.ts";
import type { RiskProgram } from "../program.ts";
import { type SobolIndices, type SobolOptions, sobolIndices } from "./sobol-indices.ts";
import { finished } from "./work.ts";

const full = process.env.INNERGAP_FULL !== undefined;

function indicesOf(program: RiskProgram, options: SobolOptions): SobolIndices {
  return finished(sobolIndices(program, "outcome", options));
}

function expectIndices(
  found: SobolIndices,
  exact: { readonly first: readonly number[]; readonly total: readonly number[] },
  within: number,
): void {
  found.indices.forEach(({ first, total }, input) => {
    expect(Math.abs(first!.estimate - exact.first[input]!)).toBeLessThan(within);
    expect(Math.abs(total!.estimate - exact.total[input]!)).toBeLessThan(within);
  });
}

const ishigamiExact = { first: [0.313905, 0.442411, 0], total: [0.557589, 0.442411, 0.243684] };

/** A product of independent Beta variables. */
function betaProduct(parameters: readonly (readonly [a: number, b: number])[]): RiskProgram {
  return programOf(Object.fromEntries(parameters.map(([a, b], index) => [`x${index}`, beta(a, b)])), {
    outcome: (values) => values.reduce((product, value) => product * value, 1),
  });
}

const relativeVariance = ([a, b]: readonly [number, number]) => b / (a * (a + b + 1));

describe("S15 (a): published functions at 2^16 points, within .005", () => {
  test("Ishigami's function", () => {
    const found = indicesOf(ishigami, { base: 2 ** 16 });
    expectIndices(found, ishigamiExact, 0.005);
    expect(found.mean).toBeCloseTo(3.5, 3);
    expect(found.variance).toBeCloseTo(13.844588, 2);
    expect(found.interactions).toBeCloseTo(0.243684, 2);
    expect(found.evaluations).toBe(2 ** 16 * 5);
  });

  test("Sobol's g-function of eight inputs", () => {
    const a = [0, 1, 4.5, 9, 99, 99, 99, 99];
    const exact = productIndices(a.map((one) => 1 / (3 * (1 + one) ** 2)));
    const found = indicesOf(gFunction(a), { base: 2 ** 16 });
    expectIndices(found, exact, 0.005);
    expect(exact.first[0]).toBeCloseTo(0.7162, 4);
  });
});

describe("S15 (b): products of independent factors", () => {
  test("Beta(2,2) x Beta(4,2) x Beta(1,3), within .002", () => {
    const parameters = [
      [2, 2],
      [4, 2],
      [1, 3],
    ] as const;
    const exact = productIndices(parameters.map(relativeVariance));
    expect(exact.first.map((one) => Number(one.toFixed(6)))).toEqual([0.189189, 0.067568, 0.567568]);
    expect(exact.total.map((one) => Number(one.toFixed(6)))).toEqual([0.324324, 0.12973, 0.72973]);
    const found = indicesOf(betaProduct(parameters), { base: 2 ** 16 });
    expectIndices(found, exact, 0.002);
    expect(Math.abs(found.mean - 0.0833333)).toBeLessThan(0.0002);
    expect(Math.abs(found.variance / 0.00734127 - 1)).toBeLessThan(0.002);
  });
});

describe("S15 (c): six Beta(20 m, 20 (1 - m)) factors of the power-seeking estimate", () => {
  test("mean .051376, deviation .024371 and first-order indices within 1 %", () => {
    const means = [0.65, 0.8, 0.4, 0.65, 0.4, 0.95];
    const parameters = means.map((mean) => [20 * mean, 20 * (1 - mean)] as const);
    const found = indicesOf(betaProduct(parameters), { base: 2 ** 16 });
    expect(Math.abs(found.mean / 0.051376 - 1)).toBeLessThan(0.01);
    expect(Math.abs(Math.sqrt(found.variance) / 0.024371 - 1)).toBeLessThan(0.01);
    const printed = [0.1139, 0.0529, 0.3174, 0.1139, 0.3174, 0.0111];
    found.indices.forEach(({ first }, input) => {
      expect(Math.abs(first!.estimate - printed[input]!)).toBeLessThan(0.01 * printed[input]! + 0.002);
    });
  });
});

describe("intervals", () => {
  test("hold the exact index in at least 95 % of seeds, on Sobol and on random points", () => {
    const seeds = full ? 200 : 20;
    const rows = (["sobol", "random"] as const).map((points) => {
      let [held, asked, squares, widths] = [0, 0, 0, 0];
      for (let seed = 0; seed < seeds; seed++) {
        const { indices } = indicesOf(ishigami, { base: 2048, seed, points, repetitions: 300 });
        indices.forEach(({ first, total }, input) => {
          for (const [interval, exact] of [
            [first!, ishigamiExact.first[input]!],
            [total!, ishigamiExact.total[input]!],
          ] as const) {
            asked++;
            if (interval.low <= exact && exact <= interval.high) held++;
            squares += (interval.estimate - exact) ** 2;
            widths += interval.high - interval.low;
          }
        });
      }
      return {
        points,
        indices: asked,
        held: held / asked,
        error: Math.sqrt(squares / asked),
        width: widths / asked,
      };
    });
    printFigures(
      "sobol-intervals",
      `95 % intervals of Ishigami's indices at 2,048 points, ${seeds} seeds`,
      rows,
    );
    const [sobol, random] = rows as [(typeof rows)[0], (typeof rows)[0]];
    expect(sobol.held).toBeGreaterThanOrEqual(0.95);
    expect(random.held).toBeGreaterThanOrEqual(full ? 0.92 : 0.87);
    // What Sobol points are for.
    expect(sobol.error).toBeLessThan(random.error / 2);
  }, 600_000);
});

describe("laws", () => {
  test("of a sum of independent inputs both indices are the shares of the variances, and no scale or shift matters", () => {
    const weight = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(
        fc
          .array(weight, { minLength: 1, maxLength: 5 })
          .filter((all) => all.some((one) => Math.abs(one) > 0.1)),
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        (weights, shift) => {
          const program = programOf(
            Object.fromEntries(weights.map((_, index) => [`x${index}`, (u: number) => u])),
            {
              outcome: (values) => values.reduce((sum, value, index) => sum + weights[index]! * value, shift),
            },
          );
          const shares = weights.map((one) => one ** 2 / weights.reduce((sum, w) => sum + w ** 2, 0));
          const found = indicesOf(program, { base: 4096, repetitions: 10 });
          expectIndices(found, { first: shares, total: shares }, 0.01);
        },
      ),
      { numRuns: 20 },
    );
  });

  test("an outcome without variance has no indices", () => {
    const found = indicesOf(programOf({ x: (u) => u }, { outcome: () => 0.1 }), { base: 256 });
    expect(found).toMatchObject({ variance: 0, interactions: null, indices: [{ first: null, total: null }] });
    expect(found.mean).toBeCloseTo(0.1, 15);
  });

  test("the seed fixes every digit", () => {
    const options = { base: 512, seed: 7, repetitions: 50 };
    expect(indicesOf(ishigami, options)).toEqual(indicesOf(ishigami, options));
    expect(indicesOf(ishigami, { ...options, seed: 8 })).not.toEqual(indicesOf(ishigami, options));
  });

  test.each([[255], [2.5], [2 ** 22 + 1], [Number.NaN]])("a base sample of %d is refused", (base) => {
    expect(() => indicesOf(ishigami, { base })).toThrow(/^base: found .*, expected a whole number from 256/);
  });
});
