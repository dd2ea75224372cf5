// Soft-optimal values: the best trade of reward against certainty about the actions (maximum causal entropy).
import { InputError } from "../base/errors.ts";
import type { FiniteMdp } from "../environments/finite-mdp.ts";
import { checkSetting } from "./backup.ts";
import { type Bands, bandsOf, factorBand, solveBand } from "./bands.ts";
import { choiceProbabilities } from "./greedy.ts";

/** Largest error of any value, and of any log-probability half of it: values err by at most this / max(1, |rationality|). */
export const softError = 1e-10;
/** Residuals of fewer than this many units in the last place of the largest number involved are rounding. */
const roundingUnits = 8;
/** Half width of a component's band beyond which sweeps are faster than solving it. */
const widestBand = 96;
/** Below this spread of rationality x Q, logarithm and exponential are taken of differences from 1, which stay exact. */
const narrowSpread = 0.1;

export interface SoftOptions {
  /**
   * What the end of an episode is worth. "absorbing" (default): as much as acting for ever without reward, so that ending
   * is no loss in itself. "zero": nothing, though living on is worth log|A| / rationality a step; an agent of low rationality then
   * shuns whatever ends the episode. Only for comparison with others' numbers.
   */
  readonly terminal?: "absorbing" | "zero";
  /** Values to begin with, such as those of a neighbouring rationality. [states + 1] */
  readonly start?: Float64Array;
}

export interface SoftSolution {
  /** V(s) less `idle`; the last entry is that of the end. [states + 1] */
  readonly values: Float64Array;
  /** Q(s, a) less discount x `idle`. [states, actions] */
  readonly q: Float64Array;
  /** The soft value of acting for ever without reward: log|A| / (rationality x (1 - discount)); 0 at rationality 0. */
  readonly idle: number;
}

/**
 * Q(s, a) = r(s, a) + discount x E V(s'), V(s) = (1 / rationality) log sum over a of exp(rationality x Q(s, a)); the policy is
 * `softPolicy` of Q (Ziebart, "Modeling purposeful adaptive behavior", 2010, section 5.3). Any finite rationality: a negative one
 * shuns reward; 0 is random play.
 *
 * Values are counted from `idle`. In them V(s) = (1 / rationality) log mean exp(rationality x Q(s, a)), the end is worth 0, and
 * they lie between random play's values and the best: nothing cancels at small rationality.
 *
 * A reward of -Infinity forbids an action to positive rationality, if another is left.
 *
 * Newton's method over one strongly connected component at a time, successors first: the soft policy is evaluated by a
 * linear system. With T the update of all values and d the last correction, |TV - V| <= |rationality| discount^2 d^2 / 2 afterwards (Taylor; the
 * curvature of the log mean exp is rationality x a variance), and T contracts by the discount, so every value errs by at most
 * |TV - V| / (1 - discount) (or by rounding, where that is more). Components with too wide a band are swept (Gauss-Seidel) until that bound holds.
 */
export function solveSoft(
  mdp: FiniteMdp,
  rewards: Float64Array,
  discount: number,
  rationality: number,
  { terminal = "absorbing", start }: SoftOptions = {},
): SoftSolution {
  checkSetting(Infinity, discount);
  if (!Number.isFinite(rationality))
    throw new InputError("rationality", String(rationality), "a finite number");
  const { states, actions } = mdp;
  const idle = rationality === 0 ? 0 : Math.log(actions) / (rationality * (1 - discount));
  const values = new Float64Array(states + 1);
  values[states] = terminal === "zero" ? -idle : 0;
  const solver = new ComponentSolver(bandsOf(mdp), actions, rewards, discount, rationality, values);
  if (start) solver.begin(start);
  solver.run();
  return { ...solver.solution(), idle };
}

