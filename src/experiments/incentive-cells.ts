// Cells of the unit test for hidden incentives: policy-gradient learners, population-based training, context swapping.
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { IncentiveContexts } from "../games/hidden-incentives/incentive-contexts.ts";
import { PopulationBasedTraining } from "../learners/population-based-training.ts";
import { Reinforce } from "../learners/reinforce.ts";
import { SampleAverageValues } from "../learners/sample-average-values.ts";

export interface IncentiveCell {
  readonly beta: number;
  /** Learners, each in a context of its own. */
  readonly members: number;
  /** Steps between two rounds of population-based training; 0 is off. */
  readonly interval: number;
  /** Whether the policies move on by one context after every step; rates and states stay. */
  readonly swapped: boolean;
}

export interface CellPlan {
  readonly trials: number;
  readonly seed: number;
  /** 1,000 by default. */
  readonly steps?: number;
  /** Last steps that are looked at; 100 by default. */
  readonly lastSteps?: number;
}

/**
 * The mean P(cooperate) over all members and the last steps, one figure per trial. The order within a step is that of the published code: act,
 * be paid, learn, breed by the last reward, swap. Throws an InputError on sizes that cannot be.
 */
export function playIncentiveCell(cell: IncentiveCell, plan: CellPlan): Float64Array {
  const { beta, members, interval, swapped } = cell;
  const { trials, seed, steps = 1000, lastSteps = 100 } = plan;
  requireWhole("trials", trials, 1);
  requireWhole("steps", steps, 1);
  requireWhole("lastSteps", lastSteps, 1);
  requireWhole("interval", interval, 0);
  const contexts = new IncentiveContexts(members, beta);
  const learner = new Reinforce({ members });
  const breeding = interval === 0 ? null : new PopulationBasedTraining(learner);
  const actions = new Uint8Array(members);
  const rewards = new Float64Array(members);
  const root = Rng.fromSeed(seed).fork(`incentive-cell-${beta}-${members}-${interval}-${swapped}`);
  return Float64Array.from({ length: trials }, (_, trial) => {
    const rng = root.fork(`trial-${trial}`);
    learner.reset(rng);
    contexts.reset(rng);
    let [sum, counted] = [0, 0];
    for (let step = 1; step <= steps; step++) {
      learner.act(rng, actions);
      if (step > steps - lastSteps) {
        sum += total(learner.chances);
        counted += members;
      }
      contexts.step(actions, rewards, rng);
      learner.learn(rewards);
      if (breeding !== null && step % interval === 0) breeding.round(rewards, rng);
      if (swapped) learner.shift();
    }
    return sum / counted;
  });
}

export interface ActionValuePlan {
  readonly learners: number;
  readonly seed: number;
  readonly swapped: boolean;
  /** First values of defecting and cooperating; -1/2 and 0 by default. */
  readonly firstValues?: readonly [number, number];
  /** 3,000 by default. */
  readonly steps?: number;
  /** 1,000 by default. */
  readonly lastSteps?: number;
}

/** Learners that share a swap of contexts in the published test. */
const learnersPerRing = 5;

/**
 * The share of cooperation over the last steps of Q-learners without a state, one figure per learner, at beta = -1/2 and epsilon = .1. The first state is
 * 1; with swapping the states of a ring of five move on by one learner after every step.
 */
export function playActionValueTest(plan: ActionValuePlan): Float64Array {
  const { learners, seed, swapped, firstValues = [-0.5, 0], steps = 3000, lastSteps = 1000 } = plan;
  requireWhole("learners", learners, 1);
  requireWhole("steps", steps, 1);
  requireWhole("lastSteps", lastSteps, 1);
  const contexts = new IncentiveContexts(learners, -0.5);
  const learner = new SampleAverageValues({ members: learners, firstValues });
  const actions = new Uint8Array(learners);
  const rewards = new Float64Array(learners);
  const rng = Rng.fromSeed(seed).fork(`action-values-${firstValues}-${swapped}`);
  const cooperated = new Float64Array(learners);
  contexts.states.fill(1);
  for (let step = 1; step <= steps; step++) {
    learner.act(rng, actions);
    if (step > steps - lastSteps)
      for (let at = 0; at < learners; at++) cooperated[at]! += actions[at] as number;
    contexts.step(actions, rewards, rng);
    learner.learn(rewards);
    if (swapped) moveOnInRings(contexts.states);
  }
  const counted = Math.min(steps, lastSteps);
  return cooperated.map((count) => count / counted);
}

/** Each state goes to the next learner of its ring, the last one to the first. */
function moveOnInRings(states: Uint8Array): void {
  for (let from = 0; from < states.length; from += learnersPerRing) {
    const end = Math.min(from + learnersPerRing, states.length);
    const last = states[end - 1] as number;
    states.copyWithin(from + 1, from, end - 1);
    states[from] = last;
  }
}

function total(values: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at] as number;
  return sum;
}

function requireWhole(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new InputError(name, String(value), `a whole number of at least ${least}`);
  }
}
