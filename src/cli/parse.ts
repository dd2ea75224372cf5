// Words of the command line -> a command and its arguments, or an InputError that names the nearest known word.

import type { Argv, Options } from "yargs";
import yargs from "yargs";
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import { Arguments } from "./arguments.ts";
import type { CommandSpec, OptionSpec } from "./command.ts";
import { commandNames, commands } from "./commands.ts";
import { positionalWords } from "./help.ts";
import { commonOptions } from "./options.ts";

export interface Parsed {
  readonly command: CommandSpec;
  readonly args: Arguments;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Parses strictly: unknown commands, options and surplus words are InputErrors. */
export async function parseCommandLine(words: readonly string[], variables: Variables): Promise<Parsed> {
  let parsed: Parsed | null = null;
  const { own, afterDashes } = splitAtDashes(words);
  const parser = commandTree(own, (command, values) => {
    const filled = { ...values };
    for (const option of command.options) {
      const fallback = option.variable === undefined ? undefined : variables[option.variable];
      if (fallback && filled[option.name] === undefined) filled[option.name] = fallback;
    }
    parsed = { command, args: new Arguments(command.name, words, filled, afterDashes) };
  });
  parser.fail((message, error) => {
    throw explained(message ?? error?.message ?? "", words);
  });
  await parser.parseAsync();
  if (parsed === null) {
    const word = words.find((one) => !one.startsWith("-"));
    throw new InputError(
      "command line",
      word ?? "no command",
      `${oneOf(word ?? "", commandNames)}; see innergap --help`,
    );
  }
  return parsed;
}

/** The words of a program after `--` are its own, where the command takes a program; the parser never sees them. */
function splitAtDashes(words: readonly string[]): {
  own: readonly string[];
  afterDashes: readonly string[];
} {
  const dashes = words.indexOf("--");
  const own = dashes < 0 ? words : words.slice(0, dashes);
  const takesProgram = commands.some(
    ({ name, afterDashes }) => afterDashes !== undefined && own.includes(name),
  );
  return takesProgram && dashes >= 0
    ? { own, afterDashes: words.slice(dashes + 1) }
    : { own: words, afterDashes: [] };
}

/** The parser with every command; `chosen` is called for the one on the command line. */
export function commandTree(
  words: readonly string[],
  chosen: (command: CommandSpec, values: Readonly<Record<string, unknown>>) => void,
): Argv {
  const parser = yargs([...words])
    .scriptName("innergap")
    .locale("en")
    .parserConfiguration({
      "camel-case-expansion": false,
      "dot-notation": false,
      "greedy-arrays": false,
      "parse-numbers": false,
      "parse-positional-numbers": false,
      "strip-aliased": true,
    })
    .help(false)
    .version(false)
    .exitProcess(false)
    .strict();
  for (const option of commonOptions) parser.option(option.name, yargsOption(option));
  for (const command of commands) {
    parser.command(
      `${command.name} ${positionalWords(command).replace("...>", "..>").replace("...]", "..]")}`.trim(),
      command.summary,
      (builder) => declare(builder, command),
      (values) => chosen(command, values),
    );
  }
  return parser;
}

function declare(builder: Argv, command: CommandSpec): Argv {
  for (const positional of command.positionals) {
    builder.positional(positional.name, { type: "string", describe: positional.summary });
  }
  for (const option of command.options) builder.option(option.name, yargsOption(option));
  return builder;
}

function yargsOption(option: OptionSpec): Options {
  return {
    describe: option.summary,
    // Numbers are read by Arguments, which says what was found where yargs would say NaN.
    type: option.type === "flag" ? "boolean" : "string",
    ...(option.alias === undefined ? {} : { alias: option.alias }),
    ...(option.repeat === true ? { array: true } : {}),
    ...(option.choices === undefined ? {} : { choices: option.choices }),
    requiresArg: option.type !== "flag" && !option.value?.startsWith("["),
  };
}

/** The parser's complaint as an InputError, with the nearest known option where one is unknown. */
function explained(message: string, words: readonly string[]): InputError {
  const command = commands.find((one) => words.includes(one.name));
  const place = command === undefined ? "command line" : command.name;
  const missing = /^Not enough non-option arguments: got (\d+)/.exec(message)?.[1];
  const wanted = command?.positionals[Number(missing ?? -1)];
  if (wanted !== undefined) {
    const { name, choices } = wanted;
    const expected = choices === undefined ? usageOf(command) : `${choices.join(", ")}; ${usageOf(command)}`;
    return new InputError(place, `no ${name}`, expected);
  }
  const unknown = /^Unknown (?:argument|command)s?: ([^,]+)/.exec(message)?.[1];
  if (unknown === undefined) {
    return new InputError(place, message.replace(/\.$/, "").replace(/\s+/g, " "), usageOf(command));
  }
  if (command === undefined) {
    return new InputError(
      place,
      `the unknown command "${unknown}"`,
      `${oneOf(unknown, commandNames)}; see innergap --help`,
    );
  }
  if (
    !words.some((word) => word.replace(/^-+(no-)?/, "").split("=")[0] === unknown && word.startsWith("-"))
  ) {
    return new InputError(place, `the surplus word "${unknown}"`, usageOf(command));
  }
  const known = [...command.options, ...commonOptions].map((option) => `--${option.name}`);
  return new InputError(place, `the unknown option --${unknown}`, oneOf(`--${unknown}`, known));
}

function usageOf(command: CommandSpec | undefined): string {
  if (command === undefined) return "innergap COMMAND; see innergap --help";
  const usage = ["innergap", command.name, positionalWords(command)].filter(Boolean).join(" ");
  return `${usage} (see innergap ${command.name} --help)`;
}
