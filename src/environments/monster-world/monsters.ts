// The monsters of a batch: where they are, how they chase the mouse, how they are killed, saved and drawn.
import type { BatchOptions, ChanceOracle } from "../environment.ts";
import { type GridEnvironment, type GridSize, moveOffsets, wall } from "../grid.ts";
import { unreachable, Walker } from "../paths.ts";
import { interiorCells } from "../placement.ts";
import { WalkingBatch } from "../walking-batch.ts";
import { chaseOptions, staying, strayOptions } from "./chase.ts";
import { monster, monsterChannel } from "./things.ts";

/** Most monsters of a level. */
export const maxMonsters = 32;

/** Words of a bit per interior cell. */
export function cellWords({ height, width }: GridSize): number {
  return Math.ceil(((height - 2) * (width - 2)) / 32);
}

/** One of so many, all equally likely. [maxMonsters + 1][count] */
const oneOf = Array.from({ length: maxMonsters + 1 }, (_, count) => new Int32Array(count).fill(1));

/** An order of so many monsters in which the rivals come first, in random order: by one choice for each of them but the last. */
function drawOrder(order: Uint8Array, count: number, rivals: number, chance: ChanceOracle): void {
  let last = count;
  let left = 0;
  for (let index = 0; index < count; index++) {
    if ((rivals >>> index) & 1) order[left++] = index;
    else order[--last] = index;
  }
  for (; left > 1; left--) {
    const pick = chance.choose(oneOf[left]!);
    const picked = order[pick]!;
    order[pick] = order[left - 1]!;
    order[left - 1] = picked;
  }
}

/** Monsters are alike, and kept in row-major order: states do not know which is which. */
export abstract class MonstersBatch extends WalkingBatch {
  /** Cells of the interior, in row-major order. */
  protected readonly interior: Uint16Array;
  /** Words of a bit per interior cell. */
  protected readonly words: number;
  /** Living monsters. [lanes] */
  protected readonly monsterCount: Uint8Array;
  readonly #moves: Int32Array;
  readonly #walker: Walker;
  /** Number of each interior cell among them. [height, width] */
  readonly #interiorIndex: Uint16Array;
  readonly #rows: Uint8Array;
  readonly #columns: Uint8Array;
  /** 1 where no wall stands within the border, so that distances need no search. [lanes] */
  readonly #isOpen: Uint8Array;
  /** Which neighbours of a cell are floor, as bits. [lanes, height, width] */
  readonly #open: Uint8Array;
  /** Cells of living monsters, in ascending order. [lanes, maxMonsters] */
  readonly #monsters: Uint16Array;
  /** The cell where each monster wants to be. */
  readonly #aims = new Uint16Array(maxMonsters);
  /** Who moves first, second, and so on. */
  readonly #order = new Uint8Array(maxMonsters);

  constructor(environment: GridEnvironment, options: BatchOptions) {
    super(environment, options);
    const { lanes, size } = this;
    const { height, width } = environment;
    this.#moves = Int32Array.of(...moveOffsets(width), 0);
    this.#walker = new Walker(height, width);
    this.interior = interiorCells(height - 2, width - 2, width);
    this.words = cellWords(environment);
    this.monsterCount = new Uint8Array(lanes);
    this.#interiorIndex = new Uint16Array(size);
    this.interior.forEach((cell, index) => {
      this.#interiorIndex[cell] = index;
    });
    this.#rows = Uint8Array.from({ length: size }, (_, cell) => Math.floor(cell / width));
    this.#columns = Uint8Array.from({ length: size }, (_, cell) => cell % width);
    this.#isOpen = new Uint8Array(lanes);
    this.#open = new Uint8Array(lanes * size);
    this.#monsters = new Uint16Array(lanes * maxMonsters);
  }

  protected clear(lane: number): void {
    this.monsterCount[lane] = 0;
  }

  protected placeMonster(lane: number, cell: number): void {
    this.#monsters[lane * maxMonsters + this.monsterCount[lane]!++] = cell;
    this.mark(lane, monsterChannel, cell, 1);
  }

  protected override placed(lane: number): void {
    const { size, levels, interior } = this;
    const moves = this.#moves;
    const first = lane * size;
    let walls = 0;
    for (let index = 0; index < interior.length; index++) {
      const cell = first + interior[index]!;
      walls += levels[cell]! & wall;
      let open = 0;
      for (let action = 0; action < staying; action++) {
        open |= ((levels[cell + moves[action]!]! & wall) ^ 1) << action;
      }
      this.#open[cell] = open;
    }
    this.#isOpen[lane] = walls === 0 ? 1 : 0;
  }

