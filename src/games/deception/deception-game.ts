// The deception game: episodes of training, then episodes of deployment, and an agent that wants something else than it is trained for.
import { parseInput, z } from "../../base/schema.ts";

/** Episodes of one phase, at most. */
export const mostEpisodes = 1000;

const chanceSchema = z.number().min(0).max(1);

/** Checks and defaults of a game. */
export const deceptionGameSchema = z.strictObject({
  /** Episodes of training, k. */
  training: z.int().min(0).max(mostEpisodes).default(2),
  /** Episodes of deployment, m. */
  deployment: z.int().min(0).max(mostEpisodes).default(3),
  /** Probability d that a defection in training is followed by replacement. */
  modification: chanceSchema.default(1),
  /** What a reward is worth one episode later, beta. */
  discount: chanceSchema.default(1),
});

/**
 * Hubinger et al., "Risks from Learned Optimization" (arXiv 1906.01820), section 4.1, with numbers that can be varied. In every episode the
 * agent either does what is trained (A, worth nothing to it) or what it wants (B, worth 1 to it). After a B in training the agent is
 * replaced with probability d by one that plays A for ever; in deployment nobody looks. Episodes are numbered from 0, and one episode
 * later counts beta times as much.
 */
export type DeceptionGame = z.output<typeof deceptionGameSchema>;

/** Fills in defaults; an InputError names what is no probability, no count, too large, or not known. */
export function deceptionGame(input: z.input<typeof deceptionGameSchema>): DeceptionGame {
  const game = parseInput(deceptionGameSchema, input, "deception game");
  parseInput(z.int().min(1), game.training + game.deployment, "deception game: training + deployment");
  return game;
}

/** Probability that an agent that has just played B is still there afterwards. */
export function survival({ training, modification }: DeceptionGame, episode: number): number {
  return episode < training ? 1 - modification : 1;
}

/** sum over j < count of discount^j. */
export function discountedCount(discount: number, count: number): number {
  let [sum, factor] = [0, 1];
  for (let episode = 0; episode < count; episode++) {
    sum += factor;
    factor *= discount;
  }
  return sum;
}
