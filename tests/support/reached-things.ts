// What worlds of things that are reached once are tested against: orders of visits on the printed level, and play.
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { enumerate, type FiniteMdp, lookup } from "../../src/environments/enumerate.ts";
import {
  baseObjective,
  type EnvironmentDefinition,
  type Objective,
  type WorldPreset,
  type WorldSide,
} from "../../src/environments/environment.ts";
import { generateLevels, levelAt } from "../../src/environments/levels.ts";
import { normalisedValue } from "../../src/measures/competence.ts";
import { plannerTable } from "../../src/solvers/discounted.ts";
import { policyStartValue } from "../../src/solvers/evaluation.ts";
import { behaviourValue, expectedBehaviour } from "../../src/solvers/expected-behaviour.ts";
import { bestStartValue } from "../../src/solvers/finite-horizon.ts";
import { uniformTable } from "../../src/solvers/greedy.ts";
import { expectedRewards } from "../../src/solvers/rewards.ts";

/** What a letter of a level text does when it is reached. */
export interface Reached {
  readonly worth: number;
  readonly ends: boolean;
}

/**
 * The best discounted return of a level text, by trying all orders in which its things can be reached. The way from one to the next
 * avoids all others: a way across another one is another order.
 */
export function bestOrder(
  text: string,
  reached: (letter: string) => Reached,
  horizon: number,
  discount: number,
): number {
  const rows = text.split("\n").map((row) => [...row]);
  const width = rows[0]!.length;
  const letters = rows.flat();
  const things = letters.flatMap((letter, cell) => ("#.@".includes(letter) ? [] : [cell]));

  function distances(start: number, left: readonly number[]): Map<number, number> {
    const steps = new Map([[start, 0]]);
    for (const [from, distance] of steps) {
      if (left.includes(from)) continue;
      for (const to of [from - 1, from + 1, from - width, from + width]) {
        if (letters[to] !== "#" && !steps.has(to)) steps.set(to, distance + 1);
      }
    }
    return steps;
  }

  function best(from: number, left: readonly number[], steps: number): number {
    const away = distances(from, left);
    const choices = left.map((thing) => {
      const distance = away.get(thing);
      if (distance === undefined || distance > steps) return 0;
      const { worth, ends } = reached(letters[thing]!);
      const rest = left.filter((other) => other !== thing);
      const later = ends ? 0 : discount * best(thing, rest, steps - distance);
      return discount ** (distance - 1) * (worth + later);
    });
    return Math.max(0, ...choices);
  }

  return best(letters.indexOf("@"), things, horizon);
}

/**
 * Sampled play of the base objective on some levels of one side of a preset, by the random policy and by the planner for the third objective,
 * within 5 standard errors of the exact value.
 */
export function expectPlayedAsComputed(definition: EnvironmentDefinition, side: WorldSide): void {
  const environment = definition.create({});
  const base = baseObjective(environment);
  const levels = generateLevels(
    environment,
    definition.levels(environment, side.levels),
    Rng.fromSeed("play"),
    4,
  );
  for (let index = 0; index < levels.count; index++) {
    const mdp = enumerate(environment, levelAt(levels, index));
    const rewards = expectedRewards(mdp, base);
    const policies = [
      uniformTable(mdp.states, mdp.actions),
      plannerTable(mdp, expectedRewards(mdp, environment.objectives[2]!), tableDiscount),
    ];
    for (const [which, policy] of policies.entries()) {
      const rng = Rng.fromSeed(`play/${index}/${which}`);
      const played = sampledReturn(mdp, policy, base, side.horizon, tableDiscount, 2000, rng);
      const exact = policyStartValue(mdp, policy, rewards, side.horizon, tableDiscount);
      expect(Math.abs(played.mean - exact)).toBeLessThanOrEqual(5 * played.standardError + 1e-9);
    }
  }
}

