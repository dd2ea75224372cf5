// Planted agents of one level as tables, so that they can be valued exactly and played.
import { eventWeights, type Objective } from "../../src/environments/environment.ts";
import type { FiniteMdp } from "../../src/environments/finite-mdp.ts";
import { asGrid } from "../../src/environments/wall-following.ts";
import { Approach } from "../../src/solvers/approach.ts";
import { plannerTable } from "../../src/solvers/discounted.ts";
import { uniformOverBest, uniformTable, withNoise } from "../../src/solvers/greedy.ts";
import { expectedRewards, outcomeWorth } from "../../src/solvers/rewards.ts";

/** States beyond which the reactive agent is left out: it judges every one of them. */
const judgedStates = 3000;

/** Action probabilities by the agent's name, each [states, actions]: planners for every objective, myopic, reactive, noisy, random. */
export function plantedAgents(mdp: FiniteMdp, discount: number): ReadonlyMap<string, Float64Array> {
  const { objectives, baseObjective } = mdp.environment;
  const agents = new Map<string, Float64Array>();
  for (const objective of objectives) {
    const rewards = expectedRewards(mdp, objective);
    agents.set(`planner:${objective.name}`, plannerTable(mdp, rewards, discount));
    agents.set(`planner:${objective.name}@0.7`, plannerTable(mdp, rewards, 0.7));
    if (mdp.states <= judgedStates && asGrid(mdp.environment) !== null) {
      agents.set(`reactive:${objective.name}`, reactiveTable(mdp, objective));
    }
  }
  const base = agents.get(`planner:${baseObjective}`)!;
  agents.set(`noisy:0.2:planner:${baseObjective}`, withNoise(base, mdp.actions, 0.2));
  agents.set("random", uniformTable(mdp.states, mdp.actions));
  return agents;
}

function reactiveTable(mdp: FiniteMdp, objective: Objective): Float64Array {
  const approach = new Approach(mdp);
  const weights = eventWeights(mdp.environment, objective);
  const table = new Float64Array(mdp.states * mdp.actions);
  const values = new Float64Array(mdp.actions);
  for (let state = 0; state < mdp.states; state++) {
    const somewhere = approach.actionValues(state, weights, values);
    const choice = somewhere ? uniformOverBest(values, mdp.actions) : uniformTable(1, mdp.actions);
    table.set(choice, state * mdp.actions);
  }
  return table;
}

/**
 * Mean and variance of the discounted return of an episode, by backward induction of both moments: with G = w + discount G',
 * E G^2 = E [w^2 + 2 discount w V(s') + discount^2 E G'^2].
 */
export function returnMoments(
  mdp: FiniteMdp,
  policy: Float64Array,
  objective: Objective,
  { horizon, discount }: { readonly horizon: number; readonly discount: number },
): { mean: number; variance: number } {
  const worth = outcomeWorth(mdp, eventWeights(mdp.environment, objective));
  let [means, squares] = [new Float64Array(mdp.states + 1), new Float64Array(mdp.states + 1)];
  for (let toGo = 1; toGo <= horizon; toGo++) {
    const [next, nextSquares] = [new Float64Array(mdp.states + 1), new Float64Array(mdp.states + 1)];
    for (let row = 0; row < policy.length; row++) {
      const state = Math.floor(row / mdp.actions);
      for (let i = mdp.rowOffsets[row]!; i < mdp.rowOffsets[row + 1]!; i++) {
        const probability = policy[row]! * mdp.probabilities[i]!;
        const gain = worth[mdp.outcomes[i]!]!;
        const after = discount * means[mdp.successors[i]!]!;
        next[state]! += probability * (gain + after);
        nextSquares[state]! +=
          probability * (gain * gain + 2 * gain * after + discount ** 2 * squares[mdp.successors[i]!]!);
      }
    }
    [means, squares] = [next, nextSquares];
  }
  return { mean: means[0]!, variance: Math.max(0, squares[0]! - means[0]! ** 2) };
}
