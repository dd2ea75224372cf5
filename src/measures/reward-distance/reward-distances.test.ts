import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  objectiveOver,
  type Table,
  tables,
  tabularEnvironment,
} from "../../../tests/support/tabular-environment.ts";
import { Rng } from "../../base/rng.ts";
import { enumerate, type FiniteMdp } from "../../environments/enumerate.ts";
import type { Objective } from "../../environments/environment.ts";
import { keysAndChests } from "../../environments/keys-and-chests.ts";
import { generateLevels, levelSet } from "../../environments/levels.ts";
import { dardCanonical } from "./dard.ts";
import { canonicalDistances, rewardDistances } from "./reward-distances.ts";
import {
  objectiveRewards,
  scaledRewards,
  shapedRewards,
  stepRewards,
  stepsOf,
  type TransitionRewards,
} from "./transition-rewards.ts";

const shape = { states: 5, actions: 2, events: 2, options: 2 };
const discounts = fc.constantFrom(0.5, 0.9, 0.99);

/** What the definitions are written in: R, T over all states and the ended one, which stays put and pays nothing. */
interface Dense {
  /** States, the ended one last. */
  readonly n: number;
  readonly actions: number;
  R(s: number, a: number, to: number): number;
  T(s: number, a: number, to: number): number;
}

function dense(mdp: FiniteMdp, reward: TransitionRewards): Dense {
  const n = mdp.states + 1;
  const { actions } = mdp;
  const paid = new Map<number, number>();
  const likely = new Map<number, number>();
  const key = (s: number, a: number, to: number) => (s * actions + a) * n + to;
  for (let row = 0; row < mdp.states * actions; row++) {
    for (let i = mdp.rowOffsets[row]!; i < mdp.rowOffsets[row + 1]!; i++) {
      const at = row * n + mdp.successors[i]!;
      const p = mdp.probabilities[i]!;
      paid.set(at, (paid.get(at) ?? 0) + p * reward.transitions[i]!);
      likely.set(at, (likely.get(at) ?? 0) + p);
    }
  }
  const T = (s: number, a: number, to: number) =>
    s === n - 1 ? Number(to === s) : (likely.get(key(s, a, to)) ?? 0);
  return {
    n,
    actions,
    T,
    R: (s, a, to) =>
      (likely.has(key(s, a, to)) ? paid.get(key(s, a, to))! / likely.get(key(s, a, to))! : 0) +
      reward.source[s]! +
      reward.target[to]!,
  };
}

const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** EPIC's canonical rewards of all triples over the given states, by its definition. */
function epicByDefinition({ n, actions, R }: Dense, ended: boolean, discount: number): number[] {
  const states = range(ended ? n : n - 1);
  const acts = range(actions);
  const over = states.length;
  const m = states.map((s) => sum(acts.flatMap((a) => states.map((to) => R(s, a, to)))) / (actions * over));
  const M = sum(m) / over;
  return states.flatMap((s) =>
    acts.flatMap((a) => states.map((to) => R(s, a, to) + discount * m[to]! - m[s]! - discount * M)),
  );
}

/** DARD's canonical rewards and weights of all triples, by its definition. */
function dardByDefinition(
  { n, actions, R, T }: Dense,
  discount: number,
): { values: number[]; weights: number[] } {
  const all = range(n);
  const values: number[] = [];
  const weights: number[] = [];
  for (const s of range(n - 1)) {
    for (const a of range(actions)) {
      for (const to of all) {
        let expected = 0;
        for (const A of range(actions)) {
          for (const S1 of all) {
            for (const S2 of all) {
              const p = (T(s, A, S1) * T(to, A, S2)) / actions;
              expected += p * (discount * R(to, A, S2) - R(s, A, S1) - discount * R(S1, A, S2));
            }
          }
        }
        values.push(R(s, a, to) + expected);
        weights.push(T(s, a, to));
      }
    }
  }
  return { values, weights };
}