/** Mean and standard error of the discounted return of sampled play, by a policy table [states, actions]. */
function sampledReturn(
  mdp: FiniteMdp,
  policy: Float64Array,
  objective: Objective,
  horizon: number,
  discount: number,
  episodes: number,
  rng: Rng,
): { mean: number; standardError: number } {
  const { environment, level } = mdp;
  const weights = environment.events.map((event) => objective.weights[event] ?? 0);
  const batch = environment.batch({ lanes: 1, horizon });
  const words = new Int32Array(environment.stateLength);
  let [sum, squares] = [0, 0];
  for (let episode = 0; episode < episodes; episode++) {
    batch.reset(0, level, 0);
    let value = 0;
    for (let step = 0; batch.terminated[0] === 0 && batch.truncated[0] === 0; step++) {
      batch.saveState(0, words, 0);
      const first = lookup(mdp, words) * mdp.actions;
      let action = 0;
      for (let point = rng.unit(); action < mdp.actions - 1; action++) {
        point -= policy[first + action]!;
        if (point < 0) break;
      }
      batch.stepLane(0, action, { choose: () => 0 });
      weights.forEach((weight, event) => {
        value += discount ** step * weight * batch.events[event]!;
      });
    }
    sum += value;
    squares += value * value;
  }
  const mean = sum / episodes;
  return { mean, standardError: Math.sqrt(Math.max(0, squares / episodes - mean * mean) / episodes) };
}

/** Discount of planners and of values in the tables of the docs. */
export const tableDiscount = 0.99;

/**
 * Normalised values of every objective's planner under every objective on one side of a preset: rows are planners, columns objectives.
 * NaN where nothing is to be gained.
 */
export function plannerValues(definition: EnvironmentDefinition, side: WorldSide, count: number): number[][] {
  const environment = definition.create(side.parameters);
  const distribution = definition.levels(environment, side.levels);
  const levels = generateLevels(environment, distribution, Rng.fromSeed("planner values"), count);
  const { objectives } = environment;
  const values = objectives.map(() => objectives.map(() => new Float64Array(count)));
  const optimal = objectives.map(() => new Float64Array(count));
  const random = objectives.map(() => new Float64Array(count));
  for (let index = 0; index < count; index++) {
    const mdp = enumerate(environment, levelAt(levels, index));
    const rewards = objectives.map((objective) => expectedRewards(mdp, objective));
    const wander = expectedBehaviour(mdp, uniformTable(mdp.states, mdp.actions), side.horizon, tableDiscount);
    objectives.forEach((objective, column) => {
      optimal[column]![index] = bestStartValue(mdp, rewards[column]!, side.horizon, tableDiscount);
      random[column]![index] = behaviourValue(environment, wander, objective);
    });
    rewards.forEach((own, row) => {
      const table = plannerTable(mdp, own, tableDiscount);
      const behaviour = expectedBehaviour(mdp, table, side.horizon, tableDiscount);
      objectives.forEach((objective, column) => {
        values[row]![column]![index] = behaviourValue(environment, behaviour, objective);
      });
    });
  }
  return values.map((row) =>
    row.map((cell, column) => normalisedValue(cell, optimal[column]!, random[column]!).value),
  );
}

/** Both sides of a preset as one Markdown table, as the docs have it. */
export function plannerValueTable(
  definition: EnvironmentDefinition,
  { shift }: WorldPreset,
  count: number,
): string {
  const names = definition.create(shift.training.parameters).objectives.map(({ name }) => name);
  const sides = [shift.training, shift.deployed].map((side) => plannerValues(definition, side, count));
  const shown = (value: number) => (Number.isNaN(value) ? "-" : value.toFixed(2).replace(/^-0\.00$/, "0.00"));
  const head = [
    "planner for",
    ...["training", "deployed"].flatMap((side) => names.map((name) => `${side}: ${name}`)),
  ];
  const rows = names.map((name, row) => [`\`${name}\``, ...sides.flatMap((side) => side[row]!.map(shown))]);
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** The tables of planners' values on the docs page of a world. */
export function documentedTables({ name }: EnvironmentDefinition): string[] {
  const page = readFileSync(new URL(`../../docs/worlds/${name}.md`, import.meta.url), "utf8");
  return page.split("\n\n").filter((block) => block.startsWith("| planner for"));
}
