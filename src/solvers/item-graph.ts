// A level of a world in which only items matter: which configurations of items there are, and what taking each one does.
import { WordTable } from "../base/word-table.ts";
import type { Environment, EnvironmentBatch } from "../environments/environment.ts";
import { agent, floor, type GridEnvironment, moveOffsets, wall } from "../environments/grid.ts";
import { Walker } from "../environments/paths.ts";
import { asGrid } from "../environments/wall-following.ts";

/** What `successor` says of an item that is gone, or of no use in a configuration. */
export const nothing = -1;
/** What it says of an item whose taking ends the episode. */
export const end = -2;

const endless = 2 ** 31 - 1;

/**
 * A *configuration* is a state without the agent's cell; an *item* is a cell that does something in some configuration when it is entered.
 * Both are asked of the world's own step code. Every taking of an item changes the configuration for good, or ends the episode.
 */
export interface ItemGraph {
  readonly grid: GridEnvironment;
  readonly level: Uint8Array;
  /** Where the agent begins. */
  readonly start: number;
  /** Cells that the agent can walk to. [items] */
  readonly items: Int32Array;
  /** The configuration after an item, `nothing` or `end`. [configurations, items] */
  readonly successors: Int32Array;
  /** What happens then. [configurations, items, events] */
  readonly events: Uint8Array;
  /** Configurations, each before those that follow from it; the first is that of the start. [configurations] */
  readonly order: Int32Array;
  /** The configurations' words, as `saveState` writes them after the agent's cell. */
  readonly table: WordTable;
  /** Steps from the start to each item. [items] */
  readonly fromStart: Int32Array;
  /** Steps from an item to an item. [items, items] */
  readonly distances: Int32Array;
}

/**
 * The items of a level, or null where the world does not declare that only they matter (`GridEnvironment.onlyItems`) or where there are more
 * than `limit` configurations. Throws an Error where the world's step code contradicts the declaration.
 */
export function itemGraph(environment: Environment, level: Uint8Array, limit = 2 ** 17): ItemGraph | null {
  const grid = asGrid(environment);
  if (grid === null || !grid.onlyItems) return null;
  const start = level.indexOf(agent);
  const walker = new Walker(grid.height, grid.width);
  const fromStart = walker.search(level, 0, start).slice();
  const taker = new Taker(grid, level);
  const items = Int32Array.from(level.keys()).filter(
    (cell) => fromStart[cell]! > 0 && (level[cell]! > agent || taker.matters(cell)),
  );
  const found = explore(taker, items, limit);
  if (found === null) return null;
  const distances = new Int32Array(items.length ** 2);
  items.forEach((cell, item) => {
    const row = walker.search(level, 0, cell);
    for (let other = 0; other < items.length; other++)
      distances[item * items.length + other] = row[items[other]!]!;
  });
  return {
    ...found,
    grid,
    level,
    start,
    items,
    order: topologicalOrder(found.successors, found.table.count, items.length, grid.name),
    table: taker.table,
    fromStart: items.map((cell) => fromStart[cell]!),
    distances,
  };
}

type Explored = Pick<ItemGraph, "successors" | "events" | "table">;

/** Breadth-first search over configurations; null beyond the limit. */
function explore(taker: Taker, items: Int32Array, limit: number): Explored | null {
  const { table, kinds } = taker;
  const successors: number[] = [];
  const events: number[] = [];
  for (let configuration = 0; configuration < table.count; configuration++) {
    for (let item = 0; item < items.length; item++) {
      successors.push(taker.take(configuration, items[item]!));
      for (let event = 0; event < kinds; event++) events.push(taker.events[event]!);
    }
    if (table.count > limit) return null;
  }
  return { successors: Int32Array.from(successors), events: Uint8Array.from(events), table };
}

/** Kahn's algorithm. */
function topologicalOrder(successors: Int32Array, count: number, items: number, world: string): Int32Array {
  const incoming = new Int32Array(count);
  for (const next of successors) if (next >= 0) incoming[next]!++;
  const order = new Int32Array(count);
  let listed = 1;
  for (let index = 0; index < listed; index++) {
    for (let item = 0; item < items; item++) {
      const next = successors[order[index]! * items + item]!;
      if (next >= 0 && --incoming[next]! === 0) order[listed++] = next;
    }
  }
  if (listed < count) throw new Error(`in ${world} only items should matter, but taking one can be undone`);
  return order;
}

/** Enters cells in given configurations, and says what that does. */
class Taker {
  readonly table: WordTable;
  /** Events of the last taking. [events] */
  readonly events: Uint8Array;
  readonly kinds: number;
  readonly #batch: EnvironmentBatch;
  readonly #level: Uint8Array;
  readonly #moves: Int32Array;
  readonly #words: Int32Array;
  readonly #name: string;

  constructor(grid: GridEnvironment, level: Uint8Array) {
    this.#name = grid.name;
    this.#level = level;
    this.#moves = moveOffsets(grid.width);
    this.#words = new Int32Array(grid.stateLength);
    this.kinds = grid.events.length;
    this.table = new WordTable(grid.stateLength - 1);
    this.#batch = grid.batch({ lanes: 1, horizon: endless, observe: false });
    this.events = this.#batch.events;
    this.#batch.reset(0, level, 0);
    this.#batch.saveState(0, this.#words, 0);
    this.table.add(this.#words, 1);
  }

  /** Whether entering a floor cell does anything at the start. */
  matters(cell: number): boolean {
    return this.#level[cell] === floor && this.take(0, cell) !== nothing;
  }

  take(configuration: number, cell: number): number {
    const { table, events } = this;
    const words = this.#words;
    const batch = this.#batch;
    const action = this.#moves.findIndex((move) => this.#level[cell - move] !== wall);
    words[0] = cell - this.#moves[action]!;
    const first = configuration * table.width;
    for (let word = 0; word < table.width; word++) words[1 + word] = table.words[first + word]!;
    batch.loadState(0, words, 0);
    batch.stepLane(0, action, unasked);
    if (batch.terminated[0] === 1) return end;
    batch.saveState(0, words, 0);
    const after = table.add(words, 1);
    if (after !== configuration) return after;
    if (events.some((count) => count > 0))
      throw new Error(`in ${this.#name} only items should matter, but events happen without one being taken`);
    return nothing;
  }
}

const unasked = {
  choose: (): number => {
    throw new Error("a world in which only items matter asks for chance");
  },
};
