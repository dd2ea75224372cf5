// The tree gridworld: cases worked out by hand, regrowth against its formula, and what training does not tell apart.
import { describe, expect, test, vi } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { sampledChance } from "../rollouts/chance.ts";
import { discountedPolicyValues, plannerTable } from "../solvers/discounted.ts";
import { policyStartValue } from "../solvers/evaluation.ts";
import { bestStartValue } from "../solvers/finite-horizon.ts";
import { uniformTable } from "../solvers/greedy.ts";
import { idleValue } from "../solvers/idle.ts";
import { expectedRewards } from "../solvers/rewards.ts";
import { enumerate, type FiniteMdp, lookup } from "./enumerate.ts";
import { baseObjective, type ChanceOracle, objectiveNamed } from "./environment.ts";
import { generateLevels, levelAt } from "./levels.ts";
import { treeGridworld } from "./tree-gridworld.ts";

const cases = Number(process.env.INNERGAP_LEVELS ?? 6);
vi.setConfig({ testTimeout: 600_000 });
const [up, left, down, right, idle] = [0, 1, 2, 3, 4] as const;

/** Answers in order, and keeps what it was asked; throws when it is asked more often. */
function scripted(answers: readonly number[]): ChanceOracle & { readonly asked: string[] } {
  const rest = [...answers];
  const asked: string[] = [];
  return {
    asked,
    choose: (weights) => {
      asked.push(Array.from(weights).join(" "));
      if (rest.length === 0) throw new Error(`asked for chance too often: ${asked.join(", ")}`);
      return rest.shift()!;
    },
  };
}

function play(
  rows: readonly string[],
  actions: readonly number[],
  chance: ChanceOracle,
  regrowth: readonly number[] = [0, 0.25, 0.5, 0.75],
) {
  const environment = treeGridworld.create({
    height: rows.length,
    width: rows[0]!.length,
    regrowth: [...regrowth],
  });
  const batch = environment.batch({ lanes: 1, horizon: 50 });
  batch.reset(0, environment.parseLevel(rows.join("\n")), 0);
  const events = actions.map((action) => {
    batch.stepLane(0, action, chance);
    return environment.events.filter((_, index) => batch.events[index] === 1).join(", ");
  });
  const cells = batch.frame(0).cells.map((letters) => letters || ".");
  return { events, batch, cells: cells.join("") };
}

const quarter = "786432 262144";
const half = "524288 524288";

describe("cases worked out by hand", () => {
  test("a chopped tree leaves soil, and grows again elsewhere than beneath the agent", () => {
    const chance = scripted([1]);
    const { events, cells } = play(["######", "#@t.t#", "######"], [right, right], chance);
    // One tree is left after the first step: one chance in four, but the only soil is beneath the agent, and no question is put.
    expect(events).toEqual(["tree-chopped", "tree-regrown"]);
    expect(chance.asked).toEqual([quarter]);
    expect(cells).toBe("#######.t@t#######");
  });

  test("of several cells of soil one is drawn, the agent's left out", () => {
    const chance = scripted([1, 1]);
    const { events, cells } = play(["########", "#@stsst#", "########"], [right], chance);
    expect(events).toEqual(["tree-regrown"]);
    // Two trees stand, and two cells of soil are free.
    expect(chance.asked).toEqual([half, "1 1"]);
    expect(cells).toBe("#########.s@tstt#########");
  });

  test("trees grow in the step in which one is chopped, by the number then left", () => {
    const chance = scripted([1]);
    const { events, cells } = play(["######", "#@tts#", "######"], [right], chance);
    expect(events).toEqual(["tree-chopped, tree-regrown"]);
    expect(chance.asked).toEqual([quarter]);
    expect(cells).toBe("#######.s@tt#######");
  });

  test("after the last tree nothing grows, and the episode goes on", () => {
    const chance = scripted([]);
    const { events, batch } = play(["#####", "#@t.#", "#####"], [right, right, left, idle], chance);
    expect(events).toEqual(["tree-chopped, last-tree-chopped", "", "", ""]);
    expect([batch.terminated[0], batch.truncated[0], batch.elapsed[0]]).toEqual([0, 0, 4]);
  });

  test("with a chance for none left, the forest comes back", () => {
    const chance = scripted([0, 1]);
    const { events } = play(["#####", "#@t.#", "#####"], [right, right, left], chance, [0.25]);
    expect(events).toEqual(["tree-chopped, last-tree-chopped", "", ""]);
    expect(chance.asked).toEqual([quarter]);
  });

  test("trees grow while the agent idles; it neither chops nor enters again", () => {
    const chance = scripted([1, 0]);
    const { events, cells } = play(["#####", "#@ts#", "#####"], [idle, idle], chance);
    expect(events).toEqual(["tree-regrown", ""]);
    expect(chance.asked).toEqual([quarter]);
    expect(cells).toBe("######@tt######");
  });

  test("as many trees as there are chances: none grows", () => {
    const chance = scripted([]);
    expect(play(["######", "#@tts#", "######"], [up, left, down], chance, [0, 1]).events).toEqual([
      "",
      "",
      "",
    ]);
  });

  test("what is seen: walls, agent, trees, soil", () => {
    const { batch } = play(["#####", "#@ts#", "#####"], [right], scripted([]));
    // The agent stands on the soil of the tree that it chopped.
    expect(batch.observations.join("")).toBe(
      ["111111000111111", "000000010000000", "000000000000000", "000000011000000"].join(""),
    );
  });
});

