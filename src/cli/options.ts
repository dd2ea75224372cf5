// Options that several commands share.
import type { OptionSpec } from "./command.ts";

/** Taken by every command. */
export const commonOptions: readonly OptionSpec[] = [
  {
    name: "json",
    type: "flag",
    summary:
      "JSON Lines on stdout in place of text: first a launch record, last one object whose figures stand under result",
  },
  { name: "quiet", alias: "q", type: "flag", summary: "no progress and no hints; errors are still told" },
  { name: "verbose", alias: "v", type: "flag", summary: "more talk on stderr" },
  { name: "color", type: "flag", summary: "colours or (--no-color) none, whatever the terminal says" },
  { name: "help", alias: "h", type: "flag", summary: "this page" },
];

export const out: OptionSpec = {
  name: "out",
  alias: "o",
  type: "text",
  value: "FOLDER",
  variable: "INNERGAP_OUT",
  summary: "where studies are kept (default: runs)",
};

export const set: OptionSpec = {
  name: "set",
  type: "text",
  repeat: true,
  value: "PATH=VALUE",
  summary:
    "change one setting; the value is read as JSON (3e-4, true, [64,64]), else as a word; may be repeated; `innergap experiments NAME` lists the paths",
};

export const config: OptionSpec = {
  name: "config",
  type: "text",
  value: "FILE",
  summary:
    "options from a JSON file: preset, seeds, workers, threads, out, and an object set of paths and values; flags win over it",
};

export const workers: OptionSpec = {
  name: "workers",
  type: "number",
  value: "N",
  variable: "INNERGAP_WORKERS",
  summary: "trials that run side by side (default: one per core); results are the same bytes for any number",
};

export const threads: OptionSpec = {
  name: "threads",
  type: "number",
  value: "N",
  summary:
    "engine threads inside each trial (default: 1); part of the record, because 1 and 2 threads round differently",
};

export const seeds: OptionSpec = {
  name: "seeds",
  type: "text",
  value: "SEEDS",
  summary: "a list 0,1,2, a range 0-9, or how many: 10 means 0-9 (default: those of the preset)",
};

export const preset: OptionSpec = {
  name: "preset",
  alias: "p",
  type: "text",
  value: "NAME",
  summary:
    "size of the study: `innergap experiments NAME` lists them (default: the experiment's own, usually quick)",
};

export const assertion: OptionSpec = {
  name: "assert",
  type: "flag",
  summary: "exit code 3 unless every bar that was fixed beforehand is met",
};

/** First word of the hidden request that the completion scripts make; the words so far follow. */
export const completionRequest = "--complete-words";

export const completionShells = ["bash", "zsh"] as const;