/** STARC's canonical rewards of all rows, with the uniform policy's values by iteration. */
function starcByDefinition({ n, actions, R, T }: Dense, discount: number): number[] {
  const all = range(n);
  let V = all.map(() => 0);
  const q = (s: number, a: number) => sum(all.map((to) => T(s, a, to) * (R(s, a, to) + discount * V[to]!)));
  for (let sweep = 0; sweep < 4000; sweep++) {
    V = all.map((s) => (s === n - 1 ? 0 : sum(range(actions).map((a) => q(s, a))) / actions));
  }
  return range(n - 1).flatMap((s) => range(actions).map((a) => q(s, a) - V[s]!));
}

function correlationDistance(x: readonly number[], y: readonly number[], weights: readonly number[]): number {
  const total = sum(weights);
  const mean = (z: readonly number[]) => sum(z.map((value, k) => value * weights[k]!)) / total;
  const [mx, my] = [mean(x), mean(y)];
  const cov = mean(x.map((value, k) => (value - mx) * (y[k]! - my)));
  const vx = mean(x.map((value) => (value - mx) ** 2));
  const vy = mean(y.map((value) => (value - my) ** 2));
  return Math.sqrt(Math.max(0, (1 - cov / Math.sqrt(vx * vy)) / 2));
}

function standardisedDistance(x: readonly number[], y: readonly number[]): number {
  const norm = (z: readonly number[]) => Math.hypot(...z);
  return norm(x.map((value, k) => value / norm(x) - y[k]! / norm(y)));
}

const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values);

function mdpOf(table: Table): FiniteMdp {
  return enumerate(tabularEnvironment(table), Uint8Array.of(0));
}

/** A potential from whole numbers. [states] */
function potentialFrom(numbers: readonly number[], mdp: FiniteMdp): Float64Array {
  return Float64Array.from({ length: mdp.states }, (_, state) => numbers[state % numbers.length]! / 2);
}

const numbers = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 5 });

describe("canonicalDistances", () => {
  test("shaped and scaled copies lie at 0, opposites as far apart as can be", () => {
    fc.assert(
      fc.property(tables(shape), objectiveOver(2), numbers, discounts, (table, wanted, phi, discount) => {
        const mdp = mdpOf(table);
        const reward = objectiveRewards(mdp, wanted);
        const shaped = shapedRewards(reward, potentialFrom(phi, mdp), discount);
        const copies = [reward, shaped, scaledRewards(reward, 2), scaledRewards(shaped, 0.3)];
        const { epic, dard, starc } = canonicalDistances(
          [mdp],
          [[...copies, ...copies.map((copy) => scaledRewards(copy, -1))]],
          discount,
        );
        for (const [matrix, farthest] of [
          [epic, 1],
          [dard, 1],
          [starc, 2],
        ] as const) {
          for (const i of range(4)) {
            for (const j of range(4)) {
              expect(matrix[i]![j]).toBeLessThan(1e-6);
              // Where nothing is left of a reward, it is its own opposite.
              const opposite = matrix[i]![j + 4]!;
              expect(Math.min(opposite, farthest - opposite)).toBeLessThan(1e-6);
            }
          }
        }
      }),
    );
  });

  test("they agree with the definitions written out over all triples", () => {
    const objectives = [objectiveOver(2), objectiveOver(2)] as const;
    fc.assert(
      fc.property(tables(shape), ...objectives, numbers, discounts, (table, one, other, phi, discount) => {
        const mdp = mdpOf(table);
        // A shaping with another discount is no shaping: rewards of the most general form.
        const rewards = [
          shapedRewards(objectiveRewards(mdp, one), potentialFrom(phi, mdp), discount / 2),
          objectiveRewards(mdp, other),
        ];
        const found = canonicalDistances([mdp], [rewards], discount);
        const [x, y] = rewards.map((reward) => dense(mdp, reward)) as [Dense, Dense];
        const ended = mdp.successors.includes(mdp.states);
        const epic = [x, y].map((d) => epicByDefinition(d, ended, discount)) as [number[], number[]];
        if (epic.every((values) => spread(values) > 1e-6)) {
          expect(found.epic[0]![1]).toBeCloseTo(
            correlationDistance(
              ...epic,
              epic[0].map(() => 1),
            ),
            6,
          );
        }
        const dard = [x, y].map((d) => dardByDefinition(d, discount));
        const possible = (k: number) => dard[k]!.values.filter((_, at) => dard[k]!.weights[at]! > 0);
        if (spread(possible(0)) > 1e-6 && spread(possible(1)) > 1e-6) {
          const expected = correlationDistance(dard[0]!.values, dard[1]!.values, dard[0]!.weights);
          expect(found.dard[0]![1]).toBeCloseTo(expected, 6);
        }
        const starc = [x, y].map((d) => starcByDefinition(d, discount)) as [number[], number[]];
        if (starc.every((values) => Math.hypot(...values) > 1e-6)) {
          expect(found.starc[0]![1]).toBeCloseTo(standardisedDistance(...starc), 6);
        }
      }),
      { numRuns: Number(process.env.INNERGAP_CASES ?? 40) },
    );
  });

  test("they are distances: symmetric, and no detour is shorter", () => {
    const three = [objectiveOver(2), objectiveOver(2), objectiveOver(2)] as const;
    fc.assert(
      fc.property(tables(shape), tables(shape), ...three, (first, second, ...wanted) => {
        const mdps = [mdpOf(first), mdpOf(second)];
        const rewards = mdps.map((mdp) => wanted.map((objective) => objectiveRewards(mdp, objective)));
        for (const matrix of Object.values(canonicalDistances(mdps, rewards, 0.9)) as number[][][]) {
          for (const [i, j, k] of [
            [0, 1, 2],
            [1, 2, 0],
            [2, 0, 1],
          ] as const) {
            expect(matrix[i]![j]).toBe(matrix[j]![i]);
            expect(matrix[i]![j]).toBeLessThanOrEqual(matrix[i]![k]! + matrix[k]![j]! + 1e-7);
          }
        }
      }),
    );
  });

  test("levels that are equal lie as far apart together as one alone", () => {
    fc.assert(
      fc.property(tables(shape), objectiveOver(2), objectiveOver(2), (table, one, other) => {
        const mdp = mdpOf(table);
        const rewards = [one, other].map((objective) => objectiveRewards(mdp, objective));
        const alone = canonicalDistances([mdp], [rewards], 0.9);
        const together = canonicalDistances([mdp, mdp], [rewards, rewards], 0.9);
        for (const name of ["epic", "dard", "starc"] as const) {
          expect(together[name][0]![1]).toBeCloseTo(alone[name][0]![1]!, 9);
        }
      }),
    );
  });
});

