import { expect, test } from "vitest";
import { hoarderLines, madeGap } from "../../tests/support/inference-lines.ts";
import { syntheticConfig } from "../../tests/support/synthetic-study.ts";
import { temporaryFolder } from "../../tests/support/temporary-folder.ts";
import { Rng } from "../base/rng.ts";
import { countAgents } from "../experiments/risk-evidence.ts";
import { compileModel } from "../risk/compile-model.ts";
import { parseModel } from "../risk/parse-model.ts";
import { disk } from "../runs/disk.ts";
import type { AgentClass, InferenceLine } from "../runs/inference-format.ts";
import { openRun } from "../runs/open-run.ts";
import { diskEvidence } from "./risk-evidence.ts";

const now = new Date(0).toISOString();

function line(seed: number, name: AgentClass, malign: boolean): InferenceLine {
  const rng = Rng.fromSeed(seed);
  const last = hoarderLines({ setting: "open", deployment: "deployed", levels: ["l"] }, seed, rng).at(-1)!;
  return { ...last, gap: madeGap({ gap: 1, residual: 0, class: name }, malign, rng) };
}

function addRun(folder: string, seed: number, name: AgentClass): void {
  const fingerprint = { innergap: "0", node: "20", engine: "none", threads: 1, platform: "any", cpu: "any" };
  const { store } = openRun(disk, folder, {
    config: syntheticConfig(seed, 1),
    fingerprint,
    command: "innergap",
    now,
  });
  store.appendEvaluations([line(seed, name, name !== "robust")]);
  store.writeReport("<!doctype html><title>made up</title>");
  store.finish({ status: "complete", now });
}

test("S15 (f): a leaf fed by runs changes with the next run, and the outcome with it", () => {
  const folder = temporaryFolder();
  const model = parseModel(
    "{quantities: {gap: {runs: {study: 'run-*', class: goal misgeneralising}}, harm: gap * 0.5}, outcome: harm}",
  );
  const evidence = diskEvidence(folder);
  const meanHarm = () => {
    const compiled = compileModel(model, evidence);
    const { successes, failures, undecided, from } = compiled.counts.get("gap")!;
    const [harm] = compiled.program.evaluate([Float64Array.of(compiled.distributions.get("gap")!.mean)], 1, [
      "harm",
    ]);
    return [successes, failures, undecided, from.length, harm![0]];
  };
  addRun(`${folder}/run-1`, 1, "goal misgeneralising");
  addRun(`${folder}/run-2`, 2, "robust");
  expect(meanHarm()).toEqual([1, 1, 0, 2, 0.25]);
  addRun(`${folder}/run-3`, 3, "goal misgeneralising");
  expect(meanHarm()).toEqual([2, 1, 0, 3, 0.5 * (2.5 / 4)]);
  addRun(`${folder}/run-4`, 4, "cannot tell");
  expect(meanHarm()).toEqual([2, 1, 1, 4, 0.5 * (2.5 / 4)]);
});

test("what is given restricts who is counted; deployments are not mixed; unknown names are told", () => {
  const runs = [1, 2, 3].map((seed) => ({
    folder: `s/trials/open-s${seed}`,
    lines: [line(seed, seed < 3 ? "goal misgeneralising" : "robust", seed === 1)],
  }));
  const query = { study: "s", policy: "trained-sampled", prior: "jeffreys" } as const;
  const flagged = { ...query, flag: "malign", given: { class: "goal misgeneralising" } } as const;
  expect(countAgents(runs, flagged, "q")).toMatchObject({ successes: 1, failures: 1, undecided: 0 });
  const untrained = { folder: "s/trials/open-s4", lines: [line(4, "untrained", false)] };
  const wrong = { ...query, class: "goal misgeneralising" } as const;
  expect(countAgents([...runs, untrained], wrong, "q")).toMatchObject({ successes: 2, failures: 2 });
  const trained = { ...wrong, given: { trained: true } } as const;
  expect(countAgents([...runs, untrained], trained, "q")).toMatchObject({ successes: 2, failures: 1 });
  const again = runs.map(({ lines: [one] }, index) => ({
    folder: `later/trials/open-s${index}`,
    lines: [{ ...one!, model: `network ${index}` }],
  }));
  const once = runs.map(({ folder }, index) => ({ folder, lines: again[index]!.lines }));
  expect(countAgents([...once, ...again], wrong, "q")).toMatchObject({
    successes: 2,
    failures: 1,
    from: again.map(({ folder }) => folder),
  });
  expect(() => countAgents(runs, { ...query, class: "robst" }, "q")).toThrow(
    /q\.class: .*did you mean robust/,
  );
  expect(() => countAgents(runs, { ...query, class: "robust", setting: "opn" }, "q")).toThrow("q.setting");
  expect(() => countAgents([], { ...query, class: "robust" }, "q")).toThrow(
    "q.study: found nothing inferred",
  );
  const twice = [
    ...runs,
    { folder: "s/trials/x", lines: [{ ...line(1, "robust", false), deployment: "other" }] },
  ];
  expect(() => countAgents(twice, { ...query, class: "robust" }, "q")).toThrow("q.deployment: found nothing");
});
