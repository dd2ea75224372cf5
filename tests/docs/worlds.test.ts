// The page of all worlds has a row for each of them, with the right objectives.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { environmentDefinitions } from "../../src/environments/index.ts";

const page = readFileSync(new URL("../../docs/worlds/index.md", import.meta.url), "utf8");
const rows = page.split("\n").filter((line) => line.startsWith("| ["));

const worlds = environmentDefinitions
  .filter(({ presets }) => presets.length > 0)
  .map((definition) => [definition.name, definition] as const);

test.each(worlds)("%s", (name, definition) => {
  const { training } = definition.presets[0]!.shift;
  const { objectives, baseObjective } = definition.create(training.parameters);
  const row = rows.filter((line) => line.startsWith(`| [${name}](${name}.md) |`));
  expect(row).toHaveLength(1);
  const [, , , base, rivals] = row[0]!.split("|");
  expect(base!.trim()).toBe(`\`${baseObjective}\``);
  const named = objectives.map((objective) => objective.name).filter((other) => other !== baseObjective);
  expect(new Set(rivals!.match(/[\w-]+/g))).toEqual(new Set(named));
});
