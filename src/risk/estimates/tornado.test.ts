// The tornado of a product against its closed form: conditional means are the other factors' means times the held one.
import { expect, test } from "vitest";
import { programOf } from "../../../tests/support/risk-programs.ts";
import { beta } from "../distributions.ts";
import { tornado } from "./tornado.ts";
import { finished } from "./work.ts";

const parameters = [
  [2, 2],
  [4, 2],
  [1, 3],
] as const;
const factors = parameters.map(([a, b]) => beta(a, b));
const program = programOf(Object.fromEntries(factors.map((factor, index) => [`x${index}`, factor])), {
  outcome: (values) => values.reduce((product, value) => product * value, 1),
});

test("holds each input at its quantiles and draws the others", () => {
  const found = finished(tornado(program, "outcome", { share: 0.05 }));
  expect(found.mean.estimate).toBeCloseTo(0.0833333, 4);
  for (const { input, low, high } of found.bars) {
    const factor = factors[Number(input.slice(1))]!;
    const others = 0.0833333 / factor.mean;
    expect(low.at).toBe(factor.quantile(0.05));
    expect(high.at).toBe(factor.quantile(0.95));
    for (const end of [low, high]) {
      expect(Math.abs(end.mean.estimate - others * end.at)).toBeLessThan(2e-4);
      expect(end.mean.low).toBeLessThanOrEqual(end.mean.estimate);
    }
  }
  expect(found.bars.map(({ input }) => input)).toEqual(["x2", "x0", "x1"]);
});

test("an input that lowers the outcome has its ends the other way round", () => {
  const [bar] = finished(tornado(programOf({ x: (u) => u }, { outcome: ([x]) => 1 - x! }), "outcome")).bars;
  expect([bar!.low.mean.estimate, bar!.high.mean.estimate]).toEqual([
    expect.closeTo(0.9, 12),
    expect.closeTo(0.1, 12),
  ]);
});

test.each([[0], [0.5], [Number.NaN]])("a share of %d is refused", (share) => {
  expect(() => finished(tornado(program, "outcome", { share }))).toThrow("share: found");
});
