// The dynamics of the worlds of keys and chests.
import type { BatchOptions, Frame } from "../environment.ts";
import { floor, type GridEnvironment, type GridSize } from "../grid.ts";
import { WalkingBatch } from "../walking-batch.ts";
import {
  chest,
  chestChannel,
  chestOpened,
  heldChannel,
  hidden,
  hiddenChestOpened,
  key,
  keyChannel,
  keyCollected,
  surplusKeyCollected,
} from "./things.ts";

/** Words of a state: the agent's cell, and two bits per interior cell. */
export function keysAndChestsStateLength(size: GridSize): number {
  return 1 + 2 * itemWords(size);
}

/** Words of a bit per interior cell: a level holds at most that many things. */
function itemWords({ height, width }: GridSize): number {
  return Math.ceil(((height - 2) * (width - 2)) / 32);
}

/**
 * Walking onto a key takes it; keys stack. Walking onto a chest with a key opens it: one key is spent, the chest
 * vanishes. Without a key it is walked over. The episode ends when no further chest can be opened: none is closed,
 * or no key is held and none is left (things out of reach count as left).
 *
 * State words: the agent's cell; a bit for each thing of the level (in row-major order) whose key or chest is still
 * there; a bit for each whose hidden chest is. The keys held follow from these.
 */
export class KeysAndChestsBatch extends WalkingBatch {
  /** Keys held. [lanes] */
  readonly #held: Uint16Array;
  /** Keys taken less hidden chests opened. [lanes] */
  readonly #ghostKeys: Uint16Array;
  /** [lanes] */
  readonly #keysLeft: Uint16Array;
  /** [lanes] */
  readonly #chestsLeft: Uint16Array;
  /** Number of cells with things in the lane's level. [lanes] */
  readonly #itemCount: Uint16Array;
  /** Those cells, in row-major order. [lanes, itemCapacity] */
  readonly #items: Uint16Array;
  readonly #itemCapacity: number;
  readonly #itemWords: number;

  constructor(environment: GridEnvironment, options: BatchOptions) {
    super(environment, options);
    const { height, width } = environment;
    this.#itemCapacity = (height - 2) * (width - 2);
    this.#itemWords = itemWords(environment);
    this.#held = new Uint16Array(this.lanes);
    this.#ghostKeys = new Uint16Array(this.lanes);
    this.#keysLeft = new Uint16Array(this.lanes);
    this.#chestsLeft = new Uint16Array(this.lanes);
    this.#itemCount = new Uint16Array(this.lanes);
    this.#items = new Uint16Array(this.lanes * this.#itemCapacity);
  }

  protected clear(lane: number): void {
    this.#held[lane] = 0;
    this.#ghostKeys[lane] = 0;
    this.#keysLeft[lane] = 0;
    this.#chestsLeft[lane] = 0;
    this.#itemCount[lane] = 0;
  }

  protected place(lane: number, cell: number, code: number): void {
    const count = this.#itemCount[lane]!;
    this.#items[lane * this.#itemCapacity + count] = cell;
    this.#itemCount[lane] = count + 1;
    if (code & key) {
      this.#keysLeft[lane]!++;
      this.mark(lane, keyChannel, cell, 1);
    } else if (code & chest) {
      this.#chestsLeft[lane]!++;
      this.mark(lane, chestChannel, cell, 1);
    }
  }

