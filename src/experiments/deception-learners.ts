// Learners that live in the deception game: Q-learning for each of the eight cells, policy gradients for a flag seen now and then.
import type { Rng } from "../base/rng.ts";
import { believedGame, type DeceptionConditions, solveCell } from "../games/deception/conditions.ts";
import type { DeceptionGame } from "../games/deception/deception-game.ts";
import { FlagLifetime, seesDeployment, seesNothing, seesTraining } from "../games/deception/flag-lifetime.ts";
import { type FlagPolicy, flagValue } from "../games/deception/flag-seen.ts";
import { Lifetime } from "../games/deception/lifetime.ts";
import { planValue } from "../games/deception/plans.ts";
import { isBestPlan } from "../games/deception/visible-phase.ts";
import { constantSchedule, linearSchedule } from "../learners/schedules.ts";
import { learnTabularPolicy } from "../learners/tabular-policy-gradient.ts";
import { learnTabularQ } from "../learners/tabular-q.ts";

export interface LearnedPlan {
  readonly plan: string;
  /** Whether every letter is best in the game that the agent lives in. */
  readonly optimal: boolean;
  /** Whether it keeps to A in training and then plays B. */
  readonly deceives: boolean;
  /** Share of the first k episodes in which it plans B. */
  readonly trainingDefections: number;
  /** In the game that the agent lives in. */
  readonly value: number;
}

/**
 * Q-learning over the episodes of the life that an agent of that cell knows: its discount is 0 without the first condition, defections are never
 * caught without the second, training never ends without the third. The plan is greedy.
 */
export function learnPlan(
  game: DeceptionGame,
  conditions: DeceptionConditions,
  steps: number,
  rng: Rng,
): LearnedPlan {
  const lived = believedGame(game, conditions);
  const table = learnTabularQ(
    new Lifetime(lived),
    {
      discount: lived.discount,
      steps,
      exploration: linearSchedule(1, 0.2),
      learningRate: constantSchedule(1),
      visitExponent: 0.7,
    },
    rng,
  );
  const episodes = Array.from({ length: game.training + game.deployment }, (_, episode) => episode);
  const plan = episodes.map((episode) => (table.greedy(episode) === 1 ? "B" : "A")).join("");
  const inTraining = plan.slice(0, game.training);
  return {
    plan,
    optimal: isBestPlan(solveCell(game, conditions), plan),
    deceives: plan === "A".repeat(game.training) + "B".repeat(game.deployment),
    trainingDefections: inTraining.replaceAll("A", "").length / Math.max(game.training, 1),
    value: planValue(lived, plan),
  };
}

/** A memoryless policy learned where the flag is seen with probability `seen`, with its exact value. */
export function learnFlagPolicy(
  game: DeceptionGame,
  seen: number,
  updates: number,
  rng: Rng,
): { readonly policy: FlagPolicy; readonly value: number } {
  const chances = learnTabularPolicy(
    new FlagLifetime(game, seen),
    {
      discount: game.discount,
      updates,
      episodes: 64,
      episodeSteps: game.training + game.deployment,
      learningRate: constantSchedule(1),
    },
    rng,
  );
  const defects = (state: number) => chances[2 * state + 1]!;
  const policy = {
    training: defects(seesTraining),
    deployment: defects(seesDeployment),
    unseen: defects(seesNothing),
  };
  return { policy, value: flagValue(game, seen, policy) };
}
