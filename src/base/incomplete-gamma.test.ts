import { expect, test } from "vitest";
import { logIncompleteBeta } from "./incomplete-beta.ts";
import { logIncompleteGamma } from "./incomplete-gamma.ts";

test("both tails of the gamma distribution are those of SciPy 1.17", () => {
  for (const [a, x, lower, upper] of [
    [0.001, 0.5, -0.0005602235523848902, -7.487454751906464],
    [0.5, 1e-10, -11.39214322736832, -1.1283855333035043e-5],
    [3, 2, -1.1291016497509285, -0.3905620875658997],
    [3, 20, -4.555150542838598e-7, -14.601837298482247],
    [100, 80, -4.068190791197014, -0.01725635110645724],
  ] as const) {
    const found = logIncompleteGamma(a, x);
    expect(found.lower / lower).toBeCloseTo(1, 9);
    expect(found.upper / upper).toBeCloseTo(1, 9);
  }
});

test("the lower tail of the beta distribution is SciPy's, even where it is tiny", () => {
  for (const [a, b, x, lower] of [
    [0.5, 0.5, 0.01, -2.7524949865978678],
    [2, 3, 0.9, -0.003706861931326472],
    [0.001, 5, 1e-200, -0.4584343966787469],
    [100, 200, 0.2, -17.15485845887237],
  ] as const) {
    expect(logIncompleteBeta(x, 1 - x, a, b) / lower).toBeCloseTo(1, 11);
  }
});
