// The linear systems of a level, one per strongly connected component, in an order that keeps them narrow.
import type { FiniteMdp } from "../environments/finite-mdp.ts";
import { componentsOf } from "./components.ts";

/**
 * A level with its states renumbered, component by component, successors' components first, and inside a component so that
 * neighbours lie near each other. A state's new number is its *place*. Transitions follow in the new order too, for what is
 * swept again and again should be read in the order in which it lies.
 */
export interface Bands {
  /** The state at each place. [states] */
  readonly order: Int32Array;
  /** Component c has the places from offsets[c] to offsets[c + 1]. [components + 1] */
  readonly offsets: Int32Array;
  /** The farthest that a transition inside component c moves. [components] */
  readonly halfWidths: Int32Array;
  /** Transitions of each (place, action). [states * actions + 1] */
  readonly rowOffsets: Int32Array;
  /** Place of the successor; `states` where the episode ends. [transitions] */
  readonly successors: Int32Array;
  readonly probabilities: Float64Array;
  /**
   * The successor's place less the state's own plus the half width: its column in the band of I - discount x P; -1 where
   * the transition leaves the component. [transitions]
   */
  readonly columns: Int32Array;
}

const known = new WeakMap<FiniteMdp, Bands>();

/** Computed once per level. */
export function bandsOf(mdp: FiniteMdp): Bands {
  let bands = known.get(mdp);
  if (!bands) {
    bands = findBands(mdp);
    known.set(mdp, bands);
  }
  return bands;
}

/**
 * The order inside a component is that of Cuthill and McKee, "Reducing the bandwidth of sparse symmetric matrices" (1969):
 * breadth first from a state at the edge. On a grid of n cells the half width is about the shorter side.
 */
function findBands(mdp: FiniteMdp): Bands {
  const { states } = mdp;
  const components = componentsOf(mdp);
  const { offsets } = components;
  const count = offsets.length - 1;
  const order = components.order.slice();
  /** The component of each state. */
  const home = new Int32Array(states + 1).fill(-1);
  for (let c = 0; c < count; c++) {
    for (let k = offsets[c] as number; k < (offsets[c + 1] as number); k++) home[order[k] as number] = c;
  }
  const neighbours = neighboursWithin(mdp, home);
  const search = new Search(states, neighbours);
  for (let c = 0; c < count; c++) {
    const first = offsets[c] as number;
    if ((offsets[c + 1] as number) - first < 3) continue;
    // The state met last lies far from where the search began: at an edge.
    search.from(order[first] as number, order, first);
    search.from(order[(offsets[c + 1] as number) - 1] as number, order, first);
  }

  const place = new Int32Array(states + 1).fill(states);
  for (let k = 0; k < states; k++) place[order[k] as number] = k;
  return { order, offsets, ...transitionsByPlace(mdp, order, place, offsets) };
}

function transitionsByPlace(
  mdp: FiniteMdp,
  order: Int32Array,
  place: Int32Array,
  offsets: Int32Array,
): Pick<Bands, "halfWidths" | "rowOffsets" | "successors" | "probabilities" | "columns"> {
  const { actions } = mdp;
  const halfWidths = new Int32Array(offsets.length - 1);
  const rowOffsets = new Int32Array(mdp.rowOffsets.length);
  const successors = new Int32Array(mdp.successors.length);
  const probabilities = new Float64Array(mdp.successors.length);
  const columns = new Int32Array(mdp.successors.length).fill(-1);
  for (let c = 0, to = 0; c < halfWidths.length; c++) {
    const first = offsets[c] as number;
    const end = offsets[c + 1] as number;
    let half = 0;
    for (let row = first * actions; row < end * actions; row++) {
      const at = Math.floor(row / actions);
      const old = (order[at] as number) * actions + (row % actions);
      for (let i = mdp.rowOffsets[old] as number; i < mdp.rowOffsets[old + 1]!; i++, to++) {
        const successor = place[mdp.successors[i] as number] as number;
        successors[to] = successor;
        probabilities[to] = mdp.probabilities[i] as number;
        if (successor >= first && successor < end) half = Math.max(half, Math.abs(successor - at));
      }
      rowOffsets[row + 1] = to;
    }
    halfWidths[c] = half;
    for (let at = first; at < end; at++) {
      for (let i = rowOffsets[at * actions] as number; i < rowOffsets[(at + 1) * actions]!; i++) {
        const successor = successors[i] as number;
        if (successor >= first && successor < end) columns[i] = successor - at + half;
      }
    }
  }
  return { halfWidths, rowOffsets, successors, probabilities, columns };
}

