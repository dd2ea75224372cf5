// What a policy brings about from each action on: the derivatives of its action values by the weights of events.
import type { FiniteMdp } from "../environments/finite-mdp.ts";
import { checkSetting, rowValue } from "./backup.ts";
import { bandsOf, factorBand, solveBand } from "./bands.ts";
import { expectedRewards } from "./rewards.ts";

/**
 * Expected discounted count of each event from each state and action on, in an endless episode under a stationary policy
 * [states, actions]: the derivative of its Q by the event's weight. One entry per event, each [states, actions]. Solved
 * directly, component by component; meant for levels whose components are narrow, as those of grids are. `rewards` saves
 * computing `eventRates` anew.
 */
export function discountedEventCounts(
  mdp: FiniteMdp,
  policy: Float64Array,
  discount: number,
  rewards: readonly Float64Array[] = eventRates(mdp),
): Float64Array[] {
  checkSetting(Infinity, discount);
  const { states, actions } = mdp;
  const values = rewards.map(() => new Float64Array(states + 1));
  const { order, offsets, halfWidths, rowOffsets, columns, probabilities } = bandsOf(mdp);
  for (let component = 0; component < halfWidths.length; component++) {
    const first = offsets[component] as number;
    const size = (offsets[component + 1] as number) - first;
    const half = halfWidths[component] as number;
    const width = 2 * half + 1;
    const matrix = new Float64Array(size * width);
    for (let k = 0; k < size; k++) {
      matrix[k * width + half] = 1;
      for (let action = 0; action < actions; action++) {
        const share = discount * (policy[(order[first + k] as number) * actions + action] as number);
        const row = (first + k) * actions + action;
        for (let i = rowOffsets[row] as number; i < (rowOffsets[row + 1] as number); i++) {
          const column = columns[i] as number;
          if (column >= 0) matrix[k * width + column]! -= share * (probabilities[i] as number);
        }
      }
    }
    factorBand(matrix, size, half);
    for (let event = 0; event < rewards.length; event++) {
      const value = values[event] as Float64Array;
      const side = new Float64Array(size);
      // The component's own values are still 0, so this is what comes in from outside.
      for (let k = 0; k < size; k++) {
        const state = order[first + k] as number;
        for (let row = state * actions; row < (state + 1) * actions; row++) {
          side[k]! +=
            (policy[row] as number) * rowValue(mdp, rewards[event] as Float64Array, value, discount, row);
        }
      }
      solveBand(matrix, size, half, side);
      for (let k = 0; k < size; k++) value[order[first + k] as number] = side[k] as number;
    }
  }
  return rewards.map((reward, event) => {
    const value = values[event] as Float64Array;
    return reward.map((_, row) => rowValue(mdp, reward, value, discount, row));
  });
}

/** Expected count of each event in one step. One entry per event, each [states, actions]. */
export function eventRates(mdp: FiniteMdp): Float64Array[] {
  return mdp.environment.events.map((event) =>
    expectedRewards(mdp, { name: event, wants: `Bring about ${event}.`, weights: { [event]: 1 } }),
  );
}
