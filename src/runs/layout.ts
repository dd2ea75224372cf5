// The names inside runs and studies: which are allowed, what they mean, and how they are made from other names.
import { InputError } from "../base/errors.ts";

/** Names that become part of a path: lower case, so that no file system takes two for one; no way up or out. */
const namePattern = /^[a-z0-9](?:[a-z0-9@.-]{0,98}[a-z0-9])?$/;
/** Policies have colons between their parts ("noisy-planner:chests:0.35"), which Windows does not allow in files. */
const policyPattern = /^[a-z0-9](?:[a-z0-9.:-]{0,98}[a-z0-9])?$/;
const lockPattern = /^\.lock-[0-9a-z]{1,16}-[0-9a-z]{1,16}-[0-9a-z]{1,16}$/;
const temporaryPattern = /^\.tmp-[0-9a-z-]{1,64}$/;
const checkpointPattern = /^[0-9]{12}$/;
const replayPattern = /^[a-z0-9@.-]{1,100}--[a-z0-9.~-]{1,100}\.json$/;

/** File names inside a checkpoint. */
export const checkpointFiles = {
  model: "model.safetensors",
  state: "state.safetensors",
  info: "state.json",
  /** Written last: a checkpoint without it is none. */
  manifest: "MANIFEST.json",
} as const;

/** `name` when it may stand in a path, or an InputError. */
export function checkName(place: string, name: string): string {
  if (namePattern.test(name) && !name.includes("..")) return name;
  throw new InputError(
    place,
    JSON.stringify(name),
    "at most 100 of a-z, 0-9, @, - and ., beginning and ending with a letter or digit",
  );
}

/** Folder of a trial below its study: `trials/<this>`. Settings without a seed are computed once and go by name. */
export function trialFolderName(setting: string, seed: number | null): string {
  if (seed !== null && !(Number.isSafeInteger(seed) && seed >= 0)) {
    throw new InputError("seed", String(seed), "a whole number from 0");
  }
  return checkName("setting", seed === null ? setting : `${setting}-s${seed}`);
}

/** Folder of a checkpoint below `checkpoints/`: the step in twelve digits, so that names sort as steps do. */
export function checkpointFolderName(step: number): string {
  if (Number.isSafeInteger(step) && step >= 0 && step < 1e12) return String(step).padStart(12, "0");
  throw new InputError("step", String(step), "a whole number from 0 below 10^12");
}

/** The step that a checkpoint folder's name says, or null for any other name. */
export function checkpointStep(name: string): number | null {
  return checkpointPattern.test(name) ? Number(name) : null;
}

/** File of a replay below `replays/`; "~" stands for the colons of the policy's name. */
export function replayFileName(deployment: string, policy: string): string {
  checkName("deployment", deployment);
  if (!policyPattern.test(policy) || policy.includes("..")) {
    throw new InputError("policy", JSON.stringify(policy), "at most 100 of a-z, 0-9, -, . and :");
  }
  return `${deployment}--${policy.replaceAll(":", "~")}.json`;
}

export function isReplayFileName(name: string): boolean {
  return replayPattern.test(name);
}

/** Files and folders that a write was cut off in; nobody reads them. */
export function isTemporary(name: string): boolean {
  return temporaryPattern.test(name);
}

export function isLock(name: string): boolean {
  return lockPattern.test(name);
}
