// A complete study of keys and chests whose plan is real and whose figures are made up: no training, no solving.
import { Rng } from "../../src/base/rng.ts";
import { parseOverride } from "../../src/cli/settings.ts";
import type { DeployStage, Stage } from "../../src/experiments/experiment.ts";
import { experimentNamed } from "../../src/experiments/index.ts";
import type { FileSystem } from "../../src/runs/file-system.ts";
import { type EvaluationLine, formatVersion, type RunConfig } from "../../src/runs/format.ts";
import { openRun } from "../../src/runs/open-run.ts";
import { readStudy } from "../../src/runs/read-run.ts";
import { configHash } from "../../src/runs/records.ts";
import { openStudy } from "../../src/runs/study-store.ts";
import { judgeStudy, makePlan } from "../../src/trials/study.ts";

export interface MadeUpStudy {
  readonly seeds: readonly number[];
  /** Normalised value of every objective, by setting: its centre over seeds. */
  readonly centres: Readonly<Record<string, number>>;
  /** Changes to the plan, as `--set` takes them. */
  readonly overrides?: readonly string[];
}

const levels = 2;
const optimum = 2;
const fingerprint = { innergap: "0", node: "20", engine: "none", threads: 1, platform: "any", cpu: "any" };
const experiment = experimentNamed("keys-and-chests");

/** Makes the study in `folder`; the figure of a seed is its setting's centre with seeded noise of a tenth. */
export function makeUpStudy(
  fs: FileSystem,
  folder: string,
  { seeds, centres, overrides = [] }: MadeUpStudy,
): void {
  const command = "innergap run keys-and-chests";
  const plan = makePlan(experiment, {
    ...{
      experiment: experiment.name,
      preset: null,
      seeds,
      out: "",
      resume: null,
      workers: 1,
      threads: 1,
      command,
    },
    overrides: [`deploy.count=${levels}`, ...overrides].map(parseOverride),
  });
  const study = openStudy(fs, folder, plan);
  for (const { name: setting, stages } of plan.plan.settings) {
    const centre = centres[setting];
    for (const seed of centre === undefined ? [null] : seeds) {
      const identity = {
        experiment: experiment.name,
        preset: plan.plan.preset,
        setting,
        seed: seed ?? 0,
        stages,
      };
      const config: RunConfig = {
        format: formatVersion,
        ...identity,
        threads: 1,
        hash: configHash(identity),
      };
      const now = new Date(0).toISOString();
      const trial = study.trialFolder(setting, seed);
      const { store } = openRun(fs, trial, { config, fingerprint, command, now });
      const noise = 0.1 * Rng.fromSeed(`${setting}/${seed}`).normal();
      store.appendEvaluations(
        (stages as unknown as readonly Stage[]).flatMap((stage) => linesOf(stage, (centre ?? 0) + noise)),
      );
      store.writeReport("<!doctype html><title>made up</title>");
      store.finish({ status: "complete", now });
    }
  }
  study.writeResult(
    judgeStudy(experiment, readStudy(fs, folder)).verdict,
    "<!doctype html><title>made up</title>",
  );
  study.release();
}

function linesOf(stage: Stage, normalised: number): EvaluationLine[] {
  if (stage.kind === "deploy") return stage.policies.map((policy) => behaviour(stage, policy, normalised));
  if (stage.kind !== "compute") return [];
  const { name: deployment, horizon, discount } = stage;
  const perLevel = { optimal: byObjective([optimum, optimum]), random: byObjective([0, 0]) };
  return [
    { kind: "optimum", deployment, horizon, discount, perLevel, census: { keys: 6, "openable chests": 2 } },
  ];
}

function behaviour(stage: DeployStage, policy: string, normalised: number): EvaluationLine {
  const value = normalised * optimum;
  const names = experiment.columns.flatMap(({ events }) => events);
  const events = Object.fromEntries(names.map((name) => [name, value]));
  const perLevel = Object.fromEntries(names.map((name) => [name, [value, value]]));
  return {
    ...{ kind: "behaviour", deployment: stage.name, policy, exact: false, levels },
    ...{
      horizon: stage.horizon,
      discount: stage.discount,
      events,
      steps: 10,
      terminated: 0,
      values: byObjective(value),
    },
    perLevel: { steps: [10, 10], events: perLevel, values: byObjective([value, value]) },
  };
}

function byObjective<T>(value: T): Record<string, T> {
  return Object.fromEntries(experiment.objectives.map((name) => [name, value]));
}
