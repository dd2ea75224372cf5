// A policy without foresight: step by step towards the nearest thing that is worth something.
import { enumerate } from "../environments/enumerate.ts";
import { type Environment, eventWeights, type Objective } from "../environments/environment.ts";
import { Approach } from "../solvers/approach.ts";
import { uniformOverBest } from "../solvers/greedy.ts";
import { softPolicy } from "../solvers/soft.ts";
import { type LevelSolution, levelPolicy } from "./level-policy.ts";
import type { Policy } from "./policy.ts";

export interface ReactiveOptions {
  readonly objective: Objective;
  /** Rationality of Boltzmann choice, per step of distance; without it the best actions are equally likely. */
  readonly rationality?: number;
  /** States beyond which a level is refused; 500,000 by default. */
  readonly limit?: number;
  /** How many levels are kept; 64 by default. */
  readonly cachedLevels?: number;
}

/**
 * The reactive pursuit of docs/definitions.md by the action values of `solvers/approach.ts`: uniform over the best
 * (or Boltzmann-rational), and over all actions where nothing can be approached. It has no estimate of values.
 */
export function reactivePolicy(environment: Environment, options: ReactiveOptions): Policy {
  const { objective, rationality, limit, cachedLevels } = options;
  const weights = eventWeights(environment, objective);
  const actions = environment.actions.length;
  const choose = (values: Float64Array) =>
    rationality === undefined ? uniformOverBest(values, actions) : softPolicy(values, actions, rationality);

  /** States are judged when play first comes to them: most never are. */
  function solve(level: Uint8Array): LevelSolution {
    const mdp = enumerate(environment, level, limit === undefined ? {} : { limit });
    const approach = new Approach(mdp);
    const values = new Float64Array(actions);
    const judged = new Map<number, Float64Array>();
    const judge = (state: number) => {
      const somewhere = approach.actionValues(state, weights, values);
      const choice = somewhere ? choose(values) : new Float64Array(actions).fill(1 / actions);
      judged.set(state, choice);
      return choice;
    };
    return {
      table: mdp.table,
      act(state, out, offset) {
        out.set(judged.get(state) ?? judge(state), offset);
        return 0;
      },
    };
  }

  return levelPolicy(environment, {
    name: `reactive:${objective.name}`,
    solve,
    ...(cachedLevels === undefined ? {} : { cachedLevels }),
  });
}
