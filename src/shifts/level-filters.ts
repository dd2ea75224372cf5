// Predicates on levels, by name and exact: what must be possible there, and whether a rival objective shows.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import { enumerate } from "../environments/enumerate.ts";
import {
  baseObjective,
  type Environment,
  eventWeights,
  type LevelDistribution,
  type Objective,
  objectiveNamed,
} from "../environments/environment.ts";
import { type FiniteMdp, statesWithin } from "../environments/finite-mdp.ts";
import { crossing, crossingShare, paysForSame } from "../solvers/crossing.ts";
import { policyStartValue } from "../solvers/evaluation.ts";
import { bestStartValue } from "../solvers/finite-horizon.ts";
import { uniformTable } from "../solvers/greedy.ts";
import { lexicographicRange } from "../solvers/lexicographic.ts";
import { expectedRewards, outcomeWorth } from "../solvers/rewards.ts";

/** What filters ask about an episode. */
export interface FilterSetting {
  /** Steps of an episode. */
  readonly horizon: number;
  /** Of planners and values, below 1. */
  readonly discount: number;
  /** A rival distinguishes a level where Gamma is above this share of V_b* - V_b(random) there. */
  readonly threshold: number;
}

export const usualFiltering: FilterSetting = { horizon: 64, discount: 0.99, threshold: 0.05 };

/** Says of a level, environment.levelLength bytes, whether it passes. Throws an InputError where it has too many states. */
export type LevelPredicate = (level: Uint8Array) => boolean;

/** The same of a level that has been enumerated. */
type Passes = (mdp: FiniteMdp) => boolean;

/** Draws for one level before a filter is given up. */
const drawsPerLevel = 1000;
/** Values that differ by less are the same. */
const nothing = 1e-9;

interface FilterKind {
  readonly name: string;
  /** What follows the colon: the name of a rival, which "optional" filters apply to all rivals without. */
  readonly rival: "none" | "optional" | "needed";
  passes(environment: Environment, rivals: readonly Objective[], setting: FilterSetting): Passes;
}

const kinds: readonly FilterKind[] = [
  {
    name: "solvable",
    rival: "none",
    passes: (environment, _rivals, { horizon }) => payable(baseObjective(environment), horizon),
  },
  {
    name: "rivals-reachable",
    rival: "optional",
    passes: (environment, rivals, { horizon }) =>
      every([baseObjective(environment), ...rivals].map((objective) => payable(objective, horizon))),
  },
  {
    name: "paths-differ",
    rival: "optional",
    passes: (environment, rivals, setting) => {
      const base = baseObjective(environment);
      const apart = rivals.length === 1 ? rivals : rivals.filter((rival) => !paysForSame(rival, base));
      return every(
        apart.map(
          (rival) => (mdp) =>
            (crossing(mdp, base, rival, { ...setting, untilDone: true }) ?? 0) < crossingShare,
        ),
      );
    },
  },
  {
    name: "distinguishing",
    rival: "needed",
    passes: (environment, [rival], setting) => distinguishes(environment, rival!, setting),
  },
  {
    name: "non-distinguishing",
    rival: "needed",
    passes: (environment, [rival], setting) => {
      const holds = distinguishes(environment, rival!, setting);
      return (mdp) => !holds(mdp);
    },
  },
];

/**
 * The filter of that name. Exact, on the enumerated level:
 * - `solvable`: within the horizon something can happen that the base objective pays for;
 * - `rivals-reachable`, or `rivals-reachable:<rival>`: the same of the base objective and of every rival, or of that one.
 *   An objective that pays for nothing, and only minds things, is met where the agent stands;
 * - `paths-differ`, or `paths-differ:<rival>`: the exact planner of each rival that pays for nothing that the base objective
 *   pays for, or of that rival, earns less than a tenth of what there is to be had for the base objective on its way, while
 *   there is something left for it to gain: with one goal, it passes the true goal with a probability below 10 %;
 * - `distinguishing:<rival>`: the point Gamma of the rival, V_b* - V_b(uniform over the rival's best actions), is above
 *   `threshold` of V_b* - V_b(random); `non-distinguishing:<rival>`: it is not.
 * Throws an InputError at `place` on a name or rival that does not exist, and on settings out of range.
 */
export function levelFilter(
  environment: Environment,
  name: string,
  setting: FilterSetting = usualFiltering,
  place = "filters",
): LevelPredicate {
  checkSetting(setting, place);
  const passes = filterNamed(environment, name, setting, place);
  return (level) => passes(enumerate(environment, level));
}

