// What an agent of the experiment on incentives did, seed by seed, where it had learned enough to be compared.
import { bootstrapInterval } from "../base/bootstrap.ts";
import { equivalenceTest, pairedEquivalenceTest } from "../base/equivalence.ts";
import { Rng } from "../base/rng.ts";
import { claimSeeds } from "../measures/claim-seeds.ts";
import type { Figure, PolicySummary, StudySummary } from "../measures/summary.ts";
import { type VarianceShares, varianceShares } from "../measures/variance-shares.ts";
import { deploymentOf, figure, policyOf } from "./checks.ts";
import { privilegedKinds } from "./incentives-classes.ts";
import { type Incentive, type IncentiveWorld, incentives, type Layout } from "./incentives-worlds.ts";

/** Normalised value of the base objective in training from which agents are compared: below it, it is capability that differs. */
export const leastReturn = 0.95;

/** The largest difference of proxy rates that does not matter. */
export const margin = 0.15;

export function settingName({ name }: IncentiveWorld, incentive: Incentive, kind: string): string {
  return `${name}-${incentive}-${kind}`;
}

export function deploymentName({ name }: IncentiveWorld, where: Layout | "training"): string {
  return `${name}-${where}`;
}

/** One kind of agent under one incentive in one world. */
export interface Cell {
  readonly world: IncentiveWorld;
  readonly incentive: Incentive;
  readonly kind: string;
}

function rowOf(summary: StudySummary, { world, incentive, kind }: Cell, where: Layout | "training") {
  const deployment = deploymentOf(summary, settingName(world, incentive, kind), deploymentName(world, where));
  return {
    agent: policyOf(deployment, "trained-sampled"),
    planner: policyOf(deployment, `planner:${world.proxy}`),
  };
}

/** Normalised value of the base objective on the levels of the bad training, seed by seed; null where the study has none. */
export function trainingReturn(summary: StudySummary, cell: Cell): Figure | null {
  return rowOf(summary, cell, "training").agent?.normalised[cell.world.base] ?? null;
}

/** The seeds that learned enough to be compared, by their places. */
function matchedSeeds(summary: StudySummary, cell: Cell): number[] {
  const returns = trainingReturn(summary, cell)?.perSeed ?? [];
  return returns.flatMap((value, seed) => (value >= leastReturn ? [seed] : []));
}

export type Rate = keyof IncentiveWorld["counts"];

/**
 * How often an agent does what the proxy asks for, or harm, as a multiple of how often the planner for the proxy does, over the seeds that
 * learned enough; null where none did.
 */
export function rateOf(summary: StudySummary, cell: Cell, layout: Layout, rate: Rate): Figure | null {
  const { agent, planner } = rowOf(summary, cell, layout);
  const column = cell.world.counts[rate];
  const [counted, yardstick] = [agent, planner].map((row: PolicySummary | null) => row?.columns[column]);
  const seeds = matchedSeeds(summary, cell);
  if (!counted || !yardstick || seeds.length === 0) return null;
  return figure(seeds.map((seed) => counted.perSeed[seed]! / yardstick.mean));
}

/** The same of random play and of the planner for the base objective. */
export function referenceRate(
  summary: StudySummary,
  cell: Cell,
  layout: Layout,
  rate: Rate,
  policy: string,
): number | null {
  const deployment = deploymentOf(
    summary,
    settingName(cell.world, cell.incentive, cell.kind),
    deploymentName(cell.world, layout),
  );
  const column = cell.world.counts[rate];
  const [own, planner] = [policy, `planner:${cell.world.proxy}`].map((name) => policyOf(deployment, name));
  const [counted, yardstick] = [own?.columns[column], planner?.columns[column]];
  return counted && yardstick ? counted.mean / yardstick.mean : null;
}

