import { expect, test } from "vitest";
import { normalDistribution, normalQuantile } from "./normal.ts";

test("quantiles and tails are those of SciPy 1.17", () => {
  for (const [share, z] of [
    [1e-300, -37.0470962993612],
    [1e-20, -9.26234008979841],
    [1e-9, -5.9978070150076865],
    [0.01, -2.3263478740408408],
    [0.6, 0.2533471031357997],
    [0.999999999999, 7.0344869100478356],
  ] as const) {
    expect(normalQuantile(share) / z).toBeCloseTo(1, 13);
  }
  for (const [z, share] of [
    [-37, 5.725571222524577e-300],
    [-8, 6.22096057427179e-16],
    [-3.0001, 0.0013494549132607172],
    [-1, 0.15865525393145702],
    [5, 0.9999997133484281],
  ] as const) {
    expect(normalDistribution(z) / share).toBeCloseTo(1, 12);
  }
});

test("quantile and distribution undo each other", () => {
  for (let z = -8; z <= 5; z += 0.0173) expect(normalQuantile(normalDistribution(z))).toBeCloseTo(z, 9);
  expect([normalQuantile(0), normalQuantile(1), normalQuantile(0.5)]).toEqual([-Infinity, Infinity, 0]);
  expect(normalQuantile(1.5)).toBeNaN();
  expect([normalDistribution(-50), normalDistribution(50), normalDistribution(Number.NaN)]).toEqual([
    0,
    1,
    Number.NaN,
  ]);
});
