import fc from "fast-check";
import { expect, test } from "vitest";
import { logSumExp } from "./log-sum-exp.ts";

test("is the logarithm of the sum, where that can be had directly, and shifts with its terms where not", () => {
  const logs = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(logs, fc.constantFrom(-1e4, 1e4), (terms, far) => {
      const direct = Math.log(terms.reduce((sum, log) => sum + Math.exp(log), 0));
      expect(logSumExp(terms)).toBeCloseTo(direct, 10);
      expect(logSumExp(terms.map((log) => log + far)) - far).toBeCloseTo(direct, 8);
    }),
  );
  expect(logSumExp([])).toBe(-Infinity);
  expect(logSumExp([-Infinity, -Infinity])).toBe(-Infinity);
  expect(logSumExp([9, 0, 0, 9], 1, 3)).toBeCloseTo(Math.log(2), 12);
});
