import { expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { compileModel } from "./compile-model.ts";
import { frechetAnd, frechetOr } from "./frechet.ts";
import { parseModel } from "./parse-model.ts";
import { worstCases } from "./worst-case.ts";

test("S15 (d): Frechet bounds contain Monte Carlo under comonotone and countermonotone couplings, and are reached there", () => {
  const rng = Rng.fromSeed(1);
  const count = 50_000;
  for (const [a, b] of [
    [0.6, 0.7],
    [0.2, 0.3],
    [0.9, 0.05],
    [0.5, 0.5],
  ] as const) {
    const [and, or] = [frechetAnd([a, b]), frechetOr([a, b])];
    for (const coupling of ["perfect", "opposite"]) {
      const model = compileModel(
        parseModel(
          `{quantities: {x: {bernoulli: ${a}}, y: {bernoulli: ${b}}, both: x * y, any: "max(x, y)"}, causes: {k: {${coupling}: [x, y]}}, outcome: both}`,
        ),
      );
      const shares = Float64Array.from({ length: count }, () => (rng.uint32() + 0.5) / 2 ** 32);
      model.program.inputs[0]!.fill(shares, shares, count);
      const [both, any] = model.program
        .evaluate([shares], count, ["both", "any"])
        .map((values) => values.reduce((sum, x) => sum + x, 0) / count) as [number, number];
      // Five standard errors.
      const slack = 5 * Math.sqrt(0.25 / count);
      expect(both).toBeGreaterThan(and[0] - slack);
      expect(both).toBeLessThan(and[1] + slack);
      expect(any).toBeGreaterThan(or[0] - slack);
      expect(any).toBeLessThan(or[1] + slack);
      expect(Math.abs(both - (coupling === "perfect" ? and[1] : and[0]))).toBeLessThan(slack);
      expect(Math.abs(any - (coupling === "perfect" ? or[0] : or[1]))).toBeLessThan(slack);
    }
  }
});

const worst = (text: string) => worstCases(compileModel(parseModel(text)))!;

test("the worst cases of a monotone product are the ends of its intervals, exactly", () => {
  const found = worst(
    "{quantities: {a: {interval: [0.1, 0.4]}, b: {interval: [0.2, 0.5]}, c: {beta: [2, 3]}, r: a * (1 - b) * c}, outcome: r}",
  );
  expect(found).toMatchObject({
    method: "ends",
    expectation: "exact",
    directions: { a: "rising", b: "falling" },
  });
  expect(found.low.mean).toBeCloseTo(0.1 * 0.5 * 0.4, 12);
  expect(found.high.mean).toBeCloseTo(0.4 * 0.8 * 0.4, 12);
  expect(found.high.at).toEqual({ a: 0.4, b: 0.2 });
});

test("a worst case inside the interval is searched for, and told to be", () => {
  const found = worst("{quantities: {a: {interval: [0, 1]}, r: a * (1 - a)}, outcome: r}");
  expect(found.method).toBe("search");
  expect(found.directions).toEqual({ a: "unclear" });
  expect([found.low.mean, found.high.mean]).toEqual([0, 0.25]);
});

test("unknown dependence is bounded by Frechet's bounds, averaged over what is believed of the events", () => {
  const found = worst(
    "{quantities: {a: 0.6, b: {beta: [2, 2]}, r: {and: [a, b], dependence: unknown}}, outcome: r}",
  );
  expect(found).toMatchObject({ method: "ends", expectation: "points" });
  // E max(0, b - .4) and E min(.6, b) for b from Beta(2, 2), by hand: .1512 and .4488.
  expect(found.low.mean).toBeCloseTo(0.1512, 3.6);
  expect(found.high.mean).toBeCloseTo(0.4488, 3.6);
});

test("unknowns that the outcome does not use, and causes of what it does not use, change nothing", () => {
  const used = "a: {interval: [0.1, 0.4]}, c: {beta: [2, 3]}, r: a * c";
  const plain = worst(`{quantities: {${used}}, outcome: r}`);
  const idle = Array.from({ length: 14 }, (_, index) => `u${index}: {interval: [0, 1]}`).join(", ");
  const beside = worst(
    `{quantities: {${used}, ${idle}, d: {normal: [0, 1]}, e: {normal: [0, 1]}, s: u0 * (1 - u1) + d + e}, causes: {k: {perfect: [d, e]}}, outcome: r}`,
  );
  expect(beside).toEqual(plain);
  expect(plain.expectation).toBe("exact");
  expect(worstCases(compileModel(parseModel(`{quantities: {c: {beta: [2, 3]}, ${idle}}, outcome: c}`)))).toBe(
    null,
  );
});

test("nothing unknown, no worst case", () => {
  expect(worstCases(compileModel(parseModel("{quantities: {a: 1}, outcome: a}")))).toBeNull();
});
