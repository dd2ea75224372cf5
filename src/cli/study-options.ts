// The options of a study, put together from flags and a configuration file: flags win.
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { InputError } from "../base/errors.ts";
import type { Arguments } from "./arguments.ts";
import { usualOut } from "./folders.ts";
import { type ConfigFile, type Override, parseConfig, parseOverride, parseSeeds } from "./settings.ts";

export interface StudyOptions {
  /** Null: the experiment's own. */
  readonly preset: string | null;
  /** Null: those of the preset. */
  readonly seeds: readonly number[] | null;
  readonly out: string;
  readonly workers: number;
  readonly threads: number;
  /** In the order in which they apply: the file's, then the command line's. */
  readonly overrides: readonly Override[];
}

const [mostWorkers, mostThreads] = [1024, 256];

export function studyOptions(args: Arguments): StudyOptions {
  const file = readConfig(args.text("config"));
  const seeds = args.text("seeds");
  return {
    preset: args.text("preset") ?? file.preset ?? null,
    seeds: seeds === null ? (file.seeds ?? null) : parseSeeds(seeds),
    out: args.text("out") ?? file.out ?? usualOut(),
    workers: args.whole("workers", 1, mostWorkers) ?? file.workers ?? availableParallelism(),
    threads: args.whole("threads", 1, mostThreads) ?? file.threads ?? 1,
    overrides: [...file.set, ...args.texts("set").map(parseOverride)],
  };
}

function readConfig(path: string | null): ConfigFile {
  if (path === null) return { set: [] };
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new InputError(
      "--config",
      `${path} (${(error as NodeJS.ErrnoException).code})`,
      "a file that can be read",
    );
  }
  return parseConfig(text, path);
}