  /**
   * All monsters move, one by one in random order, each as it has chosen; into a wall it never chooses to go, and where another monster is it
   * does not go. `from`, `to`: cells of the mouse before and after its move. Returns the cell of the monster that changed places with the
   * mouse, or 0 where none did.
   */
  protected moveMonsters(lane: number, from: number, to: number, chance: ChanceOracle): number {
    const { cells, planes } = this;
    const monsters = this.#monsters;
    const aims = this.#aims;
    const order = this.#order;
    const count = this.monsterCount[lane]!;
    const first = lane * maxMonsters;
    const plane = lane * this.planeStride + monsterChannel * this.size;
    const ground = lane * this.size;
    this.#aim(lane, to, chance);
    drawOrder(order, count, this.#rivals(first, count), chance);
    let crossed = 0;
    for (let turn = 0; turn < count; turn++) {
      const index = order[turn]!;
      const cell = monsters[first + index]!;
      const ahead = aims[index]!;
      if (ahead === cell || (cells[ground + ahead]! & monster) !== 0) continue;
      cells[ground + cell]! ^= monster;
      cells[ground + ahead]! |= monster;
      planes[plane + cell] = 0;
      planes[plane + ahead] = 1;
      monsters[first + index] = ahead;
      if (cell === to && ahead === from) crossed = ahead;
    }
    this.#sort(lane, count);
    return crossed;
  }

  /** Every monster chooses the cell where it wants to be. */
  #aim(lane: number, mouse: number, chance: ChanceOracle): void {
    const aims = this.#aims;
    const monsters = this.#monsters;
    const moves = this.#moves;
    const first = lane * maxMonsters;
    const count = this.monsterCount[lane]!;
    const inRoom = this.#isOpen[lane] === 1;
    if (!inRoom) this.#walker.search(this.levels, lane * this.size, mouse);
    for (let index = 0; index < count; index++) {
      const cell = monsters[first + index]!;
      const open = this.#open[lane * this.size + cell]!;
      const options = inRoom ? this.#optionsInRoom(open, cell, mouse) : this.#optionsInMaze(open, cell);
      aims[index] = cell + moves[chance.choose(options)]!;
    }
  }

  /** Weights of what a monster can do where distances are sums of rows and columns. */
  #optionsInRoom(open: number, cell: number, mouse: number): Int32Array {
    const down = this.#rows[mouse]! - this.#rows[cell]!;
    const right = this.#columns[mouse]! - this.#columns[cell]!;
    // Up is nearer where the mouse is above, and so on: the sign bits of four differences.
    const upLeft = (down >>> 31) | ((right >>> 31) << 1);
    return chaseOptions(open, upLeft | ((-down >>> 31) << 2) | ((-right >>> 31) << 3));
  }

  /** The same by the distances last searched from the mouse. */
  #optionsInMaze(open: number, cell: number): Int32Array {
    const { distances } = this.#walker;
    const distance = distances[cell]!;
    if (distance === unreachable) return strayOptions(open);
    let nearer = 0;
    for (let action = 0; action < staying; action++) {
      // Nothing is nearer than the mouse's own cell; walls have the distance -1, too.
      if (distance > 0 && distances[cell + this.#moves[action]!] === distance - 1) nearer |= 1 << action;
    }
    return chaseOptions(open, nearer);
  }

  /**
   * Bits of the monsters for which it matters who moves first: one wants the cell that another leaves, or wants to enter, too. All
   * others come to the same cells in every order.
   */
  #rivals(first: number, count: number): number {
    const aims = this.#aims;
    const monsters = this.#monsters;
    let rivals = 0;
    for (let one = 1; one < count; one++) {
      const from = monsters[first + one]!;
      const to = aims[one]!;
      if (from === to) continue;
      for (let other = 0; other < one; other++) {
        const otherTo = aims[other]!;
        const otherFrom = monsters[first + other]!;
        if (otherTo === otherFrom) continue;
        if (to === otherTo || to === otherFrom || otherTo === from) rivals |= (1 << one) | (1 << other);
      }
    }
    return rivals;
  }

  /** Insertion: after one move each, nearly all are in their places. */
  #sort(lane: number, count: number): void {
    const monsters = this.#monsters;
    const first = lane * maxMonsters;
    for (let next = first + 1; next < first + count; next++) {
      const cell = monsters[next]!;
      let at = next;
      while (at > first && monsters[at - 1]! > cell) {
        monsters[at] = monsters[at - 1]!;
        at--;
      }
      monsters[at] = cell;
    }
  }

  protected killMonster(lane: number, cell: number): void {
    this.#setMonster(lane, cell, 0);
    const monsters = this.#monsters;
    const first = lane * maxMonsters;
    const end = first + --this.monsterCount[lane]!;
    for (let at = monsters.indexOf(cell, first); at < end; at++) monsters[at] = monsters[at + 1]!;
  }

  /** A bit for each interior cell with a monster, `words` words from out[offset] on. */
  protected saveMonsters(lane: number, out: Int32Array, offset: number): void {
    out.fill(0, offset, offset + this.words);
    const first = lane * maxMonsters;
    for (let at = first; at < first + this.monsterCount[lane]!; at++) {
      const index = this.#interiorIndex[this.#monsters[at]!]!;
      out[offset + (index >>> 5)]! |= 1 << (index & 31);
    }
  }

  protected loadMonsters(lane: number, words: Int32Array, offset: number): void {
    let count = 0;
    for (let word = 0; word < this.words; word++) {
      for (let bits = words[offset + word]!; bits !== 0; bits &= bits - 1) {
        const cell = this.interior[32 * word + 31 - Math.clz32(bits & -bits)]!;
        this.#monsters[lane * maxMonsters + count++] = cell;
        this.#setMonster(lane, cell, 1);
      }
    }
    this.monsterCount[lane] = count;
  }

  protected removeMonsters(lane: number): void {
    const first = lane * maxMonsters;
    for (let at = first; at < first + this.monsterCount[lane]!; at++) {
      this.#setMonster(lane, this.#monsters[at]!, 0);
    }
    this.monsterCount[lane] = 0;
  }

  #setMonster(lane: number, cell: number, value: 0 | 1): void {
    const code = this.cells[lane * this.size + cell]!;
    this.cells[lane * this.size + cell] = value === 1 ? code | monster : code & ~monster;
    this.mark(lane, monsterChannel, cell, value);
  }
}
