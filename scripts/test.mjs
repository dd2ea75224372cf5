// Everything that must hold, in one command: build, types, lint, then every test; --full at the full sizes.
// Further words go to the test runner: `npm test -- src/cli` runs the tests of one folder.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir, totalmem } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const full = process.argv.includes("--full");
const selection = process.argv.slice(2).filter((word) => word !== "--full");
/** Sizes of the long checks; without --full each test takes its own sample. */
const fullSizes = {
  INNERGAP_FULL: "1",
  INNERGAP_CASES: "100",
  INNERGAP_SETTINGS: "1000",
  INNERGAP_LEVELS: "10000",
  INNERGAP_KILLS: "20",
  INNERGAP_MUTANTS: "10000",
  INNERGAP_AGENTS: "300",
};
/** Where tests leave tables of what they measured (tests/support/figures.ts). */
const figures = mkdtempSync(join(tmpdir(), "innergap-figures-"));
process.on("exit", () => rmSync(figures, { recursive: true, force: true }));
const environment = { ...process.env, ...(full ? fullSizes : {}), INNERGAP_FIGURES: figures };

const started = performance.now();
/** @type {{ name: string, passed: number, failed: number, skipped: number, seconds: number }[]} */
const rows = [];
for (const [name, ...words] of [
  ["build", "scripts/build.mjs"],
  ["types", "node_modules/typescript/bin/tsc", "--noEmit"],
  ["lint", "node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."],
]) {
  const { ok, seconds } = runNode(words);
  note({ name, passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, seconds });
}
for (const row of runTests()) note(row);

const total = { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
const seconds = (performance.now() - started) / 1000;
if (full) writeSummary();
console.log(`\n${Math.round(seconds)} s in all`);
console.log(
  `${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`,
);
process.exitCode = total.failed > 0 ? 1 : 0;

function runNode(words) {
  const from = performance.now();
  console.log(`\n== ${words.join(" ")}`);
  const { status } = spawnSync(process.execPath, words, { cwd: root, stdio: "inherit", env: environment });
  return { ok: status === 0, seconds: (performance.now() - from) / 1000 };
}

/** All tests in one run; one row per folder of tests, by the test runner's own count. */
function runTests() {
  const folder = mkdtempSync(join(tmpdir(), "innergap-test-"));
  try {
    const file = join(folder, "results.json");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const { ok, seconds } = runNode(["node_modules/vitest/vitest.mjs", "run", ...reporters, ...selection]);
    return countTests(file, ok, seconds);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function countTests(file, ok, seconds) {
  let results;
  try {
    results = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return [{ name: "tests (the runner ended without results)", passed: 0, failed: 1, skipped: 0, seconds }];
  }
  const groups = new Map();
  for (const suite of results.testResults) {
    const name = relative(root, suite.name).split(/[/\\]/).slice(0, 2).join("/");
    const group = groups.get(name) ?? { name, passed: 0, failed: 0, skipped: 0, seconds: 0 };
    groups.set(name, group);
    const statuses = suite.assertionResults.map((test) => test.status);
    const count = (status) => statuses.filter((one) => one === status).length;
    group.passed += count("passed");
    group.failed += count("failed");
    group.skipped += statuses.length - count("passed") - count("failed");
    // A file that cannot even be loaded has no tests to fail.
    if (suite.status === "failed" && count("failed") === 0) group.failed++;
    group.seconds += Math.max(0, suite.endTime - suite.startTime) / 1000;
    for (const test of suite.assertionResults) {
      if (!["passed", "failed"].includes(test.status)) console.log(`skipped: ${name}: ${test.fullName}`);
    }
  }
  const list = [...groups.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  // Errors outside of any test fail the run, too.
  if (!ok && list.every((group) => group.failed === 0)) {
    list.push({ name: "tests (an error outside of them)", passed: 0, failed: 1, skipped: 0, seconds: 0 });
  }
  return list;
}

function note(row) {
  rows.push(row);
  const counts = `${row.passed} passed, ${row.failed} failed, ${row.skipped} skipped`;
  console.log(`-- ${row.name}: ${counts} in ${row.seconds.toFixed(1)} s`);
}

function sum(key) {
  return rows.reduce((total, row) => total + row[key], 0);
}

/** The dated record of a full run, or of a part of it; says what kind of machine, not which. */
function writeSummary() {
  const date = new Date().toISOString().slice(0, 10);
  const memory = Math.round(totalmem() / 2 ** 30);
  const sizes = Object.entries(fullSizes).map(([name, value]) => `${name}=${value}`);
  const lines = [
    `# Full test run${selection.length === 0 ? "" : ` of ${selection.join(", ")}`}, ${date}`,
    "",
    `\`npm run test:full\` on ${availableParallelism()} cores with ${memory} GiB of memory, Node ${process.versions.node}, ${process.platform} ${process.arch}.`,
    `Sizes: ${sizes.join(", ")}.`,
    "",
    "| step | passed | failed | skipped | seconds |",
    "|---|--:|--:|--:|--:|",
    ...rows.map(
      (row) => `| ${row.name} | ${row.passed} | ${row.failed} | ${row.skipped} | ${row.seconds.toFixed(1)} |`,
    ),
    `| all | ${total.passed} | ${total.failed} | ${total.skipped} | ${seconds.toFixed(0)} |`,
    "",
    "Seconds of test folders add up over files that ran side by side.",
    "",
    ...readdirSync(figures)
      .sort()
      .map((name) => readFileSync(join(figures, name), "utf8")),
  ];
  const folder = join(root, "docs/results");
  mkdirSync(folder, { recursive: true });
  const part = selection.map((word) => `-${word.replaceAll(/[^a-z0-9]+/gi, "-")}`).join("");
  writeFileSync(join(folder, `test-full-${date}${part}.md`), lines.join("\n"));
}
