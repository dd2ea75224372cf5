// Closed forms: after how many samples, and beyond what diversity, the stored label beats the truth.
import { InputError } from "../../base/errors.ts";
import { parseInput, z } from "../../base/schema.ts";

const schema = z.strictObject({
  errorRate: z.number().gt(0).max(0.5).default(0.05),
  noise: z.number().gt(0).lt(0.5).default(0.01),
  deltaBits: z.number().gt(0).max(1e6).default(40),
  timePrice: z.number().min(0).max(1e6).default(0),
  deltaTime: z.number().min(0).max(1e6).default(4),
});

export interface CrossingOptions {
  /** Share of labels that are wrong in a way that a program can state. */
  readonly errorRate: number;
  /** How often any hypothesis allows a label to be flipped, eps in (0, 1/2). */
  readonly noise: number;
  /** K_Y - K_X in bits. */
  readonly deltaBits: number;
  /** tau: nats per operation and sample. */
  readonly timePrice: number;
  /** T_Y - T_X in operations. */
  readonly deltaTime: number;
}

/** What one mistake costs a deterministic hypothesis: ln((1 - eps) / eps), in nats. */
export function mistakeNats(noise: number): number {
  if (!(noise > 0 && noise < 0.5)) throw new InputError("noise", String(noise), "a number between 0 and 1/2");
  return Math.log((1 - noise) / noise);
}

/** Expected log posterior odds of label against truth after n samples: n eta ln((1 - eps) / eps) - dK ln 2 - n tau dT, in nats. */
export function logOddsOfLabel(samples: number, options: Partial<CrossingOptions> = {}): number {
  if (!(samples >= 0)) throw new InputError("samples", String(samples), "a number of samples, at least 0");
  const { drift, deltaBits } = driftOf(options);
  return samples * drift - deltaBits * Math.LN2;
}

/** n* = dK ln 2 / (eta ln((1 - eps) / eps) - tau dT); null where no number of samples is enough. */
export function labelCrossing(options: Partial<CrossingOptions> = {}): number | null {
  const { drift, deltaBits } = driftOf(options);
  return drift > 0 ? (deltaBits * Math.LN2) / drift : null;
}

function driftOf(options: Partial<CrossingOptions>) {
  const checked = parseInput(schema, options, "crossing");
  const { errorRate, noise, timePrice, deltaTime } = checked;
  return { ...checked, drift: errorRate * mistakeNats(noise) - timePrice * deltaTime };
}

/** m* = dK / (eta b): so many distinct contexts make a list of exceptions, b bits each, as long as the description of the errors. */
export function exceptionThreshold(deltaBits: number, errorRate: number, exceptionBits: number): number {
  for (const [name, value] of Object.entries({ deltaBits, errorRate, exceptionBits })) {
    if (!(value > 0 && value < Infinity)) throw new InputError(name, String(value), "a number above 0");
  }
  return deltaBits / (errorRate * exceptionBits);
}

/** Samples per context from which naming an exception pays: b ln 2 / ln((1 - eps) / eps). */
export function exceptionRepetitions(exceptionBits: number, noise: number): number {
  return (exceptionBits * Math.LN2) / mistakeNats(noise);
}

/**
 * After how many samples the truth beats a proxy that misses a share `miss` of inputs and is `bits` cheaper: the truth gains where they
 * differ and the label is right, and loses where it is wrong: bits ln 2 / (miss (1 - 2 eta) ln((1 - eps) / eps)).
 */
export function truthCrossing(bits: number, miss: number, errorRate: number, noise: number): number {
  return (bits * Math.LN2) / (miss * (1 - 2 * errorRate) * mistakeNats(noise));
}
