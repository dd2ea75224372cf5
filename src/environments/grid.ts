// What gridworlds share: cells, moves, and a batch that writes its observations incrementally.
import { z } from "zod";
import { InputError } from "../base/errors.ts";
import type { BatchOptions, ChanceOracle, Environment, EnvironmentBatch, Frame } from "./environment.ts";

/**
 * Codes of a cell, in levels and in the batch. The worlds' own things take the bits from 4 on, so that several
 * can share a cell.
 */
export const floor = 0;
export const wall = 1;
export const agent = 2;
export const firstThing = 4;

/** What the four actions are called, in order; there is no staying in place. */
export const moveNames = ["up", "left", "down", "right"] as const;

/** Every world draws its walls and its agent on the first two planes of its observation. */
export const wallChannel = 0;
export const agentChannel = 1;

/** Rows and columns, border included. */
export interface GridSize {
  readonly height: number;
  readonly width: number;
}

export interface GridEnvironment extends Environment, GridSize {}

/** Height or width of a grid, border included. */
export const sizeSchema = z.int().min(3).max(101);

/** How far each action moves the agent in a row-major grid of that width. [4] */
export function moveOffsets(width: number): Int32Array {
  return Int32Array.of(-width, -1, width, 1);
}

/**
 * The part of a batch that all gridworlds have in common. A wall leaves the agent in place; a move onto a cell
 * with a thing on it is told to the world, which says what happens. One who idles on a thing does not enter it again. Rules that do not begin with a move onto a
 * thing have no place here.
 */
export abstract class GridBatch implements EnvironmentBatch {
  readonly lanes: number;
  readonly horizon: number;
  /** [lanes, channels, height, width], or empty where nothing is observed */
  readonly observations: Uint8Array;
  /** [lanes, events] */
  readonly events: Uint8Array;
  /** [lanes] */
  readonly terminated: Uint8Array;
  /** [lanes] */
  readonly truncated: Uint8Array;
  /** [lanes] */
  readonly elapsed: Int32Array;

  /** Number of cells of one lane. */
  protected readonly size: number;
  protected readonly eventCount: number;
  /** What lies on each cell now; the agent is not a thing. [lanes, height, width] */
  protected readonly cells: Uint8Array;
  /** The level each lane was reset to. [lanes, height, width] */
  protected readonly levels: Uint8Array;
  /** Cell of the agent. [lanes] */
  protected readonly positions: Int32Array;
  /**
   * Where observations are drawn: lane i's planes begin at i * planeStride. A batch that nobody observes draws all
   * of its lanes over each other (stride 0), which spares the worlds a question at every stroke.
   */
  protected readonly planes: Uint8Array;
  protected readonly planeStride: number;

  /** How far each action moves the agent, and the idle action, which comes last, not at all. [actions + 1] */
  readonly #moves: Int32Array;
  readonly #oneAction = new Uint8Array(1);
  readonly #oneChance: ChanceOracle[] = [];

  constructor(
    readonly environment: GridEnvironment,
    options: BatchOptions,
  ) {
    const lanes = positiveInteger("lanes", options.lanes);
    this.lanes = lanes;
    this.horizon = positiveInteger("horizon", options.horizon);
    this.size = environment.height * environment.width;
    this.eventCount = environment.events.length;
    this.events = new Uint8Array(lanes * this.eventCount);
    this.terminated = new Uint8Array(lanes);
    this.truncated = new Uint8Array(lanes);
    this.elapsed = new Int32Array(lanes);
    this.cells = new Uint8Array(lanes * this.size);
    this.levels = new Uint8Array(lanes * this.size);
    this.positions = new Int32Array(lanes);
    const observed = options.observe ?? true;
    const planesLength = environment.observation.shape.reduce((product, extent) => product * extent, 1);
    this.planeStride = observed ? planesLength : 0;
    this.planes = new Uint8Array(observed ? lanes * planesLength : planesLength);
    this.observations = observed ? this.planes : new Uint8Array(0);
    this.#moves = Int32Array.of(...moveOffsets(environment.width), 0);
  }

  /** Forgets what the lane held before a level is placed. */
  protected abstract clear(lane: number): void;
  /** Takes note of a thing that a level has on a cell, and draws it. */
  protected abstract place(lane: number, cell: number, code: number): void;
  /** The agent has moved onto a cell with a thing on it. */
  protected abstract enter(lane: number, cell: number, code: number, chance: ChanceOracle): void;
  /** Writes all that the future depends on apart from the agent's cell, from out[offset] on. */
  protected abstract saveThings(lane: number, out: Int32Array, offset: number): void;
  protected abstract loadThings(lane: number, words: Int32Array, offset: number): void;
  abstract frame(lane: number): Frame;

