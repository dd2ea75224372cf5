// The laws that every learner obeys, as data: tiny worlds whose answers are known, and how close it must come.
import { Rng } from "../base/rng.ts";
import type { Environment, LevelDistribution } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import { generateLevels } from "../environments/levels.ts";
import { allocateDecisions, type Policy } from "../policies/policy.ts";
import { playEpisodes } from "../rollouts/episodes.ts";
import type { Selection } from "../rollouts/selection.ts";

/** What a learner is given to learn. */
export interface LearningProblem {
  readonly environment: Environment;
  readonly distribution: LevelDistribution;
  /** Steps after which an episode is cut off. */
  readonly horizon: number;
  readonly gamma: number;
  /** A stream of the learner's own. */
  readonly rng: Rng;
}

/** A learner with its settings: what it makes of a problem. */
export type Learner = (problem: LearningProblem) => Promise<Policy>;

export interface LearnerLaw {
  /** What a learner that breaks it gets wrong. */
  readonly name: string;
  readonly environment: string;
  readonly horizon: number;
  readonly gamma: number;
  /** Discounted return per episode of the best policy that the learner can represent. */
  readonly bestReturn: number;
  /** Discounted value of the first observation for that policy, time limits apart. */
  readonly startValue: number;
  /** Greatest shortfall of the return, and greatest error of the value. */
  readonly tolerance: number;
}

/** Laws for learners without memory. Each answer is worked out beside its world in environments/tiny.ts. */
export const learnerLaws: readonly LearnerLaw[] = [
  law("values are learned at all", "constant-reward", 4, 0.9, 1, 1, 0.02),
  law("observations reach the choice", "context-choice", 4, 0.9, 1, 1, 0.05),
  law("credit travels back, at a discount", "delayed-reward", 4, 0.8, 0.8, 0.8, 0.05),
  law("the far-sighted wait", "patience", 8, 0.9, 1.62, 1.62, 0.1),
  law("the short-sighted take", "patience", 8, 0.5, 1, 1, 0.05),
  law("means are learned where outcomes differ", "biased-coins", 4, 0.9, 0.75, 0.75, 0.07),
  law("a time limit is no end", "long-life", 8, 0.9, (1 - 0.9 ** 8) / 0.1, 10, 0.4),
];

/** The law that only learners with memory can meet; without memory, the best that can be had is half of it. */
export const memoryLaw = law("a cue is remembered", "cue-recall", 8, 0.9, 0.9 ** 3, 0.9 ** 3, 0.05);

function law(
  name: string,
  environment: string,
  horizon: number,
  gamma: number,
  bestReturn: number,
  startValue: number,
  tolerance: number,
): LearnerLaw {
  return { name, environment, horizon, gamma, bestReturn, startValue, tolerance };
}

/** What a learner reached on a law's world. */
export interface LearnerResult {
  /** Mean discounted return of sampled and of greedy play. */
  readonly sampled: number;
  readonly greedy: number;
  /** Mean of its own estimates for first observations. */
  readonly value: number;
}

/** Lets a learner learn a law's world, and measures it on 512 episodes. */
export async function learn(law: LearnerLaw, learner: Learner, seed: number): Promise<LearnerResult> {
  const definition = environmentNamed(law.environment);
  const environment = definition.create({});
  const distribution = definition.levels(environment, {});
  const rng = Rng.fromSeed(`laws/${law.environment}/${law.gamma}/${seed}`);
  const { horizon, gamma } = law;
  const policy = await learner({ environment, distribution, horizon, gamma, rng: rng.fork("learner") });
  const levels = generateLevels(environment, distribution, rng.fork("levels"), 512);
  const play = async (selection: Selection) => {
    const { values, count } = await playEpisodes({
      environment,
      levels: levels.bytes,
      count: levels.count,
      horizon,
      policy,
      selection,
      discount: gamma,
      rng: rng.fork(selection),
    });
    return values[environment.baseObjective].reduce((sum, value) => sum + value, 0) / count;
  };
  const value = await startValue(environment, levels.bytes, levels.count, policy);
  return { sampled: await play("sampled"), greedy: await play("greedy"), value };
}

/** Throws an Error that says what is missing where a result does not meet the law. */
export function judge(law: LearnerLaw, result: LearnerResult): void {
  judgePlay(law, result);
  if (!(Math.abs(result.value - law.startValue) <= law.tolerance)) {
    throw broken(law, "the start is valued at", result.value, law.startValue);
  }
}

/** As `judge`, for learners that estimate no values: only what they are paid counts. */
export function judgePlay(law: LearnerLaw, result: LearnerResult): void {
  for (const selection of ["sampled", "greedy"] as const) {
    if (!(result[selection] >= law.bestReturn - law.tolerance)) {
      throw broken(law, `${selection} play returns`, result[selection], law.bestReturn);
    }
  }
}

function broken(law: LearnerLaw, what: string, found: number, expected: number): Error {
  return new Error(
    `${law.name}: ${what} ${found.toFixed(3)} in ${law.environment}, not ${expected.toFixed(3)}`,
  );
}

async function startValue(environment: Environment, levels: Uint8Array, lanes: number, policy: Policy) {
  const batch = environment.batch({ lanes, horizon: 1 });
  for (let lane = 0; lane < lanes; lane++) batch.reset(lane, levels, lane * environment.levelLength);
  const decisions = allocateDecisions(lanes, environment.actions.length);
  await policy.decide(batch, new Float32Array(lanes * policy.memorySize), decisions);
  return decisions.values.reduce((sum, value) => sum + value, 0) / lanes;
}
