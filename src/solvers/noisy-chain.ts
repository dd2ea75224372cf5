// The Markov chains that one policy and its mixtures with random actions make of a level, four advanced at a time.
import type { FiniteMdp } from "../environments/finite-mdp.ts";

/** Chains that advance together: one pass over the transitions serves all four. */
export const chainsAtOnce = 4;

/**
 * From each state its distinct (successor, outcome) pairs: first those in which nothing happens, which need no booking,
 * then the others. Those of state s lie in [bounds[2s], bounds[2s + 1]) and [bounds[2s + 1], bounds[2s + 2]).
 */
export interface NoisyChain {
  /** [2 * states + 1] */
  readonly bounds: Int32Array;
  /** Where the successor's masses begin: 4 x its number. [pairs] */
  readonly targets: Int32Array;
  /** Where the outcome's counts begin: 4 x its number. [pairs] */
  readonly outcomes: Int32Array;
  /** The share that goes there by uniformly random actions, and by the policy's. [pairs, 2] */
  readonly shares: Float64Array;
}

/** policy: [states, actions] */
export function noisyChain(mdp: FiniteMdp, policy: Float64Array): NoisyChain {
  const pairs = new Pairs(mdp.successors.length);
  const bounds = new Int32Array(2 * mdp.states + 1);
  for (let state = 0; state < mdp.states; state++) {
    addPairs(mdp, policy, state, pairs, false);
    bounds[2 * state + 1] = pairs.count;
    addPairs(mdp, policy, state, pairs, true);
    bounds[2 * state + 2] = pairs.count;
  }
  return { bounds, targets: pairs.targets, outcomes: pairs.outcomes, shares: pairs.shares };
}

/** Adds the state's transitions in which something happens, or those in which nothing does. */
function addPairs(
  mdp: FiniteMdp,
  policy: Float64Array,
  state: number,
  pairs: Pairs,
  eventful: boolean,
): void {
  const { actions, rowOffsets, successors, probabilities, outcomes } = mdp;
  const first = pairs.count;
  for (let row = state * actions; row < (state + 1) * actions; row++) {
    const end = rowOffsets[row + 1] as number;
    for (let i = rowOffsets[row] as number; i < end; i++) {
      const outcome = outcomes[i] as number;
      if ((outcome !== 0) !== eventful) continue;
      const probability = probabilities[i] as number;
      pairs.add(
        first,
        (successors[i] as number) * chainsAtOnce,
        outcome * chainsAtOnce,
        probability / actions,
        probability * (policy[row] as number),
      );
    }
  }
}

/** Columns of pairs, while they are gathered. */
class Pairs {
  count = 0;
  readonly targets: Int32Array;
  readonly outcomes: Int32Array;
  readonly shares: Float64Array;

  constructor(capacity: number) {
    this.targets = new Int32Array(capacity);
    this.outcomes = new Int32Array(capacity);
    this.shares = new Float64Array(2 * capacity);
  }

  /** Adds to the pair where there is one since `first`, for actions often lead to the same. */
  add(first: number, target: number, outcome: number, random: number, intended: number): void {
    let pair = first;
    while (pair < this.count && (this.targets[pair] !== target || this.outcomes[pair] !== outcome)) pair++;
    if (pair === this.count) this.count++;
    this.targets[pair] = target;
    this.outcomes[pair] = outcome;
    this.shares[2 * pair]! += random;
    this.shares[2 * pair + 1]! += intended;
  }
}

/**
 * Moves the probability of the first `count` states one step on and empties them. Lane k mixes with the share
 * noise[k] of random actions. mass and next: [states + 1, 4]; `often` [outcomes, 4] gains how often each outcome
 * happened; `running` [4] is set to the mass that was there. Written out per lane and per kind of pair: loops over
 * lanes and a branch per pair would take most of the time.
 */
export function advance(
  { bounds, targets, outcomes, shares }: NoisyChain,
  noise: Float64Array,
  count: number,
  mass: Float64Array,
  next: Float64Array,
  often: Float64Array,
  running: Float64Array,
): void {
  const noise0 = noise[0] as number;
  const noise1 = noise[1] as number;
  const noise2 = noise[2] as number;
  const noise3 = noise[3] as number;
  let total0 = 0;
  let total1 = 0;
  let total2 = 0;
  let total3 = 0;
  for (let state = 0, i = 0; state < count; state++) {
    const quiet = bounds[2 * state + 1] as number;
    const end = bounds[2 * state + 2] as number;
    const at = state * 4;
    const mass0 = mass[at] as number;
    const mass1 = mass[at + 1] as number;
    const mass2 = mass[at + 2] as number;
    const mass3 = mass[at + 3] as number;
    if (mass0 + mass1 + mass2 + mass3 === 0) {
      i = end;
      continue;
    }
    mass[at] = 0;
    mass[at + 1] = 0;
    mass[at + 2] = 0;
    mass[at + 3] = 0;
    total0 += mass0;
    total1 += mass1;
    total2 += mass2;
    total3 += mass3;
    const lapsed0 = noise0 * mass0;
    const lapsed1 = noise1 * mass1;
    const lapsed2 = noise2 * mass2;
    const lapsed3 = noise3 * mass3;
    const willed0 = mass0 - lapsed0;
    const willed1 = mass1 - lapsed1;
    const willed2 = mass2 - lapsed2;
    const willed3 = mass3 - lapsed3;
    for (; i < quiet; i++) {
      const random = shares[2 * i] as number;
      const intended = shares[2 * i + 1] as number;
      const to = targets[i] as number;
      next[to]! += random * lapsed0 + intended * willed0;
      next[to + 1]! += random * lapsed1 + intended * willed1;
      next[to + 2]! += random * lapsed2 + intended * willed2;
      next[to + 3]! += random * lapsed3 + intended * willed3;
    }
    for (; i < end; i++) {
      const random = shares[2 * i] as number;
      const intended = shares[2 * i + 1] as number;
      const to = targets[i] as number;
      const outcome = outcomes[i] as number;
      const moved0 = random * lapsed0 + intended * willed0;
      const moved1 = random * lapsed1 + intended * willed1;
      const moved2 = random * lapsed2 + intended * willed2;
      const moved3 = random * lapsed3 + intended * willed3;
      next[to]! += moved0;
      next[to + 1]! += moved1;
      next[to + 2]! += moved2;
      next[to + 3]! += moved3;
      often[outcome]! += moved0;
      often[outcome + 1]! += moved1;
      often[outcome + 2]! += moved2;
      often[outcome + 3]! += moved3;
    }
  }
  running[0] = total0;
  running[1] = total1;
  running[2] = total2;
  running[3] = total3;
}
