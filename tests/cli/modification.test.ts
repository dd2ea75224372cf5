// Asking the threat of modification through the command line.
import { describe, expect, test } from "vitest";
import { innergap } from "./innergap.ts";

async function resultOf(...words: string[]): Promise<Record<string, unknown>> {
  const ended = await innergap(["modification", ...words, "--json"]);
  expect(ended.exitCode, ended.stderr).toBe(0);
  return (JSON.parse(ended.lines.at(-1)!) as { result: Record<string, unknown> }).result;
}

describe("modification", () => {
  test("threshold: the probability that deters, and null where none does", async () => {
    const words = ["threshold", "--gain", "3", "--benefit", "1", "--discount", ".95"];
    const found = await resultOf(...words, "--delay", "0");
    expect(found.detectionThreshold).toBeCloseTo(0.105263, 6);
    expect(found.delayBeyondDeterrence).toBe(7);
    expect((await resultOf(...words, "--delay", "7")).detectionThreshold).toBeNull();
  });

  test("catastrophe: falls with detection only beyond the delay", async () => {
    const words = ["catastrophe", "--detection", ".3", "--length", "5"];
    expect((await resultOf(...words, "--delay", "0")).probability).toBeCloseTo(0.2401, 12);
    expect((await resultOf(...words, "--delay", "4")).probability).toBe(1);
  });

  test("population: the exact share, the drawn one within four standard errors of it, and the same draw again", async () => {
    const words = ["population", "--detection", ".3", "--length", "5", "--agents", "20000", "--seed", "4"];
    const found = await resultOf(...words);
    const { estimate, low, high } = found.simulated as { estimate: number; low: number; high: number };
    expect(found.defectProbability).toBeCloseTo(0.2108, 4);
    expect(Math.abs(estimate - 0.2108)).toBeLessThan(4 * Math.sqrt((0.2108 * 0.7892) / 20_000));
    expect(high - low).toBeCloseTo(2 * 1.96 * Math.sqrt((estimate * (1 - estimate)) / 20_000), 4);
    expect(found.catastropheProbability).toBeCloseTo(0.2108 * 0.2401, 4);
    expect(await resultOf(...words)).toEqual(found);
  });

  test.each([
    [["threshold", "--discount", "1"], "--discount"],
    [["threshold", "--gain", "-1"], "--gain"],
    [["threshold", "--detection", ".3"], "threshold takes"],
    [["catastrophe", "--detection", "1.2"], "--detection"],
    [["catastrophe", "--delay", "0.5"], "--delay"],
    [["catastrophe", "--length", "0"], "--length"],
    [["population", "--agents", "1e9"], "--agents"],
    [["population", "--median", "0"], "--median"],
    [["populaton"], "did you mean population?"],
    [[], "action"],
  ])("%j cannot be used", async (words, message) => {
    const ended = await innergap(["modification", ...words]);
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain(message);
  });
});
