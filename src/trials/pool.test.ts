// Every way in which a task can end, and that no child outlives anybody.
import { type ChildProcess, spawn } from "node:child_process";
import { expect, test } from "vitest";
import type { Json } from "../base/hash.ts";
import { runPool } from "./pool.ts";

const support = new URL("../../tests/support/", import.meta.url);
const execArgv = ["--import", new URL("typescript.mjs", support).href];
const entry = new URL("pool-entry.ts", support).href;

interface Told {
  readonly pid?: number;
  readonly began?: number;
  readonly n?: number;
}

const runs = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function until(condition: () => boolean, milliseconds = 20_000): Promise<void> {
  for (const end = Date.now() + milliseconds; !condition(); ) {
    if (Date.now() > end) throw new Error("waited in vain");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("results stand in the order of the tasks for any number of workers", async () => {
  const tasks = [3, 1, 2].map((value, place) => ({ act: "echo", value, delay: 40 * (2 - place) }));
  const expected = [9, 1, 4].map((value) => ({ status: "done", value: { value } }));
  for (const workers of [1, 3]) {
    expect(await runPool({ tasks, workers, entry, execArgv })).toEqual(expected);
  }
});

test("progress arrives whole and in order before the result", async () => {
  const told: Json[] = [];
  await runPool({
    tasks: [{ act: "echo", value: 1 }],
    workers: 1,
    entry,
    execArgv,
    onMessage: (_, message) => told.push(message),
  });
  expect((told.slice(1) as Told[]).map(({ n }) => n)).toEqual(Array.from({ length: 200 }, (_, n) => n));
});

test("a task that throws, rejects or dies fails alone and says how", async () => {
  const acts = ["throw", "echo", "die", "reject", "exit", "echo"];
  const tasks = acts.map((act, value) => ({ act, value }));
  const results = await runPool({ tasks, workers: 2, entry, execArgv });
  expect(results.map(({ status }) => status)).toEqual([
    "failed",
    "done",
    "failed",
    "failed",
    "failed",
    "done",
  ]);
  const errors = results.map((result) => (result.status === "failed" ? result.error : null));
  expect(errors[0]).toMatchObject({
    name: "InputError",
    message: "value: found 0, expected another",
    exitCode: 2,
  });
  expect(errors[2]?.message).toContain("SIGKILL");
  expect(errors[3]?.message).toBe("nobody waits for this");
  expect(errors[4]?.message).toContain("code 7");
});

test("an entry that is not there fails the task", async () => {
  const missing = new URL("no-such-entry.ts", support).href;
  const [result] = await runPool({ tasks: [{}], workers: 1, entry: missing, execArgv });
  expect(result).toMatchObject({ status: "failed", error: { exitCode: 1 } });
});

test("a request to stop reaches running tasks and cancels the others", async () => {
  const stop = new AbortController();
  const results = await runPool({
    tasks: [1, 2, 3].map((value) => ({ act: "wait", value })),
    workers: 2,
    entry,
    execArgv,
    signal: stop.signal,
    onMessage: (index) => index === 1 && stop.abort(),
  });
  expect(results[1]).toEqual({ status: "done", value: { stopped: 2 } });
  expect(results[2]).toEqual({ status: "cancelled" });
});

test("a second request kills tasks that do not stop", async () => {
  const stop = new AbortController();
  const kill = new AbortController();
  const pids: number[] = [];
  const [result] = await runPool({
    tasks: [{ act: "spin", value: 1 }],
    workers: 1,
    entry,
    execArgv,
    signal: stop.signal,
    killSignal: kill.signal,
    onMessage: (_, message) => {
      pids.push((message as Told).pid ?? 0);
      stop.abort();
      setTimeout(() => kill.abort(), 100);
    },
  });
  expect(result).toMatchObject({ status: "failed", error: { name: "PoolError" } });
  expect(pids.filter(runs)).toEqual([]);
});

/** A process that runs a pool of its own and prints the children's messages. */
function startOwner(acts: readonly string[]): { owner: ChildProcess; pids: () => number[] } {
  const program = `
    import { runPool } from ${JSON.stringify(new URL("./pool.ts", import.meta.url).href)};
    const tasks = ${JSON.stringify(acts)}.map((act) => ({ act, value: 1 }));
    const onMessage = (_, { pid }) => console.log(pid);
    const execArgv = ${JSON.stringify(execArgv)};
    await runPool({ tasks, workers: tasks.length, entry: ${JSON.stringify(entry)}, onMessage, execArgv });`;
  const options = [...execArgv, "--input-type=module", "--eval", program];
  const owner = spawn(process.execPath, options, { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  owner.stdout?.on("data", (chunk) => {
    said += chunk;
  });
  return { owner, pids: () => said.split("\n").filter(Boolean).map(Number) };
}

test("children stop when their parent is killed, the one that never yields included", async () => {
  const { owner, pids } = startOwner(["wait", "spin"]);
  await until(() => pids().length === 2);
  expect(pids().every(runs)).toBe(true);
  owner.kill("SIGKILL");
  await until(() => !pids().some(runs), 20_000);
});
