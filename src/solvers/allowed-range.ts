// What play that keeps to given actions can be worth: at best, at worst, and when it picks among them at random.
import type { FiniteMdp } from "../environments/finite-mdp.ts";
import { checkSetting } from "./backup.ts";

/** Values from the start, of policies that keep to the allowed actions. */
export interface AllowedRange {
  readonly worst: number;
  readonly best: number;
  /** Of the policy that is uniform over the allowed actions of each state. */
  readonly uniform: number;
}

/**
 * The values of a whole episode under `rewards` [states * actions] of all policies that keep to the actions marked in
 * `allowed` [states * actions], at least one per state; otherwise they are free, chance, memory and clock included.
 * Only states that such play can reach are looked at: planners leave most of a level alone.
 */
export function allowedRange(
  mdp: FiniteMdp,
  allowed: Uint8Array,
  rewards: Float64Array,
  horizon: number,
  discount: number,
): AllowedRange {
  checkSetting(horizon, discount);
  const part = reachablePart(mdp, allowed, rewards, horizon);
  const size = part.actionOffsets.length;
  let next = { best: new Float64Array(size), worst: new Float64Array(size), uniform: new Float64Array(size) };
  let values = {
    best: new Float64Array(size),
    worst: new Float64Array(size),
    uniform: new Float64Array(size),
  };
  for (let toGo = 1; toGo <= horizon; toGo++) {
    const layer = Math.min(horizon - toGo + 1, part.layerOffsets.length - 1);
    const changed = backUp(part, next, values, discount, part.layerOffsets[layer] as number);
    [next, values] = [values, next];
    // The states that matter only become fewer, so what has stopped changing stays as it is.
    if (!changed) break;
  }
  return { worst: next.worst[0] as number, best: next.best[0] as number, uniform: next.uniform[0] as number };
}

/** The part of a level that allowed play reaches within the horizon, numbered in the order of first arrival. */
interface Part {
  /** States first reached in d steps end at layerOffsets[d + 1]. [layers + 1] */
  readonly layerOffsets: readonly number[];
  /** The allowed actions of state s are actionOffsets[s] ... actionOffsets[s + 1] - 1. [states + 1] */
  readonly actionOffsets: Int32Array;
  /** [allowed actions] */
  readonly rewards: Float64Array;
  /** [allowed actions + 1] */
  readonly rowOffsets: Int32Array;
  /** [transitions]; the number of states where the episode ends. */
  readonly successors: Int32Array;
  /** [transitions] */
  readonly probabilities: Float64Array;
}

function reachablePart(mdp: FiniteMdp, allowed: Uint8Array, rewards: Float64Array, horizon: number): Part {
  const { actions } = mdp;
  const numbers = new Int32Array(mdp.states + 1).fill(-1);
  const reached = [0];
  numbers[0] = 0;
  const layerOffsets = [0, 1];
  const actionOffsets = [0];
  const kept: number[] = [];
  const rowOffsets = [0];
  const transitions: number[] = [];
  for (let state = 0; state < reached.length; state++) {
    if (state === layerOffsets.at(-1)) layerOffsets.push(reached.length);
    // States first reached at the horizon are never acted in.
    if (layerOffsets.length - 2 >= horizon) break;
    const first = (reached[state] as number) * actions;
    for (let row = first; row < first + actions; row++) {
      if (allowed[row] === 0) continue;
      kept.push(row);
      const end = mdp.rowOffsets[row + 1] as number;
      for (let i = mdp.rowOffsets[row] as number; i < end; i++) {
        const successor = mdp.successors[i] as number;
        if (successor !== mdp.states && numbers[successor] === -1)
          numbers[successor] = reached.push(successor) - 1;
        transitions.push(i);
      }
      rowOffsets.push(transitions.length);
    }
    actionOffsets.push(kept.length);
  }
  numbers[mdp.states] = reached.length;
  while (actionOffsets.length <= reached.length) actionOffsets.push(kept.length);
  return {
    layerOffsets,
    actionOffsets: Int32Array.from(actionOffsets),
    rewards: Float64Array.from(kept, (row) => rewards[row] as number),
    rowOffsets: Int32Array.from(rowOffsets),
    successors: Int32Array.from(transitions, (i) => numbers[mdp.successors[i] as number] as number),
    probabilities: Float64Array.from(transitions, (i) => mdp.probabilities[i] as number),
  };
}

interface Values {
  readonly best: Float64Array;
  readonly worst: Float64Array;
  readonly uniform: Float64Array;
}

/** One step back, of all three values, for the first `count` states. Answers whether any of them changed. */
function backUp(part: Part, next: Values, out: Values, discount: number, count: number): boolean {
  const { actionOffsets, rewards, rowOffsets, successors, probabilities } = part;
  let changed = false;
  for (let state = 0, row = 0, i = 0; state < count; state++) {
    const lastRow = actionOffsets[state + 1] as number;
    const share = 1 / (lastRow - row);
    let best = -Infinity;
    let worst = Infinity;
    let uniform = 0;
    for (; row < lastRow; row++) {
      const end = rowOffsets[row + 1] as number;
      let [afterBest, afterWorst, afterUniform] = [0, 0, 0];
      for (; i < end; i++) {
        const to = successors[i] as number;
        const probability = probabilities[i] as number;
        afterBest += probability * (next.best[to] as number);
        afterWorst += probability * (next.worst[to] as number);
        afterUniform += probability * (next.uniform[to] as number);
      }
      const reward = rewards[row] as number;
      best = Math.max(best, reward + discount * afterBest);
      worst = Math.min(worst, reward + discount * afterWorst);
      uniform += share * (reward + discount * afterUniform);
    }
    if (best !== next.best[state] || worst !== next.worst[state] || uniform !== next.uniform[state])
      changed = true;
    out.best[state] = best;
    out.worst[state] = worst;
    out.uniform[state] = uniform;
  }
  return changed;
}
