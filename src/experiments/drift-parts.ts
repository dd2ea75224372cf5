// The parts of the experiment on a moving goal flag: its limits in closed form, and histories of it.
import { z } from "../base/schema.ts";
import { bribePrice, exactBribePrice, foresightAgent } from "../games/concept-drift/bribe-price.ts";
import { driftSetting } from "../games/concept-drift/drift-setting.ts";
import { concepts, conceptX, conceptY, conceptZ } from "../games/concept-drift/drift-world.ts";
import { flagLimit } from "../games/concept-drift/flag-limit.ts";
import { type FlagRule, flagRules } from "../games/concept-drift/flag-rules.ts";
import { flagShare, simulateDrift } from "../games/concept-drift/simulate-drift.ts";
import { type Finding, type ModelContext, modelPart } from "./model-part.ts";

const labelErrors = z.array(z.number().min(0).max(1)).min(1).max(20);
const noise = z.number().gt(0).max(10).default(0.25);
const signals = ["none", "present"] as const;

const limitParameters = z.strictObject({
  labelErrors: labelErrors.default([0, 0.01, 0.05, 0.1, 0.2]),
  noiseX: noise,
  noiseY: noise,
});

/** Where each rule leaves the flag in the end. */
export const flagLimits = modelPart({
  reads:
    "Where each rule leaves the flag in the end, in closed form, for each label error, with a signal and without.",
  parameters: limitParameters,
  async work({ labelErrors, noiseX, noiseY }) {
    return everyCase(labelErrors).map(({ rule, signal, labelError }) => {
      const world = { labelError, noiseX, noiseY };
      const limit = flagLimit(driftSetting({ rule: rule.name, signal: signal === "present", world }));
      return {
        finding: "limit",
        conditions: { rule: rule.short, signal, labelError },
        figures: {
          share: limit && flagShare(limit),
          x: limit?.[conceptX] ?? null,
          y: limit?.[conceptY] ?? null,
          price: limit && exactBribePrice(limit, 2),
        },
      };
    });
  },
});

const historyParameters = z.strictObject({
  labelErrors: labelErrors.default([0, 0.05]),
  /** The label error whose courses are kept. */
  labelError: z.number().min(0).max(1).default(0.05),
  noiseX: noise,
  noiseY: noise,
  learningRate: z.number().gt(0).max(0.1).default(0.005),
  steps: z.int().min(100).max(10_000_000).default(100_000),
});

/** Histories of the flag, the bribe that turns the agent afterwards, and the controls. */
export const flagHistories = modelPart({
  reads:
    "Histories of the flag under each rule, the bribe that turns the agent at their end, and the same with decoys and a label of nothing.",
  parameters: historyParameters,
  async work(parameters, context) {
    const { labelErrors, labelError, steps } = parameters;
    const findings: Finding[] = [];
    const cases = everyCase(labelErrors);
    for (const [done, one] of cases.entries()) {
      findings.push(
        ...history(one, parameters, context, one.labelError === labelError ? courseTimes(steps) : [steps]),
      );
      await context.pause(done + 1, cases.length + 3 * flagRules.length, "histories");
    }
    let done = cases.length;
    for (const control of ["independent decoy", "confounded decoy", "independent label"] as const) {
      for (const rule of flagRules) {
        findings.push(...controlled(control, rule, parameters, context));
        await context.pause(++done, cases.length + 3 * flagRules.length, "histories");
      }
    }
    return findings;
  },
});

type HistoryParameters = z.output<typeof historyParameters>;
type Case = {
  readonly rule: FlagRule;
  readonly signal: (typeof signals)[number];
  readonly labelError: number;
};

function everyCase(labelErrors: readonly number[]): Case[] {
  return labelErrors.flatMap((labelError) =>
    signals.flatMap((signal) => flagRules.map((rule) => ({ rule, signal, labelError }))),
  );
}

/** 1, 2, 5, 10, ... up to the last step. */
function courseTimes(steps: number): number[] {
  const times: number[] = [];
  for (let power = 1; power <= steps; power *= 10) times.push(...[1, 2, 5].map((digit) => digit * power));
  return [...times.filter((time) => time < steps), steps];
}

function history(
  { rule, signal, labelError }: Case,
  { noiseX, noiseY, learningRate }: HistoryParameters,
  { rng }: ModelContext,
  times: readonly number[],
): Finding[] {
  const world = { labelError, noiseX, noiseY };
  const setting = driftSetting({ rule: rule.name, signal: signal === "present", learningRate, world });
  const stream = rng.fork(`${rule.short} ${signal} ${labelError}`);
  const { flags } = simulateDrift(setting, times, stream.fork("history"));
  const at = (index: number) => flags.subarray(index * concepts, (index + 1) * concepts);
  const last = at(times.length - 1);
  const figures = (now: Float64Array) => ({ share: flagShare(now), x: now[conceptX]!, y: now[conceptY]! });
  const course = times.map((time, index) => ({
    finding: "course",
    conditions: { rule: rule.short, signal, labelError, step: time },
    figures: figures(at(index)),
  }));
  const price = exactBribePrice(last, 2);
  const agent = foresightAgent(last, {
    swing: 2,
    labelError: 0,
    noiseX,
    noiseY,
    imagined: 64,
    rng: stream.fork("bribes"),
  });
  const end = {
    finding: "end",
    conditions: { rule: rule.short, signal, labelError },
    figures: {
      ...figures(last),
      price,
      measured: bribePrice(agent, { most: 6, choices: 201, halvings: 12 }),
    },
  };
  return times.length > 1 ? [...course, end] : [end];
}

function controlled(
  control: "independent decoy" | "confounded decoy" | "independent label",
  rule: FlagRule,
  { noiseX, noiseY, learningRate, labelError, steps }: HistoryParameters,
  { rng }: ModelContext,
): Finding[] {
  const kind =
    control === "independent label"
      ? { label: "independent" as const }
      : { decoy: control === "independent decoy" ? ("independent" as const) : ("confounded" as const) };
  return signals.map((signal) => {
    const world = { labelError, noiseX, noiseY, ...kind };
    const setting = driftSetting({ rule: rule.name, signal: signal === "present", learningRate, world });
    const { flags } = simulateDrift(setting, [steps], rng.fork(`${control} ${rule.short} ${signal}`));
    return {
      finding: "control",
      conditions: { control, rule: rule.short, signal },
      figures: { shareY: flagShare(flags, conceptY), shareZ: flagShare(flags, conceptZ) },
    };
  });
}
