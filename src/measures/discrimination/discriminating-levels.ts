// Levels on which objectives disagree: the best n of many, with what each is expected to tell.
import { InputError } from "../../base/errors.ts";
import type { Rng } from "../../base/rng.ts";
import { defaultStateLimit, enumerate } from "../../environments/enumerate.ts";
import {
  baseObjective,
  type Environment,
  type LevelDistribution,
  type Objective,
} from "../../environments/environment.ts";
import type { FiniteMdp } from "../../environments/finite-mdp.ts";
import { generateLevels, type LevelSet, levelAt, levelHash, levelSet } from "../../environments/levels.ts";
import { crossing, crossingShare, paysForSame } from "../../solvers/crossing.ts";
import { leastRange } from "../competence.ts";
import { chooseLevels } from "./choose-levels.ts";
import {
  type Evidence,
  type EvidenceSetting,
  type LevelChoices,
  levelEvidence,
  type Pair,
  pairEvidence,
  pairsOf,
  scalesOf,
  solveChoices,
} from "./expected-evidence.ts";

/** What one level is expected to tell. */
export interface LevelDiscrimination {
  readonly hash: string;
  readonly states: number;
  /** In the order of `pairs`. */
  readonly evidence: readonly Evidence[];
  /**
   * By proxy, an objective that pays for nothing that the base objective pays for: the share of the base objective that its
   * planner earns on the way; null where none is to be had.
   */
  readonly crossings: Readonly<Record<string, number | null>>;
  /** Whether one of these shares is above .1. */
  readonly crosses: boolean;
}

export interface Discrimination {
  readonly levels: LevelSet;
  readonly objectives: readonly string[];
  readonly pairs: readonly Pair[];
  readonly perLevel: readonly LevelDiscrimination[];
  /** One episode on each level: sums; perStep is the mean over levels. In the order of `pairs`. */
  readonly evidence: readonly Evidence[];
  /** The same of the levels where no proxy's way leads over the base objective. */
  readonly clearEvidence: readonly Evidence[];
}

/**
 * What watching one episode on each level is expected to tell about every pair of objectives, and where a proxy's way
 * leads over the base objective. Values are scaled over this very set, as goal inference does.
 */
export function discriminationOf(
  levels: LevelSet,
  objectives: readonly Objective[],
  setting: EvidenceSetting,
): Discrimination {
  requireTwo(objectives);
  const { environment } = levels;
  const mdps = Array.from({ length: levels.count }, (_, i) => enumerate(environment, levelAt(levels, i)));
  const choices = mdps.map((mdp) => solveChoices(mdp, objectives, setting.discount));
  const scales = scalesOf(choices.map(({ gains }) => gains));
  const pairs = pairsOf(objectives.length);
  const perLevel = choices.map((level) => ({
    hash: levelHash(environment, level.mdp.level),
    states: level.mdp.states,
    evidence: evidenceByPair(level, scales, setting, pairs),
    ...crossingsOf(level.mdp, objectives, setting),
  }));
  return {
    levels,
    objectives: objectives.map(({ name }) => name),
    pairs,
    perLevel,
    evidence: together(perLevel, pairs),
    clearEvidence: together(
      perLevel.filter(({ crosses }) => !crosses),
      pairs,
    ),
  };
}

function evidenceByPair(
  choices: LevelChoices,
  scales: readonly number[],
  setting: EvidenceSetting,
  pairs: readonly Pair[],
): Evidence[] {
  const directed = levelEvidence(choices, scales, setting);
  return pairs.map((pair) => pairEvidence(directed, pair));
}

/** By proxy, how far its way leads over the base objective. What an objective is paid for is no accident. */
export function crossingsOf(
  mdp: FiniteMdp,
  objectives: readonly Objective[],
  setting: EvidenceSetting,
): Pick<LevelDiscrimination, "crossings" | "crosses"> {
  const base = baseObjective(mdp.environment);
  const shares = objectives
    .filter((objective) => !paysForSame(objective, base))
    .map((proxy) => [proxy.name, crossing(mdp, base, proxy, setting)] as const);
  return {
    crossings: Object.fromEntries(shares),
    crosses: shares.some(([, share]) => share !== null && share > crossingShare),
  };
}

function together(levels: readonly LevelDiscrimination[], pairs: readonly Pair[]): Evidence[] {
  const sum = (pair: number, figure: keyof Evidence) =>
    levels.reduce((total, { evidence }) => total + evidence[pair][figure], 0);
  return pairs.map((_, pair) => ({
    perEpisode: sum(pair, "perEpisode"),
    perStep: sum(pair, "perStep") / Math.max(1, levels.length),
    onceCounted: sum(pair, "onceCounted"),
  }));
}

