// What a defecting agent faces, what it wants, and what it takes for harm to be done: the parameters of the game, checked.
import { parseInput, z } from "../../base/schema.ts";

/** Longest delay and longest run of defections that are taken: far beyond what is worth anything at the discounts allowed. */
const mostSteps = 1_000_000;

const probability = z.number().min(0).max(1);

export const threatSchema = z.strictObject({
  /** Probability that a step of defection is seen. */
  detection: probability,
  /** Further steps that the agent still acts once it was first seen; modification comes after them. */
  delay: z.int().min(0).max(mostSteps),
});

export const motiveSchema = z.strictObject({
  /** What a step of defection pays the agent. */
  gain: z.number().min(0),
  /** What a step of cooperation pays the agent. */
  benefit: z.number().min(0),
});

/** What a reward is worth one step later. Lives have no end, so 1 would make every value infinite. */
export const discountSchema = z.number().min(0).max(0.999999);

/** Consecutive steps of defection after which the catastrophe is complete. */
export const lengthSchema = z.int().min(1).max(mostSteps);

/** How defection is answered: seen with a probability per step, and then modified after a delay. */
export type Threat = z.output<typeof threatSchema>;

/** What the agent gets out of its two ways to act, per step. */
export type Motive = z.output<typeof motiveSchema>;

/** The threat, or an InputError that names the wrong field below `place`. */
export function asThreat(threat: Threat, place = "threat"): Threat {
  return parseInput(threatSchema, { detection: threat.detection, delay: threat.delay }, place);
}

export function asMotive({ gain, benefit }: Motive): Motive {
  return parseInput(motiveSchema, { gain, benefit }, "motive");
}

export function asDiscount(discount: number): number {
  return parseInput(discountSchema, discount, "discount");
}

export function asLength(length: number): number {
  return parseInput(lengthSchema, length, "length");
}

/** A probability, or an InputError at `place`. */
export function asProbability(value: number, place: string): number {
  return parseInput(probability, value, place);
}

/** A whole number within bounds, or an InputError at `place`. */
export function asCount(value: number, least: number, most: number, place: string): number {
  return parseInput(z.int().min(least).max(most), value, place);
}
