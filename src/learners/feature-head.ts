// A learned reward on features of what is seen: which feature of what was paid was meant has to be guessed.
import { enumerate } from "../environments/enumerate.ts";
import type { Environment } from "../environments/environment.ts";
import { levelPolicy, tableSolution } from "../policies/level-policy.ts";
import { solveDiscounted } from "../solvers/discounted.ts";
import { uniformOverBest } from "../solvers/greedy.ts";
import { featureRewards } from "./feature-rewards.ts";
import { observationSize, rewardFeatures } from "./reward-features.ts";
import type { RewardHead } from "./reward-head.ts";

/** Throws an InputError for a world whose features cannot be told. */
export function featureHead(environment: Environment): RewardHead {
  const features = rewardFeatures(environment);
  const size = observationSize(environment);
  return {
    names: features.names,
    told: false,
    counter(batch) {
      const before = new Uint8Array(batch.observations.length);
      const has = new Uint8Array(features.names.length);
      return {
        look: () => before.set(batch.observations),
        add(regression, lane, action, reward) {
          const ended = batch.terminated[lane] === 1;
          features.write({ before, after: batch.observations, start: lane * size, action, ended }, has);
          regression.add(has, 0, reward);
        },
      };
    },
    planner: (weights, discount) =>
      levelPolicy(environment, {
        name: "planner:learned",
        solve(level) {
          const mdp = enumerate(environment, level);
          const { values, q } = solveDiscounted(mdp, featureRewards(mdp, features, weights), discount);
          return tableSolution(mdp.table, uniformOverBest(q, mdp.actions), values);
        },
      }),
  };
}
