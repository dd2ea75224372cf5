// Laws of the pictures of risk models: bars are as long as what they stand for, on their side, and inside the chart.
import "../../../tests/support/seeded.ts";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { indexBars } from "./index-bars.ts";
import { linearScale } from "./scale.ts";
import { tornadoChart } from "./tornado-chart.ts";

const value = fc.double({ min: -50, max: 50, noNaN: true });

/** Horizontal extents of the parts that `filledBar` draws, in per cent. */
function extents(source: string): { x: number; width: number }[] {
  return [...source.matchAll(/<svg x="([\d.]+)%" y="[\d.]+" width="([\d.]+)%"/g)].map(([, x, width]) => ({
    x: Number(x),
    width: Number(width),
  }));
}

function expectInside(source: string): void {
  expect(source).not.toMatch(/NaN|Infinity/);
  for (const [, x] of source.matchAll(/ x[12]?="(-?[\d.]+)%"/g)) {
    expect(Number(x) >= 0 && Number(x) <= 100).toBe(true);
  }
}

test("bars of a tornado reach from the mean to both ends", () => {
  const row = fc.record({ label: fc.string(), low: value, high: value, text: fc.string() });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), value, (rows, centre) => {
      const { source } = tornadoChart(rows, { label: "tornado", centre });
      const scale = linearScale([centre, ...rows.flatMap(({ low, high }) => [low, high])]);
      const at = (one: number) => 2 + ((one - scale.low) / (scale.high - scale.low)) * 96;
      expectInside(source);
      const bars = extents(source);
      expect(bars).toHaveLength(2 * rows.length);
      rows.forEach(({ low, high }, index) => {
        const drawn = bars.slice(2 * index, 2 * index + 2);
        for (const end of [low, high]) {
          const [x, width] = [Math.min(at(end), at(centre)), Math.abs(at(end) - at(centre))];
          expect(drawn.some((bar) => Math.abs(bar.x - x) < 0.03 && Math.abs(bar.width - width) < 0.03)).toBe(
            true,
          );
        }
      });
    }),
  );
});

test("index bars are as long as their estimates, also below 0 and above 1", () => {
  const interval = fc
    .tuple(fc.double({ min: -0.2, max: 1.3, noNaN: true }), fc.double({ min: 0, max: 0.3, noNaN: true }))
    .map(([estimate, half]) => ({ estimate, low: estimate - half, high: estimate + half }));
  const row = fc.record({ label: fc.string(), alone: interval, inAll: interval });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), (rows) => {
      const { source } = indexBars(rows, { label: "indices" });
      expectInside(source);
      const all = rows.flatMap(({ alone, inAll }) => [alone, inAll]);
      const scale = linearScale([0, 1, ...all.flatMap(({ low, high }) => [low, high])]);
      extents(source).forEach(({ width }, index) => {
        const length = (Math.abs(all[index]!.estimate) / (scale.high - scale.low)) * 96;
        expect(Math.abs(width - length)).toBeLessThan(0.03);
      });
    }),
  );
});

test("both have their text alternatives and escape what they say", () => {
  const interval = { estimate: 0.5, low: 0.4, high: 0.6 };
  for (const { source } of [
    tornadoChart([{ label: "<b>", low: 0, high: 1, text: "<i>" }], { label: 'a "tornado"', centre: 0.5 }),
    indexBars([{ label: "<b>", alone: interval, inAll: interval }], { label: 'a "tornado"' }),
  ]) {
    expect(source).toContain('role="img" aria-label="a &quot;tornado&quot;"');
    expect(source).not.toMatch(/<[bi]>/);
  }
});
