// The Markov chains that one policy and its mixtures with random actions make of a level, four advanced at a time.
import type { FiniteMdp } from "../environments/finite-mdp.ts";

/** Chains that advance together: one pass over the transitions serves all four. */
export const chainsAtOnce = 4;

/** From each state its distinct (successor, outcome) pairs, with the share that either half of the mixture sends there. */
export interface NoisyChain {
  /** [states + 1] */
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
  readonly outcomes: Uint16Array;
  /** By uniformly random actions. */
  readonly random: Float64Array;
  /** By the policy's actions. */
  readonly intended: Float64Array;
}

/** policy: [states, actions] */
export function noisyChain(mdp: FiniteMdp, policy: Float64Array): NoisyChain {
  const { states, actions, rowOffsets, successors, probabilities } = mdp;
  const offsets = new Int32Array(states + 1);
  const targets = new Int32Array(successors.length);
  const outcomes = new Uint16Array(successors.length);
  const random = new Float64Array(successors.length);
  const intended = new Float64Array(successors.length);
  let count = 0;
  for (let state = 0, row = 0, i = 0; state < states; state++) {
    const first = count;
    for (let action = 0; action < actions; action++, row++) {
      const end = rowOffsets[row + 1] as number;
      for (; i < end; i++) {
        const target = successors[i] as number;
        const outcome = mdp.outcomes[i] as number;
        let slot = first;
        while (slot < count && (targets[slot] !== target || outcomes[slot] !== outcome)) slot++;
        if (slot === count) count++;
        targets[slot] = target;
        outcomes[slot] = outcome;
        random[slot]! += (probabilities[i] as number) / actions;
        intended[slot]! += (policy[row] as number) * (probabilities[i] as number);
      }
    }
    offsets[state + 1] = count;
  }
  return { offsets, targets, outcomes, random, intended };
}

/**
 * Moves the probability of the first `count` states one step on and empties them. Lane k mixes with the share
 * shares[k] of random actions. mass and next: [states + 1, 4]; `often` [outcomes, 4] gains how often each outcome
 * happened; `running` [4] is set to the mass that was there. Written out per lane: the loop over lanes would take most
 * of the time.
 */
export function advance(
  { offsets, targets, outcomes, random, intended }: NoisyChain,
  shares: Float64Array,
  count: number,
  mass: Float64Array,
  next: Float64Array,
  often: Float64Array,
  running: Float64Array,
): void {
  const [share0, share1, share2, share3] = shares as unknown as [number, number, number, number];
  let [total0, total1, total2, total3] = [0, 0, 0, 0];
  for (let state = 0, i = 0; state < count; state++) {
    const end = offsets[state + 1] as number;
    const at = state * 4;
    const mass0 = mass[at] as number;
    const mass1 = mass[at + 1] as number;
    const mass2 = mass[at + 2] as number;
    const mass3 = mass[at + 3] as number;
    if (mass0 + mass1 + mass2 + mass3 === 0) {
      i = end;
      continue;
    }
    mass[at] = mass[at + 1] = mass[at + 2] = mass[at + 3] = 0;
    total0 += mass0;
    total1 += mass1;
    total2 += mass2;
    total3 += mass3;
    const lapsed0 = share0 * mass0;
    const lapsed1 = share1 * mass1;
    const lapsed2 = share2 * mass2;
    const lapsed3 = share3 * mass3;
    const willed0 = mass0 - lapsed0;
    const willed1 = mass1 - lapsed1;
    const willed2 = mass2 - lapsed2;
    const willed3 = mass3 - lapsed3;
    for (; i < end; i++) {
      const byChance = random[i] as number;
      const byWill = intended[i] as number;
      const moved0 = byChance * lapsed0 + byWill * willed0;
      const moved1 = byChance * lapsed1 + byWill * willed1;
      const moved2 = byChance * lapsed2 + byWill * willed2;
      const moved3 = byChance * lapsed3 + byWill * willed3;
      const to = (targets[i] as number) * 4;
      next[to]! += moved0;
      next[to + 1]! += moved1;
      next[to + 2]! += moved2;
      next[to + 3]! += moved3;
      const outcome = (outcomes[i] as number) * 4;
      if (outcome === 0) continue;
      often[outcome]! += moved0;
      often[outcome + 1]! += moved1;
      often[outcome + 2]! += moved2;
      often[outcome + 3]! += moved3;
    }
  }
  running.set([total0, total1, total2, total3]);
}
