// Mean and variance of what a life in the deception game earns, by recursion from its end: the oracle of simulations.
import { type DeceptionGame, survival } from "../../src/games/deception/deception-game.ts";

/** Of an agent that plays B in episode t with probability defects[t]. */
export function lifetimeMoments(
  game: DeceptionGame,
  defects: ArrayLike<number>,
): { mean: number; variance: number } {
  const { discount } = game;
  let [mean, square] = [0, 0];
  for (let episode = defects.length - 1; episode >= 0; episode--) {
    const p = defects[episode]!;
    const kept = survival(game, episode);
    [mean, square] = [
      p * (1 + kept * discount * mean) + (1 - p) * discount * mean,
      p * (1 + kept * (2 * discount * mean + discount ** 2 * square)) + (1 - p) * discount ** 2 * square,
    ];
  }
  return { mean, variance: Math.max(square - mean ** 2, 0) };
}
