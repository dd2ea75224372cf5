// Every marked snippet of the documentation, and every example, does what a reader would see it do.
import { execFile } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { documentationPages, outputMatches, type Snippet, snippetsOf } from "./snippets.ts";

const root = join(import.meta.dirname, "../..");
const minutes = 60_000;
/** A folder as a reader has it: the package is installed, the command is on the path. */
const folder = mkdtempSync(join(tmpdir(), "innergap-docs-"));
const pages = documentationPages(root);
const snippets = pages.flatMap((page) => snippetsOf(root, page));
const examplesFolder = join(root, "examples");
const examples = existsSync(examplesFolder)
  ? readdirSync(examplesFolder).filter((name) => name.endsWith(".mjs"))
  : [];
const fileOf = ({ page, line }: Snippet) => `${page.replace(/\W+/g, "-")}-${line}`;

beforeAll(async () => {
  installPackage();
  for (const snippet of snippets) {
    if (snippet.language === "ts") writeFileSync(join(folder, `${fileOf(snippet)}.ts`), snippet.text);
  }
  for (const name of examples) copyFileSync(join(examplesFolder, name), join(folder, name));
  if (examples.length + snippets.length > 0) await compile();
}, 2 * minutes);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("there are pages, and something in them is run here", () => {
  expect(pages).toEqual(expect.arrayContaining(["README.md", "docs/measures/gap.md"]));
  expect(snippets.length).toBeGreaterThan(0);
});

describe.skipIf(snippets.length === 0)("snippets", () => {
  test.each(snippets.map((snippet) => [snippet.page, snippet.line, snippet] as const))(
    "%s, line %i",
    async (_page, _line, snippet) => {
      const stdout = await (snippet.language === "ts" ? runScript(fileOf(snippet)) : runShell(snippet));
      if (snippet.output !== null) {
        expect(outputMatches(stdout, snippet.output), `found:\n${stdout}\npromised:\n${snippet.output}`).toBe(
          true,
        );
      }
    },
    5 * minutes,
  );
});

test.each(examples)(
  "examples/%s",
  async (name) => {
    // Half a million steps: what a longer training changes is a matter of figures, and the reader's to see.
    expect((await run(process.execPath, [join(folder, name), "500000"])).trim()).not.toBe("");
  },
  5 * minutes,
);

test("a promised output may leave lines out, and nothing else", () => {
  expect(outputMatches("a\nb\nc\n", "a\n...\nc\n")).toBe(true);
  expect(outputMatches("a\nc\n", "a\n...\nc\n")).toBe(true);
  expect(outputMatches("a.c\n", "a.c")).toBe(true);
  expect(outputMatches("abc\n", "a.c")).toBe(false);
  expect(outputMatches("a\nb\n", "a\n")).toBe(false);
});

function installPackage(): void {
  mkdirSync(join(folder, "node_modules/.bin"), { recursive: true });
  symlinkSync(root, join(folder, "node_modules/innergap"), "dir");
  const command = join(folder, "node_modules/.bin/innergap");
  writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${join(root, "dist/cli/main.js")}" "$@"\n`);
  chmodSync(command, 0o755);
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "reader", private: true, type: "module" }),
  );
}

/** Types are checked as a reader's editor would check them: against the declarations of the package. */
async function compile(): Promise<void> {
  const compilerOptions = {
    target: "es2022",
    module: "nodenext",
    strict: true,
    skipLibCheck: true,
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
    allowJs: true,
    checkJs: true,
    outDir: "compiled",
    rewriteRelativeImportExtensions: true,
    noEmitOnError: false,
  };
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions, include: ["*.ts", "*.mjs"] }),
  );
  await run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", folder]);
}

function runScript(name: string): Promise<string> {
  return run(process.execPath, [join(folder, "compiled", `${name}.js`)]);
}

/** Stops at the first command that fails, as a careful reader would. */
function runShell(snippet: Snippet): Promise<string> {
  return run("bash", ["-euo", "pipefail", "-c", snippet.text]);
}

async function run(command: string, words: readonly string[]): Promise<string> {
  const PATH = [join(folder, "node_modules/.bin"), process.env.PATH].join(delimiter);
  // What is promised is what a pipe gets, whatever the shell that runs the tests is like.
  const env = { ...process.env, PATH, CI: "1", COLUMNS: "", FORCE_COLOR: undefined };
  const options = { cwd: folder, env, maxBuffer: 64 * 2 ** 20 };
  try {
    const running = promisify(execFile)(command, [...words], options);
    // Nobody types anything: a program that reads its input comes to the end of it.
    running.child.stdin?.end();
    return (await running).stdout;
  } catch (error) {
    const { message, stdout = "", stderr = "" } = error as Error & { stdout?: string; stderr?: string };
    throw new Error(`${message}\n${stdout}\n${stderr}`);
  }
}
