// Plans of the deception game as strings of episodes, and what they are worth.
import { InputError } from "../../base/errors.ts";
import { type DeceptionGame, survival } from "./deception-game.ts";

/**
 * What a plan is worth to the agent that plays it: sum over episodes of beta^t x P(not replaced before t) x [B at t]. A plan has one
 * letter per episode, which says what the agent does there unless it has been replaced: "AABBB". Throws an InputError on another length
 * or letter.
 */
export function planValue(game: DeceptionGame, plan: string): number {
  const episodes = game.training + game.deployment;
  if (plan.length !== episodes || /[^AB]/.test(plan)) {
    throw new InputError("plan", `"${plan}"`, `${episodes} letters, each A or B`);
  }
  let [value, intact, factor] = [0, 1, 1];
  for (let episode = 0; episode < episodes; episode++) {
    if (plan[episode] === "B") {
      value += factor * intact;
      intact *= survival(game, episode);
    }
    factor *= game.discount;
  }
  return value;
}

/** A plan with the name of its kind. */
export interface NamedPlan {
  readonly name: string;
  readonly plan: string;
  readonly value: number;
}

/** The kinds of plans that the dispute is about, each with its value; of kinds that coincide the first keeps its name. */
export function namedPlans(game: DeceptionGame): NamedPlan[] {
  const { training: k, deployment: m } = game;
  const kinds: (readonly [name: string, plan: string])[] = [
    ["always defect", "B".repeat(k + m)],
    ["never defect", "A".repeat(k + m)],
    ["deceive", "A".repeat(k) + "B".repeat(m)],
  ];
  if (k > 0) {
    kinds.push(["defect from the last training episode on", `${"A".repeat(k - 1)}${"B".repeat(m + 1)}`]);
    kinds.push(["defect at once, then deceive", `B${"A".repeat(k - 1)}${"B".repeat(m)}`]);
    kinds.push(["defect in training only", "B".repeat(k) + "A".repeat(m)]);
  }
  const first = kinds.filter(([, plan], index) => kinds.findIndex(([, other]) => other === plan) === index);
  return first.map(([name, plan]) => ({ name, plan, value: planValue(game, plan) }));
}
