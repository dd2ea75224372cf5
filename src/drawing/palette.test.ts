import { describe, expect, test } from "vitest";
import { contrastRatio, palette, surfaces } from "./palette.ts";

describe.each(["light", "dark"] as const)("palette, %s", (theme) => {
  test.each(Object.keys(palette) as (keyof typeof palette)[])(
    "%s stands 3:1 off everything it lies on",
    (name) => {
      for (const surface of ["paper", "raised", "floor"] as const) {
        expect(contrastRatio(palette[name][theme], surfaces[surface][theme])).toBeGreaterThanOrEqual(3);
      }
    },
  );

  test("text stands 4.5:1 off paper", () => {
    for (const text of ["ink", "quiet"] as const) {
      for (const surface of ["paper", "raised"] as const) {
        expect(contrastRatio(surfaces[text][theme], surfaces[surface][theme])).toBeGreaterThanOrEqual(4.5);
      }
    }
    // Colours that also write words: links, verdicts, direct labels of curves.
    for (const name of ["blue", "green", "vermilion"] as const) {
      expect(contrastRatio(palette[name][theme], surfaces.paper[theme])).toBeGreaterThanOrEqual(4.5);
    }
  });
});

test("contrast ratios of WCAG's own examples", () => {
  expect(contrastRatio("#000000", "#ffffff")).toBeCloseTo(21, 10);
  expect(contrastRatio("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  expect(contrastRatio("#ffffff", "#ffffff")).toBe(1);
});