  /** Called when all things of a level are placed. */
  protected placed(_lane: number): void {}

  reset(lane: number, levels: Uint8Array, offset: number): void {
    const { size, cells, levels: kept, planes } = this;
    const first = lane * size;
    const drawn = lane * this.planeStride;
    this.#startOver(lane);
    this.elapsed[lane] = 0;
    this.clear(lane);
    planes.fill(0, drawn, drawn + (this.planeStride || planes.length));
    for (let cell = 0; cell < size; cell++) {
      const code = levels[offset + cell]!;
      kept[first + cell] = code;
      cells[first + cell] = code;
      planes[drawn + cell] = code & wall;
      if (code > wall) {
        if (code === agent) this.#enterLevel(lane, cell);
        else this.place(lane, cell, code);
      }
    }
    this.placed(lane);
  }

  #enterLevel(lane: number, cell: number): void {
    this.cells[lane * this.size + cell] = floor;
    this.positions[lane] = cell;
    this.planes[lane * this.planeStride + agentChannel * this.size + cell] = 1;
  }

  #startOver(lane: number): void {
    this.terminated[lane] = 0;
    this.truncated[lane] = 0;
    this.#clearEvents(lane);
  }

  #clearEvents(lane: number): void {
    const { events, eventCount } = this;
    const end = (lane + 1) * eventCount;
    for (let event = lane * eventCount; event < end; event++) events[event] = 0;
  }

  step(actions: Uint8Array, chances: readonly ChanceOracle[]): void {
    this.events.fill(0);
    this.#advance(0, this.lanes, actions, chances);
  }

  stepLane(lane: number, action: number, chance: ChanceOracle): void {
    this.#clearEvents(lane);
    this.#oneAction[0] = action;
    this.#oneChance[0] = chance;
    this.#advance(lane, 1, this.#oneAction, this.#oneChance);
  }

  /** Steps `count` lanes from `first` on; actions and chances begin with the first of them. */
  #advance(first: number, count: number, actions: Uint8Array, chances: readonly ChanceOracle[]): void {
    const { size, cells, planes, planeStride, positions, terminated, truncated, elapsed, horizon } = this;
    const moves = this.#moves;
    const agentPlane = agentChannel * size;
    for (let index = 0; index < count; index++) {
      const lane = first + index;
      if ((terminated[lane]! | truncated[lane]!) !== 0) continue;
      const from = positions[lane]!;
      const move = moves[actions[index]!]!;
      const code = cells[lane * size + from + move]!;
      // Arithmetic instead of a branch: whether a random move meets a wall is what a processor predicts worst.
      const to = from + (move & ((code & wall) - 1));
      const drawn = lane * planeStride + agentPlane;
      planes[drawn + from] = 0;
      planes[drawn + to] = 1;
      positions[lane] = to;
      if (code > wall && move !== 0) this.enter(lane, to, code, chances[index]!);
      const age = elapsed[lane]! + 1;
      elapsed[lane] = age;
      if (age >= horizon && terminated[lane] === 0) truncated[lane] = 1;
    }
  }

  /** A frame of walls, the agent, and the letters that the world has for each cell between them. */
  protected drawFrame(
    lane: number,
    letters: (code: number, cell: number) => string,
    notes: Frame["notes"],
  ): Frame {
    const { height, width } = this.environment;
    const position = this.positions[lane]!;
    const codes = this.cells.subarray(lane * this.size, (lane + 1) * this.size);
    const cells = Array.from(codes, (code, cell) =>
      code === wall ? "#" : `${letters(code, cell)}${cell === position ? "@" : ""}`,
    );
    return { height, width, cells, notes };
  }

  levelOf(lane: number): Uint8Array {
    return this.levels.slice(lane * this.size, (lane + 1) * this.size);
  }

  saveState(lane: number, out: Int32Array, offset: number): void {
    out[offset] = this.positions[lane]!;
    this.saveThings(lane, out, offset + 1);
  }

  loadState(lane: number, words: Int32Array, offset: number): void {
    this.#startOver(lane);
    const agentPlane = lane * this.planeStride + agentChannel * this.size;
    this.planes[agentPlane + this.positions[lane]!] = 0;
    const position = words[offset]!;
    this.positions[lane] = position;
    this.planes[agentPlane + position] = 1;
    this.loadThings(lane, words, offset + 1);
  }
}

function positiveInteger(name: string, value: number): number {
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InputError(name, String(value), "an integer of at least 1");
}
