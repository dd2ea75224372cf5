// Level generators of the worlds of keys and chests.
import { z } from "zod";
import { InputError } from "../../base/errors.ts";
import type { LevelDistribution } from "../environment.ts";
import { agent, type GridSize } from "../grid.ts";
import { wallGenerator, wallsSchema } from "../mazes.ts";
import { FreeCells, interiorCells } from "../placement.ts";
import { chest, hidden, key } from "./things.ts";

/** A range of counts, both ends included. Without a key or a chest an episode would be over before it began. */
const countsSchema = z
  .tuple([z.int().min(1), z.int().min(1)])
  .refine(([low, high]) => low <= high, "a range [low, high] with low <= high");

export const levelsSchema = z.strictObject({
  walls: wallsSchema("open"),
  keys: countsSchema.default([1, 5]),
  chests: countsSchema.default([1, 8]),
  /** Draw only pairs with at least as many chests as keys; all allowed pairs are equally likely. */
  chestsAtLeastKeys: z.boolean().default(false),
  /**
   * Add a second layer of chests that nobody sees, as many as the chests of another level with as many keys, over
   * the cells where a visible chest could lie: the hidden-chest control.
   */
  hiddenChests: z.boolean().default(false),
});

export type LevelParameters = z.output<typeof levelsSchema>;

export function keysAndChestsLevels(
  parameters: LevelParameters,
  { height, width }: GridSize,
): LevelDistribution {
  const walls = wallGenerator(parameters.walls, height, width);
  const pairs = allowedPairs(parameters);
  requireRoom(parameters, pairs, walls.freeCells, `${height} x ${width}`);
  const free = new FreeCells(interiorCells(height - 2, width - 2, width));
  return {
    summary: describe(parameters),
    parameters,
    generate: (rng, out, offset) => {
      const { keys, chests } = pairs[rng.below(pairs.length)]!;
      const lowest = parameters.chestsAtLeastKeys
        ? Math.max(keys, parameters.chests[0])
        : parameters.chests[0];
      const hiddenCount = parameters.hiddenChests ? rng.between(lowest, parameters.chests[1]) : 0;
      const needed = 1 + keys + Math.max(chests, hiddenCount);
      do walls.draw(rng, out, offset);
      while (free.collect(out, offset) < needed);
      out[offset + free.take(rng)] = agent;
      for (let placed = 0; placed < keys; placed++) out[offset + free.take(rng)] = key;
      for (let placed = 0; placed < chests; placed++) out[offset + free.take(rng)] = chest;
      free.putBack(1 + keys);
      for (let placed = 0; placed < hiddenCount; placed++) out[offset + free.take(rng)]! |= hidden;
    },
  };
}

interface Counts {
  readonly keys: number;
  readonly chests: number;
}

function allowedPairs({ keys, chests, chestsAtLeastKeys }: LevelParameters): Counts[] {
  const pairs: Counts[] = [];
  for (let keyCount = keys[0]; keyCount <= keys[1]; keyCount++) {
    for (let chestCount = chests[0]; chestCount <= chests[1]; chestCount++) {
      if (!chestsAtLeastKeys || chestCount >= keyCount) pairs.push({ keys: keyCount, chests: chestCount });
    }
  }
  if (pairs.length > 0) return pairs;
  throw new InputError(
    "levels.chestsAtLeastKeys",
    `true with ${keys[0]}-${keys[1]} keys and ${chests[0]}-${chests[1]} chests`,
    "ranges in which some number of chests is at least some number of keys",
  );
}

/** Walls are drawn again until everything fits, so what is asked for must fit on an average level. */
function requireRoom(
  parameters: LevelParameters,
  pairs: readonly Counts[],
  freeCells: number,
  size: string,
): void {
  const needed = 1 + pairs.reduce((most, { keys, chests }) => Math.max(most, keys + chests), 0);
  if (needed <= freeCells) return;
  throw new InputError(
    "levels",
    `up to ${needed - 1} keys and chests and an agent`,
    `at most ${freeCells} things, the free cells of an average ${size} level with ${parameters.walls.kind} walls`,
  );
}

function describe({ walls, keys, chests, chestsAtLeastKeys, hiddenChests }: LevelParameters): string {
  const density = walls.kind === "blocks" ? ` of density ${walls.density}` : "";
  const constraint = chestsAtLeastKeys ? ", never fewer chests than keys" : "";
  const layer = hiddenChests ? ", and a hidden layer of chests" : "";
  return `${walls.kind} walls${density}, ${range(keys)} keys and ${range(chests)} chests${constraint}${layer}.`;
}

function range([low, high]: readonly [number, number]): string {
  return low === high ? String(low) : `${low}-${high}`;
}
