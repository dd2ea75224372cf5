import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import type { StudyEvent } from "../trials/progress.ts";
import { watchStudy } from "./progress.ts";
import { progressLines } from "./progress-lines.ts";
import { StudyState, trialFigures } from "./progress-state.ts";
import { createTerminal } from "./terminal.ts";

const plan: StudyEvent = {
  kind: "plan",
  folder: "runs/study",
  trials: [
    { setting: "open", seed: 0, totalSteps: 1000 },
    { setting: "references", seed: null, totalSteps: 0 },
  ],
};
const progress = (done: number, episodicReturn: number | null): StudyEvent => ({
  kind: "progress",
  setting: "open",
  seed: 0,
  stage: "train",
  done,
  total: 1000,
  unit: "steps",
  rate: 100,
  episodicReturn,
});
const finished: StudyEvent = { kind: "finished", setting: "open", seed: 0, status: "complete", error: null };

test("a trial's line holds stage, steps, rate, time left and the last known return", () => {
  const state = new StudyState();
  state.apply(plan);
  state.apply(progress(250, 1.5));
  const trial = state.apply(progress(500, null))!;
  expect(trialFigures(trial)).toEqual(["train", "500 of 1,000 steps", "100/s", "5 s left", "return 1.50"]);
  state.apply(finished);
  expect(trialFigures(trial)).toEqual(["complete", "return 1.50"]);
  expect(state.tally()).toBe("1 of 2 trials done");
});

test("plain lines come every ten seconds, and for each trial that ends", () => {
  const lines: string[] = [];
  let seconds = 0;
  const take = progressLines(
    (line) => lines.push(line),
    () => seconds,
  );
  take(plan);
  for (seconds = 1; seconds <= 25; seconds++) take(progress(seconds * 10, 2));
  take(finished);
  expect(lines).toHaveLength(4);
  expect(lines[1]).toContain("open s0: train, 100 of 1,000 steps");
  expect(lines[2]).toContain("200 of 1,000 steps");
  expect(lines[3]).toContain("1 of 2 trials done");
});

test("with --json every record is a line, and a trial that hurries is thinned to one a second", async () => {
  const out = new PassThrough();
  const manner = { json: true, quiet: false, verbose: false, color: null };
  const view = await watchStudy(createTerminal(manner, {}, out, new PassThrough()));
  view.take(plan);
  for (let done = 1; done <= 1000; done++) view.take(progress(done, 2));
  view.take(finished);
  const records = String(out.read())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { kind: string });
  expect(records.map((record) => record.kind)).toEqual(["plan", "progress", "progress", "finished"]);
});
