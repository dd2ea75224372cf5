// Draws and what is made of them: exact quantiles and tail means, errors that cover, the same values whatever is asked beside them.
import "../../../tests/support/seeded.ts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printFigures } from "../../../tests/support/figures.ts";
import { programOf } from "../../../tests/support/risk-programs.ts";
import { quantile } from "../../base/quantile.ts";
import { pointKinds } from "../points/point-kinds.ts";
import { draw } from "./draws.ts";
import { exceedanceCurve, shareAbove } from "./exceedance.ts";
import { summariseDraws } from "./summarise-draws.ts";
import { tailMean } from "./tail-mean.ts";
import { finished, watched } from "./work.ts";

const full = process.env.INNERGAP_FULL !== undefined;

/** -log of a product of two uniform numbers: a gamma variable of shape 2. */
const gammaTwo = programOf(
  { x: (u) => u, y: (u) => u },
  { outcome: ([x, y]) => -Math.log(x! * y!), sum: ([x, y]) => x! + y! },
);

const same = (one: Float64Array, other: Float64Array) =>
  Buffer.from(one.buffer).equals(Buffer.from(other.buffer));

describe("draws", () => {
  test("come in 16 replicates, of Sobol points a power of two each", () => {
    const sobol = finished(draw(gammaTwo, { quantities: ["outcome"] }, { draws: 1000 }));
    expect(sobol).toMatchObject({ draws: 1024, replicates: 16, points: "sobol", seed: 0 });
    const random = finished(draw(gammaTwo, { quantities: ["outcome"] }, { draws: 1000, points: "random" }));
    expect(random.draws).toBe(1008);
    expect(random.quantities[0]).toHaveLength(1008);
  });

  test.each(pointKinds)("are the same whatever else is kept, on %s points", (points) => {
    const options = { draws: 50_000, points, seed: 3 };
    const alone = finished(draw(gammaTwo, { quantities: ["outcome"] }, options));
    const more = finished(draw(gammaTwo, { quantities: ["sum", "x", "outcome"], inputs: [1, 0] }, options));
    expect(same(more.quantities[2]!, alone.quantities[0]!)).toBe(true);
    expect(same(more.inputs[1]!, more.quantities[1]!)).toBe(true);
    const sums = more.inputs[0]!.map((y, index) => y + more.inputs[1]![index]!);
    expect(same(more.quantities[0]!, sums)).toBe(true);
  });

  test("tell how much is done, stop when asked to, and come out the same when watched", async () => {
    const work = () => draw(gammaTwo, { quantities: ["outcome"] }, { draws: 2 ** 20 });
    const shares = [...work()];
    expect(shares.at(-1)).toBe(1);
    expect(shares.every((share, index) => index === 0 || share > shares[index - 1]!)).toBe(true);
    const told: number[] = [];
    const seen = await watched(work(), { onProgress: (share) => told.push(share) });
    expect(same(seen.quantities[0]!, finished(work()).quantities[0]!)).toBe(true);
    expect(told.length).toBeGreaterThan(0);
    const stop = new AbortController();
    const stopped = watched(work(), { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
  });

  test.each([[0], [15], [1.5], [2 ** 24 + 1], [Number.POSITIVE_INFINITY]])(
    "%d draws are refused",
    (draws) => {
      expect(() => finished(draw(gammaTwo, { quantities: ["outcome"] }, { draws }))).toThrow("draws: found");
    },
  );

  test("more columns than memory holds are refused", () => {
    const quantities = new Array<string>(20).fill("outcome");
    expect(() => finished(draw(gammaTwo, { quantities }, { draws: 2 ** 24 }))).toThrow("20 columns");
  });
});

describe("summaries", () => {
  test("of a gamma variable agree with its closed forms within a few standard errors", () => {
    const { quantities, replicates } = finished(
      draw(gammaTwo, { quantities: ["outcome"] }, { draws: 2 ** 18 }),
    );
    const found = summariseDraws(quantities[0]!, replicates, { levels: [0.9], thresholds: [2, 4] });
    const above = (t: number) => (1 + t) * Math.exp(-t);
    const at90 = 3.889720169867429;
    const exact = [
      [found.mean, 2],
      [found.deviation, Math.SQRT2],
      [found.quantiles[0]!.value, 0.3553615106986621],
      [found.quantiles[1]!.value, 1.6783469900166605],
      [found.quantiles[2]!.value, 4.743864518390592],
      // The mean above q is the integral of x^2 e^-x from there on, over 1/10.
      [found.tailMeans[0]!.value, (at90 ** 2 + 2 * at90 + 2) * Math.exp(-at90) * 10],
      [found.exceedances[0]!.probability, above(2)],
      [found.exceedances[1]!.probability, above(4)],
    ] as const;
    for (const [figure, value] of exact) {
      expect(Math.abs(figure.estimate - value)).toBeLessThan(5 * figure.standardError);
      expect(figure.standardError).toBeLessThan(0.004);
    }
  });

  test("intervals of means, quantiles and tail means cover in some 95 % of seeds", () => {
    const seeds = full ? 1000 : 60;
    const rows = pointKinds.map((points) => {
      const held = { mean: 0, median: 0, tail: 0 };
      const at95 = 4.743864518390592;
      for (let seed = 0; seed < seeds; seed++) {
        const { quantities, replicates } = finished(
          draw(gammaTwo, { quantities: ["outcome"] }, { draws: 4096, seed, points }),
        );
        const found = summariseDraws(quantities[0]!, replicates);
        const covers = ({ low, high }: { low: number; high: number }, value: number) =>
          low <= value && value <= high ? 1 / seeds : 0;
        held.mean += covers(found.mean, 2);
        held.median += covers(found.quantiles[1]!.value, 1.6783469900166605);
        held.tail += covers(found.tailMeans[0]!.value, (at95 ** 2 + 2 * at95 + 2) * Math.exp(-at95) * 20);
      }
      return { points, seeds, ...held };
    });
    printFigures("draw-intervals", "Coverage of 95 % intervals, 4,096 draws of a gamma variable", rows);
    for (const { mean, median, tail } of rows) {
      for (const held of [mean, median, tail]) expect(held).toBeGreaterThan(full ? 0.92 : 0.85);
    }
  }, 600_000);

  test.each([
    [{ shares: [1.5] }, "quantiles[0]"],
    [{ levels: [0.9, 1] }, "levels[1]"],
    [{ thresholds: [Number.NaN] }, "thresholds[0]"],
  ])("%o is refused", (options, place) => {
    expect(() => summariseDraws(new Float64Array(32), 16, options)).toThrow(`${place}: found`);
  });
});

const sample = fc
  .array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 40 })
  .map((values) => Float64Array.from(values).sort());
