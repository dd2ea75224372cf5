// From parsed words to a running command: streams, signals, failures and the exit code are settled here.

import { failureOf } from "./failure.ts";
import { listenForSignals } from "./interruption.ts";
import { type Parsed, parseCommandLine } from "./parse.ts";
import { createTerminal, type Manner, type Terminal } from "./terminal.ts";
import { packageVersion } from "./version.ts";

/** Runs what the words ask for and sets the exit code of the process; never throws. */
export async function dispatch(words: readonly string[]): Promise<void> {
  let terminal = createTerminal(mannerOfWords(words), process.env, process.stdout, process.stderr);
  const fail = (error: unknown) => {
    const failure = failureOf(error);
    terminal.complain(failure.message);
    terminal.record(failure.record);
    return failure.exitCode;
  };
  survivePipes();
  for (const kind of ["unhandledRejection", "uncaughtException"] as const) {
    process.on(kind, (error: unknown) => process.exit(fail(error)));
  }
  try {
    const parsed = await parseCommandLine(words, process.env);
    terminal = createTerminal(mannerOf(parsed), process.env, process.stdout, process.stderr);
    process.exitCode = await execute(parsed, terminal);
  } catch (error) {
    process.exitCode = fail(error);
  }
}

async function execute({ command, args }: Parsed, terminal: Terminal): Promise<number> {
  const interruption = listenForSignals((name) =>
    terminal.say(`\n${name}: stopping after the next checkpoint; once more to stop at once`),
  );
  terminal.record({
    kind: "launch",
    command: command.name,
    words: [...args.words],
    version: packageVersion(),
    node: process.versions.node,
    started: new Date().toISOString(),
  });
  const { execute } = await command.load();
  return execute(args, terminal, interruption);
}

function mannerOf({ args }: Parsed): Manner {
  return {
    json: args.flag("json"),
    quiet: args.flag("quiet"),
    verbose: args.flag("verbose"),
    color: args.choice("color"),
  };
}

/** The manner before anything is parsed, for the complaint that parsing may end in. */
function mannerOfWords(words: readonly string[]): Manner {
  return {
    json: words.includes("--json"),
    quiet: false,
    verbose: false,
    color: words.includes("--no-color") ? false : words.includes("--color") ? true : null,
  };
}

/** A reader that closes the pipe (`| head`) ends the command quietly, as it ends any other. */
function survivePipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(0);
      throw error;
    });
  }
}
