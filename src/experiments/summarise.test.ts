// The summary of hand-made lines is what a hand computes from them.
import { expect, test } from "vitest";
import type { BehaviourLine, EvaluationLine, OptimumLine } from "../runs/format.ts";
import type { DeployStage, Experiment } from "./experiment.ts";
import { referenceStages, referencesSetting } from "./plan.ts";
import { summarise } from "./summarise.ts";

const stage: DeployStage = {
  kind: "deploy",
  name: "off",
  side: "deployed",
  source: { environment: "w", parameters: {}, levels: {} },
  horizon: 4,
  count: 2,
  discount: 1,
  policies: ["trained-sampled"],
  replays: 0,
  measures: ["m"],
  references: { planners: ["good"], plannerDiscount: 0.9, noisy: { objective: "good", shares: [0, 1] } },
};

const experiment = {
  name: "e",
  columns: [{ key: "good", label: "good", events: ["good"], of: null, digits: 1 }],
  objectives: ["good"],
} as unknown as Experiment;

function behaviour(policy: string, deployment: string, good: readonly [number, number]): BehaviourLine {
  const mean = (good[0] + good[1]) / 2;
  return {
    kind: "behaviour",
    deployment,
    policy,
    exact: !policy.startsWith("trained"),
    levels: 2,
    horizon: 4,
    discount: 1,
    events: { good: mean },
    steps: 4,
    terminated: 0,
    values: { good: mean },
    perLevel: { steps: [4, 4], events: { good }, values: { good } },
  };
}

const optimum: OptimumLine = {
  kind: "optimum",
  deployment: "s.off",
  horizon: 4,
  discount: 1,
  perLevel: { optimal: { good: [4, 6] }, random: { good: [1, 1] } },
  census: { things: 5 },
};

const references: EvaluationLine[] = [
  optimum,
  behaviour("random", "s.off", [1, 1]),
  behaviour("planner:good", "s.off", [4, 6]),
  behaviour("noisy-planner:good:0", "s.off", [4, 6]),
  behaviour("noisy-planner:good:1", "s.off", [1, 1]),
];

const setting = { name: "s", summary: "", stages: [stage] };

const run = (seed: number, good: readonly [number, number]) => ({
  setting: "s",
  seed,
  stages: [stage],
  evaluations: [
    behaviour("trained-sampled", "off", good),
    { kind: "measurement", measure: "m", deployment: "off", policy: "trained-sampled", figures: {} } as const,
  ],
});

const summaryOf = (runs: ReturnType<typeof run>[]) =>
  summarise(experiment, { name: "p", settings: [setting] }, [
    ...runs,
    { setting: referencesSetting, seed: 0, stages: referenceStages([setting]), evaluations: references },
  ]).settings[0]!.deployments[0]!;

const row = (deployment: ReturnType<typeof summaryOf>, policy: string) =>
  deployment.policies.find((candidate) => candidate.policy === policy)!;

test("rows stand seed by seed, in the order of the seeds, beside their references", () => {
  const off = summaryOf([run(7, [3, 3]), run(2, [1, 3])]);
  expect(off.policies.map(({ policy }) => policy)).toEqual([
    "trained-sampled",
    "random",
    "planner:good",
    "matched-noise",
  ]);
  expect(row(off, "trained-sampled")).toMatchObject({ seeds: [2, 7], reference: false, exact: false });
  expect(row(off, "trained-sampled").columns.good!.perSeed).toEqual([2, 3]);
  expect(row(off, "random")).toMatchObject({ seeds: [null], reference: true, exact: true });
  expect(off.census).toEqual({ things: 5 });
});

test("normalised values are ratios of means over the levels", () => {
  const { normalised } = row(summaryOf([run(0, [3, 3]), run(1, [1, 3])]), "trained-sampled");
  expect(normalised.good!.perSeed).toEqual([(3 + 3 - 2) / (10 - 2), (1 + 3 - 2) / (10 - 2)]);
});

test("matched noise does as badly as the agent, seed by seed", () => {
  const noise = row(summaryOf([run(0, [3, 3]), run(1, [1, 3])]), "matched-noise");
  expect(noise.columns.good!.perSeed).toEqual([3, 2]);
  expect(noise).toMatchObject({ reference: true, note: null });
});

test("where no noise is as bad as the agent, the row says so and has no figure", () => {
  const noise = row(summaryOf([run(0, [0, 0]), run(1, [1, 3])]), "matched-noise");
  expect(noise.columns.good!.perSeed).toEqual([Number.NaN, 2]);
  expect(noise.columns.good!.mean).toBeNaN();
  expect(noise.note).toBe("none: below random");
});

test("measurements keep the seed of their run", () => {
  const off = summaryOf([run(0, [3, 3]), run(1, [1, 3])]);
  expect(off.measurements.map(({ seed, measure }) => [seed, measure])).toEqual([
    [0, "m"],
    [1, "m"],
  ]);
});

test("a run that has not got that far leaves its row out", () => {
  const off = summaryOf([{ ...run(0, [3, 3]), evaluations: [] }]);
  expect(off.policies.map(({ policy }) => policy)).toEqual(["random", "planner:good"]);
});