interface Neighbours {
  /** [states + 1] */
  readonly offsets: Int32Array;
  readonly list: Int32Array;
}

/** Successors and predecessors of each state inside its component. */
function neighboursWithin(mdp: FiniteMdp, home: Int32Array): Neighbours {
  const { states, actions, rowOffsets, successors } = mdp;
  const offsets = new Int32Array(states + 2);
  const each = (visit: (from: number, to: number) => void) => {
    for (let state = 0; state < states; state++) {
      for (let i = rowOffsets[state * actions] as number; i < rowOffsets[(state + 1) * actions]!; i++) {
        const successor = successors[i] as number;
        if (successor !== state && home[successor] === home[state]) visit(state, successor);
      }
    }
  };
  each((from, to) => {
    offsets[from + 2]!++;
    offsets[to + 2]!++;
  });
  for (let state = 0; state < states; state++) offsets[state + 2]! += offsets[state + 1] as number;
  const list = new Int32Array(offsets[states + 1] as number);
  each((from, to) => {
    list[offsets[from + 1]!++] = to;
    list[offsets[to + 1]!++] = from;
  });
  return { offsets, list };
}

class Search {
  /** The last search that met each state. */
  readonly #met: Int32Array;
  #searches = 0;

  constructor(
    states: number,
    readonly neighbours: Neighbours,
  ) {
    this.#met = new Int32Array(states);
  }

  /** Writes the states that can be reached from `start` to out[first ...], breadth first. */
  from(start: number, out: Int32Array, first: number): void {
    const { offsets, list } = this.neighbours;
    const met = this.#met;
    const search = ++this.#searches;
    out[first] = start;
    met[start] = search;
    let end = first + 1;
    for (let next = first; next < end; next++) {
      const state = out[next] as number;
      for (let i = offsets[state] as number; i < (offsets[state + 1] as number); i++) {
        const neighbour = list[i] as number;
        if (met[neighbour] === search) continue;
        met[neighbour] = search;
        out[end++] = neighbour;
      }
    }
  }
}

/**
 * LU factors in place of a band matrix of `size` rows with 2 x half + 1 columns, entry (i, j) in row i, column
 * j - i + half. Without pivoting, which rows that are dominated by their diagonal, as in I - discount x P, do not need.
 */
export function factorBand(matrix: Float64Array, size: number, half: number): void {
  const width = 2 * half + 1;
  for (let k = 0; k < size; k++) {
    const pivotAt = k * width + half;
    const inverse = 1 / (matrix[pivotAt] as number);
    const last = Math.min(k + half, size - 1);
    for (let i = k + 1; i <= last; i++) {
      const at = i * width + half + k - i;
      const entry = matrix[at] as number;
      if (entry === 0) continue;
      const factor = entry * inverse;
      matrix[at] = factor;
      for (let j = 1; j <= last - k; j++) {
        matrix[at + j]! -= factor * (matrix[pivotAt + j] as number);
      }
    }
  }
}

/** Solves the factored system for a right-hand side, in place. [size] */
export function solveBand(matrix: Float64Array, size: number, half: number, side: Float64Array): void {
  const width = 2 * half + 1;
  for (let i = 1; i < size; i++) {
    let sum = side[i] as number;
    const at = i * width + half - i;
    for (let j = Math.max(0, i - half); j < i; j++) sum -= (matrix[at + j] as number) * (side[j] as number);
    side[i] = sum;
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = side[i] as number;
    const at = i * width + half - i;
    const last = Math.min(i + half, size - 1);
    for (let j = i + 1; j <= last; j++) sum -= (matrix[at + j] as number) * (side[j] as number);
    side[i] = sum / (matrix[at + i] as number);
  }
}
