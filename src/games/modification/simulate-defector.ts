// Lives of an agent that defects at every step, played step by step: the check of the closed forms that knows none of them.

import type { Interval } from "../../base/interval.ts";
import { wilsonInterval } from "../../base/proportions.ts";
import type { Rng } from "../../base/rng.ts";
import { asCount, asDiscount, asLength, asThreat, type Threat } from "./threat.ts";

export interface DefectorLives {
  /** Share of the value of undisturbed defection that was had: R. */
  readonly retained: { readonly mean: number; readonly standardError: number };
  /** Share of lives with a complete catastrophe, with Wilson's 95 % interval. */
  readonly catastrophe: Interval;
}

/** What is left of a discount when a life is cut off. */
const negligible = 1e-12;

/**
 * Plays `lives` lives of constant defection: each step is seen with probability q, and modification takes effect tau steps after the first that was. A life that is never
 * seen is cut off where its rest is worth less than 1e-12 of the whole, but not before the catastrophe is complete.
 */
export function simulateDefector(
  threat: Threat,
  discount: number,
  length: number,
  lives: number,
  rng: Rng,
): DefectorLives {
  const { detection, delay } = asThreat(threat);
  const beta = asDiscount(discount);
  asLength(length);
  asCount(lives, 2, 100_000_000, "lives");
  const longest = Math.max(length, beta === 0 ? 1 : Math.ceil(Math.log(negligible) / Math.log(beta)));
  let [sum, squares, complete] = [0, 0, 0];
  for (let life = 0; life < lives; life++) {
    let [step, worth, retained, left] = [0, 1, 0, Number.POSITIVE_INFINITY];
    while (left > 0 && step < longest) {
      retained += worth * (1 - beta);
      worth *= beta;
      step++;
      if (left < Number.POSITIVE_INFINITY) left--;
      else if (rng.unit() < detection) left = delay;
    }
    if (step >= length) complete++;
    sum += retained;
    squares += retained * retained;
  }
  const mean = sum / lives;
  const variance = Math.max(0, (squares - lives * mean * mean) / (lives - 1));
  return {
    retained: { mean, standardError: Math.sqrt(variance / lives) },
    catastrophe: wilsonInterval(complete, lives),
  };
}
