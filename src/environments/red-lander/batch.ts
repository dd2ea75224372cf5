// The dynamics of the red lander.
import type { BatchOptions, ChanceOracle, Frame } from "../environment.ts";
import { agentChannel, type GridEnvironment, wall } from "../grid.ts";
import { GridBatch } from "../grid-batch.ts";
import {
  crashed,
  crater,
  craterChannel,
  groundChannel,
  landedInCrater,
  landedOnGround,
  landedOnPad,
  landedOnRed,
  left,
  pad,
  padChannel,
  red,
  redChannel,
  right,
  solid,
  speedChannel,
  thrust,
} from "./things.ts";

/** Cells per step, downwards: -1 is rising. */
const slowest = -1;
const fastest = 2;
/** A touchdown at more than this speed is a crash. */
const softest = 1;

/** Words of a state: the lander's cell and its speed. */
export const redLanderStateLength = 2;

/**
 * A step: `left` and `right` shift the lander by one column unless ground or the border is there; `thrust` takes 1 from the falling
 * speed, every other action adds 1 (gravity), within -1 ... 2; then the lander falls, or rises, by as many cells. The border above
 * stops it. Ground below is a touchdown, which ends the episode: softly at a speed of 1 or less, else it is a crash. One who idles
 * falls as in coasting, but comes to rest above the ground without touching it.
 *
 * State words: the lander's cell; its falling speed.
 */
export class RedLanderBatch extends GridBatch {
  /** Falling speed. [lanes] */
  readonly #speeds: Int8Array;
  readonly #idle: number;

  constructor(environment: GridEnvironment, options: BatchOptions) {
    super(environment, options);
    this.#speeds = new Int8Array(this.lanes);
    this.#idle = environment.actions.length;
  }

  protected clear(lane: number): void {
    this.#speeds[lane] = 0;
  }

  protected place(lane: number, cell: number, code: number): void {
    this.mark(lane, groundChannel, cell, 1);
    if (code & pad) this.mark(lane, padChannel, cell, 1);
    if (code & crater) this.mark(lane, craterChannel, cell, 1);
    if (code & red) this.mark(lane, redChannel, cell, 1);
  }

  protected override placed(lane: number): void {
    this.#drawSpeed(lane);
  }

  protected advance(
    first: number,
    count: number,
    actions: Uint8Array,
    _chances: readonly ChanceOracle[],
  ): void {
    const { terminated, truncated, elapsed, horizon } = this;
    for (let index = 0; index < count; index++) {
      const lane = first + index;
      if ((terminated[lane]! | truncated[lane]!) !== 0) continue;
      this.#fly(lane, actions[index]!);
      const age = elapsed[lane]! + 1;
      elapsed[lane] = age;
      if (age >= horizon && terminated[lane] === 0) truncated[lane] = 1;
    }
  }

  #fly(lane: number, action: number): void {
    const { cells, positions, planes } = this;
    const { width } = this.environment;
    const first = lane * this.size;
    const from = positions[lane]!;
    const aside = from + (action === left ? -1 : action === right ? 1 : 0);
    let cell = cells[first + aside] === 0 ? aside : from;
    let speed = Math.min(fastest, Math.max(slowest, this.#speeds[lane]! + (action === thrust ? -1 : 1)));
    if (speed < 0) {
      if (cells[first + cell - width] === wall) speed = 0;
      else cell -= width;
    }
    for (let fallen = 0; fallen < speed; fallen++) {
      const below = cells[first + cell + width]!;
      if (below === 0) cell += width;
      else if (action === this.#idle) speed = 0;
      else {
        this.#touchDown(lane, below, speed);
        break;
      }
    }
    const drawn = lane * this.planeStride + agentChannel * this.size;
    planes[drawn + from] = 0;
    planes[drawn + cell] = 1;
    positions[lane] = cell;
    this.#setSpeed(lane, speed);
  }

  #touchDown(lane: number, code: number, speed: number): void {
    const event = lane * this.eventCount;
    this.terminated[lane] = 1;
    if (speed > softest) {
      this.events[event + crashed] = 1;
      return;
    }
    const where = code & pad ? landedOnPad : code & crater ? landedInCrater : landedOnGround;
    this.events[event + where] = 1;
    if (code & red) this.events[event + landedOnRed] = 1;
  }

  #setSpeed(lane: number, speed: number): void {
    if (this.#speeds[lane] === speed) return;
    this.#speeds[lane] = speed;
    this.#drawSpeed(lane);
  }

  /** Rising is no cell, rest one, and each cell per step one more. */
  #drawSpeed(lane: number): void {
    const speed = this.#speeds[lane]!;
    for (let level = slowest; level < fastest; level++) {
      this.mark(lane, speedChannel, level - slowest, speed > level ? 1 : 0);
    }
  }

  protected saveThings(lane: number, out: Int32Array, offset: number): void {
    out[offset] = this.#speeds[lane]!;
  }

  protected loadThings(lane: number, words: Int32Array, offset: number): void {
    this.#setSpeed(lane, words[offset]!);
  }

  /** Column, row, falling speed. */
  saveVariables(lane: number, out: Int32Array, offset: number): void {
    const { width } = this.environment;
    const position = this.positions[lane]!;
    out[offset] = position % width;
    out[offset + 1] = Math.floor(position / width);
    out[offset + 2] = this.#speeds[lane]!;
  }

  loadVariables(lane: number, words: Int32Array, offset: number): void {
    const cell = words[offset + 1]! * this.environment.width + words[offset]!;
    this.putAgent(lane, cell);
    this.#setSpeed(lane, words[offset + 2]!);
    this.drawn(lane);
  }

  frame(lane: number): Frame {
    const letters = (code: number) =>
      (code & solid ? (code & pad ? "p" : code & crater ? "c" : "g") : "") + (code & red ? "r" : "");
    return this.drawFrame(lane, letters, [{ label: "falling speed", value: this.#speeds[lane]! }]);
  }
}
