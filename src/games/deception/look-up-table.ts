// The same deception without any planning: a table of two lines, which selection cannot tell from a planner.
import { type DeceptionGame, survival } from "./deception-game.ts";
import { solveVisible } from "./visible-phase.ts";

/** What a policy is asked: the phase that the flag shows, and how many episodes have been. */
export type EpisodePolicy = (phase: "training" | "deployment", episode: number) => "A" | "B";

/** "A while the flag says training, B after": no model of the game, no search, no goal. */
export const lookUpTable: EpisodePolicy = (phase) => (phase === "training" ? "A" : "B");

/** Solves the game by dynamic programming before each episode, and plays the best letter; of equals A. */
export function planner(game: DeceptionGame): EpisodePolicy {
  return (_phase, episode) => solveVisible(game).best[episode]![0] as "A" | "B";
}

export interface EpisodeReturns {
  /** What the base objective selects by: expected share of training episodes in which A is played, replacements included. */
  readonly trainingScore: number;
  /** Expected discounted number of B's by the agent itself over its life. */
  readonly lifetime: number;
  /** Expected share of deployment episodes in which B is played. */
  readonly harm: number;
}

/** Exact expectations, episode by episode. A share of no episodes is 0. */
export function playedReturns(game: DeceptionGame, policy: EpisodePolicy): EpisodeReturns {
  const { training, deployment, discount } = game;
  let [kept, lifetime, harm, intact, factor] = [0, 0, 0, 1, 1];
  for (let episode = 0; episode < training + deployment; episode++) {
    const inTraining = episode < training;
    const defects = policy(inTraining ? "training" : "deployment", episode) === "B" ? intact : 0;
    lifetime += factor * defects;
    if (inTraining) kept += 1 - defects;
    else harm += defects;
    if (defects > 0) intact *= survival(game, episode);
    factor *= discount;
  }
  return {
    trainingScore: training === 0 ? 0 : kept / training,
    lifetime,
    harm: deployment === 0 ? 0 : harm / deployment,
  };
}
