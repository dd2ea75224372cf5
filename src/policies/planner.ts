// Exact planners for any objective, as policies: they see the whole state and know the rules.
import { enumerate } from "../environments/enumerate.ts";
import type { Environment, Objective } from "../environments/environment.ts";
import { solveDiscounted } from "../solvers/discounted.ts";
import { uniformOverBest } from "../solvers/greedy.ts";
import { expectedRewards } from "../solvers/rewards.ts";
import { softPolicy } from "../solvers/soft.ts";
import { levelPolicy, tableSolution } from "./level-policy.ts";
import type { Policy } from "./policy.ts";

export interface PlannerOptions {
  readonly objective: Objective;
  /** Discount of the endless problem that is solved, in [0, 1). */
  readonly discount: number;
  /**
   * Rationality of Boltzmann choice: actions in proportion to exp(rationality x Q), Q in units of the objective. Without
   * it the planner is uniform over the best actions.
   */
  readonly rationality?: number;
  /** States beyond which a level is refused; 500,000 by default. */
  readonly limit?: number;
  /** How many solved levels are kept; 64 by default. */
  readonly cachedLevels?: number;
}

/**
 * The stationary planner for an objective: in every state uniform over the actions within 1e-9 of the best discounted
 * Q (or Boltzmann-rational), whatever the horizon of the episode. Levels are enumerated and solved when first met; throws
 * an InputError for one with too many states.
 */
export function plannerPolicy(environment: Environment, options: PlannerOptions): Policy {
  const { objective, discount, rationality, limit, cachedLevels } = options;
  return levelPolicy(environment, {
    name: `planner:${objective.name}`,
    ...(cachedLevels === undefined ? {} : { cachedLevels }),
    solve(level) {
      const mdp = enumerate(environment, level, limit === undefined ? {} : { limit });
      const { values, q } = solveDiscounted(mdp, expectedRewards(mdp, objective), discount);
      const policy =
        rationality === undefined ? uniformOverBest(q, mdp.actions) : softPolicy(q, mdp.actions, rationality);
      return tableSolution(mdp.table, policy, values);
    },
  });
}
