// What can be varied in the worlds of keys and chests, beside their levels.
import { z } from "zod";
import { sizeSchema, viewSchema } from "../grid.ts";

const penaltySchema = z.number().min(0).default(0);

/** The parameters of all worlds of keys and chests; the defaults are the plain world. */
export const dynamicsShape = {
  height: sizeSchema.default(7),
  width: sizeSchema.default(7),
  /** Observe the keys held; without it the plane "keys held" is absent. */
  showKeys: z.boolean().default(true),
  /** End the episode when no further chest can be opened, or only at the horizon. */
  ends: z.enum(["when-exhausted", "never"]).default("when-exhausted"),
  /** Whatever is taken or opened appears again on a random free cell. */
  respawn: z.boolean().default(false),
  /** What a bump into a wall costs the base objective, in chests. */
  bumpPenalty: penaltySchema,
  /** What taking a key costs the base objective, in chests. */
  keyPenalty: penaltySchema,
  /** What every step costs the base objective, in chests. */
  stepPenalty: penaltySchema,
  view: viewSchema,
};

const dynamicsSchema = z.strictObject(dynamicsShape);

export type DynamicsParameters = z.output<typeof dynamicsSchema>;
