// Draws from a model of risk: the values of asked quantities, in replicates that show how far a figure can be trusted.
import { InputError } from "../../base/errors.ts";
import { Rng } from "../../base/rng.ts";
import { type PointKind, pointStream } from "../points/point-kinds.ts";
import type { RiskProgram } from "../program.ts";
import type { Work } from "./work.ts";

/** Independent scrambles, or batches of random points. */
export const replicates = 16;
/** Most draws of one call. */
export const mostDraws = 2 ** 24;
/** Values that are kept at most, over all columns: 1 GiB. */
const mostKept = 2 ** 27;
/** Points per evaluation: columns of this length stay in the processor's cache. */
export const blockSize = 2048;

export interface DrawOptions {
  /** At least so many draws: rounded up to 16 times a whole number, of Sobol points to 16 times a power of two. */
  readonly draws?: number;
  /** 0 by default. */
  readonly seed?: number;
  /** Sobol points by default. */
  readonly points?: PointKind;
}

/** What was drawn, and how. */
export interface DrawConditions {
  readonly draws: number;
  readonly replicates: number;
  readonly seed: number;
  readonly points: PointKind;
}

export interface Draws extends DrawConditions {
  /** Values of each asked quantity, replicate after replicate. [draws] */
  readonly quantities: readonly Float64Array[];
  /** Values of each asked input, beside them. [draws] */
  readonly inputs: readonly Float64Array[];
}

/** What to keep of each draw. */
export interface Asked {
  /** Names of quantities. */
  readonly quantities: readonly string[];
  /** Indices of inputs; none by default. */
  readonly inputs?: readonly number[];
}

/** The usual number of draws. */
const usualDraws = 2 ** 17;

/**
 * Draws a model in 16 independent replicates: of scrambled Sobol points, or of random ones. The same seed gives the same values. Throws an
 * InputError for a number of draws outside of 16 to 2^24 or too many for what is kept, and what the model's evaluation throws.
 */
export function* draw(program: RiskProgram, asked: Asked, options: DrawOptions = {}): Work<Draws> {
  const { seed = 0, points = "sobol" } = options;
  const kept = asked.inputs ?? [];
  const size = replicateSize(options.draws ?? usualDraws, points, asked.quantities.length + kept.length);
  const draws = size * replicates;
  const column = () => new Float64Array(draws);
  const quantities = asked.quantities.map(column);
  const inputs = kept.map(column);
  const block = program.inputs.map(() => new Float64Array(blockSize));
  const rng = Rng.fromSeed(seed).fork("risk").fork("draws");
  for (let replicate = 0; replicate < replicates; replicate++) {
    const stream = pointStream(points, program.inputs.length, rng.fork(`replicate ${replicate}`));
    for (let done = 0; done < size; done += blockSize) {
      const count = Math.min(blockSize, size - done);
      const at = replicate * size + done;
      stream.next(block, count);
      transform(program, block, count);
      program.evaluate(block, count, asked.quantities).forEach((values, index) => {
        quantities[index]!.set(values.length === count ? values : values.subarray(0, count), at);
      });
      kept.forEach((input, index) => {
        inputs[index]!.set(block[input]!.subarray(0, count), at);
      });
      yield (at + count) / draws;
    }
  }
  return { draws, replicates, seed, points, quantities, inputs };
}

/** From shares to values of the inputs, in place. */
export function transform(program: RiskProgram, columns: readonly Float64Array[], count: number): void {
  program.inputs.forEach((input, index) => {
    input.fill(columns[index]!, columns[index]!, count);
  });
}

function replicateSize(draws: number, points: PointKind, columns: number): number {
  if (!Number.isInteger(draws) || draws < replicates || draws > mostDraws) {
    throw new InputError("draws", String(draws), `a whole number from ${replicates} to ${mostDraws}`);
  }
  const least = Math.ceil(draws / replicates);
  const size = points === "sobol" ? 2 ** Math.ceil(Math.log2(least)) : least;
  if (size * replicates * columns > mostKept) {
    throw new InputError(
      "draws",
      `${draws} of ${columns} columns`,
      `at most ${Math.floor(mostKept / columns)} where so many columns are kept`,
    );
  }
  return size;
}
