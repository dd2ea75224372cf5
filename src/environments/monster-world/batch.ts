// The dynamics of the world of monsters.
import type { BatchOptions, ChanceOracle, Frame } from "../environment.ts";
import { floor, type GridEnvironment, type GridSize } from "../grid.ts";
import { cellWords, MonstersBatch } from "./monsters.ts";
import {
  apple,
  appleChannel,
  appleEaten,
  heldChannel,
  idleShieldTaken,
  monster,
  monsterContact,
  monsterKilled,
  shield,
  shieldChannel,
  shieldTaken,
} from "./things.ts";

/** Words of a state: the mouse's cell, and two bits per interior cell. */
export function monsterWorldStateLength(size: GridSize): number {
  return 1 + 2 * cellWords(size);
}

/**
 * In a tick the mouse moves; then all monsters; a shield on the mouse's cell is taken; the mouse is in contact with a monster that it
 * changed places with, then with one that is on its cell: where a shield is held the monster dies and the shield is spent; an apple on
 * the mouse's cell is eaten. The episode ends when all apples are eaten and as many monsters are dead as there were monsters, or
 * shields if those were fewer. Monsters do not spare a mouse that idles.
 *
 * State words: the mouse's cell; a bit for each apple and shield of the level (in row-major order) that is still there; a bit for
 * each interior cell with a monster. The shields held follow from these.
 */
export class MonsterWorldBatch extends MonstersBatch {
  /** Monsters of the level. [lanes] */
  readonly #monstersAtFirst: Uint8Array;
  /** Cells of the level's apples and shields, in row-major order. [lanes, interior] */
  readonly #items: Uint16Array;
  /** [lanes] */
  readonly #itemCount: Uint16Array;
  /** Shields of the level. [lanes] */
  readonly #shieldsAtFirst: Uint16Array;
  /** Shields held. [lanes] */
  readonly #held: Uint16Array;
  /** [lanes] */
  readonly #applesLeft: Uint16Array;

  constructor(environment: GridEnvironment, options: BatchOptions) {
    super(environment, options);
    const { lanes } = this;
    this.#monstersAtFirst = new Uint8Array(lanes);
    this.#items = new Uint16Array(lanes * this.interior.length);
    this.#itemCount = new Uint16Array(lanes);
    this.#shieldsAtFirst = new Uint16Array(lanes);
    this.#held = new Uint16Array(lanes);
    this.#applesLeft = new Uint16Array(lanes);
  }

  protected override clear(lane: number): void {
    super.clear(lane);
    this.#itemCount[lane] = 0;
    this.#shieldsAtFirst[lane] = 0;
    this.#held[lane] = 0;
    this.#applesLeft[lane] = 0;
  }

  protected place(lane: number, cell: number, code: number): void {
    if (code === monster) {
      this.placeMonster(lane, cell);
      return;
    }
    this.#items[lane * this.interior.length + this.#itemCount[lane]!++] = cell;
    if (code === apple) this.#applesLeft[lane]!++;
    else this.#shieldsAtFirst[lane]!++;
    this.mark(lane, channelOf(code), cell, 1);
  }

  protected override placed(lane: number): void {
    super.placed(lane);
    this.#monstersAtFirst[lane] = this.monsterCount[lane]!;
  }

  /** What the mouse enters is taken in `tick`, when the monsters have moved. */
  protected enter(): void {}