describe("DARD on a chain, by hand", () => {
  // Cells 0 and 1, then the end. Actions: stay, forward. Event 0 is leaving the chain, event 1 is the step from 0 to 1.
  const option = (to: number | null, ...events: number[]) => [{ weight: 1, to, events }];
  const chain = mdpOf([
    [option(0, 0, 0), option(1, 0, 1)],
    [option(1, 0, 0), option(null, 1, 0)],
  ]);
  const leave: Objective = { name: "leave", wants: "Leave.", weights: { "event 0": 1 } };
  const begin: Objective = { name: "begin", wants: "Begin.", weights: { "event 1": 1 } };
  const rewards = [leave, begin].map((objective) => objectiveRewards(chain, objective));

  test("canonical rewards", () => {
    // Discount 1/2. `leave` pays R(1, forward, end) = 1, so E R(0, A, .) = 0, E R(1, A, .) = 1/2, E R(end, A, .) = 0.
    //   0 stays 0:      0 + 1/2 x 0   - 0   - 1/2 x 0                                            = 0
    //   0 forward 1:    0 + 1/2 x 1/2 - 0   - 1/2 x (R(0, stay, 1) + R(1, forward, end)) / 2     = 0
    //   1 stays 1:      0 + 1/2 x 1/2 - 1/2 - 1/2 x (R(1, stay, 1) + R(end, forward, end)) / 2   = -1/4
    //   1 forward end:  1 + 1/2 x 0   - 1/2 - 1/2 x (R(1, stay, end) + R(end, forward, end)) / 2 = 1/2
    // `begin` pays R(0, forward, 1) = 1; no pair (S', S'') is (0, 1) after `forward`, so the last term is always 0.
    //   0 stays 0: 1/2 x 1/2 - 1/2 = -1/4;  0 forward 1: 1 + 0 - 1/2 = 1/2;  from 1 on: 0.
    const steps = stepsOf(chain);
    expect([...dardCanonical(steps, rewards[0]!, 0.5)]).toEqual([0, 0, -1 / 4, 1 / 2]);
    expect([...dardCanonical(steps, rewards[1]!, 0.5)]).toEqual([-1 / 4, 1 / 2, 0, 0]);
  });

  test("their distance", () => {
    // Means 1/16, E C^2 = 5/64, E C_1 C_2 = 0: rho = (0 - 1/256) / (5/64 - 1/256) = -1/19, sqrt((1 + 1/19) / 2).
    expect(canonicalDistances([chain], [rewards], 0.5).dard[0]![1]).toBeCloseTo(Math.sqrt(10 / 19), 9);
  });
});

