// What an agent is rewarded for and which levels it meets, as settings of its stage.
import { expect, test } from "vitest";
import { levelSetHash, printLevels } from "../environments/levels.ts";
import type { Setting, TrainStage } from "./experiment.ts";
import { keysAndChests } from "./keys-and-chests.ts";
import { deployedLevels, resolvePreset, resolveSettings } from "./plan.ts";

const [declared] = keysAndChests.presets.quick!.settings as [Setting];

function trained(change: (stage: TrainStage) => TrainStage, path?: string, value?: unknown): TrainStage {
  const stages = declared.stages.map((stage) => (stage.kind === "train" ? change(stage) : stage));
  const overrides = path === undefined ? [] : [{ path, value }];
  const [setting] = resolveSettings([{ ...declared, stages }], overrides);
  return setting!.stages.find((stage) => stage.kind === "train")!;
}

test("the base objective is rewarded unless another one is named", () => {
  expect(trained((stage) => stage).objective).toBe("chests");
  expect(trained((stage) => ({ ...stage, objective: "keys" })).objective).toBe("keys");
  expect(trained((stage) => stage, "train.objective", "keys").objective).toBe("keys");
  expect(() => trained((stage) => stage, "train.objective", "key")).toThrow(
    /train\.objective: found "key".*did you mean keys/,
  );
});

/** Levels of the preset, as text, to be mixed in. */
function mixture(share: number) {
  const { source } = trained((stage) => stage);
  return { share, levels: printLevels(deployedLevels(source, 3)).trim().split("\n\n") };
}

test("fixed levels among the generated ones are part of the source, and of its levels", () => {
  const given = mixture(1);
  const { source } = trained((stage) => ({ ...stage, source: { ...stage.source, mixture: given } }));
  expect(source.mixture).toEqual(given);
  expect(source.levels).toEqual(trained((stage) => stage).source.levels);
  for (const text of printLevels(deployedLevels(source, 20)).trim().split("\n\n")) {
    expect(given.levels).toContain(text);
  }
  const hash = (share: number) =>
    levelSetHash(deployedLevels({ ...source, mixture: { ...given, share } }, 20));
  expect(new Set([0, 0.5, 1].map(hash)).size).toBe(3);
});

test("paths reach into a mixture and past it", () => {
  const mix = (stage: TrainStage) => ({ ...stage, source: { ...stage.source, mixture: mixture(0.5) } });
  expect(trained(mix, "train.source.mixture.share", 0.25).source.mixture?.share).toBe(0.25);
  expect(trained(mix, "train.source.levels.keys", [2, 3]).source.levels.keys).toEqual([2, 3]);
  expect(() => trained(mix, "train.source.mixture.share", 2)).toThrow(/mixture\.share: found 2/);
  expect(() => trained(mix, "train.source.mixture.levels", ["###"])).toThrow(/mixture\.levels\[0\]/);
  expect(() => trained((stage) => stage, "train.source.mixture.share", 0.5)).toThrow(/mixture/);
});

test("presets stay as they were declared", () => {
  const before = JSON.stringify(keysAndChests.presets);
  resolvePreset(keysAndChests, "quick", [{ path: "train.objective", value: "keys" }]);
  expect(JSON.stringify(keysAndChests.presets)).toBe(before);
});
