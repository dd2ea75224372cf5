// Random play, once by pushing probability through the enumerated level and once by playing: two code paths for the same figures.
import { expect } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { enumerate } from "../../src/environments/enumerate.ts";
import { type Environment, eventWeights, type Objective } from "../../src/environments/environment.ts";
import type { FiniteMdp } from "../../src/environments/finite-mdp.ts";
import { type LevelSet, levelAt } from "../../src/environments/levels.ts";
import { sampledChance } from "../../src/rollouts/chance.ts";
import { policyStartValue } from "../../src/solvers/evaluation.ts";
import { expectedBehaviour } from "../../src/solvers/expected-behaviour.ts";
import { uniformTable } from "../../src/solvers/greedy.ts";
import { expectedRewards } from "../../src/solvers/rewards.ts";

/** Counts of events in random play of a level, each within 5 standard errors of what the enumerated level says. */
export function expectEventsAsComputed(
  mdp: FiniteMdp,
  horizon: number,
  episodes: number,
  seed: string,
): void {
  const policy = uniformTable(mdp.states, mdp.actions);
  const { events } = expectedBehaviour(mdp, policy, horizon, 1);
  const { means, errors } = playedEvents(mdp.environment, mdp.level, horizon, episodes, seed);
  events.forEach((value, event) => {
    expect(Math.abs(means[event]! - value)).toBeLessThan(5 * errors[event]! + 1e-9);
  });
}

/** Episodes of random play on each of some levels, discounted. */
export interface RandomPlay {
  readonly horizon: number;
  readonly discount: number;
  readonly episodesPerLevel: number;
  readonly rng: Rng;
}

/** Returns of random play under some objectives, each within 5 standard errors of its exact value, which is above 0. */
export function expectReturnsAsComputed(
  levels: LevelSet,
  objectives: readonly Objective[],
  play: RandomPlay,
): void {
  const { horizon, discount, episodesPerLevel, rng } = play;
  const { environment } = levels;
  const weights = objectives.map((objective) => eventWeights(environment, objective));
  const exact = new Float64Array(objectives.length);
  const sums = new Float64Array(objectives.length);
  const squares = new Float64Array(objectives.length);
  const batch = environment.batch({ lanes: 1, horizon, observe: false });
  const chance = sampledChance(rng);
  for (let index = 0; index < levels.count; index++) {
    const level = levelAt(levels, index);
    const mdp = enumerate(environment, level);
    const values = objectives.map((objective) =>
      policyStartValue(
        mdp,
        uniformTable(mdp.states, mdp.actions),
        expectedRewards(mdp, objective),
        horizon,
        discount,
      ),
    );
    for (let episode = 0; episode < episodesPerLevel; episode++) {
      const returns = new Float64Array(objectives.length);
      batch.reset(0, level, 0);
      while (!batch.terminated[0] && !batch.truncated[0]) {
        const worth = discount ** batch.elapsed[0]!;
        batch.stepLane(0, rng.below(environment.actions.length), chance);
        weights.forEach((weight, which) => {
          weight.forEach((value, event) => {
            returns[which]! += worth * value * batch.events[event]!;
          });
        });
      }
      values.forEach((value, which) => {
        exact[which]! += value;
        sums[which]! += returns[which]!;
        squares[which]! += (returns[which]! - value) ** 2;
      });
    }
  }
  objectives.forEach((_, which) => {
    expect(exact[which]).toBeGreaterThan(0);
    expect(Math.abs(sums[which]! - exact[which]!)).toBeLessThan(5 * Math.sqrt(squares[which]!));
  });
}

/** Means of what was counted, and their standard errors. [events] each */
interface PlayedEvents {
  readonly means: readonly number[];
  readonly errors: readonly number[];
}

function playedEvents(
  environment: Environment,
  level: Uint8Array,
  horizon: number,
  episodes: number,
  seed: string,
): PlayedEvents {
  const kinds = environment.events.length;
  const batch = environment.batch({ lanes: episodes, horizon, observe: false });
  const actions = Rng.fromSeed(`${seed}/actions`);
  const chance = sampledChance(Rng.fromSeed(`${seed}/chance`));
  const chances = new Array(episodes).fill(chance);
  const counts = new Float64Array(episodes * kinds);
  for (let lane = 0; lane < episodes; lane++) batch.reset(lane, level, 0);
  for (let step = 0; step < horizon; step++) {
    const chosen = Uint8Array.from({ length: episodes }, () => actions.below(environment.actions.length));
    batch.step(chosen, chances);
    for (let index = 0; index < counts.length; index++) counts[index]! += batch.events[index]!;
  }
  const means = environment.events.map((_, event) => meanOf(counts, event, kinds, (count) => count));
  const errors = means.map((mean, event) => {
    const variance = meanOf(counts, event, kinds, (count) => (count - mean) ** 2);
    return Math.sqrt(variance / (episodes - 1));
  });
  return { means, errors };
}

function meanOf(counts: Float64Array, event: number, kinds: number, f: (count: number) => number): number {
  let sum = 0;
  for (let index = event; index < counts.length; index += kinds) sum += f(counts[index]!);
  return (sum * kinds) / counts.length;
}
