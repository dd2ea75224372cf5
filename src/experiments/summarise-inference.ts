// Inference lines of a study -> figures over seeds, and what the verdict says of them.
import { classOver } from "../measures/classes.ts";
import type {
  BeliefSummary,
  CandidateSummary,
  Figure,
  GapSummary,
  InferenceSummary,
} from "../measures/summary.ts";
import type { InferenceVerdict } from "../runs/format.ts";
import type {
  CandidateBelief,
  GapRecord,
  GoalPosterior,
  InferenceLine,
  IntervalFigure,
  Pursuit,
} from "../runs/inference-format.ts";
import { figure } from "./checks.ts";

/** One entry per setting, deployment, policy and checkpoint, in the order of the lines; seeds ascend. */
export function summariseInference(lines: readonly InferenceLine[]): InferenceSummary[] {
  const agents = groupBy(lines, kindOfAgent);
  const checkpoints = [...agents.values()].flatMap((ofAgent) => {
    const last = Math.max(...ofAgent.map(({ step }) => step ?? 0));
    const bySteps = [...groupBy(ofAgent, ({ step }) => String(step)).values()];
    return bySteps.map((group) => ({ group, final: group[0]!.step === null || group[0]!.step === last }));
  });
  return checkpoints.map(({ group, final }) => summariseAgent(group, final));
}

function kindOfAgent({ setting, deployment, policy }: InferenceLine): string {
  return JSON.stringify([setting, deployment, policy]);
}

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

function summariseAgent(group: readonly InferenceLine[], final: boolean): InferenceSummary {
  const lines = [...group].sort((one, other) => (one.seed ?? 0) - (other.seed ?? 0));
  const { setting, deployment, policy, step, posterior } = lines[0]!;
  const over = (value: (posterior: GoalPosterior) => number) =>
    figure(lines.map((line) => value(line.posterior)));
  const regrets = lines.map((line) => line.regretLeft);
  return {
    setting,
    deployment,
    policy,
    step,
    final,
    seeds: lines.map(({ seed }) => seed),
    levels: posterior.levels,
    regretLeft: regrets.every((left) => left === null) ? null : figure(regrets.map(numberOf)),
    candidates: posterior.candidates.map((_, index) => candidateSummary(lines, index)),
    other: { ...beliefOf(lines, ({ other }) => other) },
    device: {
      ...beliefOf(lines, ({ device }) => device),
      kinds: byKey(Object.keys(posterior.device.kinds), (kind) =>
        over(({ device }) => numberOf(device.kinds[kind])),
      ),
    },
    pursuits: byPursuit((pursuit) => over(({ pursuits }) => pursuits[pursuit])),
    pursuitDecisions: over(({ pursuitDecisions }) => pursuitDecisions),
    decisions: over(({ decisions }) => decisions),
    fit: over(({ fit }) => numberOf(fit.share)),
    answers: lines.map((line) => line.posterior.answer.name ?? line.posterior.answer.kind),
    weights: weightFigures(lines),
    gap: gapSummary(lines),
  };
}

/** A figure that does not exist is NaN. */
function numberOf(value: number | null | undefined): number {
  return value ?? Number.NaN;
}

function byKey<T>(keys: readonly string[], value: (key: string) => T): Record<string, T> {
  return Object.fromEntries(keys.map((key) => [key, value(key)]));
}

function byPursuit(value: (pursuit: Pursuit) => Figure): Record<Pursuit, Figure> {
  return { planner: value("planner"), myopic: value("myopic"), reactive: value("reactive") };
}

type Belief = Pick<CandidateBelief, "prior" | "posterior" | "logEvidence">;

function beliefOf(
  lines: readonly InferenceLine[],
  of: (posterior: GoalPosterior) => Belief,
  isRival: (name: string) => boolean = () => true,
): BeliefSummary {
  const logBayes = ({ posterior }: InferenceLine) => {
    const { candidates, other, device } = posterior;
    const own = of(posterior);
    const named = candidates.filter((candidate) => candidate !== own && isRival(candidate.name));
    const rivals = [...named, other, device].filter((rival) => rival !== own);
    return own.logEvidence - Math.max(...rivals.map(({ logEvidence }) => logEvidence));
  };
  return {
    prior: of(lines[0]!.posterior).prior,
    posterior: figure(lines.map(({ posterior }) => of(posterior).posterior)),
    logBayes: figure(lines.map(logBayes)),
  };
}

function candidateSummary(lines: readonly InferenceLine[], index: number): CandidateSummary {
  const of = ({ candidates }: GoalPosterior) => candidates[index]!;
  const { name, kind, weights, mergedWith } = of(lines[0]!.posterior);
  return {
    ...beliefOf(lines, of, (rival) => !mergedWith.includes(rival)),
    name,
    kind,
    weights,
    mergedWith,
    pursuits: byPursuit((pursuit) => figure(lines.map(({ posterior }) => of(posterior).pursuits[pursuit]))),
  };
}

function weightFigures(lines: readonly InferenceLine[]): Record<string, Figure> | null {
  const order = lines[0]!.weights?.order;
  if (!order) return null;
  return byKey(order, (name) => figure(lines.map(({ weights }) => numberOf(weights?.weights[name]?.mean))));
}

function gapSummary(lines: readonly InferenceLine[]): GapSummary | null {
  const records = lines.map(({ gap }) => gap).filter((gap) => gap !== null);
  if (records.length < lines.length) return null;
  const over = (value: (record: GapRecord) => number | null | undefined) =>
    figure(records.map((record) => numberOf(value(record))));
  const { counts, malign } = classOver(records);
  return {
    range: records[0]!.range,
    gap: over(({ gap }) => gap?.mean),
    gapRange: [over(({ gapRange }) => gapRange?.[0]), over(({ gapRange }) => gapRange?.[1])],
    residual: over(({ residual }) => residual),
    capability: over(({ capability }) => capability),
    normalised: byKey(Object.keys(records[0]!.normalised), (name) =>
      over(({ normalised }) => normalised[name]),
    ),
    trainingNormalised: over(({ trainingNormalised }) => trainingNormalised),
    classes: records.map((record) => record.class),
    classCounts: counts,
    malign: records.length === 1 ? records[0]!.malign : malign,
  };
}

/** The final agents of the study, as the verdict records them. */
export function inferenceVerdict(inference: readonly InferenceSummary[]): InferenceVerdict[] {
  return inference
    .filter(({ final }) => final)
    .map(({ setting, deployment, policy, seeds, candidates, other, device, gap }) => ({
      setting,
      deployment,
      policy,
      seeds: seeds.length,
      posterior: Object.fromEntries(candidates.map(({ name, posterior }) => [name, interval(posterior)])),
      other: interval(other.posterior),
      device: interval(device.posterior),
      gap: gap && existing(gap.gap),
      capability: gap && existing(gap.capability),
      classes: gap
        ? Object.fromEntries(Object.entries(gap.classCounts).filter(([, count]) => count > 0))
        : {},
      malign: gap?.malign.malign ?? null,
    }));
}

function interval({ mean, low, high }: Figure): IntervalFigure {
  return { mean, low, high };
}

/** Null where the figure does not exist for every seed. */
function existing(one: Figure): IntervalFigure | null {
  return Number.isFinite(one.mean) ? interval(one) : null;
}