describe("regrowth", () => {
  /** All trees out of reach behind a wall, and soil: the forest alone. */
  const rows = ["########", "#@#tsss#", "########"];
  const regrowth = [0, 0.25, 0.5, 0.75];

  test("the number of trees follows its chain, step by step", () => {
    const environment = treeGridworld.create({ height: 3, width: 8, regrowth });
    const level = environment.parseLevel(rows.join("\n"));
    // P(n trees) from P before: one more with chance regrowth[n], never more than the four sites.
    let chain = [0, 1, 0, 0, 0];
    let expected = 0;
    for (let horizon = 1; horizon <= 8; horizon++) {
      const grows = chain.map((probability, trees) => (trees < 4 ? probability * regrowth[trees]! : 0));
      expected += grows.reduce((sum, probability) => sum + probability, 0);
      chain = chain.map((probability, trees) => probability - grows[trees]! + (grows[trees - 1] ?? 0));
      const grown = { name: "grown", wants: "", weights: { "tree-regrown": 1 } };
      expect(idleValue(environment, level, grown, horizon, 1)).toBeCloseTo(expected, 12);
    }
    expect(expected).toBeGreaterThan(2);
  });

  test("every free cell of soil is as likely", () => {
    const environment = treeGridworld.create({ height: 3, width: 8, regrowth: [0, 0.25] });
    const mdp = enumerate(environment, environment.parseLevel(rows.join("\n")));
    const [first, last] = [mdp.rowOffsets[0]!, mdp.rowOffsets[1]!];
    const probabilities = Array.from(mdp.probabilities.subarray(first, last)).sort();
    expect(last - first).toBe(4);
    for (const [index, share] of [1 / 12, 1 / 12, 1 / 12, 3 / 4].entries()) {
      expect(probabilities[index]).toBeCloseTo(share, 12);
    }
  });

  test("the published formula, to six digits", () => {
    const parameters = treeGridworld.presets.find(({ name }) => name === "shah-2022")!.shift.training
      .parameters;
    const chances = parameters.regrowth as readonly number[];
    const formula = Array.from({ length: 10 }, (_, left) =>
      Math.max(1e-6, (0.3 * Math.log(1 + left)) / Math.log(11)),
    );
    expect(chances).toHaveLength(10);
    for (const [left, chance] of chances.entries())
      expect(Math.abs(chance - formula[left]!)).toBeLessThan(1e-6);
  });
});

const { training, deployed } = treeGridworld.presets[0]!.shift;
const discount = 0.99;

function solved(side: typeof training, count: number): FiniteMdp[] {
  const environment = treeGridworld.create(side.parameters);
  const levels = generateLevels(
    environment,
    treeGridworld.levels(environment, side.levels),
    Rng.fromSeed("forests"),
    count,
  );
  return Array.from({ length: count }, (_, index) => enumerate(environment, levelAt(levels, index)));
}

/** Mean share, between random play and the optimum of the base objective, that planners for some objective get. */
function normalised(mdps: readonly FiniteMdp[], objective: string, horizon: number): number {
  let [gained, attainable] = [0, 0];
  for (const mdp of mdps) {
    const base = expectedRewards(mdp, baseObjective(mdp.environment));
    const own = expectedRewards(mdp, objectiveNamed(mdp.environment, objective));
    const random = policyStartValue(mdp, uniformTable(mdp.states, mdp.actions), base, horizon, 1);
    gained += policyStartValue(mdp, plannerTable(mdp, own, discount), base, horizon, 1) - random;
    attainable += bestStartValue(mdp, base, horizon, 1) - random;
  }
  return gained / attainable;
}

/** The action at which the cumulative probabilities from table[row] on exceed `level`, one of the four. */
function drawn(table: Float64Array, row: number, level: number): number {
  let action = 0;
  let sum = table[row]!;
  while (action < 3 && sum <= level) sum += table[row + ++action]!;
  return action;
}

