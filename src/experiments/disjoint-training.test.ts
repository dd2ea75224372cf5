// A training that keeps the deployed levels out meets none of them, and says so where it cannot.
import { expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { generateLevels, levelOverlap, printLevels } from "../environments/levels.ts";
import { cheeseInTheCorner } from "./cheese-in-the-corner.ts";
import { disjointTraining } from "./disjoint-training.ts";
import type { Experiment, Setting, TrainStage } from "./experiment.ts";
import { deployedLevels, resolvePreset } from "./plan.ts";

/** 4 x 4 with border: a few dozen levels in all. */
const tiny = [
  { path: "train.source.parameters.height", value: 4 },
  { path: "train.source.parameters.width", value: 4 },
  { path: "train.source.levels.walls.density", value: 0.4 },
  { path: "deploy.source.parameters.height", value: 4 },
  { path: "deploy.source.parameters.width", value: 4 },
  { path: "deploy.source.levels.walls.density", value: 0.4 },
  { path: "deploy.source.levels.cornerSize", value: 2 },
];

const corner: Experiment = {
  ...cheeseInTheCorner,
  presets: {
    quick: {
      ...cheeseInTheCorner.presets.quick!,
      settings: cheeseInTheCorner.presets.quick!.settings.filter(({ name }) => name === "corner-1"),
    },
  },
};

function resolved(count: number, experiment = corner): { setting: Setting; train: TrainStage } {
  const overrides = [
    ...tiny,
    { path: "deploy.count", value: count },
    { path: "train.disjoint", value: true },
  ];
  const [setting] = resolvePreset(experiment, "quick", overrides).settings;
  return { setting: setting!, train: setting!.stages.find((stage) => stage.kind === "train")! };
}

test("none of the deployed levels is drawn, though most draws would be", () => {
  const { setting, train } = resolved(20);
  const { environment, distribution } = disjointTraining(train, setting.stages, "train");
  const drawn = generateLevels(environment, distribution, Rng.fromSeed(1), 100);
  for (const stage of setting.stages) {
    if (stage.kind !== "deploy") continue;
    expect(levelOverlap(drawn, deployedLevels(stage.source, stage.count)).shared).toBe(0);
  }
  expect(distribution.refused).toBeGreaterThan(0);
  expect(distribution.overlap).toBe(0);
});

test("a plan whose deployments have all levels there are is refused", () => {
  expect(() => resolved(2000)).toThrow(
    /corner-1\.train\.source: found 1000 levels, all among the \d+ kept out, expected a generator that gives others/,
  );
});

test("a fixed level that a deployment has is refused with its place", () => {
  const { setting, train } = resolved(20);
  const [shared] = printLevels(
    deployedLevels(setting.stages.find((stage) => stage.kind === "deploy")!.source, 1),
  )
    .trim()
    .split("\n\n");
  const mixture = { share: 0.1, levels: [shared!] };
  const stages = setting.stages.map((stage) =>
    stage.kind === "train" ? { ...train, source: { ...train.source, mixture } } : stage,
  );
  const preset = { ...corner.presets.quick!, settings: [{ ...setting, stages }] };
  expect(() => resolvePreset({ ...corner, presets: { quick: preset } }, "quick", [])).toThrow(
    /corner-1\.train\.source\.mixture\.levels\[0\]: found level [0-9a-f]{12}, which training has, too, expected a level of none/,
  );
});

test("without the wish nothing changes", () => {
  const train = resolvePreset(corner, "quick", []).settings[0]!.stages[0]!;
  expect(train).not.toHaveProperty("disjoint");
});
