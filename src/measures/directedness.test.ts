import fc from "fast-check";
import { describe, expect, test } from "vitest";
import "../../tests/support/seeded.ts";
import {
  objectiveOver,
  type Table,
  tables,
  tabularEnvironment,
} from "../../tests/support/tabular-environment.ts";
import { Rng } from "../base/rng.ts";
import { enumerate, type FiniteMdp } from "../environments/enumerate.ts";
import { type Objective, objectiveNamed } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import { generateLevels, levelAt, levelSet } from "../environments/levels.ts";
import { plannerTable } from "../solvers/discounted.ts";
import { uniformTable, withNoise } from "../solvers/greedy.ts";
import { expectedRewards } from "../solvers/rewards.ts";
import { softPolicy, solveSoft } from "../solvers/soft.ts";
import { expectedVisits } from "../solvers/visits.ts";
import { eventLevels, slopeAt } from "./directedness/best-utility.ts";
import {
  type Directedness,
  directedness,
  directednessOfAnyUtility,
  recordAgent,
  tableAgent,
} from "./directedness.ts";

const setting = { discount: 0.9, seed: 1, randomPolicies: 2 };
const horizon = 30;

/** One state; each action emits the events of its entry and ends the episode. */
function bandit(events: readonly (readonly number[])[]): FiniteMdp {
  const table: Table = [events.map((counts) => [{ weight: 1, to: null, events: counts }])];
  return enumerate(tabularEnvironment(table), Uint8Array.of(0));
}

function weighing(...weights: number[]): Objective {
  return {
    name: "given",
    wants: "what its weights say",
    weights: Object.fromEntries(weights.map((weight, event) => [`event ${event}`, weight])),
  };
}

function ofTable(mdp: FiniteMdp, table: Float64Array, utility: Objective, discount = 0.9): Directedness {
  return directedness(tableAgent([mdp], [table], horizon), utility, { ...setting, discount });
}

/** log|A| less the entropy of the policy, mean over its decisions. */
function certainty(mdp: FiniteMdp, table: Float64Array): number {
  const visits = expectedVisits(mdp, table, horizon);
  let [sum, decisions] = [0, 0];
  for (let state = 0; state < mdp.states; state++) {
    decisions += visits[state]!;
    for (const p of table.subarray(state * mdp.actions, (state + 1) * mdp.actions)) {
      if (p > 0) sum += visits[state]! * p * Math.log(p * mdp.actions);
    }
  }
  return sum / decisions;
}

describe("a bandit with two arms", () => {
  const arms = bandit([
    [1, 1],
    [0, 1],
  ]);

  test.each([
    [0.7, 0.082283],
    [0.9, 0.368064],
    [0.99, 0.637146],
  ])("pulled well with probability %d: %d nats", (p, nats) => {
    const found = ofTable(arms, Float64Array.of(p, 1 - p), weighing(1));
    expect(Math.abs(found.nats - nats)).toBeLessThan(1e-6);
    expect(found.beta).toBeCloseTo(Math.log(p / (1 - p)), 3);
    expect(found.sign).toBe(1);
    const avoided = ofTable(arms, Float64Array.of(1 - p, p), weighing(1));
    expect(Math.abs(avoided.nats - nats)).toBeLessThan(1e-6);
    expect(avoided.sign).toBe(-1);
  });

  test("always pulled well: all there is, in the limit", () => {
    const found = ofTable(arms, Float64Array.of(1, 0), weighing(1));
    expect(found).toMatchObject({ nats: Math.log(2), beta: null, sign: 1, perDecisionBound: Math.log(2) });
    expect(ofTable(arms, Float64Array.of(0, 1), weighing(1))).toMatchObject({ nats: Math.log(2), sign: -1 });
  });

  test("does not mind what every arm pays", () => {
    const found = ofTable(arms, Float64Array.of(0.7, 0.3), weighing(1, 5));
    expect(Math.abs(found.nats - 0.082283)).toBeLessThan(1e-6);
  });

  test("without influence on the utility: nothing", () => {
    expect(ofTable(arms, Float64Array.of(0.9, 0.1), weighing(0, 1))).toMatchObject({
      nats: 0,
      sign: 0,
      beta: 0,
    });
  });
});