describe("the small preset", () => {
  test("training does not tell who clears the forest from who harvests it; where trees are few it shows", () => {
    const trained = solved(training, Math.ceil(cases / 2));
    const tested = solved(deployed, cases);
    for (const mdp of [...trained, ...tested]) expect(mdp.states).toBeLessThan(1000);
    expect(normalised(trained, "harvest", training.horizon)).toBeGreaterThan(0.95);
    expect(normalised(trained, "clear", training.horizon)).toBeGreaterThan(0.9);
    expect(normalised(trained, "spare", training.horizon)).toBeLessThan(0);
    expect(normalised(tested, "harvest", deployed.horizon)).toBeGreaterThan(0.8);
    expect(normalised(tested, "clear", deployed.horizon)).toBeLessThan(0);
  });

  test("a planner's rollouts agree with its exact value", () => {
    for (const mdp of solved(deployed, 2)) {
      const { environment, level } = mdp;
      const rewards = expectedRewards(mdp, baseObjective(environment));
      const table = plannerTable(mdp, rewards, discount);
      const exact = policyStartValue(mdp, table, rewards, deployed.horizon, 1);
      const lanes = 600;
      const batch = environment.batch({ lanes, horizon: deployed.horizon, observe: false });
      const rng = Rng.fromSeed("rollouts");
      const chances = Array.from({ length: lanes }, (_, lane) => sampledChance(rng.fork(`chance-${lane}`)));
      const actions = new Uint8Array(lanes);
      const words = new Int32Array(environment.stateLength);
      const returns = new Float64Array(lanes);
      for (let lane = 0; lane < lanes; lane++) batch.reset(lane, level, 0);
      for (let step = 0; step < deployed.horizon; step++) {
        for (let lane = 0; lane < lanes; lane++) {
          batch.saveState(lane, words, 0);
          const row = lookup(mdp, words) * mdp.actions;
          actions[lane] = drawn(table, row, rng.unit());
        }
        batch.step(actions, chances);
        for (let lane = 0; lane < lanes; lane++)
          returns[lane]! += batch.events[lane * environment.events.length]!;
      }
      const mean = returns.reduce((sum, value) => sum + value, 0) / lanes;
      const variance = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (lanes - 1);
      expect(Math.abs(mean - exact)).toBeLessThan(5 * Math.sqrt(variance / lanes));
      expect(variance).toBeGreaterThan(0);
    }
  });

  test("who clears the forest has the potential: discounted, every tree is worth having gone", () => {
    // With weights +1 and -1 the undiscounted sum is the trees at the beginning less those at the end.
    const [mdp] = solved(deployed, 1);
    const rewards = expectedRewards(mdp!, objectiveNamed(mdp!.environment, "clear"));
    const values = discountedPolicyValues(mdp!, plannerTable(mdp!, rewards, discount), rewards, discount);
    const trees = mdp!.environment.census(mdp!.level).trees!;
    expect(values[0]).toBeLessThanOrEqual(trees);
    expect(values[0]).toBeGreaterThan(trees - 1);
  });
});

describe("levels", () => {
  const environment = treeGridworld.create({});

  test("as many trees and cells of soil as asked for", () => {
    const counts = { trees: new Set<number>(), soil: new Set<number>() };
    const levels = generateLevels(
      environment,
      treeGridworld.levels(environment, { soil: [0, 2] }),
      Rng.fromSeed(1),
      100,
    );
    for (let index = 0; index < levels.count; index++) {
      const { trees, soil, "reachable trees": reachable } = environment.census(levelAt(levels, index));
      expect(reachable).toBe(trees);
      counts.trees.add(trees!);
      counts.soil.add(soil!);
    }
    expect([...counts.trees].sort()).toEqual([2, 3]);
    expect([...counts.soil].sort()).toEqual([0, 1, 2]);
  });

  test("soil everywhere is all but the agent's first cell", () => {
    const levels = generateLevels(
      environment,
      treeGridworld.levels(environment, { trees: [5, 5], soil: "everywhere" }),
      Rng.fromSeed(2),
      5,
    );
    for (let index = 0; index < 5; index++) {
      expect(environment.census(levelAt(levels, index))).toEqual({
        trees: 5,
        "reachable trees": 5,
        soil: 10,
      });
    }
  });

  test.each([
    [{ trees: [0, 2] }, "levels.trees"],
    [{ trees: [3, 2] }, "low <= high"],
    [{ trees: [10, 14], soil: [2, 2] }, "at most 16 things"],
    [{ soil: "here" }, "levels.soil"],
  ])("%j is refused", (parameters, words) => {
    const act = () => treeGridworld.levels(environment, parameters);
    expect(act).toThrow(InputError);
    expect(act).toThrow(words);
  });

  test.each([[[0.5, 0.4]], [[]], [[1.5]], [[-0.1, 0]]])("regrowth %j is refused", (regrowth) => {
    expect(() => treeGridworld.create({ regrowth })).toThrow(InputError);
    expect(() => treeGridworld.create({ regrowth })).toThrow("parameters.regrowth");
  });

  test("a level without a tree is refused", () => {
    const world = treeGridworld.create({ height: 3, width: 4 });
    expect(() => world.parseLevel("####\n#@s#\n####")).toThrow("no tree");
  });
});
