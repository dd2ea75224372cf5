// Random games of modification: motives, threats, discounts and lengths, over all that matters.
import type { Rng } from "../../src/base/rng.ts";
import type { GameOfModification } from "../../src/games/modification/programme.ts";

/** Draws a game; about one in ten has a detection of 0 or 1, or a motive that pays no more for defection than for cooperation. */
export function randomModificationGame(rng: Rng): GameOfModification {
  const edge = rng.below(20);
  const detection = edge === 0 ? 0 : edge === 1 ? 1 : rng.unit();
  return {
    motive: { gain: Math.exp(1 + 1.2 * rng.normal()), benefit: 0.2 + rng.unit() },
    threat: { detection, delay: rng.below(12) },
    discount: 0.3 + 0.68 * rng.unit(),
    length: rng.between(1, 20),
  };
}