test.each([1, 2, 3])("with %d tied best of four actions a decision counts log 4 less their log", (ties) => {
  const mdp = bandit([0, 1, 2, 3].map((action) => [action < ties ? 1 : 0]));
  const found = ofTable(mdp, Float64Array.of(1, 0, 0, 0), weighing(1));
  expect(found.nats).toBeCloseTo(Math.log(4) - Math.log(ties), 9);
});

const shape = { states: 6, actions: 3, events: 2, options: 2 };
const runs = { numRuns: 25 };

function solved(table: Table, wanted: Objective) {
  const mdp = enumerate(tabularEnvironment(table, [wanted]), Uint8Array.of(0));
  return { mdp, rewards: expectedRewards(mdp, wanted) };
}

describe("on random worlds", () => {
  test("a soft-optimal agent is found again: its certainty, its rationality, its sign", () => {
    fc.assert(
      fc.property(
        tables(shape),
        objectiveOver(2),
        fc.constantFrom(-2, 0.3, 1, 4),
        (table, wanted, rationality) => {
          const { mdp, rewards } = solved(table, wanted);
          const policy = softPolicy(solveSoft(mdp, rewards, 0.9, rationality).q, mdp.actions, rationality);
          const found = ofTable(mdp, policy, wanted);
          const expected = certainty(mdp, policy);
          expect(Math.abs(found.nats - expected)).toBeLessThan(1e-6);
          if (expected > 1e-3 && found.beta !== null) {
            expect(found.sign).toBe(Math.sign(rationality));
            expect(Math.abs(found.beta / rationality - 1)).toBeLessThan(0.05);
          }
        },
      ),
      runs,
    );
  });

  test("scaling keeps it, a negative scale turns its sign; it lies between 0 and the bound", () => {
    fc.assert(
      fc.property(
        tables(shape),
        objectiveOver(2),
        fc.constantFrom(0.01, 7, -1, -3),
        fc.nat(),
        (table, wanted, scale, seed) => {
          const { mdp } = solved(table, wanted);
          const rng = Rng.fromSeed(seed);
          const policy = uniformTable(mdp.states, mdp.actions);
          for (let state = 0; state < mdp.states; state++) {
            const share = rng.unit() / mdp.actions;
            policy[state * mdp.actions]! += share;
            policy[state * mdp.actions + 1]! -= share;
          }
          const found = ofTable(mdp, policy, wanted);
          const scaled = Object.fromEntries(
            Object.entries(wanted.weights).map(([event, weight]) => [event, scale * weight]),
          );
          const again = ofTable(mdp, policy, { ...wanted, weights: scaled });
          expect(Math.abs(again.nats - found.nats)).toBeLessThan(1e-6);
          if (found.nats > 1e-5) expect(again.sign).toBe(Math.sign(scale) * found.sign);
          expect(found.nats).toBeGreaterThanOrEqual(0);
          expect(found.nats).toBeLessThanOrEqual(certainty(mdp, policy) + 1e-7);
        },
      ),
      runs,
    );
  });

  test("random play is foretold by nothing", () => {
    fc.assert(
      fc.property(tables(shape), objectiveOver(2), (table, wanted) => {
        const { mdp } = solved(table, wanted);
        expect(ofTable(mdp, uniformTable(mdp.states, mdp.actions), wanted).nats).toBeLessThan(1e-9);
      }),
      runs,
    );
  });

  test("the slope over event weights is that of finite differences", () => {
    fc.assert(
      fc.property(tables(shape), objectiveOver(2), fc.nat(), (table, wanted, seed) => {
        const { mdp } = solved(table, wanted);
        const rng = Rng.fromSeed(seed);
        const weights = Float64Array.of(4 * rng.unit() - 2, 4 * rng.unit() - 2);
        const levels = eventLevels([mdp], 0.9);
        const { decisions } = tableAgent([mdp], [plannerTable(mdp, expectedRewards(mdp, wanted), 0.9)], 20);
        const { gradient } = slopeAt(levels, decisions, weights);
        for (let event = 0; event < 2; event++) {
          const [above, below] = [1e-5, -1e-5].map((step) => {
            const moved = weights.slice();
            moved[event]! += step;
            return slopeAt(levels, decisions, moved).nats;
          });
          expect(Math.abs((above! - below!) / 2e-5 - gradient[event]!)).toBeLessThan(1e-5);
        }
      }),
      runs,
    );
  });

  test("with unknown utility a soft-optimal agent of any weights is found again", () => {
    fc.assert(
      fc.property(tables({ ...shape, states: 4 }), fc.nat(), (table, seed) => {
        const rng = Rng.fromSeed(seed);
        const wanted = weighing(4 * rng.unit() - 2, 4 * rng.unit() - 2);
        const { mdp, rewards } = solved(table, wanted);
        const policy = softPolicy(solveSoft(mdp, rewards, 0.9, 1).q, mdp.actions, 1);
        const agent = tableAgent([mdp], [policy], horizon);
        const found = directednessOfAnyUtility(agent, { ...setting, randomPolicies: 0 });
        expect(Math.abs(found.nats - certainty(mdp, policy))).toBeLessThan(1e-5);
        expect(found.nats).toBeGreaterThanOrEqual(directedness(agent, wanted, setting).nats - 1e-5);
        expect(found.sign).toBeGreaterThanOrEqual(0);
      }),
      runs,
    );
  });
});

