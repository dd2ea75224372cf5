// Equivalence tests against statsmodels, and how often they are wrong.
import fc from "fast-check";
import { expect, test } from "vitest";
import { equivalenceTest, pairedEquivalenceTest } from "./equivalence.ts";
import { Rng } from "./rng.ts";

const one = [0.81, 0.92, 0.77, 0.85, 0.9, 0.88, 0.79, 0.94];
const other = [0.83, 0.86, 0.91, 0.8, 0.89, 0.95];
const paired = [0.8, 0.95, 0.75, 0.85, 0.93, 0.86, 0.8, 0.97];

// statsmodels 0.15.0, ttost_ind with usevar="unequal", and ttost_paired.
test("p-values and degrees of freedom are those of statsmodels", () => {
  const wide = equivalenceTest(one, other, { margin: 0.08 });
  expect(wide.pLower).toBeCloseTo(0.03237269279423601, 12);
  expect(wide.pUpper).toBeCloseTo(0.00523895380987671, 12);
  expect(wide.degreesOfFreedom).toBeCloseTo(11.643468037804833, 10);
  expect([wide.p, wide.verdict]).toEqual([wide.pLower, "equivalent"]);
  const narrow = equivalenceTest(one, other, { margin: 0.02 });
  expect(narrow.p).toBeCloseTo(0.4484477073719881, 12);
  expect(narrow.verdict).toBe("cannot tell");
  const pairs = pairedEquivalenceTest(one, paired, { margin: 0.03 });
  expect(pairs.pLower).toBeCloseTo(0.009244089988082587, 12);
  expect(pairs.pUpper).toBeCloseTo(0.001156138773478118, 12);
});

const sample = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 2, maxLength: 12 });

test("which sample comes first does not matter, and a wider margin is never harder to keep to", () => {
  fc.assert(
    fc.property(sample, sample, fc.double({ min: 0.01, max: 3, noNaN: true }), (x, y, margin) => {
      const { p, verdict } = equivalenceTest(x, y, { margin });
      const reversed = equivalenceTest(y, x, { margin });
      expect(reversed.p).toBeCloseTo(p, 10);
      expect(reversed.verdict).toBe(verdict);
      expect(equivalenceTest(x, y, { margin: margin * 2 }).p).toBeLessThanOrEqual(p + 1e-12);
    }),
  );
});

test("samples without spread are equivalent within the margin and beyond it where they differ by more", () => {
  expect(equivalenceTest([1, 1], [1.5, 1.5], { margin: 0.6 })).toMatchObject({ p: 0, verdict: "equivalent" });
  expect(equivalenceTest([1, 1], [1.5, 1.5], { margin: 0.4 })).toMatchObject({
    p: 1,
    verdict: "beyond the margin",
  });
});

test("with the true difference on the margin, one test in twenty calls it equivalent", () => {
  const rng = Rng.fromSeed("on the margin");
  const draw = (count: number, shift: number, spread: number) =>
    Array.from({ length: count }, () => shift + spread * rng.normal());
  const samples = 4000;
  let wrong = 0;
  for (let index = 0; index < samples; index++) {
    const { verdict } = equivalenceTest(draw(10, 1, 0.3), draw(15, 0, 0.6), { margin: 1 });
    if (verdict === "equivalent") wrong++;
  }
  expect(Math.abs(wrong / samples - 0.05)).toBeLessThan(0.0175);
});

test("margins, pairs and samples that cannot be used are refused", () => {
  expect(() => equivalenceTest(one, other, { margin: 0 })).toThrow("margin");
  expect(() => equivalenceTest([1], other, { margin: 1 })).toThrow("no spread");
  expect(() => pairedEquivalenceTest(one, other, { margin: 1 })).toThrow("not pairs");
});
