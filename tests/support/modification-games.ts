// Random games of modification: motives, threats, discounts and lengths, over all that matters.
import type { Rng } from "../../src/base/rng.ts";
import type { GameOfModification } from "../../src/games/modification/programme.ts";

/**
 * Draws a game; half of the delays are short, since long ones leave little to decide. About one in ten has a detection of 0 or 1, and some motives pay no
 * more for defection than for cooperation.
 */
export function randomModificationGame(rng: Rng): GameOfModification {
  const edge = rng.below(20);
  const detection = edge === 0 ? 0 : edge === 1 ? 1 : rng.unit();
  return {
    motive: { gain: Math.exp(0.8 + 0.9 * rng.normal()), benefit: 0.2 + rng.unit() },
    threat: { detection, delay: rng.below(rng.below(2) === 0 ? 3 : 12) },
    discount: 0.4 + 0.59 * rng.unit(),
    length: rng.between(1, 20),
  };
}
