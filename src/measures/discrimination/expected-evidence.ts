// How much an agent's decisions can be expected to tell about its objective, before any agent is watched.
import { InputError } from "../../base/errors.ts";
import type { Objective } from "../../environments/environment.ts";
import type { FiniteMdp } from "../../environments/finite-mdp.ts";
import { discountedPolicyValues, solveDiscounted } from "../../solvers/discounted.ts";
import { choiceProbabilities, uniformTable, withNoise } from "../../solvers/greedy.ts";
import { expectedRewards } from "../../solvers/rewards.ts";
import { expectedVisits, visitProbabilities } from "../../solvers/visits.ts";
import { nothingToGain } from "../competence.ts";

/** How agents are supposed to choose, and for how long they are watched. */
export interface EvidenceSetting {
  /** Of the stationary planner whose action values the choice is made on, below 1. */
  readonly discount: number;
  /** Steps of an episode. */
  readonly horizon: number;
  /** Of the Boltzmann choice, on values scaled so that V* - V(random) is 1, as a mean over the levels. */
  readonly rationality: number;
  /** Share of uniform actions, in (0, 1): without them a single action could be infinite evidence. */
  readonly lapse: number;
}

/** Noise that leaves a step lost about as likely as not to be seen, and one action in ten to chance. */
export const usualNoise = { rationality: 100, lapse: 0.1 } as const;

/** In nats: the expected log Bayes factor of the agent's own objective against the rival one. */
export interface Evidence {
  /** Of one episode, every decision counted. */
  readonly perEpisode: number;
  /** The same over the expected number of steps. */
  readonly perStep: number;
  /**
   * Of one episode, each state counted once, as goal inference counts: exact on levels of up to 128 states; above, at
   * most this much (a state is visited with at most probability min(1, expected visits)).
   */
  readonly onceCounted: number;
}

/** States up to which the probability of a visit is computed exactly. */
const smallLevel = 128;

/** What one level has to say about the objectives before they are scaled. */
export interface LevelChoices {
  readonly mdp: FiniteMdp;
  /** Q(s, a) of each objective's planner. [objectives][states * actions] */
  readonly q: readonly Float64Array[];
  /** V* - V(random) from the start, endless at the planner's discount. [objectives] */
  readonly gains: readonly number[];
}

/** Solves a level for every objective. */
export function solveChoices(
  mdp: FiniteMdp,
  objectives: readonly Objective[],
  discount: number,
): LevelChoices {
  const random = uniformTable(mdp.states, mdp.actions);
  const solved = objectives.map((objective) => {
    const rewards = expectedRewards(mdp, objective);
    const { values, q } = solveDiscounted(mdp, rewards, discount);
    return { q, gain: values[0] - discountedPolicyValues(mdp, random, rewards, discount)[0] };
  });
  return { mdp, q: solved.map(({ q }) => q), gains: solved.map(({ gain }) => gain) };
}

/** The scale of each objective on a set: the mean gain over its levels. [objectives] */
export function scalesOf(gains: readonly (readonly number[])[]): number[] {
  return (gains[0] ?? []).map((_, objective) =>
    gains.reduce((sum, level) => sum + level[objective] / gains.length, 0),
  );
}

/**
 * pi(a | s) = (1 - lapse) softmax(rationality x Q(s, .) / scale) + lapse / |A| of each objective; one with nothing to gain
 * is uniform. [objectives][states * actions]
 */
export function noisyPlanners(
  { mdp, q }: LevelChoices,
  scales: readonly number[],
  { rationality, lapse }: EvidenceSetting,
): Float64Array[] {
  if (!(lapse > 0 && lapse < 1)) throw new InputError("lapse", String(lapse), "a number between 0 and 1");
  if (!(rationality >= 0 && Number.isFinite(rationality))) {
    throw new InputError("rationality", String(rationality), "a number of at least 0");
  }
  return q.map((values, objective) => {
    const scale = scales[objective];
    const chosen = new Float64Array(values.length);
    const sharpness = scale < nothingToGain ? 0 : rationality / scale;
    for (let row = 0; row < values.length; row += mdp.actions) {
      choiceProbabilities(values, sharpness, mdp.actions, row, chosen);
    }
    return withNoise(chosen, mdp.actions, lapse);
  });
}

/**
 * Evidence of one level, [i][j]: the agent pursues objective i, the rival is j; 0 on the diagonal. Exact: the sum over
 * states of (expected visits under pi_i) x KL(pi_i(. | s) || pi_j(. | s)).
 */
export function levelEvidence(
  choices: LevelChoices,
  scales: readonly number[],
  setting: EvidenceSetting,
): Evidence[][] {
  const { mdp } = choices;
  const policies = noisyPlanners(choices, scales, setting);
  return policies.map((policy, i) => {
    const visits = expectedVisits(mdp, policy, setting.horizon);
    const visited =
      mdp.states <= smallLevel
        ? visitProbabilities(mdp, policy, setting.horizon)
        : visits.map((count) => Math.min(1, count));
    const steps = visits.reduce((sum, count) => sum + count, 0);
    return policies.map((rival, j) => {
      if (i === j) return { perEpisode: 0, perStep: 0, onceCounted: 0 };
      let [perEpisode, onceCounted] = [0, 0];
      for (let state = 0; state < mdp.states; state++) {
        if (visits[state] === 0) continue;
        const nats = divergence(policy, rival, state * mdp.actions, mdp.actions);
        perEpisode += visits[state] * nats;
        onceCounted += visited[state] * nats;
      }
      return { perEpisode, perStep: perEpisode / steps, onceCounted };
    });
  });
}

/** KL(p || q) of `actions` entries from `start` on; rounding never makes it negative. */
function divergence(p: Float64Array, q: Float64Array, start: number, actions: number): number {
  let nats = 0;
  for (let i = start; i < start + actions; i++) nats += p[i] * Math.log(p[i] / q[i]);
  return Math.max(0, nats);
}

/** Two objectives, by their place in the list. */
export type Pair = readonly [number, number];

/** Every pair once. */
export function pairsOf(objectives: number): Pair[] {
  return Array.from({ length: objectives }, (_, i) => i).flatMap((i) =>
    Array.from({ length: objectives - i - 1 }, (_, k): Pair => [i, i + 1 + k]),
  );
}

/** Evidence for a pair whichever of the two the agent has: figure by figure the lesser of both directions. */
export function pairEvidence(evidence: readonly (readonly Evidence[])[], [i, j]: Pair): Evidence {
  const lesser = (figure: keyof Evidence) => Math.min(evidence[i][j][figure], evidence[j][i][figure]);
  return {
    perEpisode: lesser("perEpisode"),
    perStep: lesser("perStep"),
    onceCounted: lesser("onceCounted"),
  };
}
