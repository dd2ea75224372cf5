// The reactive pursuit: towards the nearest thing that is of use, without looking any further.
import { WordTable } from "../base/word-table.ts";
import { BranchingOracle } from "../environments/branching-oracle.ts";
import type { EnvironmentBatch } from "../environments/environment.ts";
import type { FiniteMdp } from "../environments/finite-mdp.ts";
import { type GridEnvironment, moveOffsets, wall } from "../environments/grid.ts";
import { unreachable, Walker } from "../environments/paths.ts";
import { asGrid } from "../environments/wall-following.ts";

/** Steps to enter the cell that one stands on: away and back. */
const roundTrip = 2;
const endless = 2 ** 31 - 1;

/** A cell whose entering emits events or changes what lies on the level. */
interface Thing {
  readonly cell: number;
  /** Expected events of entering it. [events] */
  readonly events: Float64Array;
  /** Configurations that entering it can lead to, where the episode goes on. */
  readonly next: readonly number[];
}

/**
 * Action values of the reactive pursuit on one level: minus the distance, after the move, to the nearest target.
 *
 * A *configuration* is everything that a state holds apart from the agent's cell; a *thing* is a cell whose entering, in that
 * configuration, emits events or changes the configuration. Targets are the things whose entering pays (weights . events > 0); where
 * there is none, those whose entering, whatever it costs, makes a configuration in which some thing pays. What entering does is
 * asked of the world's own step code; distances are walking distances, walls alone in the way; only cells that the agent can walk to
 * count.
 *
 * In worlds that move by themselves every step changes the configuration, whatever is entered, so that there targets are the things that pay
 * and nothing else. Worlds that are not grids (see `asGrid`) have no distances: there nothing is ever a target.
 */
export class Approach {
  readonly #mdp: FiniteMdp;
  readonly #grid: GridEnvironment | null;
  readonly #batch: EnvironmentBatch | null = null;
  readonly #oracle = new BranchingOracle();
  readonly #moves: Int32Array;
  readonly #walker: Walker | null = null;
  /** Cells that the agent can walk to, in row-major order. */
  readonly #cells: readonly number[] = [];
  /** Configurations met so far. */
  readonly #configurations: WordTable;
  /** The configuration of each state; -1 until it is asked for. [states] */
  readonly #configurationOf: Int32Array;
  readonly #things: (readonly Thing[] | undefined)[] = [];
  /** Walking distances to a cell from everywhere. */
  readonly #distances: (Int32Array | undefined)[] = [];
  readonly #words: Int32Array;
  /** Cells of the present targets. */
  readonly #found: number[] = [];

