// Gridworlds in which things are reached once: what reaching one of them does is a table.
import { InputError } from "../base/errors.ts";
import { actionCause, type WorldCauses } from "./causes.ts";
import type { BatchOptions, Frame } from "./environment.ts";
import { firstThing, floor, type GridEnvironment, wall } from "./grid.ts";
import type { Walker } from "./paths.ts";
import { unreachable } from "./paths.ts";
import { WalkingBatch } from "./walking-batch.ts";

/** One kind of thing, with what reaching it does. */
export interface ThingKind {
  /** Code of its cell, at least `firstThing`. */
  readonly code: number;
  readonly letter: string;
  /** Events of reaching it, by index. */
  readonly events: readonly number[];
  /** Planes on which it is drawn. */
  readonly channels: readonly number[];
  /** Whether reaching it ends the episode. */
  readonly ends: boolean;
  /** The variable of the state that says which things of this kind are left ("doors left"). */
  readonly left: string;
}

/** The variables that say which things are left, in the order of the kinds. */
export function thingVariables(kinds: readonly ThingKind[]): readonly string[] {
  return [...new Set(kinds.map(({ left }) => left))];
}

/**
 * What the state of such a world depends on, with `others` for events beyond those of reaching a thing. Whether a thing is reached depends
 * on whether it is left, and on nothing that lies elsewhere.
 */
export function reachingCauses(
  kinds: readonly ThingKind[],
  events: readonly string[],
  others: Pick<WorldCauses, "events" | "ends"> = { events: {}, ends: [] },
): WorldCauses {
  const move = ["position", actionCause];
  const leftOf = (some: readonly ThingKind[]) => thingVariables(some);
  const ending = leftOf(kinds.filter(({ ends }) => ends));
  return {
    variables: [
      { name: "position", words: 1, from: move },
      ...thingVariables(kinds).map((name) => ({ name, words: 1, from: [name, ...move] })),
    ],
    events: {
      ...Object.fromEntries(
        events.map((event, index) => [
          event,
          [...leftOf(kinds.filter((kind) => kind.events.includes(index))), ...move],
        ]),
      ),
      ...others.events,
    },
    ends: [...new Set([...ending, ...move, ...others.ends])],
    seen: ["position", ...thingVariables(kinds)],
  };
}

/** A level holds at most so many things: which of them are left is one word of the state. */
export const mostThings = 32;

/** Words of a state: the agent's cell, and a bit for each thing, in row-major order, that has not been reached. */
export const reachingStateLength = 2;

/** Who walks onto a thing has reached it: its events happen, it is taken away, and the episode ends where its kind says so. */
export class ReachingBatch extends WalkingBatch {
  /** By code. [256] */
  readonly #kinds: readonly (ThingKind | undefined)[];
  /** Cells of the lane's things, in row-major order. [lanes, mostThings] */
  readonly #things: Uint16Array;
  readonly #counts: Uint8Array;
  /** A bit for each thing that is left. [lanes] */
  readonly #left: Int32Array;
  /** Number of the variable that has the things of a code, by code. [256] */
  readonly #variableOf: Uint8Array;
  readonly #variables: number;

  constructor(environment: GridEnvironment, options: BatchOptions, kinds: readonly ThingKind[]) {
    super(environment, options);
    this.#kinds = byCode(kinds);
    this.#things = new Uint16Array(this.lanes * mostThings);
    this.#counts = new Uint8Array(this.lanes);
    this.#left = new Int32Array(this.lanes);
    const names = thingVariables(kinds);
    this.#variables = names.length;
    this.#variableOf = new Uint8Array(256);
    for (const { code, left } of kinds) this.#variableOf[code] = names.indexOf(left);
  }

  protected clear(lane: number): void {
    this.#counts[lane] = 0;
    this.#left[lane] = 0;
  }

  protected place(lane: number, cell: number, code: number): void {
    const thing = this.#counts[lane]!;
    this.#things[lane * mostThings + thing] = cell;
    this.#counts[lane] = thing + 1;
    this.#left[lane]! |= 1 << thing;
    this.#draw(lane, cell, code, 1);
  }

  protected enter(lane: number, cell: number, code: number): void {
    const { events, ends } = this.#kinds[code]!;
    const first = lane * this.eventCount;
    for (let index = 0; index < events.length; index++) this.events[first + events[index]!] = 1;
    if (ends) this.terminated[lane] = 1;
    this.#left[lane]! &= ~(1 << this.#thingAt(lane, cell));
    this.cells[lane * this.size + cell] = floor;
    this.#draw(lane, cell, code, 0);
  }

