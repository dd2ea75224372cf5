import { expect, test } from "vitest";
import { experiments } from "../experiments/index.ts";
import { inferenceSettings } from "../experiments/inference-plan.ts";
import { applyOverrides } from "../experiments/overrides.ts";
import { resolvePreset } from "../experiments/plan.ts";
import { settingPaths } from "./setting-paths.ts";

const presets = experiments.flatMap((experiment) =>
  Object.keys(experiment.presets).map((name) => [experiment.name, name, experiment] as const),
);

test.each(presets)(
  "%s, %s: every listed path is one that --set takes, with the value that is there",
  (_, name, experiment) => {
    const preset = resolvePreset(experiment, name, []);
    const paths = settingPaths([...preset.settings, ...inferenceSettings(preset.inference ?? [])]);
    expect(paths.length).toBeGreaterThan(experiment.environment === null ? 0 : 20);
    expect(resolvePreset(experiment, name, paths)).toEqual(preset);
  },
);

test("a path covers all that it stands for, and no two paths are the same", () => {
  for (const [, name, experiment] of presets) {
    const { settings } = resolvePreset(experiment, name, []);
    const paths = settingPaths(settings).map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    if (experiment.environment === null) continue;
    const changed = applyOverrides(settings, [{ path: "deploy.count", value: 7 }]);
    const counts = changed.flatMap(({ stages }) =>
      stages.flatMap((stage) => (stage.kind === "deploy" ? [stage.count] : [])),
    );
    expect(new Set(counts)).toEqual(new Set([7]));
  }
});

test("settings that disagree are listed one by one", () => {
  const { settings } = resolvePreset(experiments[0]!, null, []);
  const [one, ...others] = applyOverrides(settings, [
    { path: `${settings[0]!.name}.train.horizon`, value: 3 },
  ]);
  const paths = settingPaths([one!, ...others]);
  expect(paths).toContainEqual({ path: `${one!.name}.train.horizon`, value: 3 });
  expect(paths.some(({ path }) => path === "train.horizon")).toBe(false);
});
