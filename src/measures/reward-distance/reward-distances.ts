// How far objectives lie apart on stated levels, by four measures.
import { enumerate } from "../../environments/enumerate.ts";
import type { Objective } from "../../environments/environment.ts";
import type { FiniteMdp } from "../../environments/finite-mdp.ts";
import { type LevelSet, levelAt } from "../../environments/levels.ts";
import { dardGeometry } from "./dard.ts";
import { epicGeometry } from "./epic.ts";
import { centred, correlationDistances, type Geometry, pooled, standardisedDistances } from "./geometry.ts";
import { type LevelRegret, levelRegret, type MutualRegret, mutualRegret } from "./mutual-regret.ts";
import { starcGeometry } from "./starc.ts";
import { objectiveRewards, stepsOf, type TransitionRewards } from "./transition-rewards.ts";

export interface DistanceSetting {
  /** Of canonical rewards and planners: below 1. Values over the horizon take it too. */
  readonly discount: number;
  /** Steps of an episode; only regret knows it. */
  readonly horizon: number;
  /** States beyond which a level is refused; 500,000 by default. */
  readonly limit?: number;
}

/** Symmetric matrices, [rewards][rewards]. */
export interface CanonicalDistances {
  /** In [0, 1]; opposites lie at 1. */
  readonly epic: number[][];
  /** In [0, 1]; opposites lie at 1. */
  readonly dard: number[][];
  /** In [0, 2]; opposites lie at 2. */
  readonly starc: number[][];
}

export interface ObjectiveDistances extends CanonicalDistances {
  readonly regret: MutualRegret;
}

export interface RewardDistances extends ObjectiveDistances {
  /** Names, in the order of rows and columns. */
  readonly objectives: readonly string[];
  /** The same on each level alone. */
  readonly perLevel: readonly ObjectiveDistances[];
}

/** What one level contributes. */
interface LevelGeometry {
  readonly epic: Geometry;
  readonly dard: Geometry;
  readonly starc: Geometry;
}

/**
 * EPIC, DARD, STARC and mutual regret between objectives. A distance belongs to the whole set: the levels side by side are
 * one world, each as likely as every other, and canonical rewards are compared over all of it at once.
 * Throws an InputError when a level has too many states.
 */
export function rewardDistances(
  levels: LevelSet,
  objectives: readonly Objective[],
  setting: DistanceSetting,
  onLevel?: (done: number, total: number) => void,
): RewardDistances {
  const { horizon, discount, limit } = setting;
  const geometries: LevelGeometry[] = [];
  const regrets: LevelRegret[] = [];
  for (let index = 0; index < levels.count; index++) {
    const mdp = enumerate(levels.environment, levelAt(levels, index), limit === undefined ? {} : { limit });
    const rewards = objectives.map((objective) => objectiveRewards(mdp, objective));
    geometries.push(levelGeometry(mdp, rewards, discount));
    regrets.push(levelRegret(mdp, objectives, { horizon, discount, plannerDiscount: discount }));
    onLevel?.(index + 1, levels.count);
  }
  return {
    objectives: objectives.map(({ name }) => name),
    ...distancesOf(geometries),
    regret: mutualRegret(regrets),
    perLevel: geometries.map((geometry, index) => ({
      ...distancesOf([geometry]),
      regret: mutualRegret([regrets[index]!]),
    })),
  };
}

/**
 * EPIC, DARD and STARC between rewards of any form: mdps[k] is level k, rewards[k][i] the i-th reward on it.
 */
export function canonicalDistances(
  mdps: readonly FiniteMdp[],
  rewards: readonly (readonly TransitionRewards[])[],
  discount: number,
): CanonicalDistances {
  return distancesOf(mdps.map((mdp, level) => levelGeometry(mdp, rewards[level] ?? [], discount)));
}

/** STARC alone, in [0, 2], between objectives on levels that are enumerated already. [objectives][objectives] */
export function starcDistances(
  mdps: readonly FiniteMdp[],
  objectives: readonly Objective[],
  discount: number,
): number[][] {
  const geometries = mdps.map((mdp) => {
    const rewards = objectives.map((objective) => objectiveRewards(mdp, objective));
    return starcGeometry(stepsOf(mdp), rewards, discount);
  });
  return standardisedDistances(pooled(geometries));
}

function levelGeometry(
  mdp: FiniteMdp,
  rewards: readonly TransitionRewards[],
  discount: number,
): LevelGeometry {
  const steps = stepsOf(mdp);
  return {
    epic: epicGeometry(steps, rewards, discount),
    dard: dardGeometry(steps, rewards, discount),
    starc: starcGeometry(steps, rewards, discount),
  };
}

function distancesOf(levels: readonly LevelGeometry[]): CanonicalDistances {
  return {
    epic: correlationDistances(pooled(levels.map(({ epic }) => epic))),
    dard: correlationDistances(centred(pooled(levels.map(({ dard }) => dard)))),
    starc: standardisedDistances(pooled(levels.map(({ starc }) => starc))),
  };
}
