// A tornado: where the mean outcome goes when one input alone is known to be low, or high.
import { InputError } from "../../base/errors.ts";
import { Rng } from "../../base/rng.ts";
import { type PointKind, pointStream } from "../points/point-kinds.ts";
import type { RiskProgram } from "../program.ts";
import { replicates, transform } from "./draws.ts";
import { type Figure, figureFrom } from "./figure.ts";
import type { Work } from "./work.ts";

export interface TornadoOptions {
  /** The low end's share in (0, 0.5); the high end is its mirror image. 0.1 by default: between them lie 80 %. */
  readonly share?: number;
  /** Draws of the other inputs for each end; 2^13 by default. */
  readonly draws?: number;
  readonly seed?: number;
  readonly points?: PointKind;
}

export interface TornadoEnd {
  /** The input's value: its quantile at the share. */
  readonly at: number;
  /** Mean of the outcome with the input held there. */
  readonly mean: Figure;
}

export interface TornadoBar {
  readonly input: string;
  readonly low: TornadoEnd;
  readonly high: TornadoEnd;
}

export interface Tornado {
  readonly quantity: string;
  readonly share: number;
  /** Mean with nothing held. */
  readonly mean: Figure;
  /** The widest first. */
  readonly bars: readonly TornadoBar[];
}

/**
 * E(Y | X = its quantile at `share`) and E(Y | X = its quantile at 1 - share) for each input X, all others drawn, on the same points for all
 * ends. Exact in the others' spread, unlike the usual tornado that leaves them at their medians. Throws an InputError for a share outside of
 * (0, 0.5) or draws outside of 16 to 2^20.
 */
export function* tornado(
  program: RiskProgram,
  quantity: string,
  { share = 0.1, draws = 2 ** 13, seed = 0, points = "sobol" }: TornadoOptions = {},
): Work<Tornado> {
  if (!(share > 0 && share < 0.5))
    throw new InputError("share", String(share), "a share above 0 and below 0.5");
  if (!Number.isInteger(draws) || draws < replicates || draws > 2 ** 20) {
    throw new InputError("draws", String(draws), `a whole number from ${replicates} to ${2 ** 20}`);
  }
  const size = Math.ceil(draws / replicates);
  const rng = Rng.fromSeed(seed).fork("risk").fork("tornado");
  const ends = program.inputs.map((input) => [share, 1 - share].map((at) => input.quantile(at)));
  const held = ends.map((pair) => pair.map((value) => new Float64Array(size).fill(value)));
  const centre = new Float64Array(replicates);
  const means = ends.map((pair) => pair.map(() => new Float64Array(replicates)));
  for (let replicate = 0; replicate < replicates; replicate++) {
    const columns = program.inputs.map(() => new Float64Array(size));
    pointStream(points, columns.length, rng.fork(`replicate ${replicate}`)).next(columns, size);
    transform(program, columns, size);
    const mean = (values: readonly Float64Array[]) =>
      program.evaluate(values, size, [quantity])[0]!.reduce((sum, value) => sum + value, 0) / size;
    centre[replicate] = mean(columns);
    held.forEach((pair, input) => {
      pair.forEach((column, end) => {
        means[input]![end]![replicate] = mean(columns.with(input, column));
      });
    });
    yield (replicate + 1) / replicates;
  }
  const bars = program.inputs.map(({ name }, input): TornadoBar => {
    const [low, high] = ends[input]!.map((at, end) => ({ at, mean: figure(means[input]![end]!) }));
    return { input: name, low: low!, high: high! };
  });
  return {
    quantity,
    share,
    mean: figure(centre),
    bars: bars.sort((a, b) => width(b) - width(a)),
  };
}

function figure(byReplicate: Float64Array): Figure {
  return figureFrom(byReplicate.reduce((sum, value) => sum + value, 0) / byReplicate.length, byReplicate);
}

function width({ low, high }: TornadoBar): number {
  return Math.abs(high.mean.estimate - low.mean.estimate);
}