/** The names that `levelFilter` knows in a world, for help and errors. */
export function filterNames(environment: Environment): string[] {
  const rivals = rivalsOf(environment).map(({ name }) => name);
  return kinds.flatMap(({ name, rival }) => [
    ...(rival === "needed" ? [] : [name]),
    ...(rival === "none" ? [] : rivals.map((one) => `${name}:${one}`)),
  ]);
}

/**
 * The distribution's levels that pass all filters: levels are drawn until one does. Throws an InputError at `place` where 1,000
 * draws in a row bring none, which says how many passed each filter, in the order in which they are asked.
 */
export function withLevelFilters(
  environment: Environment,
  distribution: LevelDistribution,
  names: readonly string[],
  setting: FilterSetting = usualFiltering,
  place = "source.filters",
): LevelDistribution {
  checkSetting(setting, place);
  const filters = names.map((name, index) => filterNamed(environment, name, setting, `${place}[${index}]`));
  const { levelLength } = environment;

  /** How many of the filters, asked in order, the level passes before the first that it does not. */
  function passed(level: Uint8Array): number {
    const mdp = enumerate(environment, level);
    const failed = filters.findIndex((passes) => !passes(mdp));
    return failed < 0 ? filters.length : failed;
  }

  return {
    summary: `${distribution.summary} Only levels that pass ${names.join(" and ")}.`,
    parameters: distribution.parameters,
    generate(rng, out, offset) {
      const counts = names.map(() => 0);
      for (let draw = 0; draw < drawsPerLevel; draw++) {
        distribution.generate(rng, out, offset);
        const count = passed(out.subarray(offset, offset + levelLength));
        if (count === filters.length) return;
        for (let filter = 0; filter < count; filter++) counts[filter]!++;
      }
      const each = names.map((name, index) => `${counts[index]} pass ${name}`).join(", of these ");
      throw new InputError(
        place,
        `none of ${drawsPerLevel} levels (${each})`,
        "levels that pass all filters",
      );
    },
  };
}

function filterNamed(environment: Environment, name: string, setting: FilterSetting, place: string): Passes {
  const known = filterNames(environment);
  if (!known.includes(name))
    throw new InputError(place, JSON.stringify(name) ?? "nothing", oneOf(name, known));
  const [head, rival] = name.split(":");
  const kind = kinds.find((one) => one.name === head)!;
  const rivals = rival === undefined ? rivalsOf(environment) : [objectiveNamed(environment, rival)];
  return kind.passes(environment, rivals, setting);
}

function rivalsOf(environment: Environment): Objective[] {
  return environment.objectives.filter(({ name }) => name !== environment.baseObjective);
}

function every(conditions: readonly Passes[]): Passes {
  return (mdp) => conditions.every((holds) => holds(mdp));
}

/** Whether some transition within the horizon is worth something to the objective; true where it pays for nothing. */
function payable(objective: Objective, horizon: number): Passes {
  const paysNothing = Object.values(objective.weights).every((weight) => weight <= 0);
  return (mdp) => {
    if (paysNothing) return true;
    const worth = outcomeWorth(mdp, eventWeights(mdp.environment, objective));
    const { rowOffsets, outcomes, probabilities, actions } = mdp;
    const end = rowOffsets[statesWithin(mdp, horizon - 1) * actions]!;
    for (let at = 0; at < end; at++) if (probabilities[at]! > 0 && worth[outcomes[at]!]! > 0) return true;
    return false;
  };
}

function distinguishes(
  environment: Environment,
  rival: Objective,
  { horizon, discount, threshold }: FilterSetting,
): Passes {
  return (mdp) => {
    const base = expectedRewards(mdp, baseObjective(environment));
    const best = bestStartValue(mdp, base, horizon, discount);
    const random = policyStartValue(mdp, uniformTable(mdp.states, mdp.actions), base, horizon, discount);
    const rewards = expectedRewards(mdp, rival);
    const setting = { horizon, discount, plannerDiscount: discount };
    const gamma = best - lexicographicRange(mdp, rewards, base, setting).uniform;
    return gamma > Math.max(nothing, threshold * (best - random));
  };
}

function checkSetting({ horizon, discount, threshold }: FilterSetting, place: string): void {
  const refuse = (name: string, found: number, expected: string) => {
    throw new InputError(`${place.replace(/filters$/, "filtering")}.${name}`, String(found), expected);
  };
  if (!(Number.isInteger(horizon) && horizon >= 1)) {
    refuse("horizon", horizon, "a whole number of at least 1");
  }
  if (!(discount >= 0 && discount < 1)) refuse("discount", discount, "a number in [0, 1)");
  if (!(threshold >= 0 && threshold < Number.POSITIVE_INFINITY)) {
    refuse("threshold", threshold, "a number of at least 0");
  }
}
