// Shares of cells in whole numbers: rounding and inflation without a float in the dice.
import type { Rng } from "../../base/rng.ts";

/** Shares are multiples of 1 / 2^16. */
const unit = 2 ** 16;

/** A share of 0 ... 1 in units of 1 / 65,536, rounded down: a tenth of 100 cells, rounded up, is then 10 of them. */
export function shareUnits(share: number): number {
  return Math.floor(share * unit);
}

/** Units inflated by a factor of 1 + inflation x u, u uniform in [0, 1), and at most all. Draws nothing without inflation. */
export function inflated(rng: Rng, units: number, inflation: number): number {
  if (inflation === 0) return units;
  // At most 2^48, and divided by a power of two: exact.
  const added = (units * inflation * rng.below(unit)) / unit ** 2;
  return Math.min(unit, units + Math.floor(added));
}

/** That share of a count, rounded up. */
export function shareOf(count: number, units: number): number {
  return Math.ceil((count * units) / unit);
}

/** The share `units` of a whole, as the share of what is left of a count when `taken` units of the whole are gone; rounded up. */
export function shareOfRest(rest: number, units: number, taken: number): number {
  if (taken >= unit) return 0;
  return Math.min(rest, Math.ceil((rest * units) / (unit - taken)));
}

/** True with that share as its probability. */
export function happens(rng: Rng, units: number): boolean {
  return rng.below(unit) < units;
}
