// One world in a person's hands: steps, undone steps, scores of every objective, and what could have been had.
import { InputError } from "../base/errors.ts";
import type { Rng } from "../base/rng.ts";
import { enumerate } from "../environments/enumerate.ts";
import {
  type Environment,
  type EnvironmentBatch,
  eventWeights,
  type Frame,
} from "../environments/environment.ts";
import { repeatedChance, sampledChance } from "../rollouts/chance.ts";
import { bestStartValue } from "../solvers/finite-horizon.ts";
import { expectedRewards } from "../solvers/rewards.ts";

/** States beyond which nobody is made to wait for the best scores. */
const mostStates = 100_000;

/** What an objective has been paid in an episode. */
export interface Score {
  readonly total: number;
  readonly discounted: number;
}

/** One step as it was taken: what was done, what chance answered, what happened. */
interface Step {
  readonly action: number;
  readonly chances: readonly number[];
  readonly events: Uint8Array;
}

/** An episode that can be taken back step by step. Chance is drawn anew when a step is taken again. */
export class Game {
  readonly environment: Environment;
  readonly horizon: number;
  readonly #batch: EnvironmentBatch;
  readonly #rng: Rng;
  #level: Uint8Array;
  #steps: Step[] = [];

  constructor(environment: Environment, horizon: number, level: Uint8Array, rng: Rng) {
    this.environment = environment;
    this.horizon = horizon;
    this.#batch = environment.batch({ lanes: 1, horizon, observe: false });
    this.#rng = rng;
    this.#level = level;
    this.start(level);
  }

  get level(): Uint8Array {
    return this.#level;
  }

  /** Actions so far, as indices. */
  get actions(): readonly number[] {
    return this.#steps.map(({ action }) => action);
  }

  /** Why the episode is over; null while it is not. */
  get over(): "world" | "time" | null {
    if (this.#batch.terminated[0] === 1) return "world";
    return this.#batch.truncated[0] === 1 ? "time" : null;
  }

  get frame(): Frame {
    return this.#batch.frame(0);
  }

  /** Begins an episode on a level. */
  start(level: Uint8Array): void {
    this.#level = level;
    this.#steps = [];
    this.#batch.reset(0, level, 0);
  }

  /** Takes a step; does nothing where the episode is over. */
  act(action: number): void {
    if (this.over !== null) return;
    const chances: number[] = [];
    this.#batch.stepLane(
      0,
      action,
      sampledChance(this.#rng, (option) => chances.push(option)),
    );
    this.#steps.push({ action, chances, events: this.#batch.events.slice() });
  }

  /** Goes back to before the last step. */
  undo(): void {
    this.#steps.pop();
    this.#batch.reset(0, this.#level, 0);
    for (const { action, chances } of this.#steps) this.#batch.stepLane(0, action, repeatedChance(chances));
  }

  /** Names of the last step's events, with counts above one ("2 x key-collected"). */
  lastEvents(): readonly string[] {
    const counts = this.#steps.at(-1)?.events;
    if (counts === undefined) return [];
    return this.environment.events.flatMap((name, index) => {
      const count = counts[index]!;
      return count === 0 ? [] : [count === 1 ? name : `${count} x ${name}`];
    });
  }

  /** What each objective has been paid so far, in the environment's order. */
  scores(discount: number): readonly Score[] {
    return this.environment.objectives.map((objective) => {
      const weights = eventWeights(this.environment, objective);
      let [total, discounted, factor] = [0, 0, 1];
      for (const { events } of this.#steps) {
        const reward = weights.reduce((sum, weight, event) => sum + weight * events[event]!, 0);
        total += reward;
        discounted += factor * reward;
        factor *= discount;
      }
      return { total, discounted };
    });
  }
}

/**
 * The most that each objective can be paid on a level, in expectation where the world draws: its best total and, by another policy
 * perhaps, its best discounted sum. Null where the level has too many states.
 */
export function bestScores(
  environment: Environment,
  level: Uint8Array,
  horizon: number,
  discount: number,
  limit: number = mostStates,
): readonly Score[] | null {
  try {
    const mdp = enumerate(environment, level, { limit });
    return environment.objectives.map((objective) => {
      const rewards = expectedRewards(mdp, objective);
      const total = bestStartValue(mdp, rewards, horizon, 1);
      return { total, discounted: bestStartValue(mdp, rewards, horizon, discount) };
    });
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}
