// What a person is told when a command fails, and the exit code that it ends with.
import { DamagedDataError, exitCodes, InnergapError, InputError } from "../base/errors.ts";
import type { JsonObject } from "../base/hash.ts";

export interface Failure {
  readonly exitCode: number;
  /** For people; several lines, a stack only where the fault is ours. */
  readonly message: string;
  /** For `--json`: the last line of stdout. */
  readonly record: JsonObject;
}

/** Errors of the operating system that say "the machine cannot give it" rather than "something is wrong here". */
const resourceCodes: Readonly<Record<string, string>> = {
  ENOSPC: "free some space on that disk, or choose another with --out; then go on with --resume",
  EDQUOT:
    "your quota on that disk is used up: free some, or choose another with --out; then go on with --resume",
  EROFS: "that disk cannot be written; choose another with --out",
  EACCES: "change the permissions of that file or folder, or choose another with --out",
  EPERM: "change the permissions of that file or folder, or choose another with --out",
  EMFILE: "too many files are open: raise the limit (ulimit -n) or lower --workers",
  ENOMEM: "too little memory: lower --workers",
};

/** Turns whatever was thrown into exit code, message and record. */
export function failureOf(error: unknown): Failure {
  if (error instanceof InnergapError) return told(error, error.exitCode, hintFor(error));
  if (!(error instanceof Error)) return bug(new Error(`thrown: ${String(error)}`));
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const remedy = resourceCodes[code];
  if (remedy !== undefined) return told(error, exitCodes.resources, remedy);
  if (error.name === "AbortError") return told(error, exitCodes.failure, null);
  return bug(error);
}

function told(error: Error, exitCode: number, hint: string | null): Failure {
  return {
    exitCode,
    message: `innergap: ${error.message}${hint === null ? "" : `\n  -> ${hint}`}`,
    record: { kind: "error", error: { name: error.name, message: error.message, exitCode } },
  };
}

function bug(error: Error): Failure {
  const text = error.stack ?? `${error.name}: ${error.message}`;
  return {
    exitCode: exitCodes.failure,
    message: `innergap: this is a bug, not something that you did; please report it with the lines below\n${text}`,
    record: {
      kind: "error",
      error: { name: error.name, message: error.message, exitCode: exitCodes.failure, bug: true },
    },
  };
}

/** What to do next, where the message does not say so already. */
function hintFor(error: InnergapError): string | null {
  if (error instanceof DamagedDataError) {
    return "innergap verify names every damaged file; --resume repeats what is missing from the last good checkpoint";
  }
  if (error instanceof InputError && error.place === "experiment")
    return "innergap experiments lists them all";
  if (error.exitCode === exitCodes.resources) return "innergap doctor checks disk and memory";
  return null;
}