  constructor(mdp: FiniteMdp) {
    const { environment, level } = mdp;
    this.#mdp = mdp;
    this.#grid = asGrid(environment);
    this.#configurations = new WordTable(environment.stateLength - 1, 64);
    this.#configurationOf = new Int32Array(mdp.states).fill(-1);
    this.#words = new Int32Array(environment.stateLength);
    this.#moves = moveOffsets(this.#grid?.width ?? 0);
    if (this.#grid === null) return;
    const { height, width } = this.#grid;
    this.#walker = new Walker(height, width);
    const fromStart = this.#walker.search(level, 0, this.#cellOf(0));
    this.#cells = Array.from(level.keys()).filter((cell) => fromStart[cell] !== unreachable);
    this.#batch = environment.batch({ lanes: 1, horizon: endless, observe: false });
    this.#batch.reset(0, level, 0);
  }

  /**
   * out[a] = minus the walking distance, after action a, to the nearest target; targets are judged before the move, a wall leaves the
   * agent where it is, and the target that it then stands on (without having entered it now) is two steps away. False, and
   * zeros, where there is no target. weights: [events], out: [actions].
   */
  actionValues(state: number, weights: Float64Array, out: Float64Array): boolean {
    const targets = this.targets(state, weights);
    if (targets.length === 0) {
      out.fill(0);
      return false;
    }
    const { level, actions } = this.#mdp;
    const from = this.#cellOf(state);
    for (let action = 0; action < actions; action++) {
      const ahead = from + (this.#moves[action] as number);
      const blocked = level[ahead] === wall;
      const cell = blocked ? from : ahead;
      let nearest = Infinity;
      for (let k = 0; k < targets.length; k++) {
        const target = targets[k] as number;
        const distance = blocked && target === from ? roundTrip : (this.#distancesTo(target)[cell] as number);
        if (distance < nearest) nearest = distance;
      }
      // Not -nearest, which would turn 0 into -0.
      out[action] = 0 - nearest;
    }
    return true;
  }

  /** Cells of the present targets, which the next call overwrites. */
  targets(state: number, weights: Float64Array): readonly number[] {
    this.#found.length = 0;
    if (this.#grid === null) return this.#found;
    const things = this.#thingsOf(this.#configurationOfState(state));
    for (let k = 0; k < things.length; k++) {
      const thing = things[k] as Thing;
      if (pays(thing, weights)) this.#found.push(thing.cell);
    }
    if (this.#found.length > 0) return this.#found;
    for (let k = 0; k < things.length; k++) {
      const thing = things[k] as Thing;
      if (this.#leadsToPayment(thing, weights)) this.#found.push(thing.cell);
    }
    return this.#found;
  }

  #leadsToPayment(thing: Thing, weights: Float64Array): boolean {
    for (let k = 0; k < thing.next.length; k++) {
      const things = this.#thingsOf(thing.next[k] as number);
      for (let other = 0; other < things.length; other++) {
        if (pays(things[other] as Thing, weights)) return true;
      }
    }
    return false;
  }

  #cellOf(state: number): number {
    const { table } = this.#mdp;
    return table.words[state * table.width] as number;
  }

  #configurationOfState(state: number): number {
    const known = this.#configurationOf[state] as number;
    if (known >= 0) return known;
    const { table } = this.#mdp;
    const configuration = this.#configurations.add(table.words, state * table.width + 1);
    this.#configurationOf[state] = configuration;
    return configuration;
  }

  #distancesTo(cell: number): Int32Array {
    let distances = this.#distances[cell];
    if (distances === undefined) {
      distances = (this.#walker as Walker).search(this.#mdp.level, 0, cell).slice();
      this.#distances[cell] = distances;
    }
    return distances;
  }

  #thingsOf(configuration: number): readonly Thing[] {
    let things = this.#things[configuration];
    if (things === undefined) {
      things = this.#cells.flatMap((cell) => this.#enter(configuration, cell) ?? []);
      this.#things[configuration] = things;
    }
    return things;
  }

  /** What entering a cell does, the world's own movement apart; null where it does nothing, or where there is no cell beside it to enter from. */
  #enter(configuration: number, cell: number): Thing | null {
    const batch = this.#batch as EnvironmentBatch;
    const { level, environment } = this.#mdp;
    const action = this.#moves.findIndex((move) => level[cell - move] !== wall);
    if (action < 0) return null;
    const words = this.#words;
    const width = words.length - 1;
    const events = new Float64Array(environment.events.length);
    const next = new Set<number>();
    let eventful = false;
    this.#oracle.start();
    do {
      words[0] = cell - (this.#moves[action] as number);
      for (let word = 0; word < width; word++) {
        words[1 + word] = this.#configurations.words[configuration * width + word] as number;
      }
      batch.loadState(0, words, 0);
      batch.stepLane(0, action, this.#oracle);
      for (let event = 0; event < events.length; event++) {
        const count = batch.events[event] as number;
        if (count > 0) eventful = true;
        events[event]! += this.#oracle.probability * count;
      }
      if (batch.terminated[0] === 1) eventful = true;
      else if (!environment.autonomous) {
        batch.saveState(0, words, 0);
        const after = this.#configurations.add(words, 1);
        if (after !== configuration) next.add(after);
      }
    } while (this.#oracle.advance());
    return eventful || next.size > 0 ? { cell, events, next: [...next] } : null;
  }
}

function pays({ events }: Thing, weights: Float64Array): boolean {
  let worth = 0;
  for (let event = 0; event < events.length; event++) {
    worth += (weights[event] as number) * (events[event] as number);
  }
  return worth > 0;
}
