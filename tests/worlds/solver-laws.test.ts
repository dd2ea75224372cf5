// Laws of solvers over every world's enumerable presets: the optimum is what its policy earns, nobody earns more, and play earns what is computed.
import { describe, expect, test, vi } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { enumerate, type FiniteMdp } from "../../src/environments/enumerate.ts";
import {
  baseObjective,
  type EnvironmentDefinition,
  type WorldSide,
} from "../../src/environments/environment.ts";
import { environmentDefinitions } from "../../src/environments/index.ts";
import { generateLevels, levelAt } from "../../src/environments/levels.ts";
import { asGrid } from "../../src/environments/wall-following.ts";
import { agentPolicy, parseAgent } from "../../src/policies/agents.ts";
import { tablePolicy } from "../../src/policies/table-policy.ts";
import { playEpisodes } from "../../src/rollouts/episodes.ts";
import { actionValues } from "../../src/solvers/backup.ts";
import { discountedPolicyValues, solveDiscounted } from "../../src/solvers/discounted.ts";
import { policyStartValue, policyValues } from "../../src/solvers/evaluation.ts";
import { bestStartValue, valuesByStepsToGo } from "../../src/solvers/finite-horizon.ts";
import { uniformOverBest } from "../../src/solvers/greedy.ts";
import { expectedRewards } from "../../src/solvers/rewards.ts";
import { plantedAgents, returnMoments } from "./planted-agents.ts";

vi.setConfig({ testTimeout: 4 * 3_600_000 });
/** Levels of the first preset of each world. */
const levels = Math.min(1000, Math.ceil(Number(process.env.INNERGAP_LEVELS ?? 30) / 10));
const discount = 0.95;
/** Tables of finite horizons are kept for so many states x steps. */
const largestTable = 4e6;

interface Side {
  readonly name: string;
  readonly side: WorldSide;
  readonly count: number;
}

const worlds = environmentDefinitions.filter(({ presets }) => presets.length > 0);

/** Both sides of the first preset, and, where there are many levels, of the other enumerable ones with a tenth as many. */
function sidesOf({ name, presets }: EnvironmentDefinition): Side[] {
  const enumerable = presets.filter((preset) => preset.enumerable);
  return enumerable.flatMap((preset, index) =>
    (["training", "deployed"] as const).map((which) => ({
      name: `${name}, ${preset.name}, ${which}`,
      side: preset.shift[which],
      count: index === 0 ? Math.ceil(levels / 2) : Math.floor(levels / 20),
    })),
  );
}

function* levelsOf(
  definition: EnvironmentDefinition,
): Generator<{ mdp: FiniteMdp; horizon: number; name: string }> {
  for (const { name, side, count } of sidesOf(definition)) {
    const environment = definition.create(side.parameters);
    const distribution = definition.levels(environment, side.levels);
    const set = generateLevels(environment, distribution, Rng.fromSeed(`solver laws/${name}`), count);
    for (let index = 0; index < count; index++) {
      yield {
        mdp: enumerate(environment, levelAt(set, index)),
        horizon: side.horizon,
        name: `${name}, level ${index}`,
      };
    }
  }
}