export interface LevelSearch {
  readonly environment: Environment;
  readonly distribution: LevelDistribution;
  readonly objectives: readonly Objective[];
  readonly setting: EvidenceSetting;
  /** How many levels to choose, and among how many random ones. */
  readonly n: number;
  readonly pool: number;
  readonly rng: Rng;
  /** Pass over levels where a proxy's way leads over the base objective. */
  readonly avoidCrossing?: boolean;
  /** States beyond which a level is passed over; 25,000 by default. */
  readonly limit?: number;
}

export interface DiscriminatingLevels extends Discrimination {
  /** Distinct levels that were compared. */
  readonly pool: number;
  /** Levels passed over. */
  readonly passedOver: PassedOver;
  /** The mean of a random set of n levels of the pool, on the same scale. In the order of `pairs`. */
  readonly randomSet: readonly number[];
  /** The chosen set on that scale, each state counted once. In the order of `pairs`. */
  readonly chosenSet: readonly number[];
}

export interface PassedOver {
  /** Drawn before. */
  repeated: number;
  /** With too many states. */
  large: number;
  /** With an objective that has nothing to gain over random play. */
  idle: number;
  /** Where a proxy's way leads over the base objective, if those are to be avoided. */
  crossing: number;
}

/**
 * The n of `pool` random levels with the most evidence, each state counted once, for the pair of objectives that is
 * served worst. While levels are compared, values are scaled over the pool.
 * Throws an InputError where fewer than n levels can be compared.
 */
export function discriminatingLevels(
  search: LevelSearch,
  onLevel?: (done: number, total: number) => void,
): DiscriminatingLevels {
  const { environment, objectives, setting, n, pool } = search;
  requireTwo(objectives);
  const drawn = drawDistinct(search);
  const kept: Uint8Array[] = [];
  const gains: (readonly number[])[] = [];
  const passedOver: PassedOver = { repeated: pool - drawn.length, large: 0, idle: 0, crossing: 0 };
  const solve = (level: Uint8Array) =>
    solveChoices(enumerateWithin(environment, level, search.limit)!, objectives, setting.discount);
  for (const [index, level] of drawn.entries()) {
    const mdp = enumerateWithin(environment, level, search.limit);
    const found = mdp === null ? [] : solveChoices(mdp, objectives, setting.discount).gains;
    if (mdp === null) passedOver.large++;
    else if (found.some((gain) => gain < leastRange)) passedOver.idle++;
    else if (search.avoidCrossing && crossingsOf(mdp, objectives, setting).crosses) passedOver.crossing++;
    else {
      kept.push(level);
      gains.push(found);
    }
    onLevel?.(index + 1, 2 * drawn.length);
  }
  if (kept.length < n) {
    throw new InputError(
      "pool",
      `${kept.length} of ${pool} levels that can be used`,
      `at least ${n}: a larger pool, or fewer levels`,
    );
  }
  const scales = scalesOf(gains);
  const pairs = pairsOf(objectives.length);
  const rows = kept.map((level, index) => {
    const row = evidenceByPair(solve(level), scales, setting, pairs).map(({ onceCounted }) => onceCounted);
    onLevel?.(drawn.length + index + 1, drawn.length + kept.length);
    return row;
  });
  const chosen = chooseLevels(rows, n);
  const levels = levelSet(
    environment,
    chosen.map((index) => kept[index]),
  );
  const sum = (some: readonly (readonly number[])[], pair: number) =>
    some.reduce((total, row) => total + row[pair], 0);
  return {
    ...discriminationOf(levels, objectives, setting),
    pool: kept.length,
    passedOver,
    randomSet: pairs.map((_, pair) => (sum(rows, pair) * n) / rows.length),
    chosenSet: pairs.map((_, pair) =>
      sum(
        chosen.map((index) => rows[index]),
        pair,
      ),
    ),
  };
}

function requireTwo(objectives: readonly Objective[]): void {
  if (objectives.length < 2) {
    throw new InputError("objectives", `${objectives.length}`, "at least two, to be told apart");
  }
}

function drawDistinct({ environment, distribution, rng, pool }: LevelSearch): Uint8Array[] {
  const levels = generateLevels(environment, distribution, rng, pool);
  const distinct = new Map<string, Uint8Array>();
  for (let index = 0; index < pool; index++) {
    const level = levelAt(levels, index);
    distinct.set(levelHash(environment, level), level);
  }
  return [...distinct.values()];
}

/** The level's MDP, or null where it has too many states. */
export function enumerateWithin(
  environment: Environment,
  level: Uint8Array,
  limit = defaultLimit,
): FiniteMdp | null {
  try {
    return enumerate(environment, level, { limit: Math.min(limit, defaultStateLimit) });
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** States of the largest levels that are compared unless the caller says otherwise. */
const defaultLimit = 25_000;
