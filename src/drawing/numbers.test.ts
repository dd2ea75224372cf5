import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatCompact, formatInterval, formatNumber } from "./numbers.ts";

const read = (text: string) => Number(text.replaceAll(",", "").replace(/−/g, "-"));

describe("numbers", () => {
  test("read back to within half of the last digit", () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.nat(6), (value, digits) => {
        expect(Math.abs(read(formatNumber(value, digits)) - value)).toBeLessThanOrEqual(
          0.5000001 * 10 ** -digits,
        );
      }),
    );
  });

  test("compact ones read back to three significant digits", () => {
    fc.assert(
      fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), (value) => {
        expect(Math.abs(read(formatCompact(value)) - value)).toBeLessThanOrEqual(0.0051 * Math.abs(value));
      }),
    );
  });

  test("are written as people write them", () => {
    expect(formatNumber(1234567.891, 2)).toBe("1,234,567.89");
    expect(formatNumber(-0.001, 2)).toBe("0.00");
    expect(formatNumber(-1000, 0)).toBe("−1,000");
    expect(formatNumber(Number.NaN, 2)).toBe("–");
    expect(formatNumber(null, 2)).toBe("–");
    expect(formatNumber(Number.NEGATIVE_INFINITY, 1)).toBe("−∞");
    expect(formatCompact(0.00025)).toBe("0.00025");
    expect(formatCompact(2.5e-7)).toBe("2.5e−7");
    expect(formatCompact(1_500_000)).toBe("1,500,000");
    expect(formatInterval(0.5, 1, 2)).toBe("[0.50, 1.00]");
    expect(formatInterval(null, 1, 2)).toBe("");
  });
});
