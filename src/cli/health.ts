// What innergap needs of a machine, as checks that say what was found and what to do about it.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { availableParallelism, freemem } from "node:os";
import { dirname, join, resolve } from "node:path";
import { byteSize } from "./wording.ts";

export interface Finding {
  readonly level: "ok" | "warn" | "fail";
  readonly says: string;
  /** What to do; null where nothing has to be done. */
  readonly remedy: string | null;
}

export interface Check {
  readonly name: string;
  look(): Promise<Finding> | Finding;
}

const ok = (says: string): Finding => ({ level: "ok", says, remedy: null });
const warn = (says: string, remedy: string): Finding => ({ level: "warn", says, remedy });
const fail = (says: string, remedy: string): Finding => ({ level: "fail", says, remedy });

/** A study of the quick presets takes some tens of megabytes, a full one some hundreds. */
const [diskNeeded, diskComfortable] = [100 * 2 ** 20, 2 ** 30];
/** The main job keeps below one GiB with two workers. */
const [memoryNeeded, memoryComfortable] = [512 * 2 ** 20, 2 ** 30];

/** The checks, in the order in which a person would want to know. `out` is the folder that studies go to. */
export function healthChecks(out: string): readonly Check[] {
  return [
    { name: "node", look: () => nodeVersion(process.versions.node) },
    { name: "engine", look: engine },
    { name: "threads", look: () => threads(availableParallelism()) },
    { name: "disk", look: () => disk(resolve(out)) },
    { name: "memory", look: () => memory(Math.min(freemem(), process.constrainedMemory() || Infinity)) },
    { name: "browser", look: browser },
    { name: "python", look: python },
  ];
}

/** Node 20.19 or later. */
export function nodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return ok(`Node ${version}`);
  return fail(`Node ${version}`, "install Node 20.19 or later");
}

/** Loads the native library and computes something whose answer is known. */
async function engine(): Promise<Finding> {
  try {
    const { checkEngine } = await import("./engine-check.ts");
    return ok(`${await checkEngine()} loads and computes`);
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    return fail(
      `the engine does not compute: ${reason}`,
      "install again with `npm ci`; onnxruntime-node has libraries for Linux x64 and arm64 (glibc), macOS and Windows",
    );
  }
}

export function threads(cores: number): Finding {
  if (cores >= 2) return ok(`${cores} cores: as many trials run side by side, one engine thread each`);
  return warn("one core", "trials run one after the other; expect twice the time that the presets name");
}

/** Writes, renames and removes a small file where studies would go, and asks how much room there is. */
export function disk(folder: string): Finding {
  let place = folder;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  try {
    if (place === folder) tryFile(folder);
    else tryFolder(place);
  } catch (error) {
    return fail(
      `${folder} cannot be written (${(error as NodeJS.ErrnoException).code ?? error})`,
      "change its permissions, or choose another folder with --out or INNERGAP_OUT",
    );
  }
  const { bavail, bsize } = statfsSync(place);
  return room(folder, bavail * bsize);
}

function room(folder: string, free: number): Finding {
  const says = `${folder} can be written, ${byteSize(free)} free`;
  const remedy = "free some space, or choose another folder with --out";
  if (free < diskNeeded) return fail(says, remedy);
  return free < diskComfortable ? warn(says, remedy) : ok(says);
}

function tryFile(folder: string): void {
  const trial = mkdtempSync(join(folder, ".innergap-doctor-"));
  try {
    writeFileSync(join(trial, "a"), "x", { flush: true });
    renameSync(join(trial, "a"), join(trial, "b"));
  } finally {
    rmSync(trial, { recursive: true, force: true });
  }
}

function tryFolder(parent: string): void {
  const trial = mkdtempSync(join(parent, ".innergap-doctor-"));
  try {
    mkdirSync(join(trial, "runs"));
    tryFile(join(trial, "runs"));
  } finally {
    rmSync(trial, { recursive: true, force: true });
  }
}

export function memory(free: number): Finding {
  const says = `${byteSize(free)} free`;
  const remedy = "close something, or lower --workers";
  if (free < memoryNeeded) return fail(says, remedy);
  return free < memoryComfortable ? warn(says, remedy) : ok(says);
}

/** Only the project's own browser tests need one. */
function browser(): Finding {
  if (!isInstalled("playwright-core")) {
    return ok("not needed: only the project's own tests look at reports in a browser");
  }
  const packaged = process.platform === "linux" && process.arch === "x64";
  if (packaged && isInstalled("@sparticuz/chromium")) {
    return ok("Chromium for the browser tests comes with the packages");
  }
  const installed = ["google-chrome", "chromium", "chromium-browser"].find(answers);
  if (installed !== undefined) return ok(`${installed} for the browser tests`);
  return warn("no browser found for the browser tests", "install Chrome; everything else works without it");
}

function isInstalled(name: string): boolean {
  try {
    return existsSync(new URL(import.meta.resolve(name)));
  } catch {
    return false;
  }
}

/** Only the bench that compares with PyTorch needs it. */
function python(): Finding {
  const command = process.env.INNERGAP_PYTHON || "python3";
  const script = "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)";
  const { status, error } = spawnSync(command, ["-c", script], { stdio: "ignore", timeout: 20_000 });
  if (status === 0) return ok(`${command} with torch, for the bench that compares with it`);
  const remedy =
    "only `innergap bench training-step` compares with PyTorch: pip install -r bench/peers/requirements.txt, or name another Python with INNERGAP_PYTHON";
  return warn(error ? `no ${command}` : `${command} without torch`, remedy);
}

function answers(command: string): boolean {
  return spawnSync(command, ["--version"], { stdio: "ignore", timeout: 20_000 }).status === 0;
}
