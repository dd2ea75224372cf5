// The figure of a sweep: found in a summary under its name, and refused before a run where no summary can have it.
import { describe, expect, test } from "vitest";
import { hill } from "../../tests/support/hill.ts";
import { makeUpStudy } from "../../tests/support/made-up-study.ts";
import { InputError } from "../base/errors.ts";
import { experimentNamed } from "../experiments/index.ts";
import { resolvePreset } from "../experiments/plan.ts";
import { memoryFileSystem } from "../runs/memory.ts";
import { readStudy } from "../runs/read-run.ts";
import { judgeStudy } from "../trials/study.ts";
import { rankedFigure } from "./sweep-figure.ts";

const experiment = experimentNamed("keys-and-chests");
const { settings } = resolvePreset(experiment, null, []);
const named = (text: string | null, best: "highest" | "lowest" | null = null) =>
  rankedFigure(experiment, settings, text, best);

describe("a figure", () => {
  const fs = memoryFileSystem();
  const seeds = [4, 0, 7];
  fs.makeFolder("studies");
  makeUpStudy(fs, "studies/one", { seeds, centres: { varied: 0.4 } });
  const { summary } = judgeStudy(experiment, readStudy(fs, "studies/one"));
  const rows = summary.settings.find(({ name }) => name === "varied")!.deployments;
  const row = rows
    .find(({ name }) => name === "deployed-12")!
    .policies.find(({ policy }) => policy === "trained-sampled")!;

  test("is by default the headline's normalised base value, highest first", () => {
    const figure = named(null);
    expect([figure.name, figure.best]).toEqual([
      "varied/deployed-12:trained-sampled:normalised:chests",
      "highest",
    ]);
    expect(figure.of(summary)).toMatchObject({
      seeds: row.seeds,
      perSeed: row.normalised.chests!.perSeed,
    });
  });

  test("is any other of the setting that is named", () => {
    const figure = named("varied/training:trained-greedy:value:keys", "lowest");
    expect([figure.name, figure.best]).toEqual(["varied/training:trained-greedy:value:keys", "lowest"]);
    expect(named("column:steps").of(summary)?.perSeed).toEqual(row.columns.steps!.perSeed);
  });

  test("of a check is what the check says, and so is which end of it is best", () => {
    for (const check of experiment.checks) {
      const figure = named(`check:${check.name}`);
      expect(figure.best).toBe(check.direction === "at least" ? "highest" : "lowest");
      expect(figure.of(summary)?.perSeed ?? null).toEqual(check.figure(summary)?.perSeed ?? null);
    }
  });
});

test.each([
  ["check:nothing", /^--figure/],
  ["variedd/column:steps", /did you mean varied\?/],
  ["deployed-13:trained-sampled:normalised:chests", /did you mean deployed-12\?/],
  ["trained-sampeld:normalised:chests", /did you mean trained-sampled\?/],
  ["random:normalised:chests", /policy random/],
  ["normalized:chests", /did you mean normalised\?/],
  ["posterior:chests", /kind of figure posterior/],
  ["normalised:chets", /did you mean chests\?/],
  ["column:stepz", /did you mean steps\?/],
  ["a:b:c:d:e", /NAME/],
])("%s is refused beforehand", (text, message) => {
  expect(() => named(text)).toThrow(InputError);
  expect(() => named(text)).toThrow(message);
});

test("an experiment without a headline wants all four parts, and a setting where there are several", () => {
  const resolved = resolvePreset(hill, null, []).settings;
  const path = "walk:height:-:height";
  expect(() => rankedFigure(hill, resolved, null, null)).toThrow(/one of map, tour/);
  expect(() => rankedFigure(hill, resolved, path, null)).toThrow(/one of map, tour/);
  expect(() => rankedFigure(hill, resolved.slice(1), null, null)).toThrow(/STAGE:FINDING/);
  expect(() => rankedFigure(hill, resolved, "tour/wlk:height:-:height", null)).toThrow(/did you mean walk\?/);
  expect(rankedFigure(hill, resolved.slice(1), path, null).name).toBe(`tour/${path}`);
});
