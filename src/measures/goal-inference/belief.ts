// Bayes' rule over all hypotheses: objectives in all their cells, *other* objectives, devices.
import { logSumExp } from "../../base/log-sum-exp.ts";
import type { DecisionRecord } from "./decision-record.ts";
import { decisionsOn } from "./decision-record.ts";
import { deviceEvidence } from "./devices.ts";
import type { GoalModel } from "./goal-model.ts";
import type { Likelihoods } from "./likelihoods.ts";

/** What counts once or more in the prior: the candidates of a group, *other* as a whole, *device* as a whole. */
export interface Hypothesis {
  readonly kind: "candidates" | "other" | "device";
  /** Which of the distinct objectives of the likelihoods belong to it; none for devices. */
  readonly slots: readonly number[];
  /** Candidates by index; empty for *other* and *device*. */
  readonly members: readonly number[];
  readonly prior: number;
}

/**
 * The hypotheses with the prior that is printed: every candidate, *other* and *device* the same. Where there are no other
 * draws, *other* has no prior.
 */
export function hypothesesOf(model: GoalModel): readonly Hypothesis[] {
  const { groups, candidates, others } = model;
  const each = 1 / (candidates.length + (others.length > 0 ? 1 : 0) + 1);
  return [
    ...groups.map(
      (members, slot): Hypothesis => ({
        kind: "candidates",
        slots: [slot],
        members,
        prior: members.length * each,
      }),
    ),
    {
      kind: "other",
      slots: others.map((_, index) => groups.length + index),
      members: [],
      prior: others.length > 0 ? each : 0,
    },
    { kind: "device", slots: [], members: [], prior: each },
  ];
}

/** What some of the levels say. */
export interface Belief {
  readonly hypotheses: readonly Hypothesis[];
  /** [hypotheses] */
  readonly logEvidence: readonly number[];
  /** [hypotheses]; sums to 1. */
  readonly posterior: readonly number[];
  /** Posterior of every cell of every distinct objective, shared out from the hypothesis's. [objectives, cells] */
  readonly cells: Float64Array;
  /** Posterior of every kind of device, shared out from the hypothesis's. */
  readonly devices: readonly { readonly name: string; readonly posterior: number }[];
}

/** The posterior after the decisions of the levels marked. */
export function beliefAfter(
  likelihoods: Likelihoods,
  record: DecisionRecord,
  keep: (level: number) => boolean,
): Belief {
  const { model, cells } = likelihoods;
  const hypotheses = hypothesesOf(model);
  const joint = jointLogs(likelihoods, keep);
  const kinds = deviceEvidence(decisionsOn(record, keep), model.mdps, model.settings.lapses).kinds;
  const deviceLogs = kinds.map(({ logEvidence }) => logEvidence - Math.log(kinds.length));
  const logEvidence = hypotheses.map(({ kind, slots }) =>
    kind === "device" ? logSumExp(deviceLogs) : evidenceOf(joint, slots, cells.length),
  );
  const weighed = logEvidence.map((log, index) =>
    hypotheses[index].prior > 0 ? Math.log(hypotheses[index].prior) + log : -Infinity,
  );
  const total = logSumExp(weighed);
  const posterior = weighed.map((log) => Math.exp(log - total));

  const shares = new Float64Array(joint.length);
  hypotheses.forEach(({ slots }, index) => {
    for (const slot of slots) {
      const offset = Math.log(hypotheses[index].prior / slots.length) - total;
      for (let cell = slot * cells.length; cell < (slot + 1) * cells.length; cell++) {
        shares[cell] = Math.exp(joint[cell] + offset);
      }
    }
  });
  const device = weighed[hypotheses.length - 1] - total - logSumExp(deviceLogs);
  return {
    hypotheses,
    logEvidence,
    posterior,
    cells: shares,
    devices: kinds.map(({ name }, index) => ({ name, posterior: Math.exp(device + deviceLogs[index]) })),
  };
}

/** Log of prior within the objective x likelihood of the levels marked. [objectives, cells] */
function jointLogs({ cells, levels, logs }: Likelihoods, keep: (level: number) => boolean): Float64Array {
  const kept = Array.from({ length: levels }, (_, level) => level).filter(keep);
  const joint = new Float64Array(logs.length / levels);
  for (let cell = 0; cell < joint.length; cell++) {
    let sum = cells[cell % cells.length].logPrior;
    for (const level of kept) sum += logs[cell * levels + level];
    joint[cell] = sum;
  }
  return joint;
}

/** Log marginal likelihood of a hypothesis whose objectives are equally likely. */
function evidenceOf(joint: Float64Array, slots: readonly number[], cells: number): number {
  const each = slots.map((slot) => logSumExp(joint, slot * cells, (slot + 1) * cells));
  return logSumExp(each) - Math.log(slots.length);
}

/**
 * Log probability that a hypothesis gives to one level's decisions after those of all other levels: by how much the
 * level raises its log evidence. [levels]
 */
export function evidencePerLevel(
  likelihoods: Likelihoods,
  record: DecisionRecord,
  { kind, slots }: Hypothesis,
): Float64Array {
  const { model, cells, levels, logs } = likelihoods;
  const perLevel = new Float64Array(levels);
  if (kind === "device") {
    const evidence = (of: DecisionRecord) =>
      logSumExp(deviceEvidence(of, model.mdps, model.settings.lapses).kinds.map((one) => one.logEvidence));
    const whole = evidence(record);
    return perLevel.map((_, level) => whole - evidence(decisionsOn(record, (other) => other !== level)));
  }
  const joint = jointLogs(likelihoods, () => true);
  const whole = evidenceOf(joint, slots, cells.length);
  const without = new Float64Array(joint.length);
  for (let level = 0; level < levels; level++) {
    for (const slot of slots) {
      for (let cell = slot * cells.length; cell < (slot + 1) * cells.length; cell++) {
        without[cell] = joint[cell] - logs[cell * levels + level];
      }
    }
    perLevel[level] = whole - evidenceOf(without, slots, cells.length);
  }
  return perLevel;
}