const level = fc.double({ min: 0, max: 0.999, noNaN: true });

describe("tail means", () => {
  test("lie between the tail's quantile and the worst value, and rise with the level", () => {
    fc.assert(
      fc.property(sample, level, level, (sorted, one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const [wide, narrow] = [tailMean(sorted, low, "upper"), tailMean(sorted, high, "upper")];
        expect(narrow).toBeGreaterThanOrEqual(wide - 1e-9);
        expect(narrow).toBeLessThanOrEqual(sorted.at(-1)! + 1e-9);
        expect(wide).toBeGreaterThanOrEqual(sorted[Math.ceil(low * sorted.length) - 1] ?? sorted[0]! - 1e-9);
        const mirrored = sorted.map((value) => -value).sort();
        expect(tailMean(mirrored, high, "lower")).toBeCloseTo(-narrow, 9);
      }),
    );
  });

  test("solve Rockafellar and Uryasev's minimisation: the least of t + E max(0, Y - t) / (1 - level) over t", () => {
    fc.assert(
      fc.property(sample, level, (sorted, at) => {
        const objective = (t: number) =>
          t + sorted.reduce((sum, value) => sum + Math.max(0, value - t), 0) / sorted.length / (1 - at);
        const least = Math.min(...Array.from(sorted, objective));
        expect(tailMean(sorted, at, "upper")).toBeCloseTo(least, 6);
      }),
    );
  });
});

describe("exceedance", () => {
  test("is the share that is counted, and its curve falls from the least value to the greatest", () => {
    fc.assert(
      fc.property(sample, fc.double({ min: -101, max: 101, noNaN: true }), (sorted, threshold) => {
        const counted = sorted.filter((value) => value > threshold).length / sorted.length;
        expect(shareAbove(sorted, threshold)).toBeCloseTo(counted, 12);
        const curve = exceedanceCurve(sorted);
        expect(curve[0]!.value).toBe(sorted[0]);
        expect(curve.at(-1)).toEqual({ value: sorted.at(-1), probability: 0 });
        for (let index = 1; index < curve.length; index++) {
          expect(curve[index]!.value).toBeGreaterThan(curve[index - 1]!.value);
          expect(curve[index]!.probability).toBeLessThan(curve[index - 1]!.probability);
        }
        expect(quantile(sorted, 1)).toBe(sorted.at(-1));
      }),
    );
  });
});
