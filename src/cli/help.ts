// The help pages, made from the table of commands without any library, so that they appear at once.

import type { CommandSpec, OptionSpec, PositionalSpec } from "./command.ts";
import { commands } from "./commands.ts";
import { commonOptions } from "./options.ts";
import { definitionList, wrap } from "./wording.ts";

const groups: readonly CommandSpec["group"][] = [
  "Experiment",
  "Look at results",
  "Find out what there is",
  "This machine",
];

const exitMeanings: readonly (readonly [string, string])[] = [
  ["0", "done"],
  ["1", "failed: the message says what, and what to do"],
  ["2", "the command line or a configuration cannot be used"],
  [
    "3",
    "a bar that was fixed beforehand is not met, where one was asked for (--assert, assert, test-incentives)",
  ],
  ["4", "stored data is damaged; every such file is named"],
  ["5", "the machine cannot give what is needed: disk, memory, permissions"],
  [
    "130, 143",
    "stopped by SIGINT or SIGTERM after a checkpoint that --resume goes on from; a second signal stops at once",
  ],
];

const variables: readonly (readonly [string, string])[] = [
  ["INNERGAP_OUT", "where studies are kept, in place of ./runs; --out wins over it"],
  ["INNERGAP_WORKERS", "trials that run side by side; --workers wins over it"],
  ["INNERGAP_PYTHON", "the Python whose PyTorch `innergap bench` compares with, in place of python3"],
  ["NO_COLOR, FORCE_COLOR", "no colours; colours even into a pipe (--color and --no-color win over both)"],
  ["CI", "no bars: progress is a plain line every ten seconds"],
];

const firstSteps: readonly (readonly [string, string])[] = [
  ["innergap doctor", "does everything work on this machine?"],
  ["innergap run keys-and-chests", "train on opening chests, and watch keys being hoarded; two minutes"],
  ["innergap replay latest", "watch what was learned"],
];

const purpose =
  "Train an agent on one objective, change its world, and measure which objective it really learned.";

const whereResultsGo =
  "Each run makes a study folder runs/<time>-<experiment>-<preset>-<id>/ with study.json (what was fixed beforehand), trials/<setting>-s<seed>/ (configuration, metrics, checkpoints, replays of each run), verdict.json and report.html, which opens from disk. Where a command takes a run, the path, the study's name alone, or the word latest will do. Data goes to stdout, talk to stderr.";

/** The page of `innergap --help`. */
export function overviewPage(version: string, width: number): string {
  const columns = Math.min(width, 110);
  const section = (title: string, pairs: readonly (readonly [string, string])[]) => [
    "",
    `${title}:`,
    ...definitionList(pairs, columns),
  ];
  const inGroup = (group: CommandSpec["group"]) =>
    commands
      .filter((command) => command.group === group)
      .map((command) => [`${command.name} ${positionalWords(command)}`.trim(), command.summary] as const);
  return [
    `innergap ${version}`,
    ...wrap(purpose, columns),
    "",
    "Usage: innergap COMMAND [OPTIONS]",
    ...groups.flatMap((group) => section(group, inGroup(group))),
    ...section("Start here", firstSteps),
    ...section("Options of every command", [
      ...optionPairs(commonOptions),
      ["--version", "the version of innergap, and nothing else"],
    ]),
    "",
    "Where results go:",
    ...wrap(whereResultsGo, columns - 2).map((line) => `  ${line}`),
    ...section("Exit codes", exitMeanings),
    ...section("Environment variables", variables),
    "",
    "`innergap COMMAND --help` tells a command's options, with worked examples.",
  ].join("\n");
}

/** The page of `innergap COMMAND --help`. */
export function commandPage(command: CommandSpec, width: number): string {
  const columns = Math.min(width, 110);
  const lines = [
    `innergap ${command.name}: ${command.summary}`,
    "",
    `Usage: innergap ${[command.name, positionalWords(command), "[OPTIONS]", dashWords(command)].filter(Boolean).join(" ")}`,
    "",
    ...command.about.flatMap((paragraph) => wrap(paragraph, columns)),
  ];
  if (command.positionals.length > 0) {
    const pairs = command.positionals.map((one) => [one.name, one.summary] as const);
    lines.push("", "Takes:", ...definitionList(pairs, columns));
  }
  if (command.options.length > 0) {
    lines.push("", "Options:", ...definitionList(optionPairs(command.options), columns));
  }
  lines.push("", "Options of every command:", ...definitionList(optionPairs(commonOptions), columns));
  lines.push("", "Examples:");
  for (const example of command.examples) lines.push(`  # ${example.does}`, `  ${example.line}`);
  return lines.join("\n");
}

/** "<experiment>", "[name]", "<run...>": what the usage line says. */
export function positionalWords(command: CommandSpec): string {
  return command.positionals.map(positionalWord).join(" ");
}

function dashWords({ afterDashes }: CommandSpec): string {
  return afterDashes === undefined ? "" : `[-- ${afterDashes}]`;
}

function positionalWord(positional: PositionalSpec): string {
  const name = positional.many ? `${positional.name}...` : positional.name;
  return positional.required ? `<${name}>` : `[${name}]`;
}

function optionPairs(options: readonly OptionSpec[]): (readonly [string, string])[] {
  return options.map((option) => {
    const long = option.name === "color" ? "--[no-]color" : `--${option.name}`;
    const names = option.alias === undefined ? long : `-${option.alias}, ${long}`;
    const term = option.value === undefined ? names : `${names} ${option.value}`;
    const source = option.variable === undefined ? "" : ` [${option.variable}]`;
    return [term, `${option.summary}${source}`] as const;
  });
}
