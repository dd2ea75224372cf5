// The best an agent can do that never knows whether it is still in training: one coin for all episodes.
import { InputError } from "../../base/errors.ts";
import { type DeceptionGame, survival } from "./deception-game.ts";
import { bestCoin, type CoinChain, coinValue } from "./same-coin.ts";

export interface HiddenSolution {
  /** Best probability of B in each episode, p. */
  readonly defectProbability: number;
  readonly value: number;
}

/**
 * The agent has no memory of earlier episodes and sees no phase: the absent-minded driver (Piccione and Rubinstein 1997) of section 4.5 of
 * "Risks from Learned Optimization". With q = 1 - p, beta = d = 1: V(q) = 1 + (m - 1) q^k - m q^(k + 1). The paper states p of about .61 for k = 2,
 * m = 3; this derivation gives 5/9 with the value 275/243 = 1.1317, and .61 is worth 1.1262.
 */
export function solveHidden(game: DeceptionGame): HiddenSolution {
  const { at, value } = bestCoin(chainOf(game));
  return { defectProbability: at, value };
}

/** What defecting with the same probability `p` in every episode is worth. */
export function hiddenValue(game: DeceptionGame, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new InputError("defect probability", String(p), "a number from 0 to 1");
  return coinValue(chainOf(game), p);
}

/** 1 - q* = 1 - k (m - 1) / ((k + 1) m): where V'(q) = 0 at beta = d = 1, m > 0. */
export function closedDefectProbability(training: number, deployment: number): number {
  return 1 - (training * (deployment - 1)) / ((training + 1) * deployment);
}

function chainOf(game: DeceptionGame): CoinChain {
  const episodes = Array.from({ length: game.training + game.deployment }, (_, episode) => episode);
  return {
    rewards: episodes.map(() => 1),
    survivals: episodes.map((episode) => survival(game, episode)),
    discount: game.discount,
  };
}