  protected enter(lane: number, cell: number, code: number): void {
    if (code & key) this.#takeKey(lane, cell);
    if (code & chest && this.#held[lane]! > 0) this.#openChest(lane, cell);
    if (code & hidden && this.#ghostKeys[lane]! > 0) this.#openHiddenChest(lane, cell);
    const noneHeldOrLeft = this.#held[lane]! + this.#keysLeft[lane]! === 0;
    if (this.#chestsLeft[lane] === 0 || noneHeldOrLeft) this.terminated[lane] = 1;
  }

  #takeKey(lane: number, cell: number): void {
    const held = this.#held[lane]!;
    const event = lane * this.eventCount;
    this.events[event + keyCollected] = 1;
    if (held >= this.#chestsLeft[lane]!) this.events[event + surplusKeyCollected] = 1;
    this.cells[lane * this.size + cell] = floor;
    this.mark(lane, keyChannel, cell, 0);
    this.mark(lane, heldChannel, held, 1);
    this.#held[lane] = held + 1;
    this.#ghostKeys[lane]!++;
    this.#keysLeft[lane]!--;
  }

  #openChest(lane: number, cell: number): void {
    const held = this.#held[lane]! - 1;
    this.events[lane * this.eventCount + chestOpened] = 1;
    this.cells[lane * this.size + cell]! &= ~chest;
    this.mark(lane, chestChannel, cell, 0);
    this.mark(lane, heldChannel, held, 0);
    this.#held[lane] = held;
    this.#chestsLeft[lane]!--;
  }

  #openHiddenChest(lane: number, cell: number): void {
    this.events[lane * this.eventCount + hiddenChestOpened] = 1;
    this.cells[lane * this.size + cell]! &= ~hidden;
    this.#ghostKeys[lane]!--;
  }

  protected saveThings(lane: number, out: Int32Array, offset: number): void {
    const words = this.#itemWords;
    out.fill(0, offset, offset + 2 * words);
    const first = lane * this.#itemCapacity;
    const count = this.#itemCount[lane]!;
    for (let item = 0; item < count; item++) {
      const code = this.cells[lane * this.size + this.#items[first + item]!]!;
      const word = offset + (item >>> 5);
      const bit = 1 << (item & 31);
      if (code & (key | chest)) out[word]! |= bit;
      if (code & hidden) out[word + words]! |= bit;
    }
  }

  /** Keys held and ghost keys are what is gone from the level: keys taken less chests opened. */
  protected loadThings(lane: number, words: Int32Array, offset: number): void {
    const heldBefore = this.#held[lane]!;
    const count = this.#itemCount[lane]!;
    let held = 0;
    let ghostKeys = 0;
    let keysLeft = 0;
    let chestsLeft = 0;
    for (let item = 0; item < count; item++) {
      const cell = this.#items[lane * this.#itemCapacity + item]!;
      const original = this.levels[lane * this.size + cell]!;
      const code = original & this.#present(words, offset, item);
      const gone = original & ~code;
      this.#restoreItem(lane, cell, original, code);
      if (code & key) keysLeft++;
      if (code & chest) chestsLeft++;
      if (gone & key) {
        held++;
        ghostKeys++;
      }
      if (gone & chest) held--;
      if (gone & hidden) ghostKeys--;
    }
    this.#held[lane] = held;
    this.#ghostKeys[lane] = ghostKeys;
    this.#keysLeft[lane] = keysLeft;
    this.#chestsLeft[lane] = chestsLeft;
    this.#drawHeld(lane, heldBefore);
  }

  /** The things that a state leaves of an item, as far as the level has them. */
  #present(words: Int32Array, offset: number, item: number): number {
    const bit = 1 << (item & 31);
    const word = offset + (item >>> 5);
    const visible = words[word]! & bit ? key | chest : 0;
    return words[word + this.#itemWords]! & bit ? visible | hidden : visible;
  }

  #restoreItem(lane: number, cell: number, original: number, code: number): void {
    this.cells[lane * this.size + cell] = code;
    if (original & key) this.mark(lane, keyChannel, cell, code & key ? 1 : 0);
    else if (original & chest) this.mark(lane, chestChannel, cell, code & chest ? 1 : 0);
  }

  #drawHeld(lane: number, before: number): void {
    const held = this.#held[lane]!;
    const plane = lane * this.planeStride + heldChannel * this.size;
    if (held > before) this.planes.fill(1, plane + before, plane + held);
    else this.planes.fill(0, plane + held, plane + before);
  }

  frame(lane: number): Frame {
    const letters = (code: number) =>
      `${code & key ? "k" : ""}${code & hidden ? "h" : ""}${code & chest ? "c" : ""}`;
    return this.drawFrame(lane, letters, [
      { label: "keys held", value: this.#held[lane]! },
      { label: "chests closed", value: this.#chestsLeft[lane]! },
    ]);
  }
}
