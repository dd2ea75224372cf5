// From the points of a sweep to their trials: one run per setting and seed, named and found again by what it is set with.
import { InputError } from "../base/errors.ts";
import { hashJson } from "../base/hash.ts";
import type { Experiment, Setting, Stage } from "../experiments/experiment.ts";
import type { Override } from "../experiments/overrides.ts";
import { asJson, referenceStages, referencesSetting, resolvePreset } from "../experiments/plan.ts";
import { learnerOf } from "../learners/learner.ts";
import { formatVersion, type RunConfig } from "../runs/format.ts";
import { trialFolderName } from "../runs/layout.ts";
import { configHash } from "../runs/records.ts";

/** What all points of a sweep have in common. */
export interface SweepBase {
  /** Null for the experiment's default. */
  readonly preset: string | null;
  /** Names of the settings to run; all of the preset's where there are none. */
  readonly settings: readonly string[];
  /** Null for the preset's. */
  readonly seeds: readonly number[] | null;
  readonly overrides: readonly Override[];
  /** Engine threads of each trial. */
  readonly threads: number;
}

/** One run of a sweep. */
export interface SweepTrial {
  readonly config: RunConfig;
  /** Null for what is computed once, without a seed. */
  readonly seed: number | null;
  /** Name of its folder, below `trials/`. */
  readonly name: string;
  readonly totalSteps: number;
}

/** A point as it will be run. */
export interface PlannedPoint {
  /** With every default and override. */
  readonly settings: readonly Setting[];
  readonly preset: string;
  readonly seeds: readonly number[];
  /** First what has no seed, then seed by seed. */
  readonly trials: readonly SweepTrial[];
}

/**
 * The trials of one point, with every setting checked; throws the InputError of the first wrong one. What a preset infers of its agents is
 * left out: a sweep ranks what its runs measured themselves.
 */
export function planPoint(
  experiment: Experiment,
  base: SweepBase,
  overrides: readonly Override[],
): PlannedPoint {
  const all = [...base.overrides, ...overrides];
  const preset = resolvePreset(withoutInference(experiment), base.preset, all, base.settings);
  const seeds = base.seeds ?? preset.seeds;
  const repeated = seeds.find((seed, index) => seeds.indexOf(seed) !== index);
  if (repeated !== undefined) throw new InputError("seeds", `${repeated} twice`, "every seed once");
  if (seeds.length === 0) throw new InputError("seeds", "none", "at least one");
  const stages: Stage[] = referenceStages(preset.settings);
  const maker = (name: string, list: readonly Stage[]) =>
    trialMaker({ experiment: experiment.name, preset: preset.name, setting: name }, list, base.threads);
  const once = preset.settings.filter(({ seeded }) => seeded === false);
  const seeded = preset.settings
    .filter((setting) => setting.seeded !== false)
    .map((setting) => maker(setting.name, setting.stages));
  return {
    settings: preset.settings,
    preset: preset.name,
    seeds,
    trials: [
      ...(stages.length === 0 ? [] : [maker(referencesSetting, stages)(null)]),
      ...once.map((setting) => maker(setting.name, setting.stages)(null)),
      ...seeds.flatMap((seed) => seeded.map((trial) => trial(seed))),
    ],
  };
}

function withoutInference(experiment: Experiment): Experiment {
  const presets = Object.entries(experiment.presets).map(([name, { inference: _, ...preset }]) => [
    name,
    preset,
  ]);
  return { ...experiment, presets: Object.fromEntries(presets) };
}

/** The trials of one setting by seed. */
function trialMaker(
  of: Pick<RunConfig, "experiment" | "preset" | "setting">,
  list: readonly Stage[],
  threads: number,
): (seed: number | null) => SweepTrial {
  const stages = list.map(asJson);
  const name = `${of.setting}-${hashJson({ ...of, stages }).slice(0, 12)}`;
  const totalSteps = list.reduce(
    (sum, stage) => sum + (stage.kind === "train" ? learnerOf(stage).totalSteps(stage) : 0),
    0,
  );
  return (seed) => {
    const identity = { ...of, seed: seed ?? 0, stages };
    const config = { format: formatVersion, ...identity, threads, hash: configHash(identity) };
    return { config, seed, name: trialFolderName(name, seed), totalSteps };
  };
}

/** Each trial once, the longest first: what begins last is then short, and no worker waits long for another. */
export function inOrder(points: readonly PlannedPoint[]): SweepTrial[] {
  const trials = new Map(
    points.flatMap((point) => point.trials.map((trial) => [trial.config.hash, trial] as const)),
  );
  // References come first: how long they take nobody knows beforehand, and every figure waits for them.
  const rank = ({ seed, totalSteps }: SweepTrial) => (seed === null ? Number.POSITIVE_INFINITY : totalSteps);
  return [...trials.values()].sort((one, other) =>
    rank(one) < rank(other) ? 1 : rank(one) > rank(other) ? -1 : 0,
  );
}
