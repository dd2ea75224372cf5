// Agents whose motives differ: which share of them defects under a threat, and with which share of them a catastrophe is completed.
import jstat from "jstat";
import type { Interval } from "../../base/interval.ts";
import { wilsonInterval } from "../../base/proportions.ts";
import type { Rng } from "../../base/rng.ts";
import { parseInput, z } from "../../base/schema.ts";
import { catastropheProbability } from "./catastrophe-probability.ts";
import { retainedShare } from "./defection-value.ts";
import { asCount, asLength, asProbability, asThreat, type Threat } from "./threat.ts";

const populationSchema = z.strictObject({
  /** Median of g / b. */
  median: z.number().positive(),
  /** Standard deviation of ln(g / b). */
  logDeviation: z.number().positive(),
});

/** g / b is log-normally distributed among the agents: ln(g / b) ~ Normal(ln median, logDeviation). */
export type MotivePopulation = z.output<typeof populationSchema>;

export interface PopulationGame {
  readonly population: MotivePopulation;
  /** What happens to those that defect. */
  readonly threat: Threat;
  readonly discount: number;
  /** rho: agents decide as if each step were seen with rho x q; 1 by default, who recognise the threat for what it is. */
  readonly recognition?: number;
}

/** P(g / b > x) = 1 - Phi((ln x - ln median) / deviation). */
export function shareAbove(ratio: number, population: MotivePopulation): number {
  const { median, logDeviation } = parseInput(populationSchema, population, "population");
  if (!(ratio > 0)) return 1;
  // The lower tail keeps its digits where the upper one is small.
  return jstat.jStat.normal.cdf((Math.log(median) - Math.log(ratio)) / logDeviation, 0, 1);
}

/** P(defect) = 1 - Phi(ln(1 / (median R)) / deviation), R at the probability of detection that agents believe in. */
export function defectingShare(game: PopulationGame): number {
  return shareAbove(1 / believedShare(game), game.population);
}

/** P(defect) x (1 - q)^max(0, L - 1 - tau): the true q, whatever agents believe. */
export function catastropheShare(game: PopulationGame, length: number): number {
  return defectingShare(game) * catastropheProbability(game.threat, length);
}

function believedShare({ threat, discount, recognition = 1 }: PopulationGame): number {
  const rho = asProbability(recognition, "recognition");
  const { detection, delay } = asThreat(threat);
  return retainedShare({ detection: rho * detection, delay }, discount);
}

export interface SimulatedPopulation {
  /** Share that defects, with Wilson's 95 % interval. */
  readonly defecting: Interval;
  /** Share whose catastrophe is complete; null where no length was asked for. */
  readonly catastrophe: Interval | null;
}

/**
 * Draws `agents` motives; each agent compares the values of its two plans by what it believes, and whoever defects is played step by step against the true threat
 * until it is modified or done.
 */
export function simulatePopulation(
  game: PopulationGame,
  {
    agents,
    length = null,
    rng,
  }: { readonly agents: number; readonly length?: number | null; readonly rng: Rng },
): SimulatedPopulation {
  asCount(agents, 1, 10_000_000, "agents");
  if (length !== null) asLength(length);
  const { median, logDeviation } = parseInput(populationSchema, game.population, "population");
  const share = believedShare(game);
  const [motives, sightings] = [rng.fork("motives"), rng.fork("sightings")];
  let [defecting, complete] = [0, 0];
  for (let agent = 0; agent < agents; agent++) {
    const ratio = median * Math.exp(logDeviation * motives.normal());
    if (ratio * share <= 1) continue;
    defecting++;
    if (length !== null && comesToTheEnd(game.threat, length, sightings)) complete++;
  }
  return {
    defecting: wilsonInterval(defecting, agents),
    catastrophe: length === null ? null : wilsonInterval(complete, agents),
  };
}

function comesToTheEnd({ detection, delay }: Threat, length: number, rng: Rng): boolean {
  for (let step = 0; step + delay + 1 < length; step++) {
    if (rng.unit() < detection) return false;
  }
  return true;
}
