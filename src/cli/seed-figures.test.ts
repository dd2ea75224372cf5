// Figures by name: what a summary holds seed by seed, and what is said of a name that is not there.
import { describe, expect, test } from "vitest";
import type { Figure, InferenceSummary, StudySummary } from "../measures/summary.ts";
import { type FigurePath, figureAt, parseFigure, refuseUnknown, seedFigures } from "./seed-figures.ts";

const figure = (...perSeed: number[]): Figure => ({ perSeed, mean: 0, low: null, high: null });
const policy = (name: string, seeds: (number | null)[], value: number) => ({
  ...{ policy: name, label: name, reference: seeds[0] === null, exact: false, seeds, note: null },
  columns: { keys: figure(...seeds.map(() => value)) },
  normalised: { chests: figure(...seeds.map((_, index) => value + index)) },
  values: {},
});
const hidden = (seed: number | null, mean: number) => ({
  ...{ measure: "hidden-chests", policy: "trained-sampled", seed },
  figures: { visible: { mean, low: null, high: null } },
});
const belief = (...perSeed: number[]) => ({ prior: 0.5, posterior: figure(...perSeed), logBayes: figure(0) });
const inferred = {
  ...{ setting: "varied", deployment: "deployed", policy: "trained-sampled", final: true, seeds: [4, 5] },
  candidates: [{ name: "chests", ...belief(0.1, 0.2) }],
  ...{ other: belief(0.3, 0.3), device: belief(0.6, 0.5) },
  gap: { gap: figure(1, 2), residual: figure(3, 4), capability: figure(5, 6) },
} as unknown as InferenceSummary;
const summary: StudySummary = {
  ...{ experiment: "made-up", preset: "quick" },
  settings: [
    {
      ...{ name: "varied", summary: "", seeds: [4, 5] },
      deployments: [
        {
          ...{ name: "deployed", side: "deployed", horizon: 12, discount: 0.99, levels: 2, census: {} },
          policies: [policy("trained-sampled", [4, 5], 0.5), policy("random", [null], 0)],
          excludedLevels: {},
          measurements: [hidden(4, 7), hidden(5, 8), { ...hidden(null, 9), policy: "planner:chests" }],
        },
      ],
    },
  ],
  inference: [inferred, { ...inferred, final: false }],
};
const figures = seedFigures(summary, "varied");

test("rows, measures and beliefs of a setting have their names; what has no seed has none", () => {
  expect(figures.map(({ path, perSeed }) => [path.join(":"), perSeed])).toEqual([
    ["deployed:trained-sampled:normalised:chests", [0.5, 1.5]],
    ["deployed:trained-sampled:column:keys", [0.5, 0.5]],
    ["deployed:trained-sampled:hidden-chests:visible", [7, 8]],
    ["deployed:trained-sampled:posterior:chests", [0.1, 0.2]],
    ["deployed:trained-sampled:posterior:other", [0.3, 0.3]],
    ["deployed:trained-sampled:posterior:device", [0.6, 0.5]],
    ["deployed:trained-sampled:gap:gap", [1, 2]],
    ["deployed:trained-sampled:gap:residual", [3, 4]],
    ["deployed:trained-sampled:gap:capability", [5, 6]],
  ]);
  for (const { seeds } of figures) expect(seeds).toEqual([4, 5]);
  expect(seedFigures(summary, "elsewhere")).toEqual([]);
});

describe("a name", () => {
  const usual: FigurePath = ["deployed", "trained-sampled", "normalised", "chests"];

  test("may leave out its beginning, part by part", () => {
    expect(parseFigure("keys", usual)).toEqual(["deployed", "trained-sampled", "normalised", "keys"]);
    expect(parseFigure("column:keys", usual)).toEqual(["deployed", "trained-sampled", "column", "keys"]);
    expect(parseFigure("a:b:c:d", usual)).toEqual(["a", "b", "c", "d"]);
    for (const wrong of ["a:b:c:d:e", "", "a:", ":a"])
      expect(() => parseFigure(wrong, usual)).toThrow("--figure");
  });

  test("finds its figure, or its first part that is wrong is named", () => {
    expect(figureAt(figures, usual)?.perSeed).toEqual([0.5, 1.5]);
    expect(() => refuseUnknown(figures, usual)).not.toThrow();
    const wrong = (index: number, part: string) =>
      usual.map((one, at) => (at === index ? part : one)) as unknown as FigurePath;
    expect(figureAt(figures, wrong(3, "keys"))).toBeNull();
    expect(() => refuseUnknown(figures, wrong(0, "deploy"))).toThrow(
      "deployment deploy, expected one of deployed",
    );
    expect(() => refuseUnknown(figures, wrong(1, "random"))).toThrow("policy random");
    expect(() => refuseUnknown(figures, wrong(2, "posteriors"))).toThrow("did you mean posterior?");
    expect(() => refuseUnknown(figures, wrong(3, "keys"))).toThrow("name keys, expected one of chests");
  });
});
