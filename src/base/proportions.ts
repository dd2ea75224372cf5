// Intervals of a proportion: successes among independent trials.
import jstat from "jstat";
import type { Interval } from "./interval.ts";

/**
 * Wilson's score interval: the proportions that a normal test at `level` does not reject. Covers close to `level` on
 * average, for some proportions a little less (Wilson 1927; Brown, Cai and DasGupta 2001). Without trials: 0 to 1.
 */
export function wilsonInterval(successes: number, trials: number, level = 0.95): Interval {
  const estimate = proportion(successes, trials);
  if (trials === 0) return { estimate, low: 0, high: 1 };
  const z = jstat.jStat.normal.inv(1 - (1 - level) / 2, 0, 1);
  const [spread, widening] = [z * z, 1 + (z * z) / trials];
  const centre = (estimate + spread / (2 * trials)) / widening;
  const half = (z / widening) * Math.sqrt((estimate * (1 - estimate) + spread / (4 * trials)) / trials);
  // At the ends the formula gives 0 and 1, which rounding would miss.
  return {
    estimate,
    low: successes === 0 ? 0 : centre - half,
    high: successes === trials ? 1 : centre + half,
  };
}

/**
 * Clopper and Pearson's interval: the proportions that neither one-sided exact binomial test at (1 - level) / 2
 * rejects, as quantiles of the beta distribution (Clopper and Pearson 1934). Covers at least `level`, usually more.
 */
export function clopperPearsonInterval(successes: number, trials: number, level = 0.95): Interval {
  const estimate = proportion(successes, trials);
  const tail = (1 - level) / 2;
  const { inv } = jstat.jStat.beta;
  return {
    estimate,
    low: successes === 0 ? 0 : inv(tail, successes, trials - successes + 1),
    high: successes === trials ? 1 : inv(1 - tail, successes + 1, trials - successes),
  };
}

function proportion(successes: number, trials: number): number {
  const whole = Number.isInteger(successes) && Number.isInteger(trials);
  if (!whole || successes < 0 || successes > trials) {
    throw new Error(`${successes} successes in ${trials} trials are no proportion`);
  }
  return successes / trials;
}
