// All programs of the language up to a number of nodes, merged where they compute the same function in the same time.
import { InputError } from "../../base/errors.ts";
import { type Cost, type Language, leaves, type TruthTable, tableOf, wordCount } from "./language.ts";

/** Functions that some program computes, with what all programs for one in that time weigh together. Arrays are [count], tables [count, 8]. */
export interface Programs {
  readonly count: number;
  readonly tables: Uint32Array;
  /** Operations per question. */
  readonly time: Float64Array;
  /** log of the sum over programs of 2^-bits; the sum over all functions is not 1. */
  readonly logPrior: Float64Array;
  /** Price of the cheapest one. */
  readonly bits: Float64Array;
}

/** The functions of one number of nodes. */
interface Level {
  readonly tables: TruthTable[];
  readonly time: number[];
  /** Sum of 2^-bits. */
  readonly mass: number[];
  readonly bits: number[];
}

const mostNodes = 7;

/**
 * Enumerates programs of at most `nodes` nodes (1 to 7): leaves, the constant 0, not, and, or, exclusive or. Operands of a connective
 * have no order and compute different functions; so `a and a` is not written, and `not not a` is. Programs are never listed one by one: those of equal truth
 * table, time and number of nodes stand as one in longer programs, with their weights added.
 */
export function enumeratePrograms(language: Language, nodes = 6): Programs {
  if (!(Number.isInteger(nodes) && nodes >= 1 && nodes <= mostNodes)) {
    throw new InputError("nodes", String(nodes), `a whole number from 1 to ${mostNodes}`);
  }
  const levels: Level[] = [];
  for (let size = 1; size <= nodes; size++) levels.push(levelOf(language, levels, size));
  return merged(levels);
}

function levelOf(language: Language, levels: readonly Level[], size: number): Level {
  const builder = new LevelBuilder();
  if (size === 1) {
    builder.add(new Uint32Array(wordCount), language.constant, 0, 0, 1);
    for (const name of leaves)
      builder.add(
        tableOf((at) => at(name)),
        language.leaf[name],
        0,
        0,
        1,
      );
    return builder.level;
  }
  const inner = levels[size - 2] as Level;
  for (let i = 0; i < inner.tables.length; i++) {
    const table = (inner.tables[i] as TruthTable).map((word) => ~word);
    builder.add(
      table,
      language.not,
      inner.time[i] as number,
      inner.bits[i] as number,
      inner.mass[i] as number,
    );
  }
  for (let left = 1; 2 * left <= size - 1; left++) {
    combine(builder, language.connective, levels[left - 1] as Level, levels[size - 2 - left] as Level);
  }
  return builder.level;
}

/** Every connective on every unordered pair of different functions, one of each level. */
function combine(builder: LevelBuilder, cost: Cost, one: Level, other: Level): void {
  const scratch = new Uint32Array(wordCount);
  for (let i = 0; i < one.tables.length; i++) {
    for (let j = one === other ? i + 1 : 0; j < other.tables.length; j++) {
      const [a, b] = [one.tables[i] as TruthTable, other.tables[j] as TruthTable];
      if (equalTables(a, b)) continue;
      const time = (one.time[i] as number) + (other.time[j] as number);
      const bits = (one.bits[i] as number) + (other.bits[j] as number);
      const mass = (one.mass[i] as number) * (other.mass[j] as number);
      for (let w = 0; w < wordCount; w++) scratch[w] = (a[w] as number) & (b[w] as number);
      builder.add(scratch, cost, time, bits, mass);
      for (let w = 0; w < wordCount; w++) scratch[w] = (a[w] as number) | (b[w] as number);
      builder.add(scratch, cost, time, bits, mass);
      for (let w = 0; w < wordCount; w++) scratch[w] = (a[w] as number) ^ (b[w] as number);
      builder.add(scratch, cost, time, bits, mass);
    }
  }
}

export function equalTables(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let w = 0; w < wordCount; w++) if (a[w] !== b[w]) return false;
  return true;
}

class LevelBuilder {
  readonly level: Level = { tables: [], time: [], mass: [], bits: [] };
  readonly #places = new Map<string, number>();

  /** A program made of `cost` on top of parts that take `time`, cost `bits` at least and weigh `mass`. Copies the table. */
  add(table: TruthTable, cost: Cost, time: number, bits: number, mass: number): void {
    const { level } = this;
    const whole = { time: time + cost.time, bits: bits + cost.bits, mass: mass * 2 ** -cost.bits };
    const key = keyOf(table, whole.time);
    const place = this.#places.get(key);
    if (place === undefined) {
      this.#places.set(key, level.tables.length);
      level.tables.push(table.slice());
      level.time.push(whole.time);
      level.mass.push(whole.mass);
      level.bits.push(whole.bits);
    } else {
      level.mass[place]! += whole.mass;
      level.bits[place] = Math.min(level.bits[place] as number, whole.bits);
    }
  }
}

function keyOf(table: TruthTable, time: number): string {
  const halves = new Uint16Array(table.buffer, table.byteOffset, 2 * wordCount);
  return `${String.fromCharCode(...halves)}${time}`;
}

/** Functions of equal time and table over all numbers of nodes become one. */
function merged(levels: readonly Level[]): Programs {
  const places = new Map<string, number>();
  const whole: Level = { tables: [], time: [], mass: [], bits: [] };
  for (const level of levels) {
    for (let i = 0; i < level.tables.length; i++) {
      const table = level.tables[i] as TruthTable;
      const key = keyOf(table, level.time[i] as number);
      const place = places.get(key);
      if (place === undefined) {
        places.set(key, whole.tables.length);
        whole.tables.push(table);
        whole.time.push(level.time[i] as number);
        whole.mass.push(level.mass[i] as number);
        whole.bits.push(level.bits[i] as number);
      } else {
        whole.mass[place]! += level.mass[i] as number;
        whole.bits[place] = Math.min(whole.bits[place] as number, level.bits[i] as number);
      }
    }
  }
  const count = whole.tables.length;
  const tables = new Uint32Array(count * wordCount);
  for (let i = 0; i < count; i++) tables.set(whole.tables[i] as TruthTable, i * wordCount);
  return {
    count,
    tables,
    time: Float64Array.from(whole.time),
    logPrior: Float64Array.from(whole.mass, Math.log),
    bits: Float64Array.from(whole.bits),
  };
}

/** Price of the cheapest program for a function; null where no enumerated program computes it. */
export function cheapest(programs: Programs, table: TruthTable): number | null {
  let least: number | null = null;
  for (const i of placesOf(programs, table)) {
    const bits = programs.bits[i] as number;
    if (least === null || bits < least) least = bits;
  }
  return least;
}

/** The places of a function among the programs, one per time that it can be computed in. */
export function placesOf({ tables, count }: Programs, table: TruthTable): number[] {
  const places: number[] = [];
  for (let i = 0; i < count; i++) {
    if (equalTables(tables.subarray(i * wordCount, (i + 1) * wordCount), table)) places.push(i);
  }
  return places;
}
