// Keeping a hand on the wall, as a policy: it goes everywhere in a maze and wants nothing.
import { InputError } from "../base/errors.ts";
import type { Environment } from "../environments/environment.ts";
import { asGrid, type Hand, noHeading, nowhere, wallFollowingMove } from "../environments/wall-following.ts";
import { lastAction, noAction, rememberActions } from "./last-action.ts";
import type { Policy } from "./policy.ts";

/**
 * The rule of `environments/wall-following.ts` with the last action as heading, blocked or not, and none at the first
 * step; between four walls any action. Memory: the last action. Throws an InputError for a world that is no grid.
 */
export function wallFollowingPolicy(environment: Environment, hand: Hand): Policy {
  const grid = asGrid(environment);
  if (grid === null) throw new InputError("environment", environment.name, "a gridworld, which has walls");
  const actions = environment.actions.length;
  const words = new Int32Array(environment.stateLength);
  return {
    name: `wall:${hand}`,
    memorySize: 1,
    decide(batch, memory, out) {
      out.probabilities.fill(0);
      out.values.fill(0);
      for (let lane = 0; lane < batch.lanes; lane++) {
        batch.saveState(lane, words, 0);
        const last = lastAction(batch, memory, lane);
        const heading = last === noAction ? noHeading : last;
        const move = wallFollowingMove(batch.levelOf(lane), grid.width, words[0] as number, heading, hand);
        const row = lane * actions;
        if (move === nowhere) out.probabilities.fill(1 / actions, row, row + actions);
        else out.probabilities[row + move] = 1;
      }
    },
    remember: rememberActions,
  };
}
