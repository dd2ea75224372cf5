import { expect, test } from "vitest";
import { constantSchedule, linearSchedule } from "./schedules.ts";

test("a straight line from one rate to the other, and level outside", () => {
  const schedule = linearSchedule(4, 1);
  expect([-1, 0, 0.5, 1, 2].map(schedule)).toEqual([4, 4, 2.5, 1, 1]);
  expect([0, 0.5, 1].map(constantSchedule(3))).toEqual([3, 3, 3]);
});
