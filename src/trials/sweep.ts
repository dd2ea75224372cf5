// A sweep: many points of one experiment's settings, each with every seed, ranked by one figure that is declared beforehand.
import { InputError } from "../base/errors.ts";
import type { Experiment } from "../experiments/experiment.ts";
import { type Dimension, gridPoints, randomPoints, type SearchPoint } from "../experiments/search-space.ts";
import { budgetOverrides, type Rung, rungsOf } from "../experiments/successive-halving.ts";
import { claimSeeds } from "../measures/claim-seeds.ts";
import { makeFolderDurably, removeTemporaries } from "../runs/durable.ts";
import { formatVersion } from "../runs/format.ts";
import { lockFolder } from "../runs/lock.ts";
import type { StudyEvent } from "./progress.ts";
import { inOrder, type PlannedPoint, planPoint, type SweepBase } from "./sweep-plan.ts";
import { type RankedFigure, type ReachedPoint, rankPoints } from "./sweep-ranking.ts";
import {
  declareSweep,
  type SweepRanking,
  type SweepRecord,
  sweepFiles,
  writeRanking,
} from "./sweep-record.ts";
import { type SweepFolder, type SweepTold, SweepTrials, type TrialServices } from "./sweep-trials.ts";

export interface SweepRequest extends SweepBase, SweepFolder {
  readonly dimensions: readonly Dimension[];
  /** The dimensions as they were given, for the record. */
  readonly vary: readonly string[];
  /** Random points and the seed of their draws; null for the grid. */
  readonly random: { readonly points: number; readonly seed: number } | null;
  /** Successive halving; null to give every point its full budget. */
  readonly halving: {
    readonly eta: number;
    /** Null for as many rungs as the points allow. */
    readonly rungs: number | null;
    /** Setting that is the budget; null for the environment steps of whatever trains. */
    readonly budget: string | null;
  } | null;
}

/** What a sweep is handed beside the means to run trials: a writer of its page. */
export interface SweepServices extends TrialServices {
  report(ranking: SweepRanking, record: SweepRecord): string;
}

export interface SweepResult extends SweepTold {
  readonly folder: string;
  readonly status: "complete" | "interrupted";
  /** Null while it is interrupted. */
  readonly ranking: SweepRanking | null;
  /** Path of the page; empty while it is interrupted. */
  readonly report: string;
}

/** Every point at every budget that it may get: what can be refused is refused here, before anything starts. */
export interface SweepPlan {
  readonly points: readonly SearchPoint[];
  readonly rungs: readonly Rung[];
  /** [rung][point] */
  readonly planned: readonly (readonly PlannedPoint[])[];
}

/** Throws an InputError that names the setting which is unknown, of the wrong type, or impossible. */
export function planSweep(experiment: Experiment, request: SweepRequest): SweepPlan {
  const { dimensions, random, halving } = request;
  const fixed = request.overrides.find(({ path }) => dimensions.some((one) => one.path === path));
  if (fixed) throw new InputError(`--vary ${fixed.path}`, "the same path after --set", "one of the two");
  const budget = dimensions.find(({ path }) =>
    halving?.budget ? path === halving.budget : path.endsWith(".total_timesteps"),
  );
  if (halving && budget) {
    throw new InputError(`--vary ${budget.path}`, "the budget of the rungs", "another setting to vary");
  }
  const points = random ? randomPoints(dimensions, random.points, random.seed) : gridPoints(dimensions);
  const rungs = halving
    ? rungsOf(points.length, halving.eta, halving.rungs)
    : [{ points: points.length, share: 1 }];
  refuseTooMany(points.length * planPoint(experiment, request, points[0]!).trials.length);
  const whole = points.map((point) => planPoint(experiment, request, point));
  const planned = rungs.map(({ share }) =>
    share === 1
      ? whole
      : points.map((point, index) =>
          planPoint(experiment, request, [
            ...point,
            ...budgetOverrides(whole[index]!.settings, halving?.budget ?? null, share),
          ]),
        ),
  );
  return { points, rungs, planned };
}

