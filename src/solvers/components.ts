// Which states can return to each other, in the order in which values can be settled once and for all.
import type { FiniteMdp } from "../environments/finite-mdp.ts";

export interface Components {
  /** All states, component by component; successors' components come first. [states] */
  readonly order: Int32Array;
  /** Component c is order[offsets[c]] ... order[offsets[c + 1] - 1]. [components + 1] */
  readonly offsets: Int32Array;
}

const known = new WeakMap<FiniteMdp, Components>();

/** Strongly connected components in reverse topological order; computed once per level. */
export function componentsOf(mdp: FiniteMdp): Components {
  let components = known.get(mdp);
  if (!components) {
    components = findComponents(mdp);
    known.set(mdp, components);
  }
  return components;
}

/** Tarjan, "Depth-first search and linear graph algorithms" (1972), with the recursion as an explicit path. */
function findComponents({ states, actions, rowOffsets, successors }: FiniteMdp): Components {
  const order = new Int32Array(states);
  const offsets = new Int32Array(states + 1);
  /** When a state was met, from 1; 0 before that. */
  const met = new Int32Array(states);
  /** The earliest met state known to be reachable from it; `settled` once its component is complete. */
  const low = new Int32Array(states);
  const settled = 2 ** 31 - 1;
  const stack = new Int32Array(states);
  const path = new Int32Array(states);
  /** The next transition to follow from each state. */
  const cursor = new Int32Array(states);
  let [clock, stacked, placed, components] = [0, 0, 0, 0];

  for (let root = 0; root < states; root++) {
    if (met[root] !== 0) continue;
    let depth = 0;
    path[0] = root;
    while (depth >= 0) {
      const state = path[depth] as number;
      if (met[state] === 0) {
        met[state] = low[state] = ++clock;
        stack[stacked++] = state;
        cursor[state] = rowOffsets[state * actions] as number;
      }
      const end = rowOffsets[(state + 1) * actions] as number;
      let child = -1;
      let lowest = low[state] as number;
      let i = cursor[state] as number;
      for (; i < end; i++) {
        const successor = successors[i] as number;
        if (successor === states) continue;
        if (met[successor] === 0) {
          child = successor;
          break;
        }
        const reach = low[successor] as number;
        if (reach !== settled && reach < lowest) lowest = reach;
      }
      low[state] = lowest;
      cursor[state] = i;
      if (child >= 0) {
        path[++depth] = child;
        continue;
      }
      if (lowest === met[state]) {
        let member: number;
        do {
          member = stack[--stacked] as number;
          low[member] = settled;
          order[placed++] = member;
        } while (member !== state);
        offsets[++components] = placed;
      }
      depth--;
    }
  }
  return { order, offsets: offsets.slice(0, components + 1) };
}
