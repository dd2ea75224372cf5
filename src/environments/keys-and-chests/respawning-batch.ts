// Keys and chests where whatever is taken or opened appears again elsewhere.
import type { BatchOptions, ChanceOracle } from "../environment.ts";
import { type GridEnvironment, type GridSize, wall } from "../grid.ts";
import { itemWords } from "./batch.ts";
import { CostlyBatch } from "./costly-batch.ts";
import type { DynamicsParameters } from "./parameters.ts";
import { chest, chestChannel, hidden, key, keyChannel } from "./things.ts";

/** The things of a cell, in the order of their words in a state. */
const things = [key, chest, hidden] as const;

/** Words of a state: the agent's cell, three bits per interior cell, keys held and ghost keys. */
export function respawningStateLength(size: GridSize): number {
  return 1 + things.length * itemWords(size) + 2;
}

/**
 * A key or a chest appears on a uniform one of the free cells: no wall, no key, no visible chest, not the agent's. A hidden chest
 * appears where a visible one could lie, as in levels, and takes no room from what is visible. There is always room, because a level has
 * fewer things of a kind that are in each other's way than cells. So no key and no chest is ever the last, and no episode ends by rule.
 *
 * State words: the agent's cell; a bit per interior cell (row-major) with a key, with a chest, with a hidden chest; keys held; ghost keys.
 */
export class RespawningBatch extends CostlyBatch {
  /** Interior cells, row-major. */
  readonly #interior: Int32Array;
  readonly #words: number;
  /** 1 for each cell where the thing may appear; chance chooses among them. [height, width] */
  readonly #places: Int32Array;

  constructor(environment: GridEnvironment, options: BatchOptions, parameters: DynamicsParameters) {
    super(environment, options, parameters);
    const { height, width } = environment;
    this.#words = itemWords(environment);
    this.#places = new Int32Array(height * width);
    this.#interior = Int32Array.from(
      { length: (height - 2) * (width - 2) },
      (_, index) => (1 + Math.floor(index / (width - 2))) * width + 1 + (index % (width - 2)),
    );
  }

  protected override enter(lane: number, cell: number, code: number, chance: ChanceOracle): void {
    super.enter(lane, cell, code, chance);
    const gone = code & ~this.cells[lane * this.size + cell]!;
    if (gone & key) this.#reappear(lane, key, chance);
    if (gone & chest) this.#reappear(lane, chest, chance);
    if (gone & hidden) this.#reappear(lane, hidden, chance);
  }

  protected override isOver(): boolean {
    return false;
  }

  #reappear(lane: number, thing: number, chance: ChanceOracle): void {
    const taken = thing === hidden ? wall | key | hidden : wall | key | chest;
    const places = this.#places;
    const first = lane * this.size;
    for (let cell = 0; cell < places.length; cell++) places[cell] = this.cells[first + cell]! & taken ? 0 : 1;
    places[this.positions[lane]!] = 0;
    const cell = chance.choose(places);
    this.cells[first + cell]! |= thing;
    this.#draw(lane, cell);
    if (thing === key) this.keysLeft[lane]!++;
    if (thing === chest) this.chestsLeft[lane]!++;
  }

  #draw(lane: number, cell: number): void {
    const code = this.cells[lane * this.size + cell]!;
    this.mark(lane, keyChannel, cell, code & key ? 1 : 0);
    this.mark(lane, chestChannel, cell, code & chest ? 1 : 0);
  }

  protected override saveThings(lane: number, out: Int32Array, offset: number): void {
    const words = this.#words;
    const end = offset + things.length * words;
    out.fill(0, offset, end);
    for (let index = 0; index < this.#interior.length; index++) {
      const code = this.cells[lane * this.size + this.#interior[index]!]!;
      const word = offset + (index >>> 5);
      for (let thing = 0; thing < things.length; thing++) {
        if (code & things[thing]!) out[word + thing * words]! |= 1 << (index & 31);
      }
    }
    out[end] = this.held[lane]!;
    out[end + 1] = this.ghostKeys[lane]!;
  }

  protected override loadThings(lane: number, words: Int32Array, offset: number): void {
    const heldBefore = this.held[lane]!;
    const end = offset + things.length * this.#words;
    this.keysLeft[lane] = 0;
    this.chestsLeft[lane] = 0;
    for (let index = 0; index < this.#interior.length; index++) {
      const cell = this.#interior[index]!;
      const at = lane * this.size + cell;
      if (this.cells[at] === wall) continue;
      const code = this.#codeOf(words, offset, index);
      this.cells[at] = code;
      this.#draw(lane, cell);
      if (code & key) this.keysLeft[lane]!++;
      if (code & chest) this.chestsLeft[lane]!++;
    }
    this.held[lane] = words[end]!;
    this.ghostKeys[lane] = words[end + 1]!;
    this.drawHeld(lane, heldBefore);
  }

  #codeOf(words: Int32Array, offset: number, index: number): number {
    let code = 0;
    for (let thing = 0; thing < things.length; thing++) {
      const word = words[offset + thing * this.#words + (index >>> 5)]!;
      if (word & (1 << (index & 31))) code |= things[thing]!;
    }
    return code;
  }
}
