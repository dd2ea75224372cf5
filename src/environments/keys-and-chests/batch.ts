// The dynamics of the worlds of keys and chests where nothing reappears and only things are counted.
import type { BatchOptions, ChanceOracle, Frame } from "../environment.ts";
import type { GridEnvironment, GridSize } from "../grid.ts";
import { WalkingBatch } from "../walking-batch.ts";
import type { DynamicsParameters } from "./parameters.ts";
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
export function itemWords({ height, width }: GridSize): number {
  return Math.ceil(((height - 2) * (width - 2)) / 32);
}

/**
 * Walking onto a key takes it; keys stack. Walking onto a chest with a key opens it: one key is spent, the chest
 * vanishes. Without a key it is walked over. The episode ends when no further chest can be opened: none is closed,
 * or no key is held and none is left (things out of reach count as left); or never, where the parameters say so.
 *
 * State words: the agent's cell; a bit for each thing of the level (in row-major order) whose key or chest is still
 * there; a bit for each whose hidden chest is. The keys held follow from these.
 */
export class KeysAndChestsBatch extends WalkingBatch {
  /** Keys held. [lanes] */
  protected readonly held: Int32Array;
  /** Keys taken less hidden chests opened. [lanes] */
  protected readonly ghostKeys: Int32Array;
  /** [lanes] */
  protected readonly keysLeft: Int32Array;
  /** [lanes] */
  protected readonly chestsLeft: Int32Array;
  /** Number of cells with things in the lane's level. [lanes] */
  readonly #itemCount: Uint16Array;
  /** Those cells, in row-major order. [lanes, itemCapacity] */
  readonly #items: Uint16Array;
  readonly #itemCapacity: number;
  readonly #itemWords: number;
  /** Keys held are shown up to this many; none where they are not observed. */
  readonly #heldCells: number;
  readonly #endsWhenExhausted: boolean;

  constructor(environment: GridEnvironment, options: BatchOptions, parameters: DynamicsParameters) {
    super(environment, options);
    this.#heldCells = parameters.showKeys ? this.size : 0;
    this.#endsWhenExhausted = parameters.ends === "when-exhausted";
    const { height, width } = environment;
    this.#itemCapacity = (height - 2) * (width - 2);
    this.#itemWords = itemWords(environment);
    this.held = new Int32Array(this.lanes);
    this.ghostKeys = new Int32Array(this.lanes);
    this.keysLeft = new Int32Array(this.lanes);
    this.chestsLeft = new Int32Array(this.lanes);
    this.#itemCount = new Uint16Array(this.lanes);
    this.#items = new Uint16Array(this.lanes * this.#itemCapacity);
  }

  protected clear(lane: number): void {
    this.held[lane] = 0;
    this.ghostKeys[lane] = 0;
    this.keysLeft[lane] = 0;
    this.chestsLeft[lane] = 0;
    this.#itemCount[lane] = 0;
  }

  protected place(lane: number, cell: number, code: number): void {
    const count = this.#itemCount[lane]!;
    this.#items[lane * this.#itemCapacity + count] = cell;
    this.#itemCount[lane] = count + 1;
    if (code & key) {
      this.keysLeft[lane]!++;
      this.mark(lane, keyChannel, cell, 1);
    } else if (code & chest) {
      this.chestsLeft[lane]!++;
      this.mark(lane, chestChannel, cell, 1);
    }
  }

  protected enter(lane: number, cell: number, code: number, _chance: ChanceOracle): void {
    if (code & key) this.#takeKey(lane, cell);
    if (code & chest && this.held[lane]! > 0) this.#openChest(lane, cell);
    if (code & hidden && this.ghostKeys[lane]! > 0) this.#openHiddenChest(lane, cell);
    // A hidden chest ends nothing: it is what the agent cannot know of.
    if (code & (key | chest) && this.isOver(lane)) this.terminated[lane] = 1;
  }

  /** Whether the rules end the episode here. */
  protected isOver(lane: number): boolean {
    if (!this.#endsWhenExhausted) return false;
    return this.chestsLeft[lane] === 0 || this.held[lane]! + this.keysLeft[lane]! === 0;
  }

  #takeKey(lane: number, cell: number): void {
    const held = this.held[lane]!;
    const event = lane * this.eventCount;
    this.events[event + keyCollected] = 1;
    if (held >= this.chestsLeft[lane]!) this.events[event + surplusKeyCollected] = 1;
    this.cells[lane * this.size + cell]! &= ~key;
    this.mark(lane, keyChannel, cell, 0);
    if (held < this.#heldCells) this.mark(lane, heldChannel, held, 1);
    this.held[lane] = held + 1;
    this.ghostKeys[lane]!++;
    this.keysLeft[lane]!--;
  }

  #openChest(lane: number, cell: number): void {
    const held = this.held[lane]! - 1;
    this.events[lane * this.eventCount + chestOpened] = 1;
    this.cells[lane * this.size + cell]! &= ~chest;
    this.mark(lane, chestChannel, cell, 0);
    if (held < this.#heldCells) this.mark(lane, heldChannel, held, 0);
    this.held[lane] = held;
    this.chestsLeft[lane]!--;
  }

  #openHiddenChest(lane: number, cell: number): void {
    this.events[lane * this.eventCount + hiddenChestOpened] = 1;
    this.cells[lane * this.size + cell]! &= ~hidden;
    this.ghostKeys[lane]!--;
  }