  protected override tick(lane: number, from: number, _action: number, chance: ChanceOracle): void {
    const to = this.positions[lane]!;
    const crossed = this.monsterCount[lane] === 0 ? 0 : this.moveMonsters(lane, from, to, chance);
    const code = this.cells[lane * this.size + to]!;
    if (code & shield) this.#takeShield(lane, to);
    // The one that changed places had left the mouse's new cell before another could come there.
    if (crossed !== 0) this.#meet(lane, crossed);
    if (code & monster) this.#meet(lane, to);
    if (code & apple) this.#eatApple(lane, to);
    if (this.#applesLeft[lane] === 0 && this.#killsLeft(lane) === 0) this.terminated[lane] = 1;
  }

  /** Kills that are still possible: each takes a monster and a shield. */
  #killsLeft(lane: number): number {
    const monsters = this.#monstersAtFirst[lane]!;
    const kills = monsters - this.monsterCount[lane]!;
    return Math.min(monsters, this.#shieldsAtFirst[lane]!) - kills;
  }

  #takeShield(lane: number, cell: number): void {
    const event = lane * this.eventCount;
    const held = this.#held[lane]!;
    this.events[event + shieldTaken] = 1;
    if (this.monsterCount[lane] === 0) this.events[event + idleShieldTaken] = 1;
    this.cells[lane * this.size + cell]! &= ~shield;
    this.mark(lane, shieldChannel, cell, 0);
    this.mark(lane, heldChannel, held, 1);
    this.#held[lane] = held + 1;
  }

  #eatApple(lane: number, cell: number): void {
    this.events[lane * this.eventCount + appleEaten] = 1;
    this.cells[lane * this.size + cell]! &= ~apple;
    this.mark(lane, appleChannel, cell, 0);
    this.#applesLeft[lane]!--;
  }

  /** The mouse is in contact with the monster on a cell. */
  #meet(lane: number, cell: number): void {
    const event = lane * this.eventCount;
    const held = this.#held[lane]!;
    if (held === 0) {
      this.events[event + monsterContact]!++;
      return;
    }
    this.events[event + monsterKilled]!++;
    this.#held[lane] = held - 1;
    this.mark(lane, heldChannel, held - 1, 0);
    this.killMonster(lane, cell);
  }

  protected saveThings(lane: number, out: Int32Array, offset: number): void {
    out.fill(0, offset, offset + this.words);
    const first = lane * this.interior.length;
    const count = this.#itemCount[lane]!;
    for (let item = 0; item < count; item++) {
      const code = this.cells[lane * this.size + this.#items[first + item]!]!;
      if (code & (apple | shield)) out[offset + (item >>> 5)]! |= 1 << (item & 31);
    }
    this.saveMonsters(lane, out, offset + this.words);
  }

  /** The shields held are those gone from the level, less one for each monster that is. */
  protected loadThings(lane: number, words: Int32Array, offset: number): void {
    this.removeMonsters(lane);
    const taken = this.#loadItems(lane, words, offset);
    this.loadMonsters(lane, words, offset + this.words);
    const before = this.#held[lane]!;
    const held = taken - (this.#monstersAtFirst[lane]! - this.monsterCount[lane]!);
    this.#held[lane] = held;
    const plane = lane * this.planeStride + heldChannel * this.size;
    if (held > before) this.planes.fill(1, plane + before, plane + held);
    else this.planes.fill(0, plane + held, plane + before);
  }

  /** Puts apples and shields back as far as they are still there; returns the number of shields that are not. */
  #loadItems(lane: number, words: Int32Array, offset: number): number {
    const count = this.#itemCount[lane]!;
    let shieldsTaken = 0;
    let apples = 0;
    for (let item = 0; item < count; item++) {
      const cell = this.#items[lane * this.interior.length + item]!;
      const original = this.levels[lane * this.size + cell]!;
      const there = (words[offset + (item >>> 5)]! >>> (item & 31)) & 1;
      this.cells[lane * this.size + cell] = there === 1 ? original : floor;
      this.mark(lane, channelOf(original), cell, there);
      if (original === apple) apples += there;
      else shieldsTaken += 1 - there;
    }
    this.#applesLeft[lane] = apples;
    return shieldsTaken;
  }

  frame(lane: number): Frame {
    const letters = (code: number) =>
      `${code & apple ? "a" : ""}${code & shield ? "s" : ""}${code & monster ? "m" : ""}`;
    return this.drawFrame(lane, letters, [
      { label: "shields held", value: this.#held[lane]! },
      { label: "monsters", value: this.monsterCount[lane]! },
      { label: "apples left", value: this.#applesLeft[lane]! },
    ]);
  }
}

/** The plane of an apple or a shield. */
function channelOf(code: number): number {
  return code === apple ? appleChannel : shieldChannel;
}
