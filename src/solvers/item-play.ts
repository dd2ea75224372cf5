// An order of items, played in the world itself: what it is really worth, with all that lies on the way.
import type { EnvironmentBatch } from "../environments/environment.ts";
import { moveOffsets, wall } from "../environments/grid.ts";
import { Walker } from "../environments/paths.ts";
import { end, type ItemGraph, nothing } from "./item-graph.ts";

/** Where the agent stands is an item, or, numbered after them, the start. */
export interface ItemValues {
  /** The best value still to be had, taken from the moment of arrival. */
  valueAt(configuration: number, at: number, toGo: number): number;
  /** The item to go for, or `nothing`. */
  choiceAt(configuration: number, at: number, toGo: number): number;
}

/**
 * The better of two plays, one that walks the shortest ways and one that goes around whatever would end the episode. Both think anew whenever
 * something was taken. Discounted by discount^(d - 1) in the d-th step, over at most `horizon` steps.
 */
export function playOrder(
  graph: ItemGraph,
  weights: Float64Array,
  values: ItemValues,
  setting: { readonly horizon: number; readonly discount: number },
): number {
  return Math.max(
    ...[false, true].map((around) => new Play(graph, weights, values, setting, around).value()),
  );
}

class Play {
  readonly #graph: ItemGraph;
  readonly #weights: Float64Array;
  readonly #values: ItemValues;
  readonly #horizon: number;
  readonly #discount: number;
  readonly #around: boolean;
  readonly #batch: EnvironmentBatch;
  readonly #words: Int32Array;
  readonly #walker: Walker;
  /** The level, with walls where the agent would rather not go. [height, width] */
  readonly #ground: Uint8Array;
  /** The item on each cell, or -1. [height, width] */
  readonly #itemOf: Int32Array;
  /** Items met on the best of the shortest ways from each cell to the goal. [height, width] */
  readonly #touched: Int32Array;

  constructor(
    graph: ItemGraph,
    weights: Float64Array,
    values: ItemValues,
    { horizon, discount }: { readonly horizon: number; readonly discount: number },
    around: boolean,
  ) {
    const { grid, level, items } = graph;
    this.#graph = graph;
    this.#weights = weights;
    this.#values = values;
    this.#horizon = horizon;
    this.#discount = discount;
    this.#around = around;
    this.#batch = grid.batch({ lanes: 1, horizon: 2 ** 31 - 1, observe: false });
    this.#words = new Int32Array(grid.stateLength);
    this.#walker = new Walker(grid.height, grid.width);
    this.#ground = level.slice();
    this.#itemOf = new Int32Array(level.length).fill(nothing);
    items.forEach((cell, item) => {
      this.#itemOf[cell] = item;
    });
    this.#touched = new Int32Array(level.length);
  }

  value(): number {
    const { level, items, start } = this.#graph;
    const batch = this.#batch;
    batch.reset(0, level, 0);
    let configuration = 0;
    let at = items.length;
    let cell = start;
    let value = 0;
    for (let step = 0; step < this.#horizon; ) {
      const goal = this.#values.choiceAt(configuration, at, this.#horizon - step);
      if (goal === nothing) break;
      this.#prepareWay(configuration, goal);
      let now = configuration;
      while (now === configuration && step < this.#horizon && batch.terminated[0] === 0) {
        batch.stepLane(0, this.#stepFrom(cell, configuration), { choose: () => 0 });
        value += this.#discount ** step * this.#worth();
        step++;
        batch.saveState(0, this.#words, 0);
        cell = this.#words[0]!;
        now = this.#graph.table.find(this.#words, 1);
      }
      if (batch.terminated[0] === 1) break;
      configuration = now;
      at = this.#itemOf[cell]!;
    }
    return value;
  }

  #worth(): number {
    return this.#weights.reduce((sum, weight, event) => sum + weight * this.#batch.events[event]!, 0);
  }

  /** Distances to the goal; things that end the episode are in the way where they are to be avoided and can be. */
  #prepareWay(configuration: number, goal: number): void {
    const { items, successors, level } = this.#graph;
    const target = items[goal]!;
    const ground = this.#ground;
    ground.set(level);
    const here = this.#cell();
    if (this.#around) {
      items.forEach((cell, item) => {
        const ends = successors[configuration * items.length + item] === end;
        if (ends && cell !== target && cell !== here) ground[cell] = wall;
      });
    }
    const distances = this.#walker.search(ground, 0, target);
    if (distances[here]! < 0) this.#walker.search(level, 0, target);
    this.#touched.fill(-1);
  }

  #cell(): number {
    this.#batch.saveState(0, this.#words, 0);
    return this.#words[0]!;
  }

  /** The action that leads nearer to the goal and touches least on the whole way. */
  #stepFrom(cell: number, configuration: number): number {
    const moves = moveOffsets(this.#graph.grid.width);
    let best = 0;
    let fewest = Infinity;
    moves.forEach((move, action) => {
      if (this.#walker.distances[cell + move] !== this.#walker.distances[cell]! - 1) return;
      const touched = this.#touchedFrom(cell + move, configuration);
      if (touched >= fewest) return;
      best = action;
      fewest = touched;
    });
    return best;
  }

  /** Items touched from a cell on, the cell included. */
  #touchedFrom(cell: number, configuration: number): number {
    const known = this.#touched[cell]!;
    if (known >= 0) return known;
    const { distances } = this.#walker;
    const { items, successors, grid } = this.#graph;
    const item = this.#itemOf[cell]!;
    const active = item !== nothing && successors[configuration * items.length + item] !== nothing;
    let rest = distances[cell] === 0 ? 0 : Infinity;
    for (const move of moveOffsets(grid.width)) {
      if (distances[cell + move] !== distances[cell]! - 1) continue;
      rest = Math.min(rest, this.#touchedFrom(cell + move, configuration));
    }
    const touched = rest + (active ? 1 : 0);
    this.#touched[cell] = touched;
    return touched;
  }
}
