// Laws of the charts of goal inference: lengths are what they stand for, everything lies inside, nothing is lost.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type GapBar, gapAxis, gapBar, gapScale, gapShareAxis } from "./gap-bar.ts";
import { lineChart } from "./line-chart.ts";
import { linearScale } from "./scale.ts";
import { shareAxis, shareBar } from "./share-bar.ts";
import { signedBar } from "./signed-bar.ts";
import { bubbles, spherePanel } from "./sphere-panel.ts";

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const loss = fc.double({ min: -2, max: 4, noNaN: true });

/** Horizontal extents of the parts that `filledBar` draws, in per cent. */
function extents(source: string): { x: number; width: number }[] {
  return [...source.matchAll(/<svg x="([\d.]+)%" y="[\d.]+" width="([\d.]+)%"/g)].map(([, x, width]) => ({
    x: Number(x),
    width: Number(width),
  }));
}

describe("share bar", () => {
  test("parts lie end to end from 0 and are as long as their shares", () => {
    fc.assert(
      fc.property(fc.array(unit, { minLength: 1, maxLength: 4 }), unit, (weights, prior) => {
        const sum = weights.reduce((total, weight) => total + weight, 0);
        const shares = weights.map((weight) => (sum > 1 ? weight / sum : weight));
        const fill = { color: "blue", pattern: "solid" } as const;
        const { source } = shareBar({
          label: "bar",
          parts: shares.map((share) => ({ share, fill, label: "part" })),
          prior,
          dots: [{ label: "seed 0", value: prior }],
          low: prior / 2,
          high: prior,
        });
        const drawn = extents(source);
        const total = shares.reduce((all, share) => all + share, 0);
        expect(Math.abs(drawn.reduce((all, { width }) => all + width, 0) - 100 * total)).toBeLessThan(0.05);
        for (let i = 1; i < drawn.length; i++) {
          expect(Math.abs(drawn[i]!.x - drawn[i - 1]!.x - drawn[i - 1]!.width)).toBeLessThan(0.05);
        }
        for (const { x, width } of drawn) expect(x >= 0 && x + width <= 100.01).toBe(true);
        expect(source).not.toMatch(/NaN|Infinity/);
      }),
    );
  });

  test("has its text alternative and escapes what it says", () => {
    const fill = { color: "grey", pattern: "dots" } as const;
    const { source } = shareBar({
      label: "<i>keys</i>",
      parts: [{ share: 0.5, fill, label: "<i>" }],
      prior: 0.1,
      dots: [],
      low: null,
      high: null,
    });
    expect(source).toContain('aria-label="&lt;i&gt;keys&lt;/i&gt;: 0.50, prior 0.10"');
    expect(source).not.toContain("<i>");
    expect(shareAxis().source).toContain(">0.25<");
  });
});

