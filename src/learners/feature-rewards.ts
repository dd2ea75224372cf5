// What a reward on features comes to in every state of a level, for planners.
import { BranchingOracle } from "../environments/branching-oracle.ts";
import type { FiniteMdp } from "../environments/enumerate.ts";
import { observationSize, type RewardFeatures } from "./reward-features.ts";

/** Episodes never run out while a level is gone through. */
const endless = 2 ** 31 - 1;

/** r(s, a) = sum over what chance does of p x (weights . features of the step). weights: [features]; answers [states * actions] */
export function featureRewards(
  { environment, level, table, states, actions }: FiniteMdp,
  features: RewardFeatures,
  weights: ArrayLike<number>,
): Float64Array {
  const batch = environment.batch({ lanes: 1, horizon: endless });
  batch.reset(0, level, 0);
  const oracle = new BranchingOracle();
  const before = new Uint8Array(observationSize(environment));
  const has = new Uint8Array(features.names.length);
  const rewards = new Float64Array(states * actions);
  for (let state = 0; state < states; state++) {
    for (let action = 0; action < actions; action++) {
      let expected = 0;
      oracle.start();
      do {
        batch.loadState(0, table.words, state * environment.stateLength);
        before.set(batch.observations);
        batch.stepLane(0, action, oracle);
        const ended = batch.terminated[0] === 1;
        features.write({ before, after: batch.observations, start: 0, action, ended }, has);
        let worth = 0;
        for (let feature = 0; feature < has.length; feature++)
          if (has[feature] === 1) worth += weights[feature]!;
        expected += oracle.probability * worth;
      } while (oracle.advance());
      rewards[state * actions + action] = expected;
    }
  }
  return rewards;
}
