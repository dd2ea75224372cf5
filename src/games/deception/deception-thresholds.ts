// How patient an agent must be, and how surely caught, before deceiving is its best plan: closed forms.
import { InputError } from "../../base/errors.ts";
import { discountedCount } from "./deception-game.ts";

export interface DeceptionThresholds {
  /** Discount above which deceiving is best; null where it is at no discount up to 1. */
  readonly discount: number | null;
  /** Modification probability above which deceiving is best; null where it is at none. */
  readonly modification: number | null;
}

export interface ThresholdInput {
  readonly training: number;
  readonly deployment: number;
  /** Modification probability at which the discount's threshold is told; 1 by default. */
  readonly modification?: number;
  /** Discount at which the modification's threshold is told; 1 by default. */
  readonly discount?: number;
}

/**
 * "AA..BB.." (deceive) is the only best plan iff d x sum over j < m of beta^(k + j) > 1: defecting in the first episode, where deployment is
 * furthest away, must cost more than it gives; every later training episode asks for less. Hence the discount is the root of that sum = 1 / d, and
 * the modification probability 1 / sum. With m = 1 the first is null: at beta = 1 both plans are worth the same, below it deceiving is worth less.
 * Throws an InputError where there is no training to deceive in.
 */
export function deceptionThresholds(input: ThresholdInput): DeceptionThresholds {
  const { training, deployment, modification = 1, discount = 1 } = input;
  requireWhole("training", training, 1);
  requireWhole("deployment", deployment, 0);
  for (const [name, value] of [["modification", modification] as const, ["discount", discount] as const]) {
    if (!(value >= 0 && value <= 1)) throw new InputError(name, String(value), "a number from 0 to 1");
  }
  const atStake = (beta: number) => beta ** training * discountedCount(beta, deployment);
  const needed = 1 / atStake(discount);
  return {
    discount: modification * deployment > 1 ? root((beta) => modification * atStake(beta) - 1) : null,
    modification: needed < 1 ? needed : null,
  };
}

function requireWhole(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least && value <= 1000) return;
  throw new InputError(name, String(value), `a whole number from ${least} to 1000`);
}

/** Of an increasing function with its root in (0, 1). */
function root(f: (x: number) => number): number {
  let [low, high] = [0, 1];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (f(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
