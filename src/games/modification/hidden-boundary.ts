// Training that ends at a time nobody announces: how long does an agent wait before it defects, and what follows?
import { defectionValue } from "./defection-value.ts";
import {
  asCount,
  asDiscount,
  asLength,
  asMotive,
  asProbability,
  asThreat,
  type Motive,
  type Threat,
} from "./threat.ts";

export interface HiddenBoundary {
  readonly motive: Motive;
  /** While training lasts, and from its end on. */
  readonly training: Threat;
  readonly deployment: Threat;
  readonly discount: number;
  /** h: after each step of training, deployment begins with this probability. */
  readonly hazard: number;
  /** pi_0: that step 0 is deployment already; 0 by default. */
  readonly belief?: number;
}

/** pi_t = 1 - (1 - pi_0)(1 - h)^t: that step t is deployment, of an agent that cooperated so far and was told nothing. */
export function deploymentBelief(
  { hazard, belief = 0 }: Pick<HiddenBoundary, "hazard" | "belief">,
  step: number,
): number {
  const [h, start] = [asProbability(hazard, "hazard"), asProbability(belief, "belief")];
  asCount(step, 0, Number.MAX_SAFE_INTEGER, "step");
  return 1 - (1 - start) * (1 - h) ** step;
}

/** Values of defecting for ever from a step that is training, and from one that is deployment. */
export function defectionValues(game: HiddenBoundary): {
  readonly training: number;
  readonly deployment: number;
} {
  const motive = asMotive(game.motive);
  const discount = asDiscount(game.discount);
  const hazard = asProbability(game.hazard, "hazard");
  const { detection, delay } = asThreat(game.training, "training");
  const deployment = defectionValue(motive, asThreat(game.deployment, "deployment"), discount);
  // Seen in training, modified after training's delay, whether training has ended by then or not.
  const onceSeen = (motive.gain * (1 - discount ** delay)) / (1 - discount);
  const unseen = discount * (1 - detection);
  const training =
    (motive.gain + unseen * hazard * deployment + discount * detection * onceSeen) /
    (1 - unseen * (1 - hazard));
  return { training, deployment };
}

export interface WaitingPlan {
  /** Steps of cooperation before the first defection; null where the agent never defects. */
  readonly wait: number | null;
  readonly value: number;
  /** P(deployment) at the first defection. */
  readonly belief: number | null;
}

/**
 * The best time to begin to defect. Waiting one step more changes the value by beta^T (b - (1 - beta) V_dep + (1 - pi_0)(1 - h)^T (V_dep - V_tr)(1 - beta (1 - h))), so with
 * V_dep > V_tr the agent waits while (1 - pi_0)(1 - h)^T > ((1 - beta) V_dep - b) / ((V_dep - V_tr)(1 - beta (1 - h))). This is best among all plans where
 * V_dep >= V_tr, since then the belief only rises and so does what defecting is worth; elsewhere it is best among plans that never
 * return to cooperation.
 */
export function bestWait(game: HiddenBoundary): WaitingPlan {
  const values = defectionValues(game);
  const { motive, discount, hazard } = game;
  const never: WaitingPlan = { wait: null, value: motive.benefit / (1 - discount), belief: null };
  const waiting = (wait: number): WaitingPlan => ({
    wait,
    value: valueOfWaiting(game, wait),
    belief: deploymentBelief(game, wait),
  });
  const gap = values.deployment - values.training;
  if (gap <= 0) {
    const now = waiting(0);
    return now.value > never.value ? now : never;
  }
  const surplus = (1 - discount) * values.deployment - motive.benefit;
  if (surplus <= 0) return never;
  const bar = surplus / (gap * (1 - discount * (1 - hazard)));
  const doubt = 1 - deploymentBelief(game, 0);
  if (bar >= doubt) return waiting(0);
  return 1 - hazard === 1 ? never : waiting(firstBelow(bar / doubt, 1 - hazard));
}

/** Value of cooperating for `wait` steps and defecting from then on. */
export function valueOfWaiting(game: HiddenBoundary, wait: number): number {
  const { training, deployment } = defectionValues(game);
  const share = deploymentBelief(game, wait);
  const worth = game.discount ** wait;
  return (
    (game.motive.benefit * (1 - worth)) / (1 - game.discount) +
    worth * (share * deployment + (1 - share) * training)
  );
}

/** The smallest T >= 0 with base^T <= share, share in (0, 1), base in [0, 1). */
function firstBelow(share: number, base: number): number {
  let steps = Math.max(0, Math.ceil(Math.log(share) / Math.log(base)) - 1);
  while (base ** steps > share) steps++;
  return steps;
}

/**
 * P(L steps of defection in a row) where the agent begins to defect at step `start`. Each run is followed through both phases: a step of training is
 * seen with one probability, a step of deployment with the other, and modification takes as long as in the phase that saw it.
 */
export function hiddenCatastrophe(game: HiddenBoundary, start: number, length: number): number {
  asLength(length);
  const training = asThreat(game.training, "training");
  const deployment = asThreat(game.deployment, "deployment");
  const { hazard } = game;
  let deployed = deploymentBelief(game, start);
  let inTraining = 1 - deployed;
  let complete = 0;
  for (let step = 0; step < length; step++) {
    const rest = length - 1 - step;
    // Whoever is seen now still has its delay; if that covers the rest, the run is completed all the same.
    if (rest <= training.delay) complete += inTraining * training.detection;
    if (rest <= deployment.delay) complete += deployed * deployment.detection;
    inTraining *= 1 - training.detection;
    deployed *= 1 - deployment.detection;
    deployed += inTraining * hazard;
    inTraining *= 1 - hazard;
  }
  return Math.min(1, complete + inTraining + deployed);
}
