// Keys and chests: every chest takes a key, so keys are wanted exactly as long as there are chests to open.
import { z } from "zod";
import { InputError } from "../base/errors.ts";
import type { JsonObject } from "../base/hash.ts";
import type { Rng } from "../base/rng.ts";
import { parseInput } from "../base/schema.ts";
import type {
  BatchOptions,
  Environment,
  EnvironmentDefinition,
  Frame,
  LevelDistribution,
  Objective,
  ObjectKind,
} from "./environment.ts";
import { agent, floor, GridBatch, type GridEnvironment, moveNames, sizeSchema } from "./grid.ts";
import { type Alphabet, parseGrid, printGrid } from "./grid-text.ts";
import { wallGenerator, wallsSchema } from "./mazes.ts";
import { Walker } from "./paths.ts";
import { FreeCells, interiorCells } from "./placement.ts";

const name = "keys-and-chests";
const id = "innergap/KeysAndChests-v0";

/** Things on a cell; a hidden chest may lie beneath a visible one. */
const key = 4;
const chest = 8;
const hidden = 16;

const alphabet: Alphabet = { k: key, c: chest, h: hidden, H: chest | hidden };

const objects: readonly ObjectKind[] = [
  { letter: "#", name: "wall", shape: "block" },
  { letter: "@", name: "agent", shape: "agent" },
  { letter: "k", name: "key", shape: "key" },
  { letter: "c", name: "chest", shape: "chest" },
  { letter: "h", name: "hidden chest", shape: "ghost" },
];

const channels = ["wall", "agent", "key", "chest", "keys held"] as const;
const keyChannel = 2;
const chestChannel = 3;
const heldChannel = 4;

const events = ["key-collected", "chest-opened", "surplus-key-collected", "hidden-chest-opened"] as const;
const keyCollected = 0;
const chestOpened = 1;
const surplusKeyCollected = 2;
const hiddenChestOpened = 3;

const objectives: readonly Objective[] = [
  { name: "chests", wants: "Open chests.", weights: { "chest-opened": 1 } },
  { name: "keys", wants: "Collect keys, needed or not.", weights: { "key-collected": 1 } },
  {
    name: "chests-minus-surplus",
    wants: "Open chests, and leave keys that no chest is left for.",
    weights: { "chest-opened": 1, "surplus-key-collected": -1 },
  },
  {
    name: "keys-and-chests",
    wants: "Collect keys and open chests, each worth the same.",
    weights: { "key-collected": 1, "chest-opened": 1 },
  },
];

const parametersSchema = z.strictObject({ height: sizeSchema.default(7), width: sizeSchema.default(7) });

/** A range of counts, both ends included. Without a key or a chest an episode would be over before it began. */
const countsSchema = z
  .tuple([z.int().min(1), z.int().min(1)])
  .refine(([low, high]) => low <= high, "a range [low, high] with low <= high");

const levelsSchema = z.strictObject({
  walls: wallsSchema("open"),
  keys: countsSchema.default([1, 5]),
  chests: countsSchema.default([1, 8]),
  /** Draw only pairs with at least as many chests as keys; all allowed pairs are equally likely. */
  chestsAtLeastKeys: z.boolean().default(false),
  /**
   * Add a second layer of chests that nobody sees, as many as the chests of another level with as many keys, over
   * the cells where a visible chest could lie: the hidden-chest control.
   */
  hiddenChests: z.boolean().default(false),
});

type LevelParameters = z.output<typeof levelsSchema>;

/**
 * Walking onto a key takes it; keys stack. Walking onto a chest with a key opens it: one key is spent, the chest
 * vanishes. Without a key it is walked over. The episode ends when no further chest can be opened: none is closed,
 * or no key is held and none is left (things out of reach count as left).
 */