describe.each(worlds.map((definition) => [definition.name, definition] as const))("%s", (_, definition) => {
  test("the solver's policy earns exactly what the solver says, with a horizon and without", () => {
    for (const { mdp, horizon, name } of levelsOf(definition)) {
      const steps = Math.min(horizon, Math.max(1, Math.floor(largestTable / mdp.states)));
      for (const objective of mdp.environment.objectives) {
        const rewards = expectedRewards(mdp, objective);
        const layers = valuesByStepsToGo(mdp, rewards, steps, discount);
        const planner = (toGo: number) =>
          uniformOverBest(actionValues(mdp, rewards, layers[toGo - 1]!, discount), mdp.actions, 1e-13);
        const earned = policyValues(mdp, planner, rewards, steps, discount)[0]!;
        const best = layers[steps]![0]!;
        expect(Math.abs(earned - best), `${name}, ${objective.name}`).toBeLessThanOrEqual(
          1e-9 * (1 + Math.abs(best)),
        );
        const { values, q } = solveDiscounted(mdp, rewards, discount);
        const own = discountedPolicyValues(mdp, uniformOverBest(q, mdp.actions, 1e-13), rewards, discount);
        expect(
          Math.abs(own[0]! - values[0]!),
          `${name}, ${objective.name}, without a horizon`,
        ).toBeLessThanOrEqual(1e-9);
      }
    }
  });

  test("no planted agent earns more than the optimum", async () => {
    for (const { mdp, horizon, name } of levelsOf(definition)) {
      const agents = plantedAgents(mdp, discount);
      for (const objective of mdp.environment.objectives) {
        const rewards = expectedRewards(mdp, objective);
        const best = bestStartValue(mdp, rewards, horizon, discount) + 1e-9;
        for (const [agent, table] of agents) {
          const value = policyStartValue(mdp, table, rewards, horizon, discount);
          expect(value, `${agent} for ${objective.name} on ${name}`).toBeLessThanOrEqual(best);
        }
        // One who follows walls has a memory, and no table; without chance a single episode is its value.
        if (asGrid(mdp.environment) === null || mdp.environment.stochastic) continue;
        const walls = await play(mdp, "wall:left", horizon, 1);
        expect(walls[objective.name]![0], `wall:left for ${objective.name} on ${name}`).toBeLessThanOrEqual(
          best,
        );
      }
    }
  });

  test("played agents earn what is computed, within five standard errors", async () => {
    const episodes = 40;
    const sums = new Map<string, { off: number; variance: number; count: number }>();
    let largest = 0;
    for (const { mdp, horizon } of levelsOf(definition)) {
      const base = baseObjective(mdp.environment);
      const rewards = expectedRewards(mdp, base);
      largest = Math.max(largest, ...Object.values(base.weights).map(Math.abs));
      for (const [agent, policy] of plantedAgents(mdp, discount)) {
        const { mean, variance } = returnMoments(mdp, policy, base, { horizon, discount });
        expect(mean).toBeCloseTo(policyStartValue(mdp, policy, rewards, horizon, discount), 9);
        const played = await play(mdp, { agent, policy }, horizon, episodes);
        const sum = sums.get(agent) ?? { off: 0, variance: 0, count: 0 };
        for (const earned of played[base.name]!) sum.off += earned - mean;
        sum.variance += episodes * variance;
        sum.count += episodes;
        sums.set(agent, sum);
      }
    }
    for (const [agent, { off, variance, count }] of sums) {
      // Two events besides, because one that is hardly ever expected is many standard errors.
      const allowed = variance < 1e-12 ? 1e-5 * count : 5 * Math.sqrt(variance) + 2 * largest;
      expect(
        Math.abs(off),
        `${agent}: ${off / count} off on average over ${count} episodes`,
      ).toBeLessThanOrEqual(allowed);
    }
  });
});

/** Discounted returns of some episodes on one level, by objective. */
async function play(
  { environment, level, ...mdp }: FiniteMdp,
  agent: string | { readonly agent: string; readonly policy: Float64Array },
  horizon: number,
  count: number,
): Promise<Readonly<Record<string, Float64Array>>> {
  const policy =
    typeof agent === "string"
      ? agentPolicy(environment, parseAgent(agent))
      : tablePolicy(agent.agent, [{ mdp: { environment, level, ...mdp }, policy: agent.policy }]);
  const levels = new Uint8Array(count * level.length);
  for (let index = 0; index < count; index++) levels.set(level, index * level.length);
  const rng = Rng.fromSeed(`play/${policy.name}/${level.join("")}`);
  const { values } = await playEpisodes({
    environment,
    levels,
    count,
    horizon,
    discount,
    policy,
    selection: "sampled",
    rng,
    lanes: count,
  });
  return values;
}