describe("gap bar", () => {
  const bar = fc
    .record({ gap: fc.option(loss), total: loss, width: unit, seeds: fc.array(loss, { maxLength: 5 }) })
    .map(
      ({ gap, total, width, seeds }): GapBar => ({
        label: "agent",
        gap: gap === null ? null : { mean: gap, low: gap - width, high: gap + width },
        ties: gap === null ? null : [gap - 2 * width, gap + width],
        loss: total,
        dots: seeds.map((value, seed) => ({ label: `seed ${seed}`, value })),
      }),
    );

  test("gap and residual meet at the gap; the residual ends at the loss in all", () => {
    fc.assert(
      fc.property(fc.array(bar, { minLength: 1, maxLength: 4 }), loss, (bars, random) => {
        const marks = [{ label: "random", loss: random, dash: "3 3" }];
        const scale = gapScale(bars, marks);
        const at = (value: number) => 2 + ((value - scale.low) / (scale.high - scale.low)) * 96;
        for (const one of bars) {
          const { source } = gapBar(one, scale, marks);
          expect(source).not.toMatch(/NaN|Infinity/);
          for (const [, x] of source.matchAll(/ x[12]?="(-?[\d.]+)%"/g)) {
            expect(Number(x) >= 0 && Number(x) <= 100).toBe(true);
          }
          const [gap, residual] = extents(source);
          if (one.gap === null) {
            expect(gap).toBeUndefined();
            continue;
          }
          const [low, high] = [Math.min(0, one.gap.mean), Math.max(0, one.gap.mean)];
          expect(Math.abs(gap!.x - at(low))).toBeLessThan(0.02);
          expect(Math.abs(gap!.x + gap!.width - at(high))).toBeLessThan(0.02);
          const ends = [one.gap.mean, one.loss].sort((a, b) => a - b);
          expect(Math.abs(residual!.x - at(ends[0]!))).toBeLessThan(0.02);
          expect(Math.abs(residual!.x + residual!.width - at(ends[1]!))).toBeLessThan(0.02);
        }
      }),
    );
  });

  test("both axes agree: a share of 1 stands where the range does", () => {
    const one: GapBar = { label: "a", gap: null, ties: null, loss: 2, dots: [] };
    const scale = gapScale([one], []);
    const place = (source: string, label: string) =>
      new RegExp(`x="([\\d.]+)%"[^>]*>${label}<`).exec(source)?.[1];
    expect(place(gapShareAxis(scale, 2).source, "1.0+")).toBe(place(gapAxis(scale).source, "2.0"));
  });
});

describe("sphere panel", () => {
  const point = fc
    .tuple(unit, fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }), unit)
    .map(([radius, angle, mass]) => ({ x: radius * Math.cos(angle), y: radius * Math.sin(angle), mass }));

  test("bubbles keep the mass and its centre, and stay inside the circle", () => {
    fc.assert(
      fc.property(fc.array(point, { maxLength: 200 }), (points) => {
        const found = bubbles(points);
        const sum = (list: typeof points, of: (one: (typeof points)[number]) => number) =>
          list.reduce((total, one) => total + of(one), 0);
        expect(found.length).toBeLessThanOrEqual(21 * 21);
        for (const of of [
          ({ mass }: (typeof points)[number]) => mass,
          ({ x, mass }: (typeof points)[number]) => x * mass,
          ({ y, mass }: (typeof points)[number]) => y * mass,
        ]) {
          expect(Math.abs(sum([...found], of) - sum(points, of))).toBeLessThan(1e-9);
        }
        for (const { x, y } of found) expect(Math.hypot(x, y)).toBeLessThanOrEqual(1 + 1e-9);
        expect(spherePanel(points, { label: "p", named: [] }).source).not.toMatch(/NaN|Infinity/);
      }),
    );
  });
});

test("a signed bar lies on its side of zero", () => {
  fc.assert(
    fc.property(fc.double({ min: -9, max: 9, noNaN: true }), (value) => {
      const scale = linearScale([0, -9, 9]);
      const [bar] = extents(signedBar(value, scale, "nats").source);
      if (value >= 0) expect(bar!.x).toBe(50);
      else expect(Math.abs(bar!.x + bar!.width - 50)).toBeLessThan(0.02);
      expect(Math.abs(bar!.width - (49 * Math.abs(value)) / 9)).toBeLessThan(0.02);
    }),
  );
});

test("marks of a line chart stand at their places, their names apart; thin lines have no end of their own", () => {
  const line = (label: string, thin: boolean) => ({
    label,
    index: 0,
    thin,
    points: [
      [0, 0],
      [100, 1],
    ] as const,
  });
  const { source } = lineChart([line("seed 0", true), line("keys", false)], {
    label: "chart",
    height: 240,
    legend: true,
    marks: [
      { x: 10, label: "50 %" },
      { x: 11, label: "20 %" },
    ],
  });
  const names = [...source.matchAll(/<text x="([\d.]+)%"[^>]*>(\d\d %)</g)];
  expect(names.map(([, , name]) => name)).toEqual(["50 %", "20 %"]);
  expect(Math.abs(Number(names[1]![1]) - Number(names[0]![1]))).toBeGreaterThanOrEqual(8.9);
  expect([...source.matchAll(/<title>/g)]).toHaveLength(1);
});
