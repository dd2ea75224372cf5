// Q-learning with a table: the value of each action in each state, corrected by every step taken.
import { InputError } from "../base/errors.ts";
import type { Rng } from "../base/rng.ts";
import type { Schedule } from "./schedules.ts";
import type { TabularTask } from "./tabular-task.ts";

export interface TabularQOptions {
  /** What a reward is worth one step later, in [0, 1]; 0 is myopic. */
  readonly discount: number;
  /** Steps of training. */
  readonly steps: number;
  /** Share of actions that are random, by progress. */
  readonly exploration: Schedule;
  /** Learning rate by progress, in (0, 1], before it is divided (see `visitExponent`). */
  readonly learningRate: Schedule;
  /**
   * The rate of an update is learningRate / visits ** visitExponent, visits those of the state and action. 0 (the default) keeps the rate, which
   * learns what no chance is in; with a rate of 1 and an exponent in (.5, 1] values converge wherever every pair is tried for ever.
   */
  readonly visitExponent?: number;
  /** First estimate of every value; 0 by default. One above all that can be had makes the learner try everything. */
  readonly initialValue?: number;
  /** Steps after which an episode is cut off, and valued as if it went on; without end by default. */
  readonly episodeSteps?: number;
}

/** Estimates of what each action is worth in each state, and the rules by which they are used and corrected. */
export class TabularQ {
  /** [states, actions] */
  readonly values: Float64Array;
  /** How often each was corrected. [states, actions] */
  readonly visits: Uint32Array;

  constructor(
    readonly states: number,
    readonly actions: number,
    initialValue = 0,
  ) {
    this.values = new Float64Array(states * actions).fill(initialValue);
    this.visits = new Uint32Array(states * actions);
  }

  /** The action that is worth most; the first of several. */
  greedy(state: number): number {
    const { values, actions } = this;
    const first = state * actions;
    let best = 0;
    for (let action = 1; action < actions; action++) {
      if (values[first + action]! > values[first + best]!) best = action;
    }
    return best;
  }

  /** What the best action is worth. */
  value(state: number): number {
    return this.values[state * this.actions + this.greedy(state)]!;
  }

  /** The greedy action, or with probability `exploration` any. */
  choose(state: number, exploration: number, rng: Rng): number {
    return exploration > 0 && rng.unit() < exploration ? rng.below(this.actions) : this.greedy(state);
  }

  /** Moves one value towards `target` (reward + discount x value of what follows) by a share of the way. */
  correct(state: number, action: number, target: number, rate: number, visitExponent = 0): void {
    const pair = state * this.actions + action;
    const visits = ++this.visits[pair]!;
    const share = visitExponent === 0 ? rate : rate / visits ** visitExponent;
    this.values[pair]! += share * (target - this.values[pair]!);
  }
}

/**
 * Q-learning (Watkins 1989): acts on `task` for `steps` steps with epsilon-greedy exploration. Progress, which the schedules are asked at, is the
 * share of steps done. Give `table` to go on with what was learned before. Throws an InputError on a discount outside [0, 1] or no steps.
 */
export function learnTabularQ(
  task: TabularTask,
  options: TabularQOptions,
  rng: Rng,
  table = new TabularQ(task.states, task.actions, options.initialValue),
): TabularQ {
  const { discount, learningRate, visitExponent = 0 } = options;
  actAndLearn(task, options, table, rng, (state, action, progress) => {
    const future = task.done ? 0 : discount * table.value(task.state);
    table.correct(state, action, task.reward + future, learningRate(progress), visitExponent);
  });
  return table;
}

/**
 * Acts for as many steps as the options say, by what `actor` chooses, and has `learn` told of each step, which the task still stands at. Streams of `rng`:
 * "acting" and "world". Throws an InputError on a discount outside [0, 1] or no steps.
 */
export function actAndLearn(
  task: TabularTask,
  options: TabularQOptions,
  actor: Pick<TabularQ, "choose">,
  rng: Rng,
  learn: (state: number, action: number, progress: number) => void,
): void {
  const { discount, steps, exploration, episodeSteps = Number.POSITIVE_INFINITY } = options;
  if (!(discount >= 0 && discount <= 1)) {
    throw new InputError("discount", String(discount), "a number from 0 to 1");
  }
  if (!(Number.isInteger(steps) && steps >= 1)) {
    throw new InputError("steps", String(steps), "a whole number of at least 1");
  }
  const [acting, world] = [rng.fork("acting"), rng.fork("world")];
  let age = 0;
  task.reset(world);
  for (let step = 0; step < steps; step++) {
    const progress = step / steps;
    const { state } = task;
    const action = actor.choose(state, exploration(progress), acting);
    task.step(action, world);
    learn(state, action, progress);
    age++;
    if (task.done || age >= episodeSteps) {
      task.reset(world);
      age = 0;
    }
  }
}
