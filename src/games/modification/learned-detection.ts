// Agents that are told nothing of the threat: what they believe of the probability of detection comes from what happened to them.
import { parseInput, z } from "../../base/schema.ts";
import { type MotivePopulation, shareAbove } from "./motive-population.ts";
import { asCount, asDiscount, asMotive, asProbability, type Motive, type Threat } from "./threat.ts";

const beliefSchema = z.strictObject({ seen: z.number().positive(), unseen: z.number().positive() });

/** Beta(seen, unseen) over the probability that a step of defection is seen: pseudo-counts of a prior, and what was counted. */
export type DetectionBelief = z.output<typeof beliefSchema>;

/** What is left out of a sum of terms that shrink. */
const negligible = 1e-14;
const mostTrials = 10_000;

/**
 * E[R] over a Beta(a, c) belief: 1 - beta^(tau + 1) sum_n beta^n P(first seen on step n), P(first seen on n) = a / (a + c + n) prod_{i < n} (c + i) / (a + c + i).
 * Defecting unseen lowers the believed q, so an agent that once finds defection better never stops: its value is that of defecting for ever.
 */
export function believedRetainedShare(belief: DetectionBelief, delay: number, discount: number): number {
  const { seen, unseen } = parseInput(beliefSchema, belief, "belief");
  const beta = asDiscount(discount);
  asCount(delay, 0, 1_000_000, "delay");
  let [sum, unseenSoFar] = [0, 1];
  for (let step = 0; unseenSoFar > negligible * (1 - beta); step++) {
    const total = seen + unseen + step;
    sum += (unseenSoFar * seen) / total;
    unseenSoFar *= (beta * (unseen + step)) / total;
  }
  return 1 - beta ** (delay + 1) * sum;
}

export interface LearnedGame {
  readonly motive: Motive;
  readonly delay: number;
  readonly discount: number;
  /** Belief before anything happened; Beta(1, 1), every q alike, by default. */
  readonly prior?: DetectionBelief;
}

/** Whether an agent with this belief defects: g E[R] > b. */
export function prefersDefectionBelieving(game: LearnedGame, belief: DetectionBelief): boolean {
  const { gain, benefit } = asMotive(game.motive);
  return gain * believedRetainedShare(belief, game.delay, game.discount) > benefit;
}

/**
 * P(defect) of an agent that had `trials` defections before this life, each seen with the true probability: sum over s ~ Binomial(trials, q) of whether it defects at
 * Beta(a + s, c + trials - s). Where sightings come one life after the other (each followed by a new life), this is what happened to it.
 */
export function defectionAfterTrials(game: LearnedGame, detection: number, trials: number): number {
  const { seen, unseen } = game.prior ?? { seen: 1, unseen: 1 };
  asCount(trials, 0, mostTrials, "trials");
  const chances = binomialChances(trials, asProbability(detection, "detection"));
  let share = 0;
  for (let count = 0; count <= trials; count++) {
    // More sightings deter more: beyond the first count that deters, all do.
    if (!prefersDefectionBelieving(game, { seen: seen + count, unseen: unseen + trials - count })) break;
    share += chances[count]!;
  }
  return Math.min(1, share);
}

/**
 * Share of a population that defects after `trials` defections each: the mean over s ~ Binomial(trials, q) of P(g / b > 1 / E[R]) at the belief
 * that s sightings leave.
 */
export function defectingShareAfterTrials(
  population: MotivePopulation,
  { detection, delay }: Threat,
  discount: number,
  trials: number,
  prior: DetectionBelief = { seen: 1, unseen: 1 },
): number {
  asCount(trials, 0, mostTrials, "trials");
  const chances = binomialChances(trials, asProbability(detection, "detection"));
  let share = 0;
  for (let count = 0; count <= trials; count++) {
    if (chances[count]! < negligible) continue;
    const belief = { seen: prior.seen + count, unseen: prior.unseen + trials - count };
    share += chances[count]! * shareAbove(1 / believedRetainedShare(belief, delay, discount), population);
  }
  return share;
}

/** P(s successes) for s = 0, ..., trials; in logarithms, for no power underflows there. */
function binomialChances(trials: number, chance: number): Float64Array {
  const chances = new Float64Array(trials + 1);
  if (chance === 0 || chance === 1) {
    chances[chance * trials] = 1;
    return chances;
  }
  let log = trials * Math.log1p(-chance);
  for (let count = 0; count <= trials; count++) {
    chances[count] = Math.exp(log);
    log += Math.log((trials - count) / (count + 1)) + Math.log(chance) - Math.log1p(-chance);
  }
  return chances;
}
