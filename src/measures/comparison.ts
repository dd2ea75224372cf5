// Groups of seeds beside each other: what each scores, how they differ, and how sure that is.
import { bootstrapInterval, type Statistic } from "../base/bootstrap.ts";
import { equivalenceTest } from "../base/equivalence.ts";
import { InputError } from "../base/errors.ts";
import { interquartileMean } from "../base/interquartile-mean.ts";
import { holmAdjusted } from "../base/multiplicity.ts";
import { permutationTest } from "../base/permutation.ts";
import { probabilityOfImprovement } from "../base/probability-of-improvement.ts";
import { Rng } from "../base/rng.ts";
import { mean, tInterval } from "../base/stats.ts";
import { claimSeeds } from "./claim-seeds.ts";

/** One figure of several runs that differ in their seed alone. */
export interface ComparedGroup {
  /** Unique among the groups. */
  readonly name: string;
  /** One figure per run. */
  readonly perSeed: readonly number[];
  /** The seeds of the runs, in the same order; 0, 1, 2, ... where they are not given. */
  readonly seeds?: readonly number[];
}

export interface ComparisonOptions {
  /** The largest difference of means that does not matter, fixed beforehand; null (the default) tests no equivalence. */
  readonly margin?: number | null;
  /** Coverage of every interval; tests are at 1 - level. 0.95 by default. */
  readonly level?: number;
  /** Resamples of each bootstrap: 50,000 by default, of which the probability of improvement takes 2,000 at most. */
  readonly repetitions?: number;
  /** Seed of the resamples: the same groups give the same comparison. 0 by default. */
  readonly seed?: number;
}

/** A statistic with the ends of its interval; null below ten seeds, where no interval is given. */
export interface Compared {
  readonly estimate: number;
  readonly low: number | null;
  readonly high: number | null;
}

export interface GroupComparison {
  readonly name: string;
  readonly seeds: readonly number[];
  readonly perSeed: readonly number[];
  /** Fewer than ten seeds: a look, no claim. */
  readonly look: boolean;
  /** With Student's t interval. */
  readonly mean: Compared;
  /** With the bootstrap interval. */
  readonly interquartileMean: Compared;
}

/** `one` against `other`, in the order of the groups. */
export interface PairComparison {
  readonly one: string;
  readonly other: string;
  readonly look: boolean;
  /** Mean of `one` minus mean of `other`, with the bootstrap interval. */
  readonly difference: Compared;
  /** Probability that a run of `one` scores higher than a run of `other`, with the bootstrap interval. */
  readonly probabilityOfImprovement: Compared;
  /** Two-sided permutation test of the difference. `adjusted` is Holm's p over all pairs; `exact` as in PermutationTest. */
  readonly permutation: {
    readonly p: number;
    readonly adjusted: number;
    readonly exact: boolean;
    readonly arrangements: number;
  };
  /** Two one-sided Welch tests; null without a margin, or where a group has one seed only. */
  readonly equivalence: {
    readonly p: number;
    /** Holm's p over all pairs that were tested. */
    readonly adjusted: number;
    /** Whether `adjusted` lies below 1 - level. */
    readonly equivalent: boolean;
  } | null;
}

/** Everything that `innergap compare` prints. */
export interface Comparison {
  readonly level: number;
  readonly margin: number | null;
  readonly repetitions: number;
  readonly groups: readonly GroupComparison[];
  readonly pairs: readonly PairComparison[];
}

/**
 * Compares all groups in pairs, taken as independent of each other even where they share seeds. Formulas and sources:
 * docs/measures/comparison.md. Throws an InputError for a name given twice, a group without seeds, and a figure that is
 * missing.
 */
export function compareGroups(
  groups: readonly ComparedGroup[],
  { margin = null, level = 0.95, repetitions = 50_000, seed = 0 }: ComparisonOptions = {},
): Comparison {
  refuseUnusable(groups);
  const drawing = { rng: Rng.fromSeed(`comparison:${seed}`), level, repetitions };
  return {
    level,
    margin,
    repetitions,
    groups: groups.map((group) => groupComparison(group, drawing)),
    pairs: pairComparisons(pairsOf(groups), margin, drawing),
  };
}

interface Drawing {
  readonly rng: Rng;
  readonly level: number;
  readonly repetitions: number;
}

