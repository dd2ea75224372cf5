// Weights drawn from the prior, one level each: their 95 % intervals must cover them 95 times in 100.
import { expect, test } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { enumerate } from "../../src/environments/enumerate.ts";
import type { FiniteMdp } from "../../src/environments/finite-mdp.ts";
import { generateLevels, levelAt } from "../../src/environments/levels.ts";
import { nothingToGain } from "../../src/measures/competence.ts";
import { collectDecisions } from "../../src/measures/goal-inference/collect-decisions.ts";
import { eventsThatHappen } from "../../src/measures/goal-inference/goal-model.ts";
import { defaultModelSettings } from "../../src/measures/goal-inference/hypotheses.ts";
import { randomValues } from "../../src/measures/goal-inference/solved-levels.ts";
import { timeWeight, weightPosterior } from "../../src/measures/goal-inference/weights.ts";
import { levelPolicy, tableSolution } from "../../src/policies/level-policy.ts";
import { solveDiscounted } from "../../src/solvers/discounted.ts";
import { choiceProbabilities } from "../../src/solvers/greedy.ts";
import { expectedRewards } from "../../src/solvers/rewards.ts";
import { printFigures } from "../support/figures.ts";
import { discount, full, plantedWorlds } from "./planted-worlds.ts";

const levelsPerWorld = full ? 10 : 2;
const agentsPerLevel = full ? 70 : 20;
const settings = defaultModelSettings(discount);

/** A Boltzmann-rational planner with lapses for these weights. [states, actions] */
function planted(mdp: FiniteMdp, rewards: Float64Array, rationality: number, lapse: number): Float64Array {
  const { actions } = mdp;
  const { values, q } = solveDiscounted(mdp, rewards, discount);
  const range = values[0]! - randomValues(mdp, rewards, discount)[0]!;
  const scaled = q.map((value) => (range < nothingToGain ? 0 : value / range));
  const policy = new Float64Array(q.length);
  for (let row = 0; row < q.length; row += actions)
    choiceProbabilities(scaled, rationality, actions, row, policy);
  return policy.map((p) => (1 - lapse) * p + lapse / actions);
}

function rewardsOf(mdp: FiniteMdp, order: readonly string[], weights: readonly number[]): Float64Array {
  const rewards = new Float64Array(mdp.states * mdp.actions);
  order.forEach((name, axis) => {
    const one =
      name === timeWeight
        ? new Float64Array(rewards.length).fill(-1)
        : expectedRewards(mdp, { name, wants: "", weights: { [name]: 1 } });
    for (let row = 0; row < rewards.length; row++) rewards[row]! += weights[axis]! * one[row]!;
  });
  return rewards;
}

test("intervals of weights cover the weights that were planted", { timeout: 3_600_000 }, async () => {
  const rows = [];
  let [covered, counted] = [0, 0];
  for (const { name, environment, distribution, horizon } of plantedWorlds) {
    const rng = Rng.fromSeed(`weights/${name}`);
    let [inside, all, agents] = [0, 0, 0];
    for (let index = 0; index < levelsPerWorld; index++) {
      const levels = generateLevels(environment, distribution, rng.fork(`level-${index}`), 1);
      const mdp = enumerate(environment, levelAt(levels, 0));
      const events = eventsThatHappen([mdp]);
      const order = [...events, timeWeight];
      const draws = rng.fork(`weights-${index}`);
      for (let agent = 0; agent < agentsPerLevel; agent++) {
        const direction = order.map(() => draws.normal());
        const weights = direction.map((x) => x / Math.hypot(...direction));
        const { rationalities, lapses } = settings;
        const table = planted(
          mdp,
          rewardsOf(mdp, order, weights),
          rationalities[draws.below(rationalities.length)]!,
          lapses[draws.below(lapses.length)]!,
        );
        const policy = levelPolicy(environment, {
          name: "planted",
          solve: () => tableSolution(mdp.table, table),
        });
        const record = await collectDecisions({
          ...{ mdps: [mdp], levels, policy, horizon, discount },
          ...{ episodesPerLevel: 1, rng: rng.fork(`play-${index}-${agent}`) },
        });
        const posterior = weightPosterior([mdp], record, { settings, events });
        agents++;
        order.forEach((weight, axis) => {
          const { low, high } = posterior.weights[weight]!;
          all++;
          if (weights[axis]! >= low! && weights[axis]! <= high!) inside++;
        });
      }
    }
    covered += inside;
    counted += all;
    rows.push({ world: name, agents, intervals: all, covered: `${((100 * inside) / all).toFixed(1)} %` });
  }
  rows.push({
    world: "all",
    agents: rows.reduce((sum, row) => sum + row.agents, 0),
    intervals: counted,
    covered: `${((100 * covered) / counted).toFixed(1)} %`,
  });
  printFigures("inference-weights", "Coverage of the 95 % intervals of weights, single levels", rows);
  const [low, high] = full ? [0.93, 0.97] : [0.88, 1];
  expect(covered / counted).toBeGreaterThanOrEqual(low);
  expect(covered / counted).toBeLessThanOrEqual(high);
});
