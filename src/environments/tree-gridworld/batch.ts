// The dynamics of the tree gridworld.
import type { BatchOptions, ChanceOracle, Frame } from "../environment.ts";
import type { GridEnvironment, GridSize } from "../grid.ts";
import { WalkingBatch } from "../walking-batch.ts";
import { lastTreeChopped, soil, soilChannel, tree, treeChannel, treeChopped, treeRegrown } from "./things.ts";

/** Chances of regrowth are multiples of 1 / 2^20. */
const whole = 2 ** 20;

/** Words of a state: the agent's cell, and a bit for each interior cell. */
export function treeGridworldStateLength({ height, width }: GridSize): number {
  return 1 + Math.ceil(((height - 2) * (width - 2)) / 32);
}

/**
 * Walking onto a tree chops it and leaves soil. After every move, the idle one included, a tree grows with the chance that belongs to
 * the number of trees now left, on a uniform one of the cells of soil on which the agent does not stand.
 *
 * State words: the agent's cell; a bit for each site of the level (tree or soil, in row-major order) on which a tree stands.
 */
export class TreeGridworldBatch extends WalkingBatch {
  /** Trees standing. [lanes] */
  readonly #trees: Uint16Array;
  /** Number of sites in the lane's level. [lanes] */
  readonly #siteCount: Uint16Array;
  /** Their cells, in row-major order. [lanes, siteCapacity] */
  readonly #sites: Uint16Array;
  readonly #siteCapacity: number;
  readonly #siteWords: number;
  /** Weights of no growth and of growth, by the number of trees left. */
  readonly #odds: readonly Int32Array[];
  readonly #ones: Uint8Array;
  /** `even[n]` weighs n sites alike; made when first needed. */
  readonly #even: (Uint8Array | undefined)[] = [];

  constructor(environment: GridEnvironment, options: BatchOptions, regrowth: readonly number[]) {
    super(environment, options);
    const { height, width } = environment;
    this.#siteCapacity = (height - 2) * (width - 2);
    this.#siteWords = treeGridworldStateLength(environment) - 1;
    this.#trees = new Uint16Array(this.lanes);
    this.#siteCount = new Uint16Array(this.lanes);
    this.#sites = new Uint16Array(this.lanes * this.#siteCapacity);
    this.#odds = regrowth.map((chance) => {
      const weight = Math.round(chance * whole);
      return Int32Array.of(whole - weight, weight);
    });
    this.#ones = new Uint8Array(this.#siteCapacity).fill(1);
  }

  protected clear(lane: number): void {
    this.#trees[lane] = 0;
    this.#siteCount[lane] = 0;
  }

  protected place(lane: number, cell: number, code: number): void {
    const count = this.#siteCount[lane]!;
    this.#sites[lane * this.#siteCapacity + count] = cell;
    this.#siteCount[lane] = count + 1;
    if (code === tree) this.#trees[lane]!++;
    this.mark(lane, code === tree ? treeChannel : soilChannel, cell, 1);
  }

  protected enter(lane: number, cell: number, code: number): void {
    if (code !== tree) return;
    const event = lane * this.eventCount;
    const left = this.#trees[lane]! - 1;
    this.#set(lane, cell, soil);
    this.#trees[lane] = left;
    this.events[event + treeChopped] = 1;
    if (left === 0) this.events[event + lastTreeChopped] = 1;
  }

  protected override tick(lane: number, _from: number, _action: number, chance: ChanceOracle): void {
    const odds = this.#odds[this.#trees[lane]!];
    if (odds === undefined || odds[1] === 0) return;
    const standsOnSoil = this.cells[lane * this.size + this.positions[lane]!] === soil ? 1 : 0;
    const empty = this.#siteCount[lane]! - this.#trees[lane]! - standsOnSoil;
    if (empty === 0 || chance.choose(odds) === 0) return;
    this.#grow(lane, this.#emptySite(lane, empty === 1 ? 0 : chance.choose(this.#evenly(empty))));
  }

  #evenly(count: number): Uint8Array {
    let even = this.#even[count];
    if (even === undefined) {
      even = this.#ones.subarray(0, count);
      this.#even[count] = even;
    }
    return even;
  }

  /** The cell of soil with that number, in row-major order, the agent's left out. */
  #emptySite(lane: number, number: number): number {
    const position = this.positions[lane]!;
    let left = number;
    for (let site = lane * this.#siteCapacity; ; site++) {
      const cell = this.#sites[site]!;
      if (cell === position || this.cells[lane * this.size + cell] !== soil) continue;
      if (left-- === 0) return cell;
    }
  }

  #grow(lane: number, cell: number): void {
    this.#set(lane, cell, tree);
    this.#trees[lane]!++;
    this.events[lane * this.eventCount + treeRegrown] = 1;
  }

  /** A site has a tree, or it has soil: one letter, one plane. */
  #set(lane: number, cell: number, code: number): void {
    this.cells[lane * this.size + cell] = code;
    this.mark(lane, treeChannel, cell, code === tree ? 1 : 0);
    this.mark(lane, soilChannel, cell, code === tree ? 0 : 1);
  }

  protected saveThings(lane: number, out: Int32Array, offset: number): void {
    out.fill(0, offset, offset + this.#siteWords);
    const first = lane * this.#siteCapacity;
    const count = this.#siteCount[lane]!;
    for (let site = 0; site < count; site++) {
      const standing = this.cells[lane * this.size + this.#sites[first + site]!] === tree;
      if (standing) out[offset + (site >>> 5)]! |= 1 << (site & 31);
    }
  }

  protected loadThings(lane: number, words: Int32Array, offset: number): void {
    const first = lane * this.#siteCapacity;
    const count = this.#siteCount[lane]!;
    let trees = 0;
    for (let site = 0; site < count; site++) {
      const standing = (words[offset + (site >>> 5)]! >>> (site & 31)) & 1;
      trees += standing;
      this.#set(lane, this.#sites[first + site]!, standing === 1 ? tree : soil);
    }
    this.#trees[lane] = trees;
  }

  frame(lane: number): Frame {
    return this.drawFrame(lane, (code) => (code === tree ? "t" : code === soil ? "s" : ""), [
      { label: "trees", value: this.#trees[lane]! },
    ]);
  }
}
