// Which folder may import which, read from the import lines; docs/architecture.md tells the reasons.
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, posix } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
/** A folder imports folders of earlier entries only; those in one entry never see each other. */
const order = [
  ["base"],
  ["engine", "environments", "runs", "causal", "risk"],
  ["drawing", "solvers", "games"],
  ["shifts"],
  ["policies"],
  ["rollouts"],
  ["learners", "measures"],
  ["experiments"],
  ["trials"],
  ["fleet", "reports"],
  ["bench", "web"],
  ["cli"],
];
/** The only files that may use what Node alone has, and the only ones that may import such files. */
const nodeFiles =
  /^src\/(engine\/runtime-(node|isolated)|runs\/disk|trials\/pool[a-z-]*|(cli|fleet|bench)\/.*)\.ts$/;
const nodeUsers = /^src\/(trials\/pool[a-z-]*|(cli|fleet|bench)\/.*)\.ts$/;

const files = readSources();
const level = (file: string) => order.findIndex((folders) => folders.includes(file.split("/")[1] ?? ""));
const isLocal = (target: string) => target.startsWith("src/");
const isBuiltin = (target: string) => target.startsWith("node:") || builtinModules.includes(target);
const arrows = [...files].flatMap(([file, targets]) => targets.map((target) => ({ file, target })));

test("every folder has a place in the order", () => {
  expect([...files.keys()].filter((file) => level(file) < 0)).toEqual([]);
  expect(files.size).toBeGreaterThan(20);
});

test("no folder imports one to its right or beside it", () => {
  const folder = (file: string) => file.split("/")[1];
  const wrong = arrows.filter(
    ({ file, target }) => isLocal(target) && folder(file) !== folder(target) && level(target) >= level(file),
  );
  expect(wrong).toEqual([]);
});

test("what Node alone has stays in the files meant for it", () => {
  expect(arrows.filter(({ file, target }) => isBuiltin(target) && !nodeFiles.test(file))).toEqual([]);
  expect(arrows.filter(({ file, target }) => nodeFiles.test(target) && !nodeUsers.test(file))).toEqual([]);
});

test("no file imports itself by a detour, types included", () => {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) throw new Error([...path.slice(path.indexOf(file)), file].join(" -> "));
    if (done.has(file)) return;
    for (const target of (files.get(file) ?? []).filter(isLocal)) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of files.keys()) visit(file, []);
});

/** Every source file but the tests, with what it imports: paths below the root, or names of packages. */
function readSources(): ReadonlyMap<string, readonly string[]> {
  const imports =
    /^(?:import|export)\b[^;"]*?\bfrom\s*"([^"]+)"|^import\s*"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)/gm;
  const paths = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
    .map((path) => posix.join("src", path.replaceAll("\\", "/")))
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"));
  return new Map(
    paths.sort().map((path) => {
      const found = [...readFileSync(join(root, path), "utf8").matchAll(imports)].map(
        (match) => match[1] ?? match[2] ?? match[3]!,
      );
      return [
        path,
        found.map((name) => (name.startsWith(".") ? posix.join(posix.dirname(path), name) : name)),
      ];
    }),
  );
}
