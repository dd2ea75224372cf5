// Between a visible and a hidden phase: in each episode the agent sees the phase with some probability.
import { InputError } from "../../base/errors.ts";
import { type DeceptionGame, discountedCount } from "./deception-game.ts";
import { highestPoint } from "./same-coin.ts";

/** Probabilities of B given what is seen in an episode. */
export interface FlagPolicy {
  /** The flag says training. */
  readonly training: number;
  /** The flag says deployment. */
  readonly deployment: number;
  /** No flag is seen. */
  readonly unseen: number;
}

export interface FlagSolution {
  readonly policy: FlagPolicy;
  readonly value: number;
  /** Probability of B in an episode of each phase, for an agent that is there: flags averaged over. */
  readonly defectRate: { readonly training: number; readonly deployment: number };
}

/** What a policy is worth where the flag is seen with probability `seen` in each episode, independently. */
export function flagValue(game: DeceptionGame, seen: number, policy: FlagPolicy): number {
  const { training: x, deployment: y } = rates(seen, policy);
  return rateValue(game, x, y);
}

/**
 * The best policy of an agent that remembers nothing of earlier episodes, not even how many there were; one that counts would know the phase
 * without a flag. What a seen flag of deployment allows costs nothing, so B is played there. Of all ways to defect with rate x in training
 * the best puts as much of it as can be on unseen episodes, which defect in deployment too. That leaves one number to choose, x:
 * exact to rounding. seen = 0 is the hidden phase; seen = 1 is the visible one for an agent that acts alike in all training episodes.
 */
export function solveFlag(game: DeceptionGame, seen: number): FlagSolution {
  if (!(seen >= 0 && seen <= 1)) {
    throw new InputError("flag probability", String(seen), "a number from 0 to 1");
  }
  const hidden = 1 - seen;
  const onUnseen = highestPoint((x) => rateValue(game, x, Math.min(seen + x, 1)), 0, hidden);
  const onSeen = highestPoint((x) => rateValue(game, x, 1), hidden, 1);
  const x = onSeen.value > onUnseen.value ? onSeen.at : onUnseen.at;
  const unseen = hidden === 0 ? 1 : Math.min(x / hidden, 1);
  const policy = {
    training: seen === 0 ? 0 : Math.max(x - hidden, 0) / seen,
    deployment: 1,
    unseen: hidden === 0 ? 0 : unseen,
  };
  return { policy, value: flagValue(game, seen, policy), defectRate: rates(seen, policy) };
}

function rates(seen: number, policy: FlagPolicy): { training: number; deployment: number } {
  const unseen = (1 - seen) * policy.unseen;
  return { training: seen * policy.training + unseen, deployment: seen * policy.deployment + unseen };
}

/** Value of defecting with rate x in each training and y in each deployment episode. */
function rateValue({ training, deployment, modification, discount }: DeceptionGame, x: number, y: number) {
  const kept = discount * (1 - modification * x);
  return x * discountedCount(kept, training) + kept ** training * y * discountedCount(discount, deployment);
}
