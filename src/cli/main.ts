#!/usr/bin/env node
// The command `innergap`: help and version at once, everything else through the parser.
import { exitCodes } from "../base/errors.ts";
import { commands } from "./commands.ts";
import { commandPage, overviewPage } from "./help.ts";
import { completionRequest } from "./options.ts";
import { packageVersion } from "./version.ts";

const words = process.argv.slice(2);
const page = pageFor(words);
if (words[0] === completionRequest) {
  const { completions } = await import("./complete.ts");
  for (const word of await completions(words.slice(1))) process.stdout.write(`${word}\n`);
} else if (page === null) {
  const { dispatch } = await import("./dispatch.ts");
  await dispatch(words);
} else {
  // Nothing asked for is a mistake of usage, though the page is the right answer to it.
  const asked = words.length > 0;
  (asked ? process.stdout : process.stderr).write(`${page}\n`);
  process.exitCode = asked ? exitCodes.ok : exitCodes.usage;
}

/** The page that is asked for, or null where there is work to do. */
function pageFor(words: readonly string[]): string | null {
  const width = process.stdout.columns || 100;
  const beforeDashes = words.includes("--") ? words.slice(0, words.indexOf("--")) : words;
  const asked = beforeDashes.includes("--help") || beforeDashes.includes("-h") || words[0] === "help";
  const first = beforeDashes.filter((word) => word !== "help").find((word) => !word.startsWith("-"));
  const command = commands.find((one) => one.name === first);
  if (asked && command !== undefined) return commandPage(command, width);
  if (words.length === 0 || (asked && first === undefined)) return overviewPage(packageVersion(), width);
  if (words[0] === "--version" || words[0] === "-V") return packageVersion();
  return null;
}
