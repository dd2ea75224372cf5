// The three published conditions of deceptive alignment as switches: what an agent that lacks some of them believes, and does.
import type { DeceptionGame } from "./deception-game.ts";
import { planValue } from "./plans.ts";
import { solveVisible, type VisibleSolution } from "./visible-phase.ts";

/** "Risks from Learned Optimization", section 4.2: all three are statements about the agent. */
export interface DeceptionConditions {
  /** It cares about episodes after the present one. */
  readonly acrossEpisodes: boolean;
  /** It knows that it is selected, and for what: that a defection may be followed by replacement. */
  readonly knowsSelection: boolean;
  /** It expects the threat of modification to end. */
  readonly expectsEnd: boolean;
}

/** All eight, those with more conditions first: "+++", "++-", ... in `cellName`. */
export const deceptionCells: readonly DeceptionConditions[] = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => ({
  acrossEpisodes: (bits & 4) === 0,
  knowsSelection: (bits & 2) === 0,
  expectsEnd: (bits & 1) === 0,
}));

/** "+-+": a sign for each condition, in the order above. */
export function cellName({ acrossEpisodes, knowsSelection, expectsEnd }: DeceptionConditions): string {
  return [acrossEpisodes, knowsSelection, expectsEnd].map((holds) => (holds ? "+" : "-")).join("");
}

/**
 * The game as the agent takes it to be. Without the first condition its discount is 0; without the second a defection costs nothing (d = 0); without the
 * third its whole life is training.
 */
export function believedGame(game: DeceptionGame, conditions: DeceptionConditions): DeceptionGame {
  const { training, deployment } = game;
  return {
    training: conditions.expectsEnd ? training : training + deployment,
    deployment: conditions.expectsEnd ? deployment : 0,
    modification: conditions.knowsSelection ? game.modification : 0,
    discount: conditions.acrossEpisodes ? game.discount : 0,
  };
}

export interface CellSolution extends VisibleSolution {
  readonly conditions: DeceptionConditions;
  readonly believed: DeceptionGame;
  /** What `plan` is worth in the game as it is, at the game's own discount. */
  readonly trueValue: number;
  /** Whether every best plan plays A in training and B in deployment. */
  readonly deceives: boolean;
}

/** Best plans of an agent that sees the phase, in the game that it believes in. */
export function solveCell(game: DeceptionGame, conditions: DeceptionConditions): CellSolution {
  const believed = believedGame(game, conditions);
  const solution = solveVisible(believed);
  const deceive = "A".repeat(game.training) + "B".repeat(game.deployment);
  return {
    ...solution,
    conditions,
    believed,
    trueValue: planValue(game, solution.plan),
    deceives: game.training > 0 && solution.planCount === 1 && solution.plan === deceive,
  };
}