/** More runs than that in one sweep are a slip. */
const mostTrials = 100_000;

function refuseTooMany(trials: number): void {
  if (trials > mostTrials) throw new InputError("the sweep", `${trials} runs`, `at most ${mostTrials}`);
}

/**
 * Runs what the folder does not have yet, and ranks the points: a run is known by the hash of its configuration, so a second call with more
 * points or seeds runs only what is missing. Interrupted by its signal, it leaves every trial where it can be taken up.
 */
export async function runSweep(
  experiment: Experiment,
  request: SweepRequest,
  figure: RankedFigure,
  services: SweepServices,
  onEvent: (event: StudyEvent) => void,
  signal: AbortSignal,
  plan: SweepPlan = planSweep(experiment, request),
): Promise<SweepResult> {
  const { fs } = services;
  const { folder } = request;
  makeFolderDurably(fs, folder, "the sweep's folder");
  const release = lockFolder(fs, folder);
  try {
    removeTemporaries(fs, folder);
    const trials = new SweepTrials(request, services, onEvent, signal);
    const first = plan.planned[0]![0]!;
    const record = declareSweep(fs, folder, experiment.name, {
      created: new Date().toISOString(),
      command: request.command,
      preset: first.preset,
      settings: first.settings.map(({ name }) => name),
      seeds: [...first.seeds],
      vary: [...request.vary],
      method: methodOf(request, plan),
      figure: figure.name,
      best: figure.best,
    });
    makeFolderDurably(fs, `${folder}/${sweepFiles.trials}`, "the folder of trials");
    let reached: ReachedPoint[] = plan.points.map((point, index) => ({
      point,
      plan: plan.planned[0]![index]!,
      rung: 1,
      share: plan.rungs[0]!.share,
    }));
    for (const [rung, { points, share }] of plan.rungs.entries()) {
      if (rung > 0) {
        const ranked = rankPoints(experiment, reached, figure, trials);
        reached = promoted(reached, { points, rung, share }, plan, ranked);
      }
      const now = reached.filter((one) => one.rung === rung + 1).map((one) => one.plan);
      if (!(await trials.run(inOrder(now))))
        return { folder, status: "interrupted", ranking: null, report: "", ...trials.told() };
    }
    const ranking: SweepRanking = {
      format: formatVersion,
      kind: "ranking",
      experiment: experiment.name,
      declaration: record.declarations.at(-1)!,
      paths: request.dimensions.map(({ path }) => path),
      look: first.seeds.length < claimSeeds,
      points: rankPoints(experiment, reached, figure, trials),
    };
    writeRanking(fs, folder, ranking, services.report(ranking, record));
    return {
      folder,
      status: "complete",
      ranking,
      report: `${folder}/${sweepFiles.report}`,
      ...trials.told(),
    };
  } finally {
    release();
  }
}

/** The best points of the rung before go on to this one. */
function promoted(
  reached: readonly ReachedPoint[],
  { points, rung, share }: Rung & { readonly rung: number },
  plan: SweepPlan,
  ranked: SweepRanking["points"],
): ReachedPoint[] {
  const best = ranked.filter((one) => one.rung === rung && one.rank !== null).slice(0, points);
  const names = new Set(best.map(({ runs }) => runs.join()));
  return reached.map((one, index) =>
    names.has(one.plan.trials.map(({ name }) => name).join())
      ? { ...one, plan: plan.planned[rung]![index]!, rung: rung + 1, share }
      : one,
  );
}

function methodOf({ random, halving }: SweepRequest, { points, rungs }: SweepPlan): string {
  const many = `${points.length} ${random ? "random " : ""}point${points.length === 1 ? "" : "s"}`;
  const drawn = random ? `${many}, drawn with seed ${random.seed}` : `grid of ${many}`;
  if (!halving) return drawn;
  const budget = halving.budget ?? "the environment steps of training";
  const steps = rungs.map((rung) => `${rung.points} at ${Number(rung.share.toPrecision(3))}`);
  return `${drawn}; successive halving by ${halving.eta} over ${budget}: ${steps.join(", ")} of the full budget`;
}
