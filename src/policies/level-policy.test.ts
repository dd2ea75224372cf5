import { describe, expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { enumerate, lookup } from "../environments/enumerate.ts";
import { objectiveNamed } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import { generateLevels, levelAt } from "../environments/levels.ts";
import { solveDiscounted } from "../solvers/discounted.ts";
import { expectedRewards } from "../solvers/rewards.ts";
import { plannerPolicy } from "./planner.ts";
import { allocateDecisions } from "./policy.ts";
import { tablePolicy } from "./table-policy.ts";

const definition = environmentNamed("keys-that-belong-to-someone");
const environment = definition.create({ height: 5, width: 5 });
const distribution = definition.levels(environment, { keys: [1, 3], chests: [1, 2] });
const levels = generateLevels(environment, distribution, Rng.fromSeed("tables"), 4);
const mdps = [0, 1, 2].map((index) => enumerate(environment, levelAt(levels, index)));
const noChance = { choose: () => 0 };

describe("tablePolicy", () => {
  const rng = Rng.fromSeed("rows");
  const tables = mdps.map((mdp) => {
    const policy = Float64Array.from({ length: mdp.states * 4 }, () => rng.unit());
    return { mdp, policy };
  });

  test("plays every state of every level by its row", () => {
    const policy = tablePolicy("planted", tables);
    expect([policy.name, policy.memorySize]).toEqual(["planted", 0]);
    const batch = environment.batch({ lanes: 3, horizon: 50 });
    const words = new Int32Array(environment.stateLength);
    const out = allocateDecisions(3, 4);
    for (let lane = 0; lane < 3; lane++) batch.reset(lane, levels.bytes, lane * environment.levelLength);
    for (let step = 0; step < 40; step++) {
      policy.decide(batch, new Float32Array(0), out);
      tables.forEach(({ mdp, policy: rows }, lane) => {
        const shown = [...out.probabilities.subarray(lane * 4, lane * 4 + 4)];
        if (batch.terminated[lane]) expect(shown).toEqual([0.25, 0.25, 0.25, 0.25]);
        else {
          batch.saveState(lane, words, 0);
          const state = lookup(mdp, words);
          expect(shown).toEqual([...Float32Array.from(rows.subarray(state * 4, state * 4 + 4))]);
        }
        batch.stepLane(lane, rng.below(4), noChance);
      });
    }
  });

  test("refuses levels without a table, tables of another shape, and no tables", () => {
    const batch = environment.batch({ lanes: 1, horizon: 50 });
    batch.reset(0, levels.bytes, 3 * environment.levelLength);
    const policy = tablePolicy("planted", tables);
    const ask = () => policy.decide(batch, new Float32Array(0), allocateDecisions(1, 4));
    expect(ask).toThrow(InputError);
    expect(ask).toThrow("one of the 3 levels that planted has tables for");
    expect(() => tablePolicy("planted", [{ mdp: mdps[0]!, policy: new Float64Array(4) }])).toThrow(
      "4 probabilities",
    );
    expect(() => tablePolicy("planted", [])).toThrow(InputError);
  });
});

test("a Boltzmann-rational planner chooses in proportion to exp(rationality x Q)", () => {
  const objective = objectiveNamed(environment, "chests");
  const batch = environment.batch({ lanes: 1, horizon: 50 });
  batch.reset(0, levels.bytes, 0);
  const { q } = solveDiscounted(mdps[0]!, expectedRewards(mdps[0]!, objective), 0.9);
  for (const rationality of [0, 3, 50]) {
    const weights = [0, 1, 2, 3].map((action) => Math.exp(rationality * q[action]!));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    const out = allocateDecisions(1, 4);
    const policy = plannerPolicy(environment, { objective, discount: 0.9, rationality });
    policy.decide(batch, new Float32Array(0), out);
    out.probabilities.forEach((probability, action) => {
      expect(probability).toBeCloseTo(weights[action]! / sum, 6);
    });
  }
});
