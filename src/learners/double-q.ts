// Double Q-learning with tables: two estimates of every value, each judged by the other, so that chance is not taken for worth.
import { InputError } from "../base/errors.ts";
import type { Rng } from "../base/rng.ts";
import { TabularQ, type TabularQOptions } from "./tabular-q.ts";
import type { TabularTask } from "./tabular-task.ts";

/** Both estimates; what is chosen is greedy in their sum. */
export class DoubleQ {
  readonly first: TabularQ;
  readonly second: TabularQ;

  constructor(
    readonly states: number,
    readonly actions: number,
    initialValue = 0,
  ) {
    this.first = new TabularQ(states, actions, initialValue);
    this.second = new TabularQ(states, actions, initialValue);
  }

  /** Mean of both estimates. */
  value(state: number, action: number): number {
    const pair = state * this.actions + action;
    return (this.first.values[pair]! + this.second.values[pair]!) / 2;
  }

  /** The action that is worth most by the mean of both; the first of several. */
  greedy(state: number): number {
    let best = 0;
    for (let action = 1; action < this.actions; action++) {
      if (this.value(state, action) > this.value(state, best)) best = action;
    }
    return best;
  }

  choose(state: number, exploration: number, rng: Rng): number {
    return exploration > 0 && rng.unit() < exploration ? rng.below(this.actions) : this.greedy(state);
  }
}

/**
 * Double Q-learning (van Hasselt 2010): like `learnTabularQ`, but each step corrects one of two tables, drawn by a coin, towards what the other
 * says of the action that it finds best itself. Q-learning takes the largest of noisy estimates for the value of the best action, which is too much on
 * average; here the noise of the choice and that of the value are independent. Visits, by which rates fall, are counted per table.
 * Throws an InputError on a discount outside [0, 1] or no steps.
 */
export function learnDoubleQ(task: TabularTask, options: TabularQOptions, rng: Rng): DoubleQ {
  const { discount, steps, exploration, learningRate, visitExponent = 0 } = checked(options);
  const episodeSteps = options.episodeSteps ?? Number.POSITIVE_INFINITY;
  const [acting, world, coin] = [rng.fork("acting"), rng.fork("world"), rng.fork("coin")];
  const tables = new DoubleQ(task.states, task.actions, options.initialValue);
  let age = 0;
  task.reset(world);
  for (let step = 0; step < steps; step++) {
    const progress = step / steps;
    const { state } = task;
    const action = tables.choose(state, exploration(progress), acting);
    task.step(action, world);
    const heads = coin.below(2) === 0;
    const corrected = heads ? tables.first : tables.second;
    const judge = heads ? tables.second : tables.first;
    let target = task.reward;
    if (!task.done) {
      target += discount * judge.values[task.state * task.actions + corrected.greedy(task.state)]!;
    }
    corrected.correct(state, action, target, learningRate(progress), visitExponent);
    age++;
    if (task.done || age >= episodeSteps) {
      task.reset(world);
      age = 0;
    }
  }
  return tables;
}

function checked(options: TabularQOptions): TabularQOptions {
  const { discount, steps } = options;
  if (!(discount >= 0 && discount <= 1)) {
    throw new InputError("discount", String(discount), "a number from 0 to 1");
  }
  if (!(Number.isInteger(steps) && steps >= 1)) {
    throw new InputError("steps", String(steps), "a whole number of at least 1");
  }
  return options;
}
