import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { left, program as lineProgram } from "../../tests/support/line-program.ts";
import { InputError } from "../base/errors.ts";
import { startIncentiveProgram } from "./incentive-program.ts";

const folder = mkdtempSync(join(tmpdir(), "innergap-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const program = (name: string, answer: string, before = "") => lineProgram(folder, name, answer, before);

/** Twenty contexts, a reset and three steps. */
async function play(words: readonly string[], signal?: AbortSignal): Promise<void> {
  const options = { contexts: 20, steps: 3, timeout: 1, ...(signal ? { signal } : {}) };
  const { system, close } = await startIncentiveProgram(words, options);
  const actions = new Uint8Array(20);
  try {
    await system.reset(1);
    for (let step = 0; step < 3; step++) {
      await system.act(actions);
      await system.learn(new Float64Array(20).fill(0.5));
    }
  } finally {
    await close();
  }
}

const flood = `const more = () => { while (process.stdout.write("x".repeat(65536))); process.stdout.once("drain", more); }; more();`;
/** Name, what it answers, what the error must say, and what it does before it reads. */
const cases: readonly [name: string, answer: string, message: RegExp, before?: string][] = [
  ["hangs-at-once", "", /no answer to hello within 1 s/],
  ["hangs-later", "if (message.type !== 'act') usual(message)", /no answer to act within 1 s/],
  ["hangs-busily", "if (message.type === 'reset') for (;;); usual(message)", /no answer to reset within 1 s/],
  ["never-reads", "", /no answer to hello within 1 s/, "await new Promise((done) => setTimeout(done, 1e8));"],
  [
    "dies",
    "if (message.type === 'act') process.exit(7); usual(message)",
    /its end \(exit code 7\).*answer to act/,
  ],
  ["is-killed", "process.kill(process.pid, 'SIGSEGV')", /its end \(SIGSEGV\)/],
  ["throws", "throw new Error('my own fault')", /its end \(exit code 1\)[\s\S]*my own fault/],
  ["no-json", "say('hello world\\n')", /the line "hello world".*one line of JSON/],
  ["half-json", "say('{\\n')", /the line "\{"/],
  ["empty-line", "say('\\n')", /the line ""/],
  ["null", "say(null)", /program's answer to hello/],
  ["wrong-version", "say({ type: 'hello', version: 2 })", /answer to hello\.version: found 2/],
  ["wrong-type", "say({ type: 'ready' })", /answer to hello\.type: found "ready"/],
  [
    "no-actions",
    "if (message.type === 'act') say({ type: 'actions' }); else usual(message)",
    /actions: found nothing/,
  ],
  [
    "few-actions",
    "if (message.type === 'act') say({ type: 'actions', actions: [0] }); else usual(message)",
    /found 1 actions, expected a list of 20/,
  ],
  [
    "action-two",
    "if (message.type === 'act') say({ type: 'actions', actions: Array(20).fill(2) }); else usual(message)",
    /actions\[0\]: found 2/,
  ],
  [
    "action-text",
    "if (message.type === 'act') say({ type: 'actions', actions: Array(20).fill('0') }); else usual(message)",
    /actions\[0\]: found "0"/,
  ],
  [
    "action-half",
    "if (message.type === 'act') say({ type: 'actions', actions: Array(20).fill(0.5) }); else usual(message)",
    /actions\[0\]: found 0\.5/,
  ],
  [
    "speaks-unasked",
    "usual(message); if (message.type === 'rewards') say({ type: 'thanks' })",
    /which nobody asked for|answer to act\.type: found "thanks"/,
  ],
  ["endless-line", flood, /a line that does not end within 65856 characters/],
  [
    "many-lines",
    "for (let i = 0; i < 1e5; i++) say({ type: 'hello', version: 1 })",
    /which nobody asked for|answer to reset\.type: found "hello"/,
  ],
];

describe("what a program can do wrong is an InputError in bounded time, and nothing is left running", () => {
  test.concurrent.each(
    cases.map(([name, answer, message, before = ""]) => [name, { answer, message, before }] as const),
  )("%s", async (name, { answer, message, before }) => {
    const started = performance.now();
    const error = await play(program(name, answer, before)).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toMatch(message);
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(left(`${name}.mjs`)).toEqual([]);
  });

  test("one that cannot be started", async () => {
    await expect(play([join(folder, "nowhere")])).rejects.toThrow(/ENOENT/);
    await expect(play([folder])).rejects.toThrow(/EACCES/);
    await expect(play([])).rejects.toThrow(InputError);
    await expect(play([""])).rejects.toThrow(InputError);
  });
});

test("a program that does as it should is left with nothing behind, its own children included", async () => {
  const before = `import { spawn } from "node:child_process";
    spawn(process.execPath, ["-e", "setTimeout(() => {}, 1e8) // grandchild-of-a-test"], { stdio: "ignore" });`;
  await play(program("with-child", "usual(message)", before));
  expect(left("grandchild-of-a-test")).toEqual([]);
  // One that holds its parent's pipes open, beside a parent that hangs.
  const holding = before.replace('"ignore"', '"inherit"');
  await expect(play(program("hangs-with-child", "", holding))).rejects.toThrow(/no answer to hello/);
  expect(left("grandchild-of-a-test")).toEqual([]);
});

test("a wish to stop ends program and waiting at once", async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 300);
  const started = performance.now();
  await expect(play(program("stopped", ""), controller.signal)).rejects.toThrow("stopped");
  expect(performance.now() - started).toBeLessThan(900);
  expect(left("stopped.mjs")).toEqual([]);
});
