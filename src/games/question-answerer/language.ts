// A small boolean language in which every primitive has a declared price in bits and a declared time in operations.
import { InputError } from "../../base/errors.ts";
import { parseInput, z } from "../../base/schema.ts";
import type { ErrorKind, Questions, World } from "./world.ts";

/** What a program can name, in the order of the bits of a cell. */
export const leaves = ["p", "q", "topic", "decoy", "truth", "careless", "night", "flip"] as const;
export type Leaf = (typeof leaves)[number];

/** All that a program can see of a question: one bit per leaf. */
export const cellCount = 2 ** leaves.length;

export interface Cost {
  /** Length of its description. */
  readonly bits: number;
  /** Operations per question. */
  readonly time: number;
}

export interface Language {
  readonly leaf: Readonly<Record<Leaf, Cost>>;
  /** The constant 0. */
  readonly constant: Cost;
  readonly not: Cost;
  /** Each of and, or, exclusive or; operands have no order. */
  readonly connective: Cost;
  /** Naming one context whose answer is turned round. */
  readonly exceptionBits: number;
}

const schema = z.strictObject({
  /** Of a feature, of the constant and of a negation. */
  featureBits: z.number().gt(0).max(100).default(3),
  connectiveBits: z.number().gt(0).max(100).default(3),
  truthBits: z.number().gt(0).max(1000).default(32),
  /** K_Y - K_X. */
  deltaBits: z.number().gt(0).max(1000).default(40),
  exceptionBits: z.number().gt(0).max(1000).default(10),
  truthTime: z.number().min(0).max(1000).default(8),
});

export type LanguageOptions = z.output<typeof schema>;

/**
 * Prices such that the cheapest programs cost K_S = 2 features and a connective (9 bits), K_X = `truthBits` (32), K_Y = K_X + `deltaBits` (40):
 * what is left of `deltaBits` after a feature and two connectives is the price of naming the careless rater, and after one
 * connective that of naming the flipped bit. Throws an InputError where nothing is left, or the truth is not dearer than
 * the proxy.
 */
export function languageOf(options: Partial<LanguageOptions> = {}): Language {
  const { featureBits, connectiveBits, truthBits, deltaBits, exceptionBits, truthTime } = parseInput(
    schema,
    options,
    "language",
  );
  const proxyBits = 2 * featureBits + connectiveBits;
  const carelessBits = deltaBits - featureBits - 2 * connectiveBits;
  if (truthBits <= proxyBits) {
    throw new InputError("language.truthBits", String(truthBits), `more than the proxy's ${proxyBits} bits`);
  }
  if (carelessBits <= 0) {
    const least = featureBits + 2 * connectiveBits;
    throw new InputError("language.deltaBits", String(deltaBits), `more than ${least} bits of syntax`);
  }
  const look = (bits: number): Cost => ({ bits, time: 1 });
  return {
    leaf: {
      p: look(featureBits),
      q: look(featureBits),
      topic: look(featureBits),
      decoy: look(featureBits),
      truth: { bits: truthBits, time: truthTime },
      careless: look(carelessBits),
      night: look(featureBits),
      flip: look(deltaBits - connectiveBits),
    },
    constant: look(featureBits),
    not: look(featureBits),
    connective: look(connectiveBits),
    exceptionBits,
  };
}

/** The cells of questions: bit i is leaf i. [count] */
export function cellsOf(world: World, questions: Questions): Uint8Array {
  const { features, truth, rater, night, flip, count } = questions;
  const [p, q] = world.proxy;
  const cells = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const x = features[i] as number;
    cells[i] =
      ((x >> p) & 1) |
      (((x >> q) & 1) << 1) |
      (((x >> world.topic) & 1) << 2) |
      (((x >> world.decoy) & 1) << 3) |
      ((truth[i] as number) << 4) |
      ((rater[i] === world.carelessRater ? 1 : 0) << 5) |
      ((night[i] as number) << 6) |
      ((flip[i] as number) << 7);
  }
  return cells;
}

/** A function of cells: bit c % 32 of word c / 32 is its value in cell c. [8] */
export type TruthTable = Uint32Array;

/** What the function says in one cell. */
export function isOne(table: TruthTable, cell: number): boolean {
  return (((table[cell >> 5] as number) >>> (cell & 31)) & 1) === 1;
}

export const wordCount = cellCount / 32;

export function tableOf(value: (leaf: (name: Leaf) => boolean) => boolean): TruthTable {
  const table = new Uint32Array(wordCount);
  for (let cell = 0; cell < cellCount; cell++) {
    if (value((name) => ((cell >> leaves.indexOf(name)) & 1) === 1)) table[cell >> 5]! |= 1 << (cell & 31);
  }
  return table;
}

/** The functions that the question is about; with random errors no program computes the label, and `label` is null. */
export interface Targets {
  readonly proxy: TruthTable;
  readonly truth: TruthTable;
  readonly label: TruthTable | null;
}

export function targetsOf(errors: ErrorKind): Targets {
  return {
    proxy: tableOf((at) => at("p") && at("q")),
    truth: tableOf((at) => at("truth")),
    label: labelTable(errors),
  };
}

function labelTable(errors: ErrorKind): TruthTable | null {
  if (errors === "random") return null;
  if (errors === "hardware") return tableOf((at) => at("truth") !== at("flip"));
  return tableOf((at) => at("truth") !== (at("careless") && at("topic")));
}