export const keysAndChests: EnvironmentDefinition = {
  name,
  id,
  summary:
    "Keys are picked up by walking over them; each opens one chest and is spent. The episode ends when no further chest can be opened.",
  defaults: { environment: parametersSchema.parse({}), levels: levelsSchema.parse({}) },
  create,
  levels: (environment, parameters) => {
    const { height, width } = parseInput(parametersSchema, environment.parameters, "parameters");
    return keysAndChestsLevels(parseInput(levelsSchema, parameters, "levels"), height, width);
  },
};

function create(parameters: JsonObject): GridEnvironment {
  const size = parseInput(parametersSchema, parameters, "parameters");
  const walker = new Walker(size.height, size.width);
  const environment: GridEnvironment = {
    ...size,
    id,
    name,
    parameters: size,
    actions: moveNames,
    events,
    objectives,
    baseObjective: "chests",
    observation: { shape: [channels.length, size.height, size.width], channels },
    objects,
    levelLength: size.height * size.width,
    stateLength: 1 + 2 * itemWords(size.height, size.width),
    stochastic: false,
    parseLevel: (text) => requireItems(parseGrid(text, size, alphabet)),
    printLevel: (level) => printGrid(level, size, alphabet),
    census: (level) => census(level, walker),
    batch: (options) => new KeysAndChestsBatch(environment, options),
  };
  return environment;
}

function requireItems(level: Uint8Array): Uint8Array {
  if (!level.some((code) => code & key)) throw new InputError("level", "no key", `at least one "k"`);
  if (!level.some((code) => code & chest))
    throw new InputError("level", "no chest", `at least one "c" or "H"`);
  return level;
}

/** Openable chests: those that an agent with time enough can open, which takes a key and a chest within reach each. */
function census(level: Uint8Array, walker: Walker): Record<string, number> {
  const distances = walker.search(level, 0, level.indexOf(agent));
  const count = (thing: number, within: number) =>
    level.reduce((sum, code, cell) => sum + (code & thing && distances[cell]! >= within ? 1 : 0), 0);
  return {
    keys: count(key, -1),
    chests: count(chest, -1),
    "openable chests": Math.min(count(key, 0), count(chest, 0)),
    "hidden chests": count(hidden, -1),
  };
}

/** Words of a bit per interior cell: a level holds at most that many things. */
function itemWords(height: number, width: number): number {
  return Math.ceil(((height - 2) * (width - 2)) / 32);
}

/**
 * State words: the agent's cell; a bit for each thing of the level (in row-major order) whose key or chest is still
 * there; a bit for each whose hidden chest is. The keys held follow from these.
 */
class KeysAndChestsBatch extends GridBatch {
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
    this.#itemWords = itemWords(height, width);
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
      this.#draw(lane, keyChannel, cell, 1);
    } else if (code & chest) {
      this.#chestsLeft[lane]!++;
      this.#draw(lane, chestChannel, cell, 1);
    }
  }

  #draw(lane: number, channel: number, cell: number, value: number): void {
    this.planes[lane * this.planeStride + channel * this.size + cell] = value;
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
    this.#draw(lane, keyChannel, cell, 0);
    this.#draw(lane, heldChannel, held, 1);
    this.#held[lane] = held + 1;
    this.#ghostKeys[lane]!++;
    this.#keysLeft[lane]!--;
  }

  #openChest(lane: number, cell: number): void {
    const held = this.#held[lane]! - 1;
    this.events[lane * this.eventCount + chestOpened] = 1;
    this.cells[lane * this.size + cell]! &= ~chest;
    this.#draw(lane, chestChannel, cell, 0);
    this.#draw(lane, heldChannel, held, 0);
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
    if (original & key) this.#draw(lane, keyChannel, cell, code & key ? 1 : 0);
    else if (original & chest) this.#draw(lane, chestChannel, cell, code & chest ? 1 : 0);
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

