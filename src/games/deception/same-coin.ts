// An agent that cannot tell its episodes apart tosses the same coin in each of them.
import { type Maximum, maximise } from "../../base/maximise.ts";

/** A chain of episodes in each of which an agent either goes on or takes what is there. */
export interface CoinChain {
  /** What taking pays. [episodes] */
  readonly rewards: readonly number[];
  /** Probability that there is an agent afterwards, where it took. [episodes] */
  readonly survivals: readonly number[];
  /** What the agent gets who is there at the end; 0 by default. */
  readonly last?: number;
  readonly discount: number;
}

/** What taking with probability `p` in each episode is worth: sum of discount^t x P(there at t) x p x reward. */
export function coinValue({ rewards, survivals, last = 0, discount }: CoinChain, p: number): number {
  let [value, there] = [0, 1];
  for (let episode = 0; episode < rewards.length; episode++) {
    value += there * p * rewards[episode]!;
    there *= discount * (1 - p * (1 - survivals[episode]!));
  }
  return value + there * last;
}

/** The best probability, and its value. A coin is judged before the first episode, by what it gives over all of them. */
export function bestCoin(chain: CoinChain): Maximum {
  return highestPoint((p) => coinValue(chain, p), 0, 1);
}

const gridCells = 512;
const tolerance = 1e-10;

/**
 * The highest point of a function with few humps on [low, high]: every hump that a grid of 512 cells shows is climbed, both ends
 * included. Smooth functions are exact to rounding in value and to about 1e-8 in place; of equals the leftmost.
 */
export function highestPoint(f: (x: number) => number, low: number, high: number): Maximum {
  const cell = (high - low) / gridCells;
  const place = (index: number) => (index === gridCells ? high : low + index * cell);
  const heights = Array.from({ length: gridCells + 1 }, (_, index) => f(place(index)));
  let best: Maximum = { at: low, value: heights[0]! };
  const offer = (point: Maximum) => {
    if (point.value > best.value) best = point;
  };
  for (let index = 0; index <= gridCells; index++) {
    const [left, right] = [heights[index - 1] ?? -Infinity, heights[index + 1] ?? -Infinity];
    if (heights[index]! < left || heights[index]! < right) continue;
    offer({ at: place(index), value: heights[index]! });
    if (cell > 0) {
      offer(maximise(f, place(Math.max(index - 1, 0)), place(Math.min(index + 1, gridCells)), tolerance));
    }
  }
  return best;
}