/** Probabilities in proportion to exp(rationality x Q). q and result: [states, actions] */
export function softPolicy(q: Float64Array, actions: number, rationality: number): Float64Array {
  const policy = new Float64Array(q.length);
  for (let first = 0; first < q.length; first += actions) {
    choiceProbabilities(q, rationality, actions, first, policy);
  }
  return policy;
}

/** Weights below this share of the best action's are lost in rounding: exp(-40) < 2^-57. */
const lostLog = -40;

/** Works on places (see Bands). */
class ComponentSolver {
  /** Q, then probabilities, of the state at hand. [actions] */
  readonly #choice: Float64Array;
  #matrix = new Float64Array(0);
  #side = new Float64Array(0);
  readonly #tolerance: number;
  readonly #largestReward: number;

  constructor(
    readonly bands: Bands,
    readonly actions: number,
    /** By state, [states, actions]. */
    readonly rewards: Float64Array,
    readonly discount: number,
    readonly rationality: number,
    /** By place; the last is given. [states + 1] */
    readonly values: Float64Array,
  ) {
    this.#choice = new Float64Array(actions);
    this.#tolerance = (softError * (1 - discount)) / Math.max(1, Math.abs(rationality));
    let largest = 0;
    for (const reward of rewards) if (Number.isFinite(reward)) largest = Math.max(largest, Math.abs(reward));
    this.#largestReward = largest;
  }

  /** Takes over values by state. */
  begin(values: Float64Array): void {
    const { order } = this.bands;
    for (let place = 0; place < order.length; place++)
      this.values[place] = values[order[place] as number] as number;
  }

  /** Values and Q by state. */
  solution(): { values: Float64Array; q: Float64Array } {
    const { actions } = this;
    const { order } = this.bands;
    const values = new Float64Array(order.length + 1);
    const q = new Float64Array(order.length * actions);
    values[order.length] = this.values[order.length] as number;
    for (let place = 0; place < order.length; place++) {
      const state = order[place] as number;
      values[state] = this.values[place] as number;
      this.#evaluate(place);
      for (let action = 0; action < actions; action++)
        q[state * actions + action] = this.#choice[action] as number;
    }
    return { values, q };
  }

  run(): void {
    const { offsets, halfWidths } = this.bands;
    for (let component = 0; component < halfWidths.length; component++) {
      const first = offsets[component] as number;
      const end = offsets[component + 1] as number;
      const half = halfWidths[component] as number;
      if (half <= widestBand) this.#newton(first, end, half);
      else this.#sweep(first, end);
    }
  }

