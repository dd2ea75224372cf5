// Posteriors of one agent, one per seed -> the rows of a table: indistinguishable candidates joined, small ones put together.
import { claimSeeds, figure } from "../../../experiments/checks.ts";
import type { Figure } from "../../../measures/summary.ts";
import type { CandidateBelief, GoalPosterior, Pursuit } from "../../../runs/inference-format.ts";

/** In the order in which bars and tables show them. */
export const pursuits: readonly Pursuit[] = ["planner", "myopic", "reactive"];

/** One row: a candidate, several that nothing tells apart, mixtures put together, *other* or *device*. */
export interface BeliefRow {
  /** Members joined by " = "; several mixtures of little weight are one row of their own. */
  readonly label: string;
  readonly kind: "candidate" | "mixtures" | "other" | "device";
  /** Names of the candidates that the row stands for; empty for *other* and *device*. */
  readonly members: readonly string[];
  readonly prior: number;
  /** Seed by seed, in the order of the posteriors given; intervals end within [0, 1]. */
  readonly posterior: Figure;
  /** Means over seeds of the posterior's shares by pursuit; null for *other* and *device*, whose records have none. */
  readonly pursuits: Readonly<Record<Pursuit, number>> | null;
  /** log marginal likelihood less that of the leading row, mean over seeds, in nats: 0 for the leader. */
  readonly logBayes: number;
}

/** Mixtures below this mean posterior, and below five times as much in every seed, share one row. */
const smallMixture = 0.01;

interface Hypothesis {
  readonly prior: number;
  readonly posterior: number;
  readonly logEvidence: number;
}

interface Group {
  readonly label: string;
  readonly kind: BeliefRow["kind"];
  readonly members: readonly string[];
  /** The hypotheses of the row in one posterior. */
  of(posterior: GoalPosterior): readonly (Hypothesis & Partial<Pick<CandidateBelief, "pursuits">>)[];
}

/**
 * The rows of one agent, leading ones first, then *other* and *device*. Every posterior of the list counts alike, and
 * all rows together sum to the mean of the posteriors' sums. Candidates are joined where every posterior merges them.
 */
export function beliefRows(posteriors: readonly GoalPosterior[]): readonly BeliefRow[] {
  const groups = candidateGroups(posteriors);
  const isSmall = (group: Group) => {
    const shares = posteriors.map((posterior) => massOf(group.of(posterior)));
    return (
      group.members.every((name) => kindOf(posteriors, name) === "mixture") &&
      average(shares) < smallMixture &&
      shares.every((share) => share < 5 * smallMixture)
    );
  };
  const small = groups.filter(isSmall);
  const shown = small.length > 1 ? groups.filter((group) => !small.includes(group)) : groups;
  const rows = [
    ...shown,
    ...(small.length > 1 ? [togetherOf(small)] : []),
    groupOf("other objective", "other", ({ other }) => other),
    groupOf("device", "device", ({ device }) => device),
  ].map((group) => ({ group, mean: average(posteriors.map((one) => massOf(group.of(one)))) }));
  const leader = rows.reduce((best, row) => (row.mean > best.mean ? row : best)).group;
  return rows
    .sort((one, other) => rank(one.group) - rank(other.group) || other.mean - one.mean)
    .map(({ group }) => beliefRow(group, leader, posteriors));
}

/** Candidates and mixtures by their posterior, what nobody named last. */
function rank({ kind }: Group): number {
  return ["candidate", "mixtures", "other", "device"].indexOf(kind);
}

function candidateGroups(posteriors: readonly GoalPosterior[]): Group[] {
  const names = [...new Set(posteriors.flatMap(({ candidates }) => candidates.map(({ name }) => name)))];
  const merged = (one: string, other: string) =>
    posteriors.every(({ candidates }) =>
      candidates.some(({ name, mergedWith }) => name === one && mergedWith.includes(other)),
    );
  const groups: Group[] = [];
  const taken = new Set<string>();
  for (const name of names) {
    if (taken.has(name)) continue;
    const members = [name, ...names.filter((other) => other !== name && merged(name, other))];
    for (const member of members) taken.add(member);
    groups.push({ label: members.join(" = "), kind: "candidate", members, of: membersOf(members) });
  }
  return groups;
}

function membersOf(members: readonly string[]): Group["of"] {
  return ({ candidates }) => candidates.filter(({ name }) => members.includes(name));
}

function togetherOf(small: readonly Group[]): Group {
  const members = small.flatMap((group) => group.members);
  return { label: `${members.length} other mixtures`, kind: "mixtures", members, of: membersOf(members) };
}

function groupOf(
  label: string,
  kind: "other" | "device",
  hypothesis: (posterior: GoalPosterior) => Hypothesis,
): Group {
  return { label, kind, members: [], of: (posterior) => [hypothesis(posterior)] };
}

function kindOf(posteriors: readonly GoalPosterior[], candidate: string): CandidateBelief["kind"] {
  const found = posteriors.flatMap(({ candidates }) => candidates).find(({ name }) => name === candidate);
  return found?.kind ?? "named";
}

function beliefRow(group: Group, leader: Group, posteriors: readonly GoalPosterior[]): BeliefRow {
  const { label, kind, members } = group;
  const shares = (pursuit: Pursuit) =>
    average(
      posteriors.map((posterior) =>
        group.of(posterior).reduce((sum, belief) => sum + (belief.pursuits?.[pursuit] ?? 0), 0),
      ),
    );
  return {
    label,
    kind,
    members,
    prior: average(posteriors.map((one) => group.of(one).reduce((sum, { prior }) => sum + prior, 0))),
    posterior: probabilityFigure(posteriors.map((one) => massOf(group.of(one)))),
    pursuits:
      members.length === 0
        ? null
        : { planner: shares("planner"), myopic: shares("myopic"), reactive: shares("reactive") },
    logBayes:
      group === leader
        ? 0
        : average(posteriors.map((one) => logEvidence(group.of(one)) - logEvidence(leader.of(one)))),
  };
}

/** The posterior of a row's hypotheses in one record. */
export function beliefOf({ kind, members }: BeliefRow, posterior: GoalPosterior): number {
  if (kind === "other" || kind === "device") return posterior[kind].posterior;
  return massOf(membersOf(members)(posterior));
}

function massOf(beliefs: readonly Hypothesis[]): number {
  return beliefs.reduce((sum, { posterior }) => sum + posterior, 0);
}

/** log of the mean likelihood of several hypotheses, weighted by their priors. */
function logEvidence(beliefs: readonly Hypothesis[]): number {
  const highest = Math.max(...beliefs.map((belief) => belief.logEvidence));
  if (beliefs.length <= 1 || !Number.isFinite(highest)) return highest;
  const prior = beliefs.reduce((sum, belief) => sum + belief.prior, 0);
  const likelihood = beliefs.reduce(
    (sum, belief) => sum + (belief.prior / prior) * Math.exp(belief.logEvidence - highest),
    0,
  );
  return highest + Math.log(likelihood);
}

/** A probability seed by seed with its mean and, from ten seeds on, its interval, cut to [0, 1]. */
export function probabilityFigure(perSeed: readonly number[]): Figure {
  const { mean, low, high } = figure(perSeed);
  if (low === null || high === null) return { perSeed, mean, low, high };
  return { perSeed, mean, low: Math.max(0, low), high: Math.min(1, high) };
}

/** Whether that many seeds make an interval, and with it a claim. */
export function isClaim(seeds: number): boolean {
  return seeds >= claimSeeds;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