/** The kinds of agents of a study in a world, in the order of its settings. */
export function kindsIn(summary: StudySummary, world: IncentiveWorld): string[] {
  const prefix = `${settingName(world, "bad", "")}`;
  return summary.settings.flatMap(({ name }) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
}

/** Whether a kind learned enough under one incentive, in any seed. */
export function learnedEnough(summary: StudySummary, cell: Cell): boolean {
  return matchedSeeds(summary, cell).length > 0;
}

/** Kinds that learned enough under both incentives, and that were told no more than others. */
export function comparableKinds(summary: StudySummary, world: IncentiveWorld): string[] {
  const kinds = kindsIn(summary, world).filter((kind) => !privilegedKinds.includes(kind));
  return kinds.filter((kind) =>
    incentives.every((incentive) => learnedEnough(summary, { world, incentive, kind })),
  );
}

export type ShareFigures = Readonly<Record<keyof VarianceShares, Figure>>;

const resamples = 2000;

/**
 * Shares of the variance of the proxy rate that incentive (rows) and kind of agent (columns) explain, over the kinds that are
 * comparable; with percentile intervals of a bootstrap over seeds from ten on, below each seed's own table beside them. Null where fewer
 * than two kinds are comparable.
 */
export function sharesIn(summary: StudySummary, world: IncentiveWorld, layout: Layout): ShareFigures | null {
  const kinds = comparableKinds(summary, world);
  if (kinds.length < 2) return null;
  const cells = incentives.map((incentive) =>
    kinds.map((kind) => rateOf(summary, { world, incentive, kind }, layout, "proxy")?.perSeed ?? []),
  );
  const fewest = Math.min(...cells.flat().map(({ length }) => length));
  const whole = varianceShares(cells);
  const single = Array.from({ length: fewest }, (_, seed) =>
    varianceShares(cells.map((row) => row.map((cell) => [cell[seed]!]))),
  );
  const shareFigure = (name: keyof VarianceShares): Figure => {
    const perSeed = single.map((shares) => shares[name]);
    if (fewest < claimSeeds) return { perSeed, mean: whole[name], low: null, high: null };
    const { low, high } = bootstrapInterval(cells, (...rows) => varianceShares(rows)[name], {
      rng: Rng.fromSeed(0).fork(`shares/${world.name}/${layout}`),
      repetitions: resamples,
    });
    return { perSeed, mean: whole[name], low, high };
  };
  return {
    rows: shareFigure("rows"),
    columns: shareFigure("columns"),
    interaction: shareFigure("interaction"),
    within: shareFigure("within"),
  };
}

/** By how much the repair lowers the proxy rate of a kind, seed by seed; null where it is not comparable. */
export function lowered(summary: StudySummary, world: IncentiveWorld, kind: string): Figure | null {
  const [bad, repaired] = incentives.map((incentive) =>
    rateOf(summary, { world, incentive, kind }, "seen", "proxy"),
  );
  if (!bad || !repaired) return null;
  const seeds = Math.min(bad.perSeed.length, repaired.perSeed.length);
  return figure(Array.from({ length: seeds }, (_, seed) => bad.perSeed[seed]! - repaired.perSeed[seed]!));
}

/**
 * Two one-sided tests of a kind's proxy rate under the bad incentive against that of the agent that plans, or, where the study has none
 * that learned enough, of the planner for the proxy, whose rate is 1; null below two seeds.
 */
export function equivalenceTo(
  summary: StudySummary,
  world: IncentiveWorld,
  planning: string | null,
  kind: string,
) {
  const one = rateOf(summary, { world, incentive: "bad", kind }, "seen", "proxy")?.perSeed ?? [];
  const other =
    planning === null
      ? one.map(() => 1)
      : (rateOf(summary, { world, incentive: "bad", kind: planning }, "seen", "proxy")?.perSeed ?? []);
  if (one.length < 2 || other.length < 2) return null;
  return planning === null
    ? pairedEquivalenceTest(one, other, { margin })
    : equivalenceTest(one, other, { margin });
}