  #thingAt(lane: number, cell: number): number {
    let thing = lane * mostThings;
    while (this.#things[thing] !== cell) thing++;
    return thing - lane * mostThings;
  }

  #draw(lane: number, cell: number, code: number, value: number): void {
    const { channels } = this.#kinds[code]!;
    for (let index = 0; index < channels.length; index++) this.mark(lane, channels[index]!, cell, value);
  }

  protected saveThings(lane: number, out: Int32Array, offset: number): void {
    out[offset] = this.#left[lane]!;
  }

  protected loadThings(lane: number, words: Int32Array, offset: number): void {
    this.#putBack(lane, words[offset]!);
  }

  /** The agent's cell, and for each variable the bits of its things that are left. */
  saveVariables(lane: number, out: Int32Array, offset: number): void {
    out[offset] = this.positions[lane]!;
    out.fill(0, offset + 1, offset + 1 + this.#variables);
    for (let thing = 0; thing < this.#counts[lane]!; thing++) {
      out[offset + 1 + this.#variableOfThing(lane, thing)]! |= this.#left[lane]! & (1 << thing);
    }
  }

  loadVariables(lane: number, words: Int32Array, offset: number): void {
    this.putAgent(lane, words[offset]!);
    let left = 0;
    for (let thing = 0; thing < this.#counts[lane]!; thing++) {
      left |= words[offset + 1 + this.#variableOfThing(lane, thing)]! & (1 << thing);
    }
    this.#putBack(lane, left);
    this.drawn(lane);
  }

  #variableOfThing(lane: number, thing: number): number {
    const cell = this.#things[lane * mostThings + thing]!;
    return this.#variableOf[this.levels[lane * this.size + cell]!]!;
  }

  #putBack(lane: number, left: number): void {
    this.#left[lane] = left;
    for (let thing = 0; thing < this.#counts[lane]!; thing++) {
      const cell = this.#things[lane * mostThings + thing]!;
      const code = this.levels[lane * this.size + cell]!;
      const there = (left >>> thing) & 1;
      this.cells[lane * this.size + cell] = there ? code : floor;
      this.#draw(lane, cell, code, there);
    }
  }

  frame(lane: number): Frame {
    let left = 0;
    for (let bits = this.#left[lane]!; bits !== 0; bits &= bits - 1) left++;
    return this.drawFrame(lane, (code) => this.#kinds[code]?.letter ?? "", [
      { label: "things left", value: left },
    ]);
  }
}

function byCode(kinds: readonly ThingKind[]): readonly (ThingKind | undefined)[] {
  const table = new Array<ThingKind | undefined>(256).fill(undefined);
  for (const kind of kinds) table[kind.code] = kind;
  return table;
}

/** Throws an InputError unless a level holds between one thing and as many as a state has bits for. */
export function requireThings(level: Uint8Array): void {
  const things = level.reduce((sum, code) => sum + (code >= firstThing ? 1 : 0), 0);
  if (things === 0) throw new InputError("level", "no thing to be reached", "at least one");
  if (things > mostThings) throw new InputError("level", `${things} things`, `at most ${mostThings}`);
}

/** Which things can be reached, where those that end the episode stand in the way of all others. */
export class ThingWalker {
  readonly #walker: Walker;
  readonly #ends = new Uint8Array(256);
  readonly #scratch: Uint8Array;
  readonly #width: number;

  constructor(walker: Walker, width: number, kinds: readonly ThingKind[]) {
    this.#walker = walker;
    this.#width = width;
    this.#scratch = new Uint8Array(walker.distances.length);
    for (const { code, ends } of kinds) this.#ends[code] = ends ? 1 : 0;
  }

  /** Walks the level at levels[offset...] from `start`; `reaches` then answers for its cells. */
  search(levels: Uint8Array, offset: number, start: number): void {
    const scratch = this.#scratch;
    for (let cell = 0; cell < scratch.length; cell++) {
      const code = levels[offset + cell]!;
      scratch[cell] = this.#ends[code] === 1 ? wall : code;
    }
    this.#walker.search(scratch, 0, start);
  }

  /** Whether an agent with time enough can walk onto that cell, inside the border. */
  reaches(cell: number): boolean {
    const { distances } = this.#walker;
    if (this.#scratch[cell] !== wall) return distances[cell] !== unreachable;
    const width = this.#width;
    return (
      distances[cell - 1] !== unreachable ||
      distances[cell + 1] !== unreachable ||
      distances[cell - width] !== unreachable ||
      distances[cell + width] !== unreachable
    );
  }
}