  #newton(first: number, end: number, half: number): void {
    const { values, rationality, discount } = this;
    const size = end - first;
    const length = size * (2 * half + 1);
    if (length > this.#matrix.length) this.#matrix = new Float64Array(2 * length);
    if (size > this.#side.length) this.#side = new Float64Array(2 * size);
    const matrix = this.#matrix;
    const side = this.#side;
    const curvature = 0.5 * Math.abs(rationality) * discount * discount;
    for (let rounding = 0; ; ) {
      const residual = this.#linearise(first, end, half);
      if (residual <= this.#tolerance || residual <= rounding) return;
      factorBand(matrix, size, half);
      solveBand(matrix, size, half, side);
      let correction = 0;
      let largest = 0;
      for (let k = 0; k < size; k++) {
        const change = side[k] as number;
        const value = (values[first + k] as number) + change;
        values[first + k] = value;
        correction = Math.max(correction, Math.abs(change));
        largest = Math.max(largest, Math.abs(value));
      }
      if (curvature * correction * correction <= this.#tolerance) return;
      rounding = this.#rounding(largest);
    }
  }

  /** What rounding leaves of TV - V where it should be 0: of rewards and values, and of a logarithm over the rationality. */
  #rounding(largestValue: number): number {
    return (
      roundingUnits * Number.EPSILON * (this.#largestReward + largestValue + 1 / Math.abs(this.rationality))
    );
  }

  /** Writes I - discount x P of the soft policy and TV - V; answers the largest |TV - V|. */
  #linearise(first: number, end: number, half: number): number {
    const { rowOffsets, probabilities, columns } = this.bands;
    const { values, discount, actions } = this;
    const width = 2 * half + 1;
    const choice = this.#choice;
    const matrix = this.#matrix;
    const side = this.#side;
    matrix.fill(0, 0, (end - first) * width);
    let residual = 0;
    for (let place = first, at = 0; place < end; place++, at += width) {
      this.#evaluate(place);
      const change = this.#choose() - (values[place] as number);
      side[place - first] = change;
      residual = Math.max(residual, Math.abs(change));
      let row = place * actions;
      let i = rowOffsets[row] as number;
      for (let action = 0; action < actions; action++) {
        const weight = discount * (choice[action] as number);
        for (const last = rowOffsets[++row] as number; i < last; i++) {
          const column = columns[i] as number;
          if (column >= 0) matrix[at + column]! -= weight * (probabilities[i] as number);
        }
      }
      matrix[at + half]! += 1;
    }
    return residual;
  }

  #sweep(first: number, end: number): void {
    const { values } = this;
    for (let forward = true; ; forward = !forward) {
      let change = 0;
      let largest = 0;
      for (let k = first; k < end; k++) {
        const place = forward ? k : first + end - 1 - k;
        this.#evaluate(place);
        const value = this.#choose();
        change = Math.max(change, Math.abs(value - (values[place] as number)));
        largest = Math.max(largest, Math.abs(value));
        values[place] = value;
      }
      if (change <= Math.max(this.#tolerance, this.#rounding(largest))) return;
    }
  }

  /** Writes the Q of a state's actions to #choice. */
  #evaluate(place: number): void {
    const { order, rowOffsets, successors, probabilities } = this.bands;
    const { rewards, values, discount, actions } = this;
    const reward = (order[place] as number) * actions;
    let row = place * actions;
    let i = rowOffsets[row] as number;
    for (let action = 0; action < actions; action++) {
      let expected = 0;
      for (const last = rowOffsets[++row] as number; i < last; i++) {
        expected += (probabilities[i] as number) * (values[successors[i] as number] as number);
      }
      this.#choice[action] = (rewards[reward + action] as number) + discount * expected;
    }
  }

  /** Turns the Q in #choice into probabilities and answers their soft value. */
  #choose(): number {
    const { rationality, actions } = this;
    const choice = this.#choice;
    let highest = -Infinity;
    let lowest = Infinity;
    for (let action = 0; action < actions; action++) {
      const value = choice[action] as number;
      if (value > highest) highest = value;
      if (value < lowest) lowest = value;
    }
    const best = rationality >= 0 ? highest : lowest;
    if (Math.abs(rationality) * (highest - lowest) < narrowSpread) return this.#chooseAmongLike(best);
    let sum = 0;
    for (let action = 0; action < actions; action++) {
      const log = rationality * ((choice[action] as number) - best);
      const weight = log === 0 ? 1 : log < lostLog ? 0 : Math.exp(log);
      choice[action] = weight;
      sum += weight;
    }
    for (let action = 0; action < actions; action++) choice[action]! /= sum;
    return best + Math.log(sum / actions) / rationality;
  }

  /** The same by differences from 1, exact where all actions are worth nearly the same or the rationality is 0. */
  #chooseAmongLike(best: number): number {
    const { rationality, actions } = this;
    const choice = this.#choice;
    let growths = 0;
    let excesses = 0;
    for (let action = 0; action < actions; action++) {
      const excess = (choice[action] as number) - best;
      const growth = excess === 0 ? 0 : Math.expm1(rationality * excess);
      excesses += excess;
      growths += growth;
      choice[action] = 1 + growth;
    }
    const sum = actions + growths;
    for (let action = 0; action < actions; action++) choice[action]! /= sum;
    if (rationality === 0) return best + excesses / actions;
    return growths === 0 ? best : best + Math.log1p(growths / actions) / rationality;
  }
}