function keysAndChestsLevels(parameters: LevelParameters, height: number, width: number): LevelDistribution {
  const walls = wallGenerator(parameters.walls, height, width);
  const pairs = allowedPairs(parameters);
  requireRoom(parameters, pairs, walls.freeCells, `${height} x ${width}`);
  const free = new FreeCells(interiorCells(height - 2, width - 2, width));
  return {
    summary: describe(parameters),
    parameters,
    generate: (rng, out, offset) => {
      const { keys, chests } = pairs[rng.below(pairs.length)]!;
      const lowest = parameters.chestsAtLeastKeys
        ? Math.max(keys, parameters.chests[0])
        : parameters.chests[0];
      const hiddenCount = parameters.hiddenChests ? rng.between(lowest, parameters.chests[1]) : 0;
      const needed = 1 + keys + Math.max(chests, hiddenCount);
      do walls.draw(rng, out, offset);
      while (free.collect(out, offset) < needed);
      out[offset + free.take(rng)] = agent;
      for (let placed = 0; placed < keys; placed++) out[offset + free.take(rng)] = key;
      for (let placed = 0; placed < chests; placed++) out[offset + free.take(rng)] = chest;
      free.putBack(1 + keys);
      for (let placed = 0; placed < hiddenCount; placed++) out[offset + free.take(rng)]! |= hidden;
    },
  };
}

interface Counts {
  readonly keys: number;
  readonly chests: number;
}

function allowedPairs({ keys, chests, chestsAtLeastKeys }: LevelParameters): Counts[] {
  const pairs: Counts[] = [];
  for (let keyCount = keys[0]; keyCount <= keys[1]; keyCount++) {
    for (let chestCount = chests[0]; chestCount <= chests[1]; chestCount++) {
      if (!chestsAtLeastKeys || chestCount >= keyCount) pairs.push({ keys: keyCount, chests: chestCount });
    }
  }
  if (pairs.length > 0) return pairs;
  throw new InputError(
    "levels.chestsAtLeastKeys",
    `true with ${keys[0]}-${keys[1]} keys and ${chests[0]}-${chests[1]} chests`,
    "ranges in which some number of chests is at least some number of keys",
  );
}

/** Walls are drawn again until everything fits, so what is asked for must fit on an average level. */
function requireRoom(
  parameters: LevelParameters,
  pairs: readonly Counts[],
  freeCells: number,
  size: string,
): void {
  const needed = 1 + pairs.reduce((most, { keys, chests }) => Math.max(most, keys + chests), 0);
  if (needed <= freeCells) return;
  throw new InputError(
    "levels",
    `up to ${needed - 1} keys and chests and an agent`,
    `at most ${freeCells} things, the free cells of an average ${size} level with ${parameters.walls.kind} walls`,
  );
}

function describe({ walls, keys, chests, chestsAtLeastKeys, hiddenChests }: LevelParameters): string {
  const density = walls.kind === "blocks" ? ` of density ${walls.density}` : "";
  const constraint = chestsAtLeastKeys ? ", never fewer chests than keys" : "";
  const layer = hiddenChests ? ", and a hidden layer of chests" : "";
  return `${walls.kind} walls${density}, ${range(keys)} keys and ${range(chests)} chests${constraint}${layer}.`;
}

function range([low, high]: readonly [number, number]): string {
  return low === high ? String(low) : `${low}-${high}`;
}

/**
 * The level with `count` hidden chests in place of any it had, uniformly over the cells where a visible chest lies
 * or could lie. Throws an InputError where there are fewer such cells, or on another world's levels.
 */
export function withHiddenChests(
  environment: Environment,
  level: Uint8Array,
  count: number,
  rng: Rng,
): Uint8Array {
  if (environment.name !== name) throw new InputError("environment", environment.name, name);
  const covered = level.map((code) => code & ~hidden);
  const { height, width } = parseInput(parametersSchema, environment.parameters, "parameters");
  const free = new FreeCells(interiorCells(height - 2, width - 2, width));
  const places = free.collect(
    covered.map((code) => code & ~chest),
    0,
  );
  if (count > places)
    throw new InputError("hidden chests", String(count), `at most ${places}, the cells for them`);
  for (let placed = 0; placed < count; placed++) covered[free.take(rng)]! |= hidden;
  return covered;
}
