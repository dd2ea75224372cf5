import { expect, test } from "vitest";
import { trainingSeconds } from "./training-cost.ts";

test("seconds are those of every cycle, whatever its length and rate", () => {
  const line = (global_step: number, rate: number) => ({ global_step, "charts/SPS": rate });
  expect(trainingSeconds([line(100, 50), line(400, 100), line(500, 1000)])).toBeCloseTo(2 + 3 + 0.1, 12);
  expect(trainingSeconds([])).toBe(0);
  expect(trainingSeconds([{ global_step: 10 }])).toBeNaN();
});
