// What can go wrong, and the exit code that each kind of failure ends a command with.

/** Exit codes of every innergap command. */
export const exitCodes = {
  ok: 0,
  failure: 1,
  usage: 2,
  assertion: 3,
  damaged: 4,
  resources: 5,
} as const;

/** An error whose message is meant for the person at the terminal: no stack trace is shown for it. */
export class InnergapError extends Error {
  override readonly name: string = "InnergapError";
  readonly exitCode: number = exitCodes.failure;
}

/** What the person gave cannot be used: says where, what was found and what was expected. Exit code 2. */
export class InputError extends InnergapError {
  override readonly name = "InputError";
  override readonly exitCode = exitCodes.usage;

  constructor(
    readonly place: string,
    readonly found: string,
    readonly expected: string,
  ) {
    super(`${place}: found ${found}, expected ${expected}`);
  }
}

/** A stored file is not what was written: names the file. Exit code 4. */
export class DamagedDataError extends InnergapError {
  override readonly name = "DamagedDataError";
  override readonly exitCode = exitCodes.damaged;

  constructor(
    readonly file: string,
    readonly found: string,
    readonly expected: string,
  ) {
    super(`${file} is damaged: found ${found}, expected ${expected}`);
  }
}

/** The machine cannot give what is needed (disk full, folder read-only, memory). Exit code 5. */
export class ResourceError extends InnergapError {
  override readonly name = "ResourceError";
  override readonly exitCode = exitCodes.resources;
}
