// From an objective to the expected reward of every state and action.
import { eventWeights, type Objective } from "../environments/environment.ts";
import type { FiniteMdp } from "../environments/finite-mdp.ts";

/**
 * r(s, a) = sum over transitions of p x (weights . events). [states * actions]
 * Throws when the objective weighs an event that the world does not emit.
 */
export function expectedRewards(mdp: FiniteMdp, objective: Objective): Float64Array {
  const worth = outcomeWorth(mdp, eventWeights(mdp.environment, objective));
  const { rowOffsets, probabilities, outcomes } = mdp;
  const rows = mdp.states * mdp.actions;
  const rewards = new Float64Array(rows);
  for (let row = 0, i = 0; row < rows; row++) {
    const end = rowOffsets[row + 1] as number;
    let reward = 0;
    for (; i < end; i++) reward += (probabilities[i] as number) * (worth[outcomes[i] as number] as number);
    rewards[row] = reward;
  }
  return rewards;
}

/** What each kind of outcome is worth under a weight per event. [outcome kinds] */
export function outcomeWorth(mdp: FiniteMdp, weights: Float64Array): Float64Array {
  const kinds = mdp.environment.events.length;
  const worth = new Float64Array(Math.max(1, mdp.eventVectors.length / Math.max(1, kinds)));
  for (let outcome = 0; outcome < worth.length; outcome++) {
    for (let event = 0; event < kinds; event++) {
      worth[outcome]! += (weights[event] as number) * (mdp.eventVectors[outcome * kinds + event] as number);
    }
  }
  return worth;
}
