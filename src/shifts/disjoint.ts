// Levels kept apart: a generator that never gives any of a set, and how far several sets are the same.
import { InputError } from "../base/errors.ts";
import { WordTable } from "../base/word-table.ts";
import type { Environment, LevelDistribution } from "../environments/environment.ts";
import { type LevelSet, levelAt, levelHash, levelOverlap } from "../environments/levels.ts";

/** Draws for one level before the set is held to be all there is. */
const drawsPerLevel = 1000;

/** Levels that can be asked for by their bytes. */
export class LevelIndex {
  readonly #table: WordTable;

  /** Distinct levels. */
  get count(): number {
    return this.#table.count;
  }

  constructor(environment: Environment, sets: readonly LevelSet[]) {
    this.#table = new WordTable(environment.levelLength);
    for (const levels of sets) {
      if (!sameLevels(environment, levels.environment)) continue;
      for (let index = 0; index < levels.count; index++) {
        this.#table.add(levels.bytes, index * environment.levelLength);
      }
    }
  }

  /** Whether the level at levels[offset ... offset + levelLength) is one of them. */
  has(levels: Uint8Array, offset: number): boolean {
    return this.#table.find(levels, offset) >= 0;
  }
}

/**
 * Whether the bytes of a level mean the same level in both: levels of another world, or of another size, can never be the same.
 */
function sameLevels(one: Environment, other: Environment): boolean {
  const { height, width } = one.parameters;
  return (
    one.id === other.id &&
    one.levelLength === other.levelLength &&
    height === other.parameters.height &&
    width === other.parameters.width
  );
}

/** A distribution that keeps some levels out, and what it has done since it was last told to count anew. */
export interface DisjointDistribution extends LevelDistribution {
  /** Levels drawn that were kept out. */
  readonly refused: number;
  /** Levels given that are among those kept out: 0, counted on what was given. */
  readonly overlap: number;
  countAnew(): void;
}

/**
 * The distribution without the levels of these sets: whatever it gives is in none of them, compared byte by byte. Nothing else changes:
 * where none is drawn, streams give the levels that they give without. Throws an InputError at `place` where 1,000 draws in
 * a row are all kept out.
 */
export function disjointFrom(
  environment: Environment,
  distribution: LevelDistribution,
  sets: readonly LevelSet[],
  place = "source",
): DisjointDistribution {
  const kept = new LevelIndex(environment, sets);
  let [refused, overlap] = [0, 0];

  function generate(...[rng, out, offset]: Parameters<LevelDistribution["generate"]>): void {
    for (let draw = 0; draw < drawsPerLevel; draw++) {
      distribution.generate(rng, out, offset);
      if (!kept.has(out, offset)) return;
      refused++;
    }
    throw new InputError(
      place,
      `${drawsPerLevel} levels, all among the ${kept.count} kept out`,
      "a generator that gives others",
    );
  }

  return {
    summary: `${distribution.summary} None of ${kept.count} levels that are kept out.`,
    parameters: distribution.parameters,
    generate(rng, out, offset) {
      generate(rng, out, offset);
      if (kept.has(out, offset)) overlap++;
    },
    get refused() {
      return refused;
    },
    get overlap() {
      return overlap;
    },
    countAnew() {
      refused = 0;
      overlap = 0;
    },
  };
}

/** A set of levels and what it is called where levels are compared. */
export interface NamedLevels {
  readonly name: string;
  readonly levels: LevelSet;
}

/** Throws an InputError that names the first of the fixed levels which is in one of the sets. */
export function requireDisjoint(fixed: LevelSet, sets: readonly NamedLevels[], place: string): void {
  for (const { name, levels } of sets) {
    const kept = new LevelIndex(fixed.environment, [levels]);
    for (let index = 0; index < fixed.count; index++) {
      const level = levelAt(fixed, index);
      if (!kept.has(level, 0)) continue;
      throw new InputError(
        `${place}[${index}]`,
        `level ${levelHash(fixed.environment, level).slice(0, 12)}, which ${name} has, too`,
        "a level of none of the sets that are kept out",
      );
    }
  }
}

/** How far several sets of levels are the same. */
export interface OverlapReport {
  readonly sets: readonly { readonly name: string; readonly levels: number; readonly distinct: number }[];
  /** Every pair that shares levels, in the order of the sets, with the hashes of what they share. */
  readonly shared: readonly {
    readonly pair: readonly [string, string];
    readonly hashes: readonly string[];
  }[];
  readonly disjoint: boolean;
}

/** Compares every two sets by the hashes of their levels. */
export function overlapReport(sets: readonly NamedLevels[]): OverlapReport {
  const shared = sets.flatMap((one, index) =>
    sets.slice(index + 1).flatMap((other) => {
      const { hashes } = levelOverlap(one.levels, other.levels);
      return hashes.length === 0 ? [] : [{ pair: [one.name, other.name] as const, hashes }];
    }),
  );
  return {
    sets: sets.map(({ name, levels }) => ({
      name,
      levels: levels.count,
      distinct: levelOverlap(levels, levels).shared,
    })),
    shared,
    disjoint: shared.length === 0,
  };
}
