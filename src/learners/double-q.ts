// Double Q-learning with tables: two estimates of every value, each judged by the other, so that chance is not taken for worth.
import type { Rng } from "../base/rng.ts";
import { actAndLearn, TabularQ, type TabularQOptions } from "./tabular-q.ts";
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
  const { discount, learningRate, visitExponent = 0 } = options;
  const tables = new DoubleQ(task.states, task.actions, options.initialValue);
  const coin = rng.fork("coin");
  actAndLearn(task, options, tables, rng, (state, action, progress) => {
    const heads = coin.below(2) === 0;
    const corrected = heads ? tables.first : tables.second;
    const judge = heads ? tables.second : tables.first;
    let target = task.reward;
    if (!task.done) {
      target += discount * judge.values[task.state * task.actions + corrected.greedy(task.state)]!;
    }
    corrected.correct(state, action, target, learningRate(progress), visitExponent);
  });
  return tables;
}
