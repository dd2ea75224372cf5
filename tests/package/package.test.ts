// The package as it would be published: packed, installed in an empty folder without install scripts, and used there.
import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const minutes = 60_000;
const folder = mkdtempSync(join(tmpdir(), "innergap-package-"));
const reader = join(folder, "reader");
const { version, exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  version: string;
  exports: Record<string, unknown>;
};

/** Registries cannot be reached from everywhere; then the tests below are skipped by name. */
const reachable = await run("npm", ["ping"], root).then(
  () => true,
  () => false,
);

async function run(command: string, words: readonly string[], cwd: string): Promise<string> {
  const { stdout } = await promisify(execFile)(command, [...words], { cwd, maxBuffer: 64 * 2 ** 20 });
  return stdout;
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test(
  "the tarball holds the program, its declarations and its licence, and neither tests nor sources",
  async () => {
    const [packed] = JSON.parse(await run("npm", ["pack", "--dry-run", "--json"], root)) as [
      { files: { path: string }[]; unpackedSize: number },
    ];
    const paths = packed.files.map((file) => file.path);
    for (const path of [
      "dist/cli/main.js",
      "dist/base/errors.d.ts",
      "LICENSE",
      "README.md",
      "package.json",
    ]) {
      expect(paths).toContain(path);
    }
    expect(paths.filter((path) => /\.test\.|^src\/|^tests\/|^runs\/|node_modules/.test(path))).toEqual([]);
    expect(packed.unpackedSize).toBeLessThan(10 * 2 ** 20);
  },
  minutes,
);

describe.skipIf(!reachable)("installed in an empty folder without install scripts", () => {
  beforeAll(async () => {
    mkdirSync(reader);
    await run("npm", ["pack", "--pack-destination", folder], root);
    const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"))!;
    writeFileSync(
      join(reader, "package.json"),
      JSON.stringify({ name: "reader", private: true, type: "module" }),
    );
    const quietly = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];
    await run("npm", ["install", ...quietly, join(folder, tarball)], reader);
  }, 5 * minutes);

  test(
    "npx innergap --version is this version",
    async () => {
      expect(await run("npx", ["innergap", "--version"], reader)).toBe(`${version}\n`);
    },
    minutes,
  );

  test(
    "the engine computes and a small study comes to its report",
    async () => {
      expect(await run("npx", ["innergap", "doctor"], reader)).toMatch(/^ok +engine/m);
      const small = [
        "--seeds",
        "1",
        "--set",
        "ppo.total_timesteps=16384",
        "--set",
        "deploy.count=2",
        "--quiet",
      ];
      const stdout = await run("npx", ["innergap", "run", "keys-and-chests", ...small], reader);
      expect(existsSync(join(reader, stdout.trim().split("\n").at(-1)!))).toBe(true);
    },
    3 * minutes,
  );

  test(
    "every single-file entry of the exports can be imported",
    async () => {
      const names = Object.keys(exports).filter((name) => !name.includes("*") && !name.endsWith(".json"));
      const imports = names.map((name) => `await import(${JSON.stringify(name.replace(".", "innergap"))});`);
      writeFileSync(join(reader, "use.mjs"), `${imports.join("\n")}\nconsole.log("imported");\n`);
      expect(names.length).toBeGreaterThan(0);
      expect(await run(process.execPath, ["use.mjs"], reader)).toBe("imported\n");
    },
    minutes,
  );
});
