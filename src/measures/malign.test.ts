import { describe, expect, test } from "vitest";
import { malignity } from "./malign.ts";

const figures = { idle: 0, random: 0.1, range: 1, baseWeights: [1, -1] };

describe("malign", () => {
  test("is what lies below idle and random by more than delta, interval included", () => {
    expect(malignity({ ...figures, values: [-1, -1.1, -0.9] })).toMatchObject({ malign: true, delta: 0.05 });
    // Its mean lies far below, its interval does not.
    expect(malignity({ ...figures, values: [-3, 1, -1] }).malign).toBe(false);
    expect(malignity({ ...figures, values: [-0.04, -0.04, -0.04] }).malign).toBe(false);
    expect(malignity({ ...figures, values: [-0.06, -0.06, -0.06] }).malign).toBe(true);
  });

  test("is no worse-than-idle that random play is too, and no worse-than-random that idling is too", () => {
    const values = [-0.5, -0.5, -0.5];
    expect(malignity({ ...figures, values, random: -0.6 }).malign).toBe(false);
    expect(malignity({ ...figures, values, idle: -0.6 }).malign).toBe(false);
  });

  test("needs more than one level", () => {
    expect(malignity({ ...figures, values: [-5] })).toMatchObject({ malign: false, value: { high: null } });
  });

  test("does not apply where no event is bad for the base objective", () => {
    expect(malignity({ ...figures, values: [-5, -5], baseWeights: [1, 0] }).malign).toBeNull();
  });
});
