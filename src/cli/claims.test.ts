// Claims as they are written, and how they come out for lines of one seed and of several.
import { describe, expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { tInterval } from "../base/stats.ts";
import type { InferenceLine } from "../runs/inference-format.ts";
import { judgeClaim, parseClaims, splitWords } from "./claims.ts";

/** What claims read of a line. */
function line(seed: number, chests: number, gap: number | null = 0.1): InferenceLine {
  return {
    seed,
    posterior: {
      candidates: [
        { name: "chests", posterior: chests },
        { name: "keys", posterior: 0.9 - chests },
      ],
      other: { posterior: 0.04 },
      device: { posterior: 0.06 },
      pursuits: { planner: 0.7, myopic: 0.2, reactive: 0.1 },
      pursuitDecisions: seed === 9 ? 0 : 12,
    },
    gap: {
      gap: gap === null ? null : { mean: gap, low: null, high: null },
      residual: 0.2,
      capability: null,
      class: seed === 0 ? "robust" : "mixed",
      malign: { malign: false },
    },
  } as unknown as InferenceLine;
}

const [claim] = parseClaims(["objective=chests", "p>=0.5"]) as [ReturnType<typeof parseClaims>[number]];
const single = (text: string, of = line(0, 0.8)) => judgeClaim(parseClaims(text.split(" "))[0]!, [of]);

describe("words", () => {
  test("claims come first, runs after them", () => {
    expect(splitWords(["objective=chests", "p>=0.9", "device", "p<.1", "latest", "runs/a=b"])).toEqual({
      claims: ["objective=chests", "p>=0.9", "device", "p<.1"],
      runs: ["latest", "runs/a=b"],
    });
  });

  test("blanks around the operator do not matter, and classes have blanks of their own", () => {
    expect(parseClaims(["class = goal misgeneralising", "gap <= 0.5"])).toMatchObject([
      { subject: { kind: "class", name: "goal misgeneralising" }, operator: ">=", bound: 1 },
      { subject: { kind: "gap" }, operator: "<=", bound: 0.5 },
    ]);
  });

  test.each([
    [[], "nothing to hold"],
    [["objective=chests"], "without a probability"],
    [["device", "objective=chests", "p>1"], "device without a probability"],
    [["p>=0.9"], "objective=NAME or the like before it"],
    [["objective=chests", "p>=high"], "a number"],
    [["pursuit=planer", "p>0"], "did you mean planner?"],
    [["class=robbust"], "did you mean robust?"],
    [["malign=maybe"], "one of true, false"],
    [["gab<=1"], "did you mean gap?"],
  ])("%j cannot be used", (words, message) => {
    expect(() => parseClaims(words)).toThrow(InputError);
    expect(() => parseClaims(words)).toThrow(message);
  });
});

describe("a claim about one run", () => {
  test.each([
    ["objective=chests p>=0.8", true],
    ["objective=chests p>0.8", false],
    ["objective=chests p<=0.8", true],
    ["objective=chests p<0.8", false],
    ["other p<=0.05", true],
    ["device p>=0.1", false],
    ["pursuit=planner p>=0.7", true],
    ["class=robust", true],
    ["class=mixed", false],
    ["malign=false", true],
    ["malign=true", false],
    ["gap<=0.1", true],
    ["residual>0.2", false],
    ["capability>=0", false],
  ])("%s: %s", (text, holds) => {
    expect(single(text).holds).toBe(holds);
  });

  test("what is undefined holds nothing, neither way", () => {
    expect(single("gap<=1", line(0, 0.8, null)).holds).toBe(false);
    expect(single("gap>=0", line(0, 0.8, null)).holds).toBe(false);
    expect(single("pursuit=planner p>=0", line(9, 0.8)).holds).toBe(false);
  });

  test("an objective that nobody weighed is a mistake of usage", () => {
    expect(() => single("objective=chest p>=0.5")).toThrow(/did you mean chests\?/);
  });
});

test("over seeds the bound of the t interval counts: the lower one upwards, the upper one downwards", () => {
  const values = [0.9, 0.8, 0.7, 0.85];
  const { low, high } = tInterval(values);
  const lines = values.map((value, seed) => line(seed, value));
  const outcome = judgeClaim(claim, lines);
  expect(outcome).toMatchObject({ compared: low, perSeed: values, seeds: [0, 1, 2, 3] });
  const asked = (operator: string, bound: number) =>
    judgeClaim(parseClaims(["objective=chests", `p${operator}${bound}`])[0]!, lines).holds;
  expect([asked(">=", low! - 1e-9), asked(">=", low! + 1e-9)]).toEqual([true, false]);
  expect([asked("<=", high! + 1e-9), asked("<=", high! - 1e-9)]).toEqual([true, false]);
});

test("bounds of probabilities end at 0 and 1, those of the gap do not", () => {
  const lines = [line(0, 0.99, 0.1), line(1, 0.2, 0.9)];
  const compared = (...words: string[]) => judgeClaim(parseClaims(words)[0]!, lines).compared;
  expect([compared("objective=chests", "p<=1"), compared("objective=chests", "p>=0")]).toEqual([1, 0]);
  expect([compared("gap<=1") > 1, compared("gap>=0") < 0]).toEqual([true, true]);
});
