// Policy gradient with a table: the probability of each action in each state, moved by what whole episodes earned.
import { InputError } from "../base/errors.ts";
import type { Rng } from "../base/rng.ts";
import type { Schedule } from "./schedules.ts";
import type { TabularTask } from "./tabular-task.ts";

export interface TabularPolicyGradientOptions {
  /** What a reward is worth one step later, in [0, 1]. */
  readonly discount: number;
  readonly updates: number;
  /** Episodes that one update averages over, at least 2. */
  readonly episodes: number;
  /** Steps of an episode at most; longer ones are cut off. */
  readonly episodeSteps: number;
  /** Step along the gradient, by progress. */
  readonly learningRate: Schedule;
}

/**
 * REINFORCE (Williams 1992) on logits, [states, actions], from a uniform policy: each update adds rate x mean over episodes of (return - mean return of the
 * other episodes) x sum of d log pi / d logit. The whole discounted return of an episode stands for each of its choices, because states may
 * look alike that are not: what is climbed is the value of a memoryless policy, coins included. Answers the probabilities, [states, actions].
 */
export function learnTabularPolicy(
  task: TabularTask,
  options: TabularPolicyGradientOptions,
  rng: Rng,
): Float64Array {
  const { discount, updates, episodes, episodeSteps, learningRate } = options;
  if (!(discount >= 0 && discount <= 1)) {
    throw new InputError("discount", String(discount), "a number from 0 to 1");
  }
  if (!(Number.isInteger(episodes) && episodes >= 2)) {
    throw new InputError("episodes", String(episodes), "a whole number of at least 2");
  }
  const [acting, world] = [rng.fork("acting"), rng.fork("world")];
  const size = task.states * task.actions;
  const logits = new Float64Array(size);
  const chances = new Float64Array(size).fill(1 / task.actions);
  const slopes = new Float64Array(episodes * size);
  const returns = new Float64Array(episodes);
  for (let update = 0; update < updates; update++) {
    slopes.fill(0);
    let sum = 0;
    for (let episode = 0; episode < episodes; episode++) {
      const own = slopes.subarray(episode * size, (episode + 1) * size);
      returns[episode] = play(task, chances, own, { discount, episodeSteps, acting, world });
      sum += returns[episode]!;
    }
    const rate = learningRate(update / updates) / episodes;
    for (let episode = 0; episode < episodes; episode++) {
      const others = (sum - returns[episode]!) / (episodes - 1);
      const weight = rate * (returns[episode]! - others);
      for (let pair = 0; pair < size; pair++) logits[pair]! += weight * slopes[episode * size + pair]!;
    }
    for (let state = 0; state < task.states; state++) softmax(logits, chances, state, task.actions);
  }
  return chances;
}

interface Play {
  readonly discount: number;
  readonly episodeSteps: number;
  readonly acting: Rng;
  readonly world: Rng;
}

/** One episode; adds its slopes to `slopes`, and answers what it earned. */
function play(task: TabularTask, chances: Float64Array, slopes: Float64Array, given: Play): number {
  const { actions } = task;
  let [earned, factor] = [0, 1];
  task.reset(given.world);
  for (let step = 0; step < given.episodeSteps && !task.done; step++) {
    const first = task.state * actions;
    const action = drawAction(chances, task.state, actions, given.acting);
    for (let other = 0; other < actions; other++) {
      slopes[first + other]! += (other === action ? 1 : 0) - chances[first + other]!;
    }
    task.step(action, given.world);
    earned += factor * task.reward;
    factor *= given.discount;
  }
  return earned;
}

/** Draws an action of one state. chances: [states, actions] */
export function drawAction(chances: Float64Array, state: number, actions: number, rng: Rng): number {
  const first = state * actions;
  let left = rng.unit();
  let action = 0;
  while (action < actions - 1 && left >= chances[first + action]!) left -= chances[first + action++]!;
  return action;
}

/** Writes the probabilities of one state that its logits stand for. Both [states, actions]. */
export function softmax(logits: Float64Array, chances: Float64Array, state: number, actions: number): void {
  const first = state * actions;
  let [most, sum] = [-Infinity, 0];
  for (let action = 0; action < actions; action++) most = Math.max(most, logits[first + action]!);
  for (let action = 0; action < actions; action++) {
    chances[first + action] = Math.exp(logits[first + action]! - most);
    sum += chances[first + action]!;
  }
  for (let action = 0; action < actions; action++) chances[first + action]! /= sum;
}
