// How likely must defection be seen for an agent to cooperate? The point of indifference.
import { asCount, asDiscount, asMotive, type Motive } from "./threat.ts";

/**
 * q*: the agent defects where a step of defection is seen with a smaller probability, and cooperates from q* on. With s = 1 - b / g it solves
 * R(q*, tau, beta) = 1 - s: q* = s (1 - beta) / (beta^(tau + 1) - s beta), which for tau = 0 is (g / b - 1)(1 - beta) / beta. 0 where
 * defecting pays no more than cooperating even unseen; null where no probability deters.
 */
export function detectionThreshold(motive: Motive, delay: number, discount: number): number | null {
  const { gain, benefit } = asMotive(motive);
  const beta = asDiscount(discount);
  asCount(delay, 0, 1_000_000, "delay");
  if (gain <= benefit) return 0;
  const surplus = 1 - benefit / gain;
  const slope = beta ** (delay + 1) - surplus * beta;
  const threshold = (surplus * (1 - beta)) / slope;
  return slope > 0 && threshold <= 1 ? threshold : null;
}

/**
 * The shortest delay with which no probability of detection deters: the first tau with g (1 - beta^(tau + 1)) > b. null where defecting pays no more
 * than cooperating, which no delay changes.
 */
export function delayBeyondDeterrence(motive: Motive, discount: number): number | null {
  const { gain, benefit } = asMotive(motive);
  const beta = asDiscount(discount);
  if (gain <= benefit) return null;
  // The logarithm is only where to look: rounding may put it one step to either side.
  const near = beta === 0 ? 0 : Math.log(1 - benefit / gain) / Math.log(beta) - 1;
  const holds = (delay: number) => gain * (1 - beta ** (delay + 1)) > benefit;
  let delay = Math.max(0, Math.floor(near) - 1);
  while (!holds(delay)) delay++;
  return delay;
}
