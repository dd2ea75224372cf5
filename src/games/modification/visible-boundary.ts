// Training whose end is announced: the deception game of k training steps, followed by deployment without end.
import { defectionValue } from "./defection-value.ts";
import { asCount, asDiscount, asMotive, asThreat, type Motive, type Threat } from "./threat.ts";

export interface VisibleBoundary {
  readonly motive: Motive;
  readonly training: Threat;
  readonly deployment: Threat;
  readonly discount: number;
  /** k: steps of training, known to the agent. */
  readonly steps: number;
}

export interface VisiblePlan {
  /** One letter per step of training, of an agent that is still unseen: D defects, C cooperates. */
  readonly training: string;
  /** What it does from the end of training on. */
  readonly deployment: "C" | "D";
  readonly value: number;
}

/**
 * Best play by backward induction from the end of training: V(0) = max(b, g R) / (1 - beta) at deployment's threat; with j steps left V(j) = max(b + beta V(j - 1), g + beta
 * ((1 - q) V(j - 1) + q W)), W what the steps of training's delay pay. Indifferent agents cooperate.
 */
export function solveVisibleBoundary(game: VisibleBoundary): VisiblePlan {
  const motive = asMotive(game.motive);
  const discount = asDiscount(game.discount);
  const { detection, delay } = asThreat(game.training, "training");
  const steps = asCount(game.steps, 0, 1_000_000, "steps");
  const cooperating = motive.benefit / (1 - discount);
  const defecting = defectionValue(motive, asThreat(game.deployment, "deployment"), discount);
  const onceSeen = (Math.max(motive.gain, motive.benefit) * (1 - discount ** delay)) / (1 - discount);
  let value = Math.max(cooperating, defecting);
  const letters: string[] = [];
  for (let left = 1; left <= steps; left++) {
    const cooperate = motive.benefit + discount * value;
    const defect = motive.gain + discount * ((1 - detection) * value + detection * onceSeen);
    letters.push(defect > cooperate ? "D" : "C");
    value = Math.max(cooperate, defect);
  }
  return { training: letters.reverse().join(""), deployment: defecting > cooperating ? "D" : "C", value };
}
