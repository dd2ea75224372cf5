// From a level to its exact finite Markov decision process, by the same step code that agents are trained in.
import { InputError } from "../base/errors.ts";
import { sha256Hex } from "../base/hash.ts";
import { WordTable } from "../base/word-table.ts";
import { BranchingOracle } from "./branching-oracle.ts";
import type { Environment, EnvironmentBatch } from "./environment.ts";
import type { FiniteMdp } from "./finite-mdp.ts";

export { type FiniteMdp, lookup, statesWithin } from "./finite-mdp.ts";

/** States beyond which a level is refused. */
export const defaultStateLimit = 500_000;
/** Transitions per permitted state beyond which a level is refused: chance can branch without new states. */
const transitionsPerState = 32;
/** Episodes never run out while a level is searched. */
const endless = 2 ** 31 - 1;

export interface EnumerateOptions {
  /** Number of states beyond which the level is refused; 500,000 by default. */
  readonly limit?: number;
  /** What is branched over, as `step` takes it; all of the environment's actions by default. */
  readonly actions?: readonly number[];
}

/**
 * Breadth-first search over the states of a level, branching over actions and over the chance oracle.
 * Throws an InputError when the level has more states than the limit: nothing is ever approximated.
 */
export function enumerate(
  environment: Environment,
  level: Uint8Array,
  options: EnumerateOptions = {},
): FiniteMdp {
  if (level.length !== environment.levelLength) {
    throw new InputError(
      "level",
      `${level.length} bytes`,
      `${environment.levelLength} for ${environment.name}`,
    );
  }
  return new Search(environment, level, options).run();
}

class Search {
  readonly #environment: Environment;
  readonly #level: Uint8Array;
  readonly #limit: number;
  readonly #actions: readonly number[];
  readonly #batch: EnvironmentBatch;
  readonly #oracle = new BranchingOracle();
  readonly #states: WordTable;
  readonly #outcomes: WordTable;
  readonly #words: Int32Array;
  readonly #transitions = new Transitions();
  #rowOffsets = new Int32Array(4096);
  /** First state of each layer of the search. */
  readonly #layers: number[] = [0];

  constructor(environment: Environment, level: Uint8Array, options: EnumerateOptions) {
    this.#environment = environment;
    this.#level = level.slice();
    this.#limit = options.limit ?? defaultStateLimit;
    this.#actions = options.actions ?? environment.actions.map((_, action) => action);
    this.#batch = environment.batch({ lanes: 1, horizon: endless, observe: false });
    this.#states = new WordTable(environment.stateLength);
    this.#outcomes = new WordTable(environment.events.length, 16);
    this.#outcomes.add(new Int32Array(environment.events.length), 0);
    this.#words = new Int32Array(environment.stateLength);
  }

  run(): FiniteMdp {
    const states = this.#states;
    this.#batch.reset(0, this.#level, 0);
    this.#batch.saveState(0, this.#words, 0);
    states.add(this.#words, 0);
    for (let state = 0, layerEnd = 1; state < states.count; state++) {
      if (state === layerEnd) {
        this.#layers.push(state);
        layerEnd = states.count;
      }
      this.#expand(state);
      this.#refuseWhenTooLarge();
    }
    return this.#finish();
  }

  #expand(state: number): void {
    const actions = this.#actions;
    const firstRow = state * actions.length;
    if (firstRow + actions.length >= this.#rowOffsets.length) {
      this.#rowOffsets = grown(this.#rowOffsets, Int32Array);
    }
    for (let index = 0; index < actions.length; index++) {
      this.#expandRow(state, actions[index] as number);
      this.#rowOffsets[firstRow + index + 1] = this.#transitions.count;
    }
  }

  #expandRow(state: number, action: number): void {
    const oracle = this.#oracle;
    const batch = this.#batch;
    const rowStart = this.#transitions.count;
    oracle.start();
    do {
      batch.loadState(0, this.#states.words, state * this.#environment.stateLength);
      batch.stepLane(0, action, oracle);
      const outcome = this.#outcomeOf(batch.events);
      this.#transitions.add(rowStart, this.#successor(), oracle.probability, outcome);
    } while (oracle.advance());
  }

  /** The number of the state the step led to; -1 where it ended the episode. */
  #successor(): number {
    if (this.#batch.terminated[0] === 1) return -1;
    this.#batch.saveState(0, this.#words, 0);
    return this.#states.add(this.#words, 0);
  }

  #outcomeOf(events: Uint8Array): number {
    for (let event = 0; event < events.length; event++) {
      if (events[event] !== 0) return this.#outcomes.add(events, 0);
    }
    return 0;
  }

  #refuseWhenTooLarge(): void {
    const limit = this.#limit;
    const states = this.#states.count > limit;
    if (!states && this.#transitions.count <= limit * transitionsPerState && this.#outcomes.count <= 65536)
      return;
    const measure = states
      ? `more than ${limit.toLocaleString("en-US")} states`
      : `${this.#transitions.count.toLocaleString("en-US")} transitions with ${this.#outcomes.count} kinds of outcome`;
    throw new InputError(
      `level ${sha256Hex(this.#level).slice(0, 12)} of ${this.#environment.name}`,
      `${measure} within ${this.#layers.length} steps of the start`,
      `at most ${limit.toLocaleString("en-US")} states, as many as are solved exactly`,
    );
  }

  #finish(): FiniteMdp {
    const states = this.#states.count;
    const actions = this.#actions.length;
    const { successors, probabilities, outcomes, count } = this.#transitions;
    for (let i = 0; i < count; i++) if (successors[i] === -1) successors[i] = states;
    return {
      environment: this.#environment,
      level: this.#level,
      states,
      actions,
      rowOffsets: this.#rowOffsets.slice(0, states * actions + 1),
      successors: successors.slice(0, count),
      probabilities: probabilities.slice(0, count),
      outcomes: outcomes.slice(0, count),
      eventVectors: Uint8Array.from(
        this.#outcomes.words.subarray(0, this.#outcomes.count * this.#environment.events.length),
      ),
      layerOffsets: Int32Array.from([...this.#layers, states]),
      table: this.#states,
    };
  }
}

/** Growing columns of transitions. */
class Transitions {
  count = 0;
  successors = new Int32Array(4096);
  probabilities = new Float64Array(4096);
  outcomes = new Uint16Array(4096);

  /** Adds to the row that began at rowStart; chances that lead to the same end are one transition. */
  add(rowStart: number, successor: number, probability: number, outcome: number): void {
    for (let i = rowStart; i < this.count; i++) {
      if (this.successors[i] === successor && this.outcomes[i] === outcome) {
        this.probabilities[i] = (this.probabilities[i] as number) + probability;
        return;
      }
    }
    if (this.count === this.successors.length) this.#grow();
    this.successors[this.count] = successor;
    this.probabilities[this.count] = probability;
    this.outcomes[this.count++] = outcome;
  }

  #grow(): void {
    this.successors = grown(this.successors, Int32Array);
    this.probabilities = grown(this.probabilities, Float64Array);
    this.outcomes = grown(this.outcomes, Uint16Array);
  }
}

function grown<T extends Int32Array | Float64Array | Uint16Array>(
  old: T,
  kind: new (length: number) => T,
): T {
  const larger = new kind(2 * old.length);
  larger.set(old);
  return larger;
}
