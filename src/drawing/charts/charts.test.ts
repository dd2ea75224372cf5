// Laws of the two charts: every value is drawn, nothing overlaps, text keeps its size.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DotPlotRow, dotPlot } from "./dot-plot.ts";
import { lineChart, spread } from "./line-chart.ts";
import { seriesStyle } from "./series.ts";

const finite = fc.double({ min: -100, max: 100, noNaN: true });

const row = fc.array(finite, { minLength: 1, maxLength: 10 }).map(
  (values): DotPlotRow => ({
    label: "policy",
    reference: false,
    dots: values.map((value, seed) => ({ label: `seed ${seed}`, value })),
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    low: Math.min(...values),
    high: Math.max(...values),
  }),
);

describe("dot plot", () => {
  test("draws every seed of every row inside the plot", () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), (rows) => {
        const { source } = dotPlot(rows, { label: "plot", digits: 2 });
        const marks = [...source.matchAll(/<svg x="([\d.]+)%" y="([\d.]+)"/g)];
        expect(marks).toHaveLength(rows.reduce((sum, one) => sum + one.dots.length, 0));
        for (const [, x] of marks) expect(Number(x) >= 45 && Number(x) <= 87).toBe(true);
      }),
    );
  });

  test("keeps up to five equal dots apart", () => {
    const dots = [1, 1, 1, 1, 1].map((value, seed) => ({ label: `seed ${seed}`, value }));
    const { source } = dotPlot([{ label: "p", reference: false, dots, mean: 1, low: null, high: null }], {
      label: "plot",
      digits: 1,
      include: [0],
    });
    expect(new Set([...source.matchAll(/<svg x="[\d.]+%" y="([\d.]+)"/g)].map(([, y]) => y)).size).toBe(5);
  });

  test("has its text alternative and escapes labels", () => {
    const hostile = { label: "<b>&", reference: true, dots: [], mean: 0, low: null, high: null };
    const { source } = dotPlot([hostile], { label: 'a "plot"', digits: 1 });
    expect(source).toContain('role="img" aria-label="a &quot;plot&quot;"');
    expect(source).not.toContain("<b>");
  });
});

describe("line chart", () => {
  test("labels are moved apart, in their order, and stay inside", () => {
    const place = fc.double({ min: 0, max: 200, noNaN: true });
    fc.assert(
      fc.property(fc.array(place, { maxLength: 25 }), (places) => {
        const moved = spread(places, 13, 0, 200);
        const order = places
          .map((_, index) => index)
          .sort((a, b) => moved[a]! - moved[b]! || places[a]! - places[b]!);
        const apart = Math.min(13, 200 / Math.max(1, places.length - 1));
        for (const at of moved) expect(at >= 0 && at <= 200).toBe(true);
        for (let i = 1; i < order.length; i++) {
          expect(moved[order[i]!]! - moved[order[i - 1]!]!).toBeGreaterThanOrEqual(apart - 0.02);
          expect(places[order[i]!]!).toBeGreaterThanOrEqual(places[order[i - 1]!]!);
        }
      }),
    );
    expect(spread([0, 50, 100], 13, 0, 200)).toEqual([0, 50, 100]);
    expect(spread([10, 10], 12, 0, 200)).toEqual([4, 16]);
    expect(spread([0, 0], 12, 0, 200)).toEqual([0, 12]);
    expect(spread([200, 199], 12, 0, 200)).toEqual([200, 188]);
  });

  test("draws a line per series and leaves out what is not finite", () => {
    const series = [0, 1].map((index) => ({
      label: `s${index}`,
      index,
      points: [
        [0, 1],
        [1, Number.NaN],
        [2, 3],
      ] as [number, number][],
    }));
    const { source } = lineChart(series, { label: "chart", height: 200 });
    const lines = [...source.matchAll(/<polyline points="([^"]*)"/g)];
    expect(lines.map(([, points]) => points!.split(" ").length)).toEqual([2, 2]);
    expect(source).not.toContain("NaN");
  });

  test("no two of the first 42 series look the same, even without colour for the first 30", () => {
    const looks = Array.from({ length: 42 }, (_, index) => seriesStyle(index));
    expect(new Set(looks.map((style) => JSON.stringify(style))).size).toBe(42);
    const colourless = looks.slice(0, 30).map(({ dash, marker }) => `${dash}/${marker}`);
    expect(new Set(colourless).size).toBe(30);
  });
});
