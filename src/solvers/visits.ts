// Where an episode goes: how often each state is acted in, and whether it is at all.
import { type FiniteMdp, statesWithin } from "../environments/finite-mdp.ts";
import { checkSetting } from "./backup.ts";

/** Sum over t < horizon of P(state at time t), under a stationary policy [states, actions]. [states] */
export function expectedVisits(mdp: FiniteMdp, policy: Float64Array, horizon: number): Float64Array {
  checkSetting(horizon, 1);
  const visits = new Float64Array(mdp.states);
  push(mdp, policy, horizon, -1, (mass, count) => {
    for (let state = 0; state < count; state++) visits[state] += mass[state];
  });
  return visits;
}

/**
 * P(the state is acted in at least once within the horizon), by pushing probability forward once per state, with that
 * state as a trap: for small levels. [states]
 */
export function visitProbabilities(mdp: FiniteMdp, policy: Float64Array, horizon: number): Float64Array {
  checkSetting(horizon, 1);
  return Float64Array.from({ length: mdp.states }, (_, trap) => {
    let visited = 0;
    push(mdp, policy, horizon, trap, (mass) => {
      visited += mass[trap];
    });
    return visited;
  });
}

/**
 * Shows the distribution of states at each time step before the horizon, and how many states it can cover; the mass in
 * the trap goes no further.
 */
function push(
  mdp: FiniteMdp,
  policy: Float64Array,
  horizon: number,
  trap: number,
  show: (mass: Float64Array, count: number) => void,
): void {
  const { states, actions, rowOffsets, successors, probabilities } = mdp;
  let mass = new Float64Array(states + 1);
  let next = new Float64Array(states + 1);
  mass[0] = 1;
  for (let step = 0; step < horizon; step++) {
    const count = statesWithin(mdp, step);
    show(mass, count);
    for (let state = 0; state < count; state++) {
      const here = mass[state];
      if (here === 0) continue;
      mass[state] = 0;
      if (state === trap) continue;
      for (let row = state * actions; row < (state + 1) * actions; row++) {
        const taken = here * policy[row];
        if (taken === 0) continue;
        for (let i = rowOffsets[row]; i < rowOffsets[row + 1]; i++) {
          next[successors[i]] += taken * probabilities[i];
        }
      }
    }
    next[states] = 0;
    [mass, next] = [next, mass];
  }
}
