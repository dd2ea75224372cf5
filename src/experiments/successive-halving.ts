// Successive halving: many points at a small budget, the better ones of them at a larger one, and so on.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import { isLearning, type Setting, type SettingStage } from "./experiment.ts";
import type { Override } from "./overrides.ts";

/** One round: so many points, each at this share of the full budget. */
export interface Rung {
  readonly points: number;
  /** In (0, 1]; 1 in the last rung. */
  readonly share: number;
}

/**
 * The rungs for `points` points: rung k of K has floor(points / eta^k) of them at eta^(k - K + 1) of the full budget, so that every rung
 * costs about the same (Jamieson and Talwalkar 2016, algorithm 1, with eta for their 2 as in Li et al. 2018). By default K is the largest
 * number that leaves a point in the last rung, floor(log_eta points) + 1. Throws an InputError on an eta below 2 and on too many rungs.
 */
export function rungsOf(points: number, eta: number, rungs: number | null): Rung[] {
  if (!(Number.isInteger(eta) && eta >= 2)) {
    throw new InputError("--halving", String(eta), "a whole number of at least 2");
  }
  let most = 1;
  for (let left = points; left >= eta; left = Math.floor(left / eta)) most++;
  const count = rungs ?? most;
  if (!(Number.isInteger(count) && count >= 1 && count <= most)) {
    throw new InputError(
      "--rungs",
      String(rungs),
      `a whole number from 1 to ${most}: ${points} points divided by ${eta} again and again`,
    );
  }
  return Array.from({ length: count }, (_, rung) => ({
    points: Math.floor(points / eta ** rung),
    share: eta ** (rung - count + 1),
  }));
}

/**
 * The overrides that give every stage which has a budget that share of its own, rounded down to a whole number. `path` is the setting of the
 * budget as `--set` takes it ("clone.cloning.rounds", "train.ppo.total_timesteps", "<model>.<parameter>"); null for the environment steps of
 * whatever trains, `train.<learner>.total_timesteps`. Throws an InputError where no stage has such a number.
 */
export function budgetOverrides(
  settings: readonly Setting[],
  path: string | null,
  share: number,
): Override[] {
  const found = settings.flatMap((setting) =>
    setting.stages.flatMap((stage) => budgetOf(setting.name, stage, path)),
  );
  if (found.length > 0) {
    return found.map(({ path: whole, value }) => ({
      path: whole,
      // A third of 300,000 is 100,000, whatever 1/3 was rounded to.
      value: Math.max(1, Math.floor(value * share * (1 + 1e-12))),
    }));
  }
  const stages = settings.flatMap((setting) => setting.stages.flatMap((stage) => budgetOf("", stage, null)));
  throw new InputError(
    "--budget",
    path ?? "no training with total_timesteps",
    path === null
      ? "the path of a number that says how long something goes on"
      : oneOf(path, [...new Set(stages.map((one) => one.path.slice(1)))]),
  );
}

function budgetOf(setting: string, stage: SettingStage, path: string | null) {
  const segments = path === null ? usualPath(stage) : path.split(".");
  if (segments === null || segments[0] !== headOf(stage)) return [];
  const root: unknown = stage.kind === "model" ? stage.parameters : stage;
  const value = segments.slice(1).reduce(entryOf, root);
  return typeof value === "number" ? [{ path: [setting, ...segments].join("."), value }] : [];
}

function headOf(stage: SettingStage): string {
  return isLearning(stage) ? stage.kind : stage.name;
}

function usualPath(stage: SettingStage): string[] | null {
  return stage.kind === "train" ? ["train", stage.learner ?? "ppo", "total_timesteps"] : null;
}

function entryOf(node: unknown, name: string): unknown {
  return typeof node === "object" && node !== null && Object.hasOwn(node, name)
    ? (node as Record<string, unknown>)[name]
    : undefined;
}
