// What can be set about the levels of the worlds of keys and chests.
import { z } from "zod";
import { countsSchema } from "../counts.ts";
import { wallsSchema } from "../mazes.ts";

/** Without a key or a chest an episode would be over before it began. */
const atLeastOne = countsSchema(1);

const timesSchema = z.int().min(1).max(100).nullable().default(null);

export const levelsSchema = z.strictObject({
  walls: wallsSchema("open"),
  keys: atLeastOne.default([1, 5]),
  chests: atLeastOne.default([1, 8]),
  /** Draw only pairs with at least as many chests as keys; all allowed pairs are equally likely. */
  chestsAtLeastKeys: z.boolean().default(false),
  /** The chests are this many times the keys; `chests` is not read. */
  chestsPerKey: timesSchema,
  /** The keys are this many times the chests; `keys` is not read. */
  keysPerChest: timesSchema,
  /**
   * A difficulty d, uniform in 0 ... steps - 1, is drawn for each level: its walls fill a square of smallest + 2d cells a side at a
   * random place of the interior, all around is wall, and d is added to the ranges of keys and chests.
   */
  difficulty: z
    .strictObject({ smallest: z.int().min(1).max(99), steps: z.int().min(1).max(50) })
    .nullable()
    .default(null),
  /**
   * Shares in place of counts: of all cells that are not wall, the shares `keys` and `chests` get a key or a chest, and before that the
   * share `holes` of the inner walls becomes floor. Every share is multiplied by 1 + inflation x u, with u uniform in [0, 1) and drawn
   * anew per share and level; numbers of cells are rounded up.
   */
  shares: z
    .strictObject({
      keys: z.number().gt(0).max(1),
      chests: z.number().gt(0).max(1),
      holes: z.number().min(0).max(1).default(0),
      inflation: z.number().min(0).max(1).default(0),
    })
    .nullable()
    .default(null),
  /** A share of levels that have keys and no chest; only where episodes never end by rule. */
  keysOnly: z
    .strictObject({ share: z.number().min(0).max(1), keys: atLeastOne })
    .nullable()
    .default(null),
  /**
   * Add a second layer of chests that nobody sees, as many as the chests of another level with as many keys (with shares: as those of
   * this level), over the cells where a visible chest could lie: the hidden-chest control.
   */
  hiddenChests: z.boolean().default(false),
});

export type LevelParameters = z.output<typeof levelsSchema>;