type Pair = readonly [one: ComparedGroup, other: ComparedGroup];

function refuseUnusable(groups: readonly ComparedGroup[]): void {
  const names = new Set<string>();
  for (const { name, perSeed } of groups) {
    if (names.has(name)) throw new InputError(name, "two groups of this name", "a name for each group");
    if (perSeed.length === 0) throw new InputError(name, "no seeds", "at least one");
    const missing = perSeed.find((figure) => !Number.isFinite(figure));
    if (missing !== undefined) throw new InputError(name, `${missing}`, "a finite figure for every seed");
    names.add(name);
  }
}

function pairsOf(groups: readonly ComparedGroup[]): Pair[] {
  return groups.flatMap((one, index) => groups.slice(index + 1).map((other): Pair => [one, other]));
}

function isLook(...groups: readonly ComparedGroup[]): boolean {
  return groups.some(({ perSeed }) => perSeed.length < claimSeeds);
}

function groupComparison(group: ComparedGroup, drawing: Drawing): GroupComparison {
  const { name, perSeed, seeds = perSeed.map((_, index) => index) } = group;
  const { mean: estimate, low, high } = tInterval(perSeed, { level: drawing.level, atLeast: claimSeeds });
  return {
    name,
    seeds,
    perSeed,
    look: isLook(group),
    mean: { estimate, low, high },
    interquartileMean: compared("interquartile mean", [group], middle, drawing),
  };
}

function pairComparisons(pairs: readonly Pair[], margin: number | null, drawing: Drawing): PairComparison[] {
  const permutations = pairs.map(([one, other]) =>
    permutationTest(one.perSeed, other.perSeed, { rng: streamOf("permutation", [one, other], drawing) }),
  );
  const adjusted = holmAdjusted(permutations.map(({ p }) => p));
  const equivalences = equivalencesOf(pairs, margin, 1 - drawing.level);
  return pairs.map(([one, other], index): PairComparison => {
    const { p, exact, arrangements } = permutations[index]!;
    return {
      one: one.name,
      other: other.name,
      look: isLook(one, other),
      difference: compared("difference", [one, other], differenceOfMeans, drawing),
      probabilityOfImprovement: compared("improvement", [one, other], probabilityOfImprovement, {
        ...drawing,
        repetitions: Math.min(drawing.repetitions, probabilityRepetitions),
      }),
      permutation: { p, adjusted: adjusted[index]!, exact, arrangements },
      equivalence: equivalences[index]!,
    };
  });
}

/** In the order of the pairs; null where there is no margin, or one of the groups has no spread to go by. */
function equivalencesOf(
  pairs: readonly Pair[],
  margin: number | null,
  alpha: number,
): PairComparison["equivalence"][] {
  const pValues = pairs.map(([one, other]) =>
    margin === null || Math.min(one.perSeed.length, other.perSeed.length) < 2
      ? null
      : equivalenceTest(one.perSeed, other.perSeed, { margin, alpha }).p,
  );
  const adjusted = holmAdjusted(pValues.filter((p) => p !== null));
  return pValues.map((p) => {
    if (p === null) return null;
    const own = adjusted.shift()!;
    return { p, adjusted: own, equivalent: own < alpha };
  });
}

/** Each figure draws from a stream of its own, named by what it compares: other groups beside it change nothing. */
function streamOf(figure: string, groups: readonly ComparedGroup[], { rng }: Drawing): Rng {
  return rng.fork(JSON.stringify([figure, ...groups.map(({ name }) => name)]));
}

function compared(
  figure: string,
  groups: readonly ComparedGroup[],
  statistic: Statistic,
  drawing: Drawing,
): Compared {
  const scores = groups.map(({ perSeed }) => [Float64Array.from(perSeed)]);
  if (isLook(...groups)) return { estimate: statistic(...scores), low: null, high: null };
  const { level, repetitions } = drawing;
  const rng = streamOf(figure, groups, drawing);
  const { estimate, low, high } = bootstrapInterval(scores, statistic, { rng, level, repetitions });
  return { estimate, low, high };
}

/** Enough for the probability of improvement, whose ends are read to one digit (as in rliable). */
const probabilityRepetitions = 2000;

const middle: Statistic = ([runs]) => interquartileMean(runs!);
const differenceOfMeans: Statistic = ([one], [other]) => mean(one!) - mean(other!);
