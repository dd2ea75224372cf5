// What may come next on a command line that is still being typed.
import type { CommandSpec } from "./command.ts";
import { commandNames, commands } from "./commands.ts";
import { commonOptions, completionShells } from "./options.ts";

/** What may stand in place of the last word; nothing where a file name is as good as any. */
export async function completions(words: readonly string[]): Promise<readonly string[]> {
  const last = words.at(-1) ?? "";
  const command = commands.find((one) => words.slice(0, -1).includes(one.name));
  if (last.startsWith("-")) {
    const options = [...(command?.options ?? []), ...commonOptions].map((option) => `--${option.name}`);
    return options.filter((option) => option.startsWith(last));
  }
  const candidates = command === undefined ? commandNames : await namesFor(command, words.at(-2) ?? "");
  return candidates.filter((name) => name.startsWith(last));
}

async function namesFor(command: CommandSpec, before: string): Promise<readonly string[]> {
  if (before !== command.name) return [];
  const [first] = command.positionals;
  if (first?.choices !== undefined) return first.choices;
  if (command.name === "run" || command.name === "experiments") {
    const { experimentNames } = await import("../experiments/index.ts");
    return experimentNames();
  }
  if (["environments", "distance", "discriminate", "levels", "play"].includes(command.name)) {
    const { environmentDefinitions } = await import("../environments/index.ts");
    return environmentDefinitions.map((definition) => definition.name);
  }
  if (command.name === "bench") {
    const { benches } = await import("../bench/index.ts");
    return benches.map((bench) => bench.name);
  }
  return command.name === "completion" ? completionShells : [];
}
