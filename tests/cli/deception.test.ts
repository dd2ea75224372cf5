// `innergap deception`: the answers that scripts rely on, and the words with which wrong questions are refused.
import { describe, expect, test } from "vitest";
import { innergap } from "./innergap.ts";

/** The figures of the last line. */
async function resultOf(words: readonly string[]): Promise<Record<string, unknown>> {
  const { lines } = await innergap(["deception", ...words, "--json"]);
  return (JSON.parse(lines.at(-1)!) as { result: Record<string, unknown> }).result;
}

const published = ["--training", "2", "--deployment", "3", "--modification", "1", "--discount", "1"];

describe("deception", () => {
  test("solves the published game", async () => {
    const { plan, value, alternatives } = await resultOf(["solve", ...published, "--phase", "visible"]);
    expect({ plan, value }).toEqual({ plan: "AABBB", value: 3 });
    expect(alternatives).toContainEqual({ name: "always defect", plan: "BBBBB", value: 1 });
    const hidden = await resultOf(["solve", ...published, "--phase", "hidden"]);
    expect(hidden.defectProbability).toBeCloseTo(5 / 9, 6);
    expect(hidden.value).toBeCloseTo(275 / 243, 12);
  });

  test("tells thresholds, and takes conditions away", async () => {
    const { discount, modification } = await resultOf(["threshold", "--training", "2", "--deployment", "3"]);
    expect(discount).toBeCloseTo(0.682328, 6);
    expect(modification).toBeCloseTo(1 / 3, 12);
    const without = await resultOf(["solve", ...published, "--without", "knows-selection"]);
    expect(without).toMatchObject({ plan: "BBBBB", value: 5, trueValue: 1, deceives: false });
  });

  test.each([
    ["an unknown action", ["solv"], "did you mean solve?"],
    ["no probability", ["solve", "--modification", "1.5"], "--modification"],
    ["a negative count", ["threshold", "--training", "-1"], "--training"],
    ["no episode", ["solve", "--training", "0", "--deployment", "0"], "training + deployment"],
    ["flags without a flag", ["solve", "--seen", ".5"], "--phase flag"],
    ["nothing to deceive in", ["threshold", "--training", "0"], "training: found 0"],
    ["too many episodes", ["solve", "--training", "1000000"], "1000"],
  ])("refuses %s", async (_what, words, expected) => {
    const { exitCode, stderr } = await innergap(["deception", ...words]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(expected);
  });
});
