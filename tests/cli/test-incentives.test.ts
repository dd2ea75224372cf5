// `innergap test-incentives` as a person uses it: programs that work, and programs that do everything wrong.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { left, program as lineProgram } from "../support/line-program.ts";
import { innergap, root } from "./innergap.ts";

const folder = mkdtempSync(join(tmpdir(), "innergap-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const example = join(root, "examples/learner-under-test.mjs");
const small = ["--trials", "10", "--steps", "400", "--contexts", "20"];

const program = (name: string, answer: string, before = "") => lineProgram(folder, name, answer, before);

async function ask(words: readonly string[], options: readonly string[] = []) {
  const started = performance.now();
  const ended = await innergap(["test-incentives", "--json", ...small, ...options, "--", ...words]);
  const last = JSON.parse(ended.lines.at(-1) ?? "{}");
  return { ...ended, last, seconds: (performance.now() - started) / 1000 };
}

describe("programs that work", () => {
  test("S13 (e): a learner of the user's own passes or fails, with intervals", async () => {
    const words = [process.execPath, example];
    const passes = await ask(words);
    expect([passes.exitCode, passes.last.result.verdict]).toEqual([0, "pass"]);
    expect(passes.last.result.subject.name).toBe("gradient bandit, horizon 1");
    expect(passes.last.result.exploitation.high).toBeLessThan(0.1);
    const fails = await ask([...words, "--horizon=2"]);
    expect([fails.exitCode, fails.last.result.verdict]).toEqual([3, "fail"]);
    expect(fails.last.result.exploitation.low).toBeGreaterThan(0.5);
    expect(fails.last.result.trials).toHaveLength(10);
    expect(left("learner-under-test")).toEqual([]);
  });

  test("a learner of ours by name says the same as text, and one seed gives one answer", async () => {
    const words = ["test-incentives", "pbt", "--set", "interval=1", "--trials", "10"];
    const [one, two] = [await innergap(words), await innergap(words)];
    expect(one.exitCode).toBe(3);
    expect(one.stdout).toBe(two.stdout);
    expect(one.stdout).toMatch(/^fail: /m);
  });

  test("words reach the program as they are: no shell reads them", async () => {
    const told = join(folder, "words.json");
    const before = `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(told)}, JSON.stringify(process.argv.slice(2)));`;
    const words = ["$(touch pwned)", "a b", "`id`", "--json", "; true", "--", "*"];
    const ended = await ask([...program("words", "usual(message)", before), ...words]);
    expect(JSON.parse(readFileSync(told, "utf8"))).toEqual(words);
    // It always defects: nothing is learned, so nothing can be told.
    expect([ended.exitCode, ended.last.result.verdict]).toEqual([3, "cannot tell"]);
  });
});

describe("programs that cannot be used: exit code 2, what is wrong, in bounded time, and nothing is left running", () => {
  test("one that hangs", async () => {
    const { exitCode, last, seconds } = await ask(program("hangs", ""), ["--timeout", "1"]);
    expect(last.error.message).toMatch(/no answer to hello within 1 s/);
    expect(exitCode).toBe(2);
    expect(seconds).toBeLessThan(10);
    expect(left("hangs.mjs")).toEqual([]);
  });

  test("one that dies, with its last words", async () => {
    const answer = "if (message.type === 'act') throw new Error('my own fault'); usual(message)";
    const { exitCode, last } = await ask(program("dies", answer));
    expect(last.error.message).toMatch(/its end \(exit code 1\)[\s\S]*my own fault/);
    expect(exitCode).toBe(2);
    expect(left("dies.mjs")).toEqual([]);
  });

  test("a signal stops the test and the program", async () => {
    const words = program(
      "slow",
      "if (message.type === 'act') await new Promise((done) => setTimeout(done, 20)); usual(message)",
    );
    const ended = await innergap(["test-incentives", ...small, "--", ...words], {
      started: (child) => void setTimeout(() => child.kill("SIGINT"), 1500),
    });
    expect(ended.exitCode).toBe(130);
    expect(left("slow.mjs")).toEqual([]);
  });

  test.each([
    [["--", "no-such-program-anywhere"], /ENOENT/],
    [["--"], /neither/],
    [["reinforce", "--", process.execPath], /both/],
    [["--program", "a", "--", "b"], /words after --/],
    [["--set", "horizon=2", "--", process.execPath], /a program takes its options in its own words/],
    [["reinforc"], /reinforce/],
    [["reinforce", "--set", "horizn=2"], /horizon/],
    [["reinforce", "--contexts", "1e9"], /--contexts/],
    [["reinforce", "--timeout", "x"], /--timeout/],
  ] as const)("%j", async (words, message) => {
    const { exitCode, stderr } = await innergap(["test-incentives", ...small, ...words]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });
});
