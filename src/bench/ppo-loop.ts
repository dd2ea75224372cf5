// The whole PPO loop: where its time goes, and two runs side by side against one with two threads.
import { fileURLToPath } from "node:url";
import { atLeast, atMost, type Measure, median, shown } from "./figure.ts";
import type { LoopTimes } from "./ppo-loop-run.ts";
import { runNode } from "./program.ts";

const cycles = 4;
const repetitions = 3;
const barOutside = 0.15;
const barSideBySide = 1.4;

/** Every run is a process of its own, after one cycle to warm up; the kinds of run take turns. */
export const measure: Measure = async (report) => {
  const alone: LoopTimes[] = [];
  const twoThreads: number[] = [];
  const sideBySide: number[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    alone.push(await run(1));
    twoThreads.push(rate(await run(2)));
    const pair = await Promise.all([run(1), run(1)]);
    sideBySide.push(rate(pair[0]) + rate(pair[1]));
  }
  for (const [part, share] of Object.entries(shares(alone))) {
    const measured = { name: `ppo-loop/${part}`, value: share, unit: "of the time" };
    report(part === "outside-engine" ? atMost(measured, barOutside) : shown(measured));
  }
  const one = median(alone.map(rate));
  report(shown({ name: "ppo-loop/one-thread", value: one, unit: "steps/s" }));
  const two = median(twoThreads);
  report(shown({ name: "ppo-loop/two-threads", value: two, unit: "steps/s", ratio: two / one }));
  const pair = median(sideBySide);
  const measured = { name: "ppo-loop/side-by-side", value: pair, unit: "steps/s", ratio: pair / two };
  report(atLeast(measured, barSideBySide));
};

/** Shares of the loop's time, medians over runs. The first four, and the loop's own little rest, make up all of it. */
function shares(runs: readonly LoopTimes[]): Record<string, number> {
  const share = (part: (times: LoopTimes) => number) =>
    median(runs.map((times) => part(times) / times.total));
  return {
    engine: share(({ acting, updating }) => acting + updating),
    "rollout-outside-engine": share(({ rollout, acting }) => rollout - acting),
    gather: share(({ gather }) => gather),
    "update-outside-engine": share(({ update, updating, gather }) => update - updating - gather),
    "outside-engine": share(({ total, acting, updating }) => total - acting - updating),
  };
}

async function run(threads: number): Promise<LoopTimes> {
  const entry = fileURLToPath(new URL("./ppo-loop-run.js", import.meta.url));
  const { exitCode, stdout, stderr } = await runNode([entry, String(threads), String(cycles)]);
  if (exitCode !== 0) throw new Error(`the PPO loop ended with exit code ${exitCode}: ${stderr}`);
  return JSON.parse(stdout) as LoopTimes;
}

function rate({ steps, total }: LoopTimes): number {
  return steps / total;
}
