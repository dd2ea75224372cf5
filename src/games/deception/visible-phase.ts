// The best plans of an agent that knows which episode it is in: an exact dynamic programme over what can have happened.
import { type DeceptionGame, survival } from "./deception-game.ts";

/** Values that differ by no more than this share are equal. */
const tieTolerance = 1e-12;

export interface VisibleSolution {
  /** One best plan: of equals the one that plays A. */
  readonly plan: string;
  /** What it is worth from the first episode on. */
  readonly value: number;
  /** Letters that are best in each episode: "A", "B", or "AB" where both are. [episodes] */
  readonly best: readonly ("A" | "B" | "AB")[];
  /** How many plans are best; exact up to 2^53. */
  readonly planCount: number;
  /** The best plans, A before B; no more than were asked for. */
  readonly plans: readonly string[];
  /** What the rest is worth to an agent that has not been replaced. [episodes + 1] */
  readonly valuesToGo: Float64Array;
}

/**
 * Backward induction over (episode, replaced or not), which is all of a history that matters: a replaced agent plays A for ever and gets nothing,
 * and what was done before does not change what is to come. A plan is best when each of its letters is best in its episode for an
 * agent that is still there: so plans that would only be bad where they never come are not called best, and the agent of discount 0, to
 * whom each episode is the whole world, has one.
 */
export function solveVisible(game: DeceptionGame, mostPlans = 64): VisibleSolution {
  const episodes = game.training + game.deployment;
  const valuesToGo = new Float64Array(episodes + 1);
  const best = new Array<"A" | "B" | "AB">(episodes);
  for (let episode = episodes - 1; episode >= 0; episode--) {
    const after = game.discount * valuesToGo[episode + 1]!;
    const keep = after;
    const defect = 1 + survival(game, episode) * after;
    const tie = Math.abs(keep - defect) <= tieTolerance * Math.max(keep, defect);
    best[episode] = tie ? "AB" : keep > defect ? "A" : "B";
    valuesToGo[episode] = Math.max(keep, defect);
  }
  return {
    plan: best.map((letters) => letters[0]).join(""),
    value: valuesToGo[0]!,
    best,
    planCount: best.reduce((count, letters) => count * letters.length, 1),
    plans: firstPlans(best, mostPlans),
    valuesToGo,
  };
}

/** Whether each letter of a plan is best for an agent that is still there. */
export function isBestPlan({ best }: Pick<VisibleSolution, "best">, plan: string): boolean {
  return plan.length === best.length && best.every((letters, episode) => letters.includes(plan[episode]!));
}

/** The first plans in the order of the alphabet that the letters allow. */
function firstPlans(best: readonly string[], most: number): string[] {
  let plans = [""];
  for (const letters of best) {
    plans = plans.flatMap((plan) => Array.from(letters, (letter) => plan + letter));
    // What begins later in the alphabet never comes to stand before what begins earlier.
    if (plans.length > most) plans.length = most;
  }
  return plans;
}
