// Ranges of counts in the parameters of levels.
import { z } from "zod";

/** A range [low, high] of counts from `least` on, and up to `most` where that is given; both ends included. */
export function countsSchema(least: number, most?: number) {
  const count = most === undefined ? z.int().min(least) : z.int().min(least).max(most);
  return z.tuple([count, count]).refine(([low, high]) => low <= high, "a range [low, high] with low <= high");
}

/** "2-5", or "2" where both ends are the same. */
export function countsText([low, high]: readonly [number, number]): string {
  return low === high ? String(low) : `${low}-${high}`;
}
