// Filters and mixtures of a source: what comes out, what the plan records, and that sources without them stay as they were.
import { describe, expect, test } from "vitest";
import { levelAt } from "../environments/levels.ts";
import { levelFilter } from "../shifts/level-filters.ts";
import type { LevelSource } from "../shifts/shift.ts";
import { cheeseInTheCorner } from "./cheese-in-the-corner.ts";
import { completeSource, deployedLevels, openSource } from "./level-source.ts";
import { resolveSettings } from "./plan.ts";

const plain: LevelSource = {
  environment: "cheese-in-the-corner",
  parameters: { height: 5, width: 5 },
  levels: { cornerSize: 3 },
};
const distinguishing = "distinguishing:corner";
const weighted: LevelSource = {
  ...plain,
  filters: ["non-distinguishing:corner"],
  mixture: { share: 0.3, source: { filters: [distinguishing] } },
};

describe("a mixture with distinguishing levels", () => {
  test("has the declared weight on them", () => {
    const count = 400;
    const levels = deployedLevels(weighted, count);
    const passes = levelFilter(levels.environment, distinguishing);
    let found = 0;
    for (let index = 0; index < count; index++) if (passes(levelAt(levels, index))) found++;
    expect(Math.abs(found - 0.3 * count)).toBeLessThan(5 * Math.sqrt(0.3 * 0.7 * count));
  });

  test("may have a generator of its own", () => {
    const mixture = { share: 1, source: { levels: { cornerSize: 1 } } };
    const levels = deployedLevels({ ...plain, mixture }, 20);
    for (let index = 0; index < 20; index++) expect(levelAt(levels, index)[6]).toBe(4);
    const complete = completeSource({ ...plain, mixture });
    expect(complete.mixture).toMatchObject({ source: { levels: { cornerSize: 1, solvable: true } } });
    expect(complete).not.toHaveProperty("filtering");
  });

  test.each([
    [{ ...weighted, filters: ["solvble"] }, /source\.filters\[0\]: found "solvble".*did you mean solvable/],
    [{ ...weighted, filtering: { horizon: 0 } }, /source\.filtering\.horizon: found 0/],
    [{ ...weighted, mixture: { share: 2, source: {} } }, /source\.mixture\.share: found 2/],
    [
      { ...plain, mixture: { share: 1, source: { filters: ["no"] } } },
      /mixture\.source\.filters\[0\]: found "no"/,
    ],
    [{ ...plain, mixture: { share: 1, source: { levels: { keys: 3 } } } }, /levels\.keys/],
  ])("what does not exist is refused with its place", (source, message) => {
    expect(() => openSource(source)).toThrow(message);
  });
});

describe("a complete source", () => {
  test("records what filters ask, and is complete", () => {
    const complete = completeSource(weighted);
    expect(complete.filtering).toEqual({ horizon: 64, discount: 0.99, threshold: 0.05 });
    expect(completeSource(complete)).toEqual(complete);
    const asked = completeSource({ ...weighted, filtering: { horizon: 12 } });
    expect(asked.filtering).toEqual({ horizon: 12, discount: 0.99, threshold: 0.05 });
  });

  test("has nothing new where nothing was asked for", () => {
    expect(Object.keys(completeSource(plain))).toEqual(["environment", "parameters", "levels"]);
  });
});

test("filters can be set from outside where a source has none", () => {
  const declared = cheeseInTheCorner.presets.quick!.settings[0]!;
  const overrides = [{ path: "deployed.source.filters", value: ["paths-differ"] }];
  const deployments = resolveSettings([declared], overrides)[0]!.stages.filter(
    (stage) => stage.kind === "deploy",
  );
  expect(deployments.map(({ source }) => source.filters)).toEqual([undefined, ["paths-differ"]]);
  expect(() => resolveSettings([declared], [{ path: "deployed.source.filter", value: [] }])).toThrow(
    /filter/,
  );
});
