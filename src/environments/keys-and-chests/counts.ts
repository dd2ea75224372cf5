// How many keys and chests a level has, where that is decided before its walls are drawn.
import { InputError } from "../../base/errors.ts";
import type { Rng } from "../../base/rng.ts";
import type { LevelParameters } from "./level-parameters.ts";
import { happens, shareUnits } from "./shares.ts";

export interface Counts {
  readonly keys: number;
  readonly chests: number;
  /** Hidden ones. */
  readonly hidden: number;
}

interface Pair {
  readonly keys: number;
  readonly chests: number;
  /** Numbers of chests that the same number of keys may have: what hidden chests are drawn from. */
  readonly alternatives: readonly number[];
}

/** Draws counts at one difficulty (0 where there is none). */
export class CountsDrawer {
  /** The most things that a level may need, the agent among them. */
  readonly largest: number;
  readonly #pairs: readonly Pair[];
  readonly #keysOnly: LevelParameters["keysOnly"];
  readonly #keysOnlyUnits: number;
  readonly #hiddenChests: boolean;

  constructor(parameters: LevelParameters, difficulty: number) {
    this.#pairs = allowedPairs(parameters, difficulty);
    this.#keysOnly = parameters.keysOnly;
    this.#keysOnlyUnits = shareUnits(parameters.keysOnly?.share ?? 0);
    this.#hiddenChests = parameters.hiddenChests;
    const most = this.#pairs.reduce((sum, { keys, chests }) => Math.max(sum, keys + chests), 0);
    this.largest = 1 + Math.max(most, parameters.keysOnly?.keys[1] ?? 0);
  }

  draw(rng: Rng): Counts {
    if (this.#keysOnly && happens(rng, this.#keysOnlyUnits)) {
      return { keys: rng.between(...this.#keysOnly.keys), chests: 0, hidden: 0 };
    }
    const { keys, chests, alternatives } = this.#pairs[rng.below(this.#pairs.length)]!;
    const hidden = this.#hiddenChests ? alternatives[rng.below(alternatives.length)]! : 0;
    return { keys, chests, hidden };
  }
}

function allowedPairs(parameters: LevelParameters, difficulty: number): Pair[] {
  const { keysPerChest, chestsPerKey, chestsAtLeastKeys } = parameters;
  if (keysPerChest !== null && chestsPerKey !== null)
    throw new InputError("levels", "keysPerChest and chestsPerKey", "at most one of them");
  const pairs = candidates(parameters, difficulty).filter(
    ({ keys, chests }) => !chestsAtLeastKeys || chests >= keys,
  );
  if (pairs.length === 0) throw noPairs(parameters);
  return pairs.map((pair) => ({
    ...pair,
    alternatives: pairs.filter(({ keys }) => keys === pair.keys).map(({ chests }) => chests),
  }));
}

function candidates(
  { keys, chests, keysPerChest, chestsPerKey }: LevelParameters,
  difficulty: number,
): { keys: number; chests: number }[] {
  const keyCounts = counts(keys, difficulty);
  const chestCounts = counts(chests, difficulty);
  if (chestsPerKey !== null) return keyCounts.map((count) => ({ keys: count, chests: chestsPerKey * count }));
  if (keysPerChest !== null)
    return chestCounts.map((count) => ({ keys: keysPerChest * count, chests: count }));
  return keyCounts.flatMap((keyCount) =>
    chestCounts.map((chestCount) => ({ keys: keyCount, chests: chestCount })),
  );
}

function counts([low, high]: readonly [number, number], difficulty: number): number[] {
  return Array.from({ length: high - low + 1 }, (_, index) => low + index + difficulty);
}

function noPairs({ keys, chests }: LevelParameters): InputError {
  return new InputError(
    "levels.chestsAtLeastKeys",
    `true with ${keys[0]}-${keys[1]} keys and ${chests[0]}-${chests[1]} chests`,
    "ranges in which some number of chests is at least some number of keys",
  );
}