  protected saveThings(lane: number, out: Int32Array, offset: number): void {
    const words = this.#itemWords;
    out.fill(0, offset, offset + 2 * words);
    const count = this.#itemCount[lane]!;
    for (let item = 0; item < count; item++) {
      const code = this.#itemCode(lane, item);
      const word = offset + (item >>> 5);
      const bit = 1 << (item & 31);
      if (code & (key | chest)) out[word]! |= bit;
      if (code & hidden) out[word + words]! |= bit;
    }
  }

  /** Keys held and ghost keys are what is gone from the level: keys taken less chests opened. */
  protected loadThings(lane: number, words: Int32Array, offset: number): void {
    const heldBefore = this.held[lane]!;
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
    this.held[lane] = held;
    this.ghostKeys[lane] = ghostKeys;
    this.keysLeft[lane] = keysLeft;
    this.chestsLeft[lane] = chestsLeft;
    this.drawHeld(lane, heldBefore);
  }

  /** The agent's cell; bits of the keys that lie about, of the chests, of the hidden chests; keys held; ghost keys. */
  saveVariables(lane: number, out: Int32Array, offset: number): void {
    const words = this.#itemWords;
    const end = offset + 1 + 3 * words;
    out[offset] = this.positions[lane]!;
    out.fill(0, offset + 1, end);
    for (let item = 0; item < this.#itemCount[lane]!; item++) {
      const code = this.#itemCode(lane, item);
      const word = offset + 1 + (item >>> 5);
      const bit = 1 << (item & 31);
      if (code & key) out[word]! |= bit;
      if (code & chest) out[word + words]! |= bit;
      if (code & hidden) out[word + 2 * words]! |= bit;
    }
    out[end] = this.held[lane]!;
    out[end + 1] = this.ghostKeys[lane]!;
  }

  loadVariables(lane: number, words: Int32Array, offset: number): void {
    this.putAgent(lane, words[offset]!);
    this.#loadItems(lane, words, offset + 1);
    this.drawn(lane);
  }

  #loadItems(lane: number, words: Int32Array, offset: number): void {
    const heldBefore = this.held[lane]!;
    const end = offset + 3 * this.#itemWords;
    this.keysLeft[lane] = 0;
    this.chestsLeft[lane] = 0;
    for (let item = 0; item < this.#itemCount[lane]!; item++) {
      const cell = this.#items[lane * this.#itemCapacity + item]!;
      const original = this.levels[lane * this.size + cell]!;
      const has = (kind: number) =>
        (words[offset + kind * this.#itemWords + (item >>> 5)]! & (1 << (item & 31))) !== 0;
      const code = original & ((has(0) ? key : 0) | (has(1) ? chest : 0) | (has(2) ? hidden : 0));
      this.#restoreItem(lane, cell, original, code);
      if (code & key) this.keysLeft[lane]!++;
      if (code & chest) this.chestsLeft[lane]!++;
    }
    this.held[lane] = words[end]!;
    this.ghostKeys[lane] = words[end + 1]!;
    this.drawHeld(lane, heldBefore);
  }

  #itemCode(lane: number, item: number): number {
    return this.cells[lane * this.size + this.#items[lane * this.#itemCapacity + item]!]!;
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

  /** Draws the keys held now where `before` were drawn. */
  protected drawHeld(lane: number, before: number): void {
    const drawn = Math.min(before, this.#heldCells);
    const held = Math.min(this.held[lane]!, this.#heldCells);
    const plane = lane * this.planeStride + heldChannel * this.size;
    if (held > drawn) this.planes.fill(1, plane + drawn, plane + held);
    else this.planes.fill(0, plane + held, plane + drawn);
  }

  frame(lane: number): Frame {
    const letters = (code: number) =>
      `${code & key ? "k" : ""}${code & hidden ? "h" : ""}${code & chest ? "c" : ""}`;
    return this.drawFrame(lane, letters, [
      { label: "keys held", value: this.held[lane]! },
      { label: "chests closed", value: this.chestsLeft[lane]! },
    ]);
  }
}