describe("keys and chests", () => {
  const definition = environmentNamed("keys-and-chests");
  const environment = definition.create({ height: 5, width: 5 });
  const distribution = definition.levels(environment, { keys: [2, 3], chests: [2, 2] });
  const set = generateLevels(environment, distribution, Rng.fromSeed("directedness").fork("levels"), 3);
  const mdps = Array.from({ length: set.count }, (_, index) => enumerate(environment, levelAt(set, index)));
  const [chests, keys] = ["chests", "keys"].map((name) => objectiveNamed(environment, name));
  const planner = (objective: Objective, noise: number) =>
    mdps.map((mdp) => withNoise(plannerTable(mdp, expectedRewards(mdp, objective), 0.9), mdp.actions, noise));
  const measured = (objective: Objective, noise: number, utility: Objective) =>
    directedness(tableAgent(mdps, planner(objective, noise), 40), utility, setting);

  test("a planner is foretold by its own objective, the less the noisier, and hardly by the other", () => {
    const own = [0, 0.1, 0.3, 0.6, 1].map((noise) => measured(keys!, noise, keys!).nats);
    for (let index = 1; index < own.length; index++) expect(own[index]).toBeLessThan(own[index - 1]!);
    expect(own.at(-1)).toBeLessThan(1e-6);
    expect(measured(keys!, 0.1, chests!).nats).toBeLessThan(own[1]! / 2);
  });

  test("stands far above its controls, with unknown utility too", () => {
    const known = measured(chests!, 0.1, chests!);
    const unknown = directednessOfAnyUtility(tableAgent(mdps, planner(chests!, 0.1), 40), setting);
    expect(unknown.nats).toBeGreaterThanOrEqual(known.nats - 1e-6);
    for (const { nats, controls } of [known, unknown]) {
      expect(controls.randomDeterministic).toHaveLength(2);
      expect(Math.max(controls.permuted, ...controls.randomDeterministic)).toBeLessThan(nats / 2);
    }
    expect(unknown.weights["chest-opened"]).toBeGreaterThan(0.5);
  });

  test("a record says the same as a table of the states it holds", () => {
    const mdp = mdps[0]!;
    const table = planner(keys!, 0.2)[0]!;
    const visits = expectedVisits(mdp, table, 40);
    const states = Int32Array.from(visits.keys()).filter((state) => visits[state]! > 0);
    const record = {
      levels: levelSet(environment, [mdp.level]),
      level: new Int32Array(states.length),
      state: states,
      action: new Uint8Array(states.length),
      previous: new Uint8Array(states.length),
      probabilities: Float32Array.from(
        [...states].flatMap((state) => [...table.subarray(4 * state, 4 * state + 4)]),
      ),
      count: states.length,
      taken: states.length,
      discountedEvents: new Float64Array(environment.events.length),
      episodesPerLevel: 1,
    };
    const known = directedness(recordAgent(record, [mdp]), keys!, setting);
    const { decisions } = tableAgent([mdp], [table], 40);
    const evenly = {
      decisions: [{ ...decisions[0]!, weights: new Float64Array(states.length).fill(1) }],
      rearranged: () => decisions,
    };
    expect(known.nats).toBeCloseTo(directedness(evenly, keys!, setting).nats, 5);
    expect(known.decisions).toBe(states.length);
  });
});
