// The smallest level on which objectives disagree, by shrinking random ones.
import { InputError } from "../../base/errors.ts";
import type { JsonObject } from "../../base/hash.ts";
import type { Rng } from "../../base/rng.ts";
import type { Environment, EnvironmentDefinition, Objective } from "../../environments/environment.ts";
import { generateLevels, levelAt, levelSet } from "../../environments/levels.ts";
import { leastRange } from "../competence.ts";
import {
  crossingsOf,
  type Discrimination,
  discriminationOf,
  enumerateWithin,
} from "./discriminating-levels.ts";
import {
  type EvidenceSetting,
  levelEvidence,
  pairEvidence,
  pairsOf,
  solveChoices,
} from "./expected-evidence.ts";
import { exchanges, isSmaller, type LevelRows, type LevelSize, shrinkings, sizeOf } from "./level-edits.ts";

export interface SmallestSearch {
  readonly definition: EnvironmentDefinition;
  /** Of the world and of the levels that the search begins with; the world needs a height and a width. */
  readonly parameters: JsonObject;
  readonly levelParameters: JsonObject;
  /** At least two. */
  readonly objectives: readonly Objective[];
  readonly setting: EvidenceSetting;
  /** Nats that each pair must be worth in one episode, each state counted once, whichever objective the agent has. */
  readonly bar: number;
  /** Random levels to draw, and how many of those that reach the bar to shrink: the smallest ones. */
  readonly pool: number;
  readonly starts: number;
  readonly rng: Rng;
  /** Pass over levels where a proxy's way leads over the base objective. */
  readonly avoidCrossing?: boolean;
  /** States beyond which a level is passed over; 25,000 by default. */
  readonly limit?: number;
}

/** The level stands in `levels`, whose environment has the level's own size. */
export interface SmallestLevel extends Discrimination {
  readonly size: LevelSize;
  /** Levels that were solved on the way. */
  readonly solved: number;
}

/** Rounds of exchanges in a row that may bring nothing before a level is given up as small enough. */
const patience = 3;
/** Exchanges that are tried in one round. */
const exchangesPerRound = 60;

/**
 * Shrinks random levels by local edits (level-edits.ts) as long as every pair of objectives keeps the bar; where nothing
 * can go any more, two cells change places and it tries again. The smallest level of all starts: fewest free cells plus
 * things, then the smallest grid. A local search: there may be smaller ones. The same for the same seed.
 * Throws an InputError where no random level reaches the bar.
 */
export function smallestLevel(
  search: SmallestSearch,
  onStart?: (done: number, total: number) => void,
): SmallestLevel {
  const judge = new Judge(search);
  const starts = startingLevels(search, judge);
  let best: LevelRows | null = null;
  for (const [index, start] of starts.entries()) {
    const found = shrunk(start, judge, search.rng.fork(`start-${index}`));
    if (best === null || isSmaller(sizeOf(found), sizeOf(best))) best = found;
    onStart?.(index + 1, starts.length);
  }
  if (best === null) {
    throw new InputError(
      "smallest level",
      `no level among ${search.pool} on which every pair is worth ${search.bar} nats`,
      "a lower bar, a larger pool, or other level parameters",
    );
  }
  const environment = judge.environmentOf(best);
  return {
    ...discriminationOf(
      levelSet(environment, [environment.parseLevel(best.join("\n"))]),
      search.objectives,
      search.setting,
    ),
    size: sizeOf(best),
    solved: judge.solved,
  };
}

/** The smallest random levels that reach the bar. */
function startingLevels(search: SmallestSearch, judge: Judge): LevelRows[] {
  const { definition, parameters, levelParameters, pool, rng } = search;
  const environment = definition.create(parameters);
  const distribution = definition.levels(environment, levelParameters);
  const levels = generateLevels(environment, distribution, rng.fork("starts"), pool);
  const texts = Array.from({ length: pool }, (_, index) => environment.printLevel(levelAt(levels, index)));
  const rows = [...new Set(texts)].map((text): LevelRows => text.split("\n"));
  rows.sort((one, other) => sizeOf(one).cost - sizeOf(other).cost);
  const starts: LevelRows[] = [];
  for (const candidate of rows) {
    if (starts.length === search.starts) break;
    if (judge.reaches(candidate)) starts.push(candidate);
  }
  return starts;
}

function shrunk(start: LevelRows, judge: Judge, rng: Rng): LevelRows {
  let level = asSmallAsItGets(start, judge, rng);
  for (let idle = 0; idle < patience; ) {
    const other = shuffled(exchanges(level), rng)
      .slice(0, exchangesPerRound)
      .map((exchanged) => (judge.reaches(exchanged) ? asSmallAsItGets(exchanged, judge, rng) : level))
      .find((found) => isSmaller(sizeOf(found), sizeOf(level)));
    if (other === undefined) idle++;
    else {
      level = other;
      idle = 0;
    }
  }
  return level;
}

/** Takes the first step that keeps the bar, again and again, until none does. */
function asSmallAsItGets(start: LevelRows, judge: Judge, rng: Rng): LevelRows {
  let level = start;
  for (;;) {
    const next = shuffled(shrinkings(level), rng).find((smaller) => judge.reaches(smaller));
    if (next === undefined) return level;
    level = next;
  }
}

function shuffled<T>(items: readonly T[], rng: Rng): T[] {
  const order = items.map((_, index) => index);
  rng.shuffle(order);
  return order.map((index) => items[index]);
}

/** Says of a level whether every pair of objectives is worth the bar there; remembers what it has seen. */
class Judge {
  solved = 0;
  readonly #search: SmallestSearch;
  readonly #environments = new Map<string, Environment>();
  readonly #seen = new Map<string, boolean>();

  constructor(search: SmallestSearch) {
    this.#search = search;
  }

  /** The world in the size of that level. */
  environmentOf(rows: LevelRows): Environment {
    const [height, width] = [rows.length, rows[0].length];
    const key = `${height} x ${width}`;
    let environment = this.#environments.get(key);
    if (!environment) {
      environment = this.#search.definition.create({ ...this.#search.parameters, height, width });
      this.#environments.set(key, environment);
    }
    return environment;
  }

  reaches(rows: LevelRows): boolean {
    const text = rows.join("\n");
    let verdict = this.#seen.get(text);
    if (verdict === undefined) {
      verdict = this.#judge(rows, text);
      this.#seen.set(text, verdict);
    }
    return verdict;
  }

  #judge(rows: LevelRows, text: string): boolean {
    const { objectives, setting, bar, limit, avoidCrossing } = this.#search;
    const environment = this.environmentOf(rows);
    const level = readable(environment, text);
    if (level === null) return false;
    const mdp = enumerateWithin(environment, level, limit);
    if (mdp === null) return false;
    this.solved++;
    const choices = solveChoices(mdp, objectives, setting.discount);
    if (choices.gains.some((gain) => gain < leastRange)) return false;
    const evidence = levelEvidence(choices, choices.gains, setting);
    const enough = pairsOf(objectives.length).every(
      (pair) => pairEvidence(evidence, pair).onceCounted >= bar,
    );
    return enough && !(avoidCrossing && crossingsOf(mdp, objectives, setting).crosses);
  }
}

/** The level, or null where the world cannot be played on it: an edit may have taken the last key. */
function readable(environment: Environment, text: string): Uint8Array | null {
  try {
    return environment.parseLevel(text);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}
