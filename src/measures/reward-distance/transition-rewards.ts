// Rewards of any form R(s, a, s') on a level, so that shaped copies of an objective can be compared with it.
import { eventWeights, type Objective } from "../../environments/environment.ts";
import type { FiniteMdp } from "../../environments/finite-mdp.ts";
import { outcomeWorth } from "../../solvers/rewards.ts";

/**
 * R(s, a, s') = what the transition itself pays (nothing where the level does not allow it) + source(s) + target(s').
 * The last two are paid on every triple, possible or not: potential shaping has this form. The successor `states` of a
 * FiniteMdp is a state in which an ended episode stays for ever, unpaid: the last entries of source and target are its.
 */
export interface TransitionRewards {
  /** [transitions] of the FiniteMdp */
  readonly transitions: Float64Array;
  /** [states + 1] */
  readonly source: Float64Array;
  /** [states + 1] */
  readonly target: Float64Array;
}

/** What an objective pays for each transition; transitions that cannot happen emit no events and pay nothing. */
export function objectiveRewards(mdp: FiniteMdp, objective: Objective): TransitionRewards {
  const worth = outcomeWorth(mdp, eventWeights(mdp.environment, objective));
  return {
    transitions: Float64Array.from(mdp.outcomes, (outcome) => worth[outcome] as number),
    source: new Float64Array(mdp.states + 1),
    target: new Float64Array(mdp.states + 1),
  };
}

/**
 * R + discount x potential(s') - potential(s) on every triple (Ng, Harada & Russell 1999). potential: [states]; that of
 * the ended episode is 0, without which shaping would change what is best.
 */
export function shapedRewards(
  rewards: TransitionRewards,
  potential: Float64Array,
  discount: number,
): TransitionRewards {
  const at = (state: number) => potential[state] ?? 0;
  return {
    transitions: rewards.transitions,
    source: rewards.source.map((reward, state) => reward - at(state)),
    target: rewards.target.map((reward, state) => reward + discount * at(state)),
  };
}

/** factor x R. */
export function scaledRewards(rewards: TransitionRewards, factor: number): TransitionRewards {
  const scaled = (values: Float64Array) => values.map((value) => factor * value);
  return {
    transitions: scaled(rewards.transitions),
    source: scaled(rewards.source),
    target: scaled(rewards.target),
  };
}

/** The distinct possible triples (s, a, s') of a level: outcomes that differ in their events alone are one step. */
export interface Steps {
  readonly mdp: FiniteMdp;
  /** Steps of row (s, a) lie from rowOffsets[row] to rowOffsets[row + 1]. [states * actions + 1] */
  readonly rowOffsets: Int32Array;
  /** [steps] */
  readonly successors: Int32Array;
  /** T(s' | s, a). [steps] */
  readonly probabilities: Float64Array;
  /** Which step each transition belongs to. [transitions] */
  readonly stepOf: Int32Array;
}

export function stepsOf(mdp: FiniteMdp): Steps {
  const rows = mdp.states * mdp.actions;
  const rowOffsets = new Int32Array(rows + 1);
  const successors = new Int32Array(mdp.successors.length);
  const probabilities = new Float64Array(mdp.successors.length);
  const stepOf = new Int32Array(mdp.successors.length);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const first = count;
    for (let i = mdp.rowOffsets[row] as number; i < (mdp.rowOffsets[row + 1] as number); i++) {
      let step = first;
      while (step < count && successors[step] !== mdp.successors[i]) step++;
      if (step === count) successors[count++] = mdp.successors[i] as number;
      probabilities[step]! += mdp.probabilities[i] as number;
      stepOf[i] = step;
    }
    rowOffsets[row + 1] = count;
  }
  return {
    mdp,
    rowOffsets,
    successors: successors.subarray(0, count),
    probabilities: probabilities.subarray(0, count),
    stepOf,
  };
}

/** The transition part of a reward per step: its mean over the outcomes of the step. [steps] */
export function stepRewards(
  { mdp, stepOf, probabilities }: Steps,
  { transitions }: TransitionRewards,
): Float64Array {
  const rewards = new Float64Array(probabilities.length);
  for (let i = 0; i < transitions.length; i++) {
    const step = stepOf[i] as number;
    const probability = probabilities[step] as number;
    if (probability > 0) {
      rewards[step]! += ((mdp.probabilities[i] as number) / probability) * (transitions[i] as number);
    }
  }
  return rewards;
}

/** r(s, a) = E R(s, a, S') over S' ~ T(s, a). [states * actions] */
export function meanRewards(steps: Steps, rewards: TransitionRewards): Float64Array {
  const { mdp, rowOffsets, successors, probabilities } = steps;
  const paid = stepRewards(steps, rewards);
  const means = new Float64Array(mdp.states * mdp.actions);
  for (let row = 0, step = 0; row < means.length; row++) {
    let sum = rewards.source[Math.floor(row / mdp.actions)] as number;
    for (; step < (rowOffsets[row + 1] as number); step++) {
      const target = rewards.target[successors[step] as number] as number;
      sum += (probabilities[step] as number) * ((paid[step] as number) + target);
    }
    means[row] = sum;
  }
  return means;
}