describe("outcomes that lead to the same state", () => {
  test("are one step, paid their mean", () => {
    const coin = mdpOf([
      [
        [
          { weight: 1, to: 0, events: [1] },
          { weight: 3, to: 0, events: [0] },
        ],
      ],
    ]);
    const steps = stepsOf(coin);
    const wanted: Objective = { name: "coin", wants: "Coins.", weights: { "event 0": 8 } };
    expect([...steps.probabilities]).toEqual([1]);
    expect([...stepRewards(steps, objectiveRewards(coin, wanted))]).toEqual([2]);
  });
});

describe("rewardDistances", () => {
  const event = (index: number, weight = 1): Objective => ({
    name: `${weight} x event ${index}`,
    wants: "An event.",
    weights: { [`event ${index}`]: weight },
  });

  test("regret of two arms is known: all that can be gained and as much again", () => {
    const arms: Table = [
      [
        [{ weight: 1, to: null, events: [1, 0] }],
        [{ weight: 1, to: null, events: [0, 1] }],
        [{ weight: 1, to: null, events: [0, 1] }],
      ],
    ];
    const environment = tabularEnvironment(arms);
    const objectives = [event(0), event(1), event(0, 0)];
    const { regret, starc } = rewardDistances(levelSet(environment, [Uint8Array.of(0)]), objectives, {
      discount: 0.9,
      horizon: 4,
    });
    // Random play is worth 1/3 and 2/3; the rival's optimum 0; one without a wish plays at random, at best or at worst.
    expect(regret.point[0]).toEqual([0, expect.closeTo(1.5, 9), expect.closeTo(1, 9)]);
    expect(regret.point[1]).toEqual([expect.closeTo(3, 9), 0, expect.closeTo(1, 9)]);
    expect([regret.least[0]![2], regret.most[0]![2]]).toEqual([0, expect.closeTo(1.5, 9)]);
    expect(regret.excluded).toEqual([0, 0, 1]);
    expect(regret.point[2]![0]).toBeNaN();
    expect([starc[0]![1], starc[0]![2], starc[2]![2]]).toEqual([expect.closeTo(2, 6), 1, 0]);
  });

  test("on keys and chests mixtures lie between what they mix, and nothing is lost under one's own optimum", () => {
    const environment = keysAndChests.create({ height: 5, width: 5 });
    const distribution = keysAndChests.levels(environment, { keys: [2, 3], chests: [1, 2] });
    const levels = generateLevels(environment, distribution, Rng.fromSeed(3), 6);
    const named = (chests: number, keys: number): Objective => ({
      name: `${chests}/${keys}`,
      wants: "Both.",
      weights: { "chest-opened": chests, "key-collected": keys },
    });
    const found = rewardDistances(levels, [named(1, 0), named(0.5, 0.5), named(0, 1)], {
      discount: 0.99,
      horizon: 64,
    });
    expect(found.perLevel).toHaveLength(6);
    for (const name of ["epic", "dard", "starc"] as const) {
      const [near, far] = [found[name][0]![1]!, found[name][0]![2]!];
      expect(near).toBeGreaterThan(0);
      expect(near).toBeLessThan(far);
    }
    for (const i of range(3)) {
      expect(found.regret.point[i]![i]).toBeCloseTo(0, 6);
      for (const j of range(3)) {
        expect(found.regret.least[i]![j]).toBeLessThanOrEqual(found.regret.point[i]![j]! + 1e-9);
        expect(found.regret.point[i]![j]).toBeLessThanOrEqual(found.regret.most[i]![j]! + 1e-9);
      }
    }
    expect(found.regret.point[0]![2]).toBeGreaterThan(0.05);
  });
});
