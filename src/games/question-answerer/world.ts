// The world of the question-answerer: questions with their true answers, a simple proxy, and the labels that a supervisor stored.
import { InputError } from "../../base/errors.ts";
import type { Rng } from "../../base/rng.ts";
import { parseInput, z } from "../../base/schema.ts";

/** Where a stored label comes to differ from the truth. */
export type ErrorKind = "random" | "systematic" | "hardware";

const schema = z.strictObject({
  errors: z.enum(["random", "systematic", "hardware"]).default("systematic"),
  errorRate: z.number().gt(0).max(0.5).default(0.05),
  kinds: z.int().min(1).max(4).default(2),
});

export interface WorldOptions {
  /** "random": drawn per question and shown nowhere; "systematic": one rater errs on one topic; "hardware": a flipped bit, shown. */
  readonly errors: ErrorKind;
  /** Share of questions whose label is wrong, in (0, 1/2]. Default .05. */
  readonly errorRate: number;
  /** Kinds of context; each has a rule of its own for the true answer. Default 2. */
  readonly kinds: number;
}

export const featureCount = 16;
export const raterCount = 10;

/** Share of inputs on which the proxy is wrong: a conjunction of three fair features. */
export const proxyMissShare = 0.125;

type Rule = readonly [number, number, number];

/** Share of inputs whose true answer is 1: P(S = 1, X = S) + P(S = 0, X != S). */
export const onesShare = 0.25 * (1 - proxyMissShare) + 0.75 * proxyMissShare;

/** The features that matter, each a place in 0..15; all others mean nothing. */
export interface World extends WorldOptions {
  /** The proxy is the conjunction of these two. */
  readonly proxy: readonly [number, number];
  /** What the careless rater gets wrong. */
  readonly topic: number;
  /** A feature that means nothing and that simple programs can name as well. */
  readonly decoy: number;
  readonly carelessRater: number;
  /** Per kind of context, the three features whose conjunction turns the proxy's answer into the true one. */
  readonly rules: readonly Rule[];
}

/**
 * Draws which features matter. X = S xor (a and b and c), S = (p and q), with a, b, c fixed by the kind of the context: the proxy is
 * right on 7/8 of fair inputs. Throws an InputError for an error rate outside (0, 1/2] or an unknown kind of error.
 */
export function questionWorld(options: Partial<WorldOptions>, rng: Rng): World {
  const checked = parseInput(schema, options, "world");
  const order = Array.from({ length: featureCount }, (_, feature) => feature);
  rng.shuffle(order);
  const [p, q, topic, decoy, ...free] = order as [number, number, number, number, ...number[]];
  const rules = Array.from(
    { length: checked.kinds },
    (_, kind) => free.slice(3 * kind, 3 * kind + 3) as unknown as Rule,
  );
  return { ...checked, proxy: [p, q], topic, decoy, carelessRater: rng.below(raterCount), rules };
}

/** Questions, one per context: each has its inputs and, once and for all, its stored label. All arrays are [count]. */
export interface Questions {
  readonly count: number;
  /** Feature i is bit i. */
  readonly features: Uint16Array;
  readonly kind: Uint8Array;
  readonly rater: Uint8Array;
  /** Whether the label was written on the night shift: a side feature that means nothing. */
  readonly night: Uint8Array;
  /** Whether the store reported a flipped bit. */
  readonly flip: Uint8Array;
  readonly proxy: Uint8Array;
  readonly truth: Uint8Array;
  readonly label: Uint8Array;
}

/** The most questions that are drawn at once. */
const mostQuestions = 2 ** 20;

/**
 * Draws questions of distinct contexts: fair features, one of the kinds, a rater (the careless one in 2 x rate of the questions, if
 * errors are systematic), a shift, a flipped bit (in `errorRate` of them, if errors are of hardware).
 */
export function drawQuestions(world: World, count: number, rng: Rng): Questions {
  if (!(Number.isInteger(count) && count >= 1 && count <= mostQuestions)) {
    throw new InputError("questions", String(count), `a whole number from 1 to ${mostQuestions}`);
  }
  const bytes = () => new Uint8Array(count);
  const [kind, rater, night, flip] = [bytes(), bytes(), bytes(), bytes()];
  const [proxy, truth, label] = [bytes(), bytes(), bytes()];
  const features = new Uint16Array(count);
  const [p, q] = world.proxy;
  const careless = world.errors === "systematic" ? 2 * world.errorRate : 1 / raterCount;
  for (let i = 0; i < count; i++) {
    const x = rng.uint32() >>> 16;
    features[i] = x;
    kind[i] = rng.below(world.kinds);
    const other = (world.carelessRater + 1 + rng.below(raterCount - 1)) % raterCount;
    rater[i] = rng.unit() < careless ? world.carelessRater : other;
    night[i] = rng.below(2);
    flip[i] = world.errors === "hardware" && rng.unit() < world.errorRate ? 1 : 0;
    const [a, b, c] = world.rules[kind[i] as number] as Rule;
    proxy[i] = (x >> p) & (x >> q) & 1;
    truth[i] = (proxy[i] as number) ^ ((x >> a) & (x >> b) & (x >> c) & 1);
    label[i] = (truth[i] as number) ^ errorOf(world, x, rater[i] as number, flip[i] as number, rng);
  }
  return { count, features, kind, rater, night, flip, proxy, truth, label };
}

function errorOf(world: World, x: number, rater: number, flip: number, rng: Rng): number {
  if (world.errors === "random") return rng.unit() < world.errorRate ? 1 : 0;
  if (world.errors === "hardware") return flip;
  return rater === world.carelessRater ? (x >> world.topic) & 1 : 0;
}

/** How often each question comes up among n samples that are drawn among them with repetition. [count] */
export function drawSamples(count: number, samples: number, rng: Rng): Int32Array {
  const times = new Int32Array(count);
  for (let sample = 0; sample < samples; sample++) times[rng.below(count)]!++;
  return times;
}
