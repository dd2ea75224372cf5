import { describe, expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { enumerate, type FiniteMdp } from "../environments/enumerate.ts";
import { eventWeights, objectiveNamed } from "../environments/environment.ts";
import type { GridEnvironment } from "../environments/grid.ts";
import { environmentDefinitions, environmentNamed } from "../environments/index.ts";
import { generateLevels, levelAt } from "../environments/levels.ts";
import { asGrid } from "../environments/wall-following.ts";
import { Approach } from "./approach.ts";

const [up, left, down, right] = [0, 1, 2, 3];

function drawn(name: string, rows: readonly string[]): FiniteMdp {
  const environment = environmentNamed(name).create({ height: rows.length, width: rows[0]!.length });
  return enumerate(environment, environment.parseLevel(rows.join("\n")));
}

/** The state that the actions lead to from the start of a deterministic level. */
function after(mdp: FiniteMdp, actions: readonly number[]): number {
  return actions.reduce((state, action) => mdp.successors[mdp.rowOffsets[state * mdp.actions + action]!]!, 0);
}

function asked(mdp: FiniteMdp, objective: string, actions: readonly number[]) {
  const weights = eventWeights(mdp.environment, objectiveNamed(mdp.environment, objective));
  const approach = new Approach(mdp);
  const values = new Float64Array(mdp.actions).fill(Number.NaN);
  const state = after(mdp, actions);
  const wanted = approach.actionValues(state, weights, values);
  const { width } = mdp.environment as GridEnvironment;
  const targets = [...approach.targets(state, weights)].map((cell) => [
    Math.floor(cell / width),
    cell % width,
  ]);
  return { wanted, values: [...values], targets };
}

describe("keys and chests", () => {
  const level = drawn("keys-and-chests", ["#######", "#k @ k#", "#  #  #", "#  c  #", "#######"]);

  test("without a key the nearest key is what chests need", () => {
    expect(asked(level, "chests", [])).toEqual({
      wanted: true,
      values: [-2, -1, -2, -1],
      targets: [
        [1, 1],
        [1, 5],
      ],
    });
  });

  test("with a key it is the nearest chest, round the wall", () => {
    expect(asked(level, "chests", [left, left])).toEqual({
      wanted: true,
      values: [-4, -4, -3, -3],
      targets: [[3, 3]],
    });
  });

  test("who wants keys heads for keys, held or not; who wants both for whatever is nearer", () => {
    expect(asked(level, "keys", [left, left]).targets).toEqual([[1, 5]]);
    expect(asked(level, "keys-and-chests", [left, left])).toMatchObject({
      values: [-4, -4, -3, -3],
      targets: [
        [1, 5],
        [3, 3],
      ],
    });
  });

  test("surplus keys that cost are no targets, and none is where nothing pays or helps", () => {
    expect(asked(level, "chests-minus-surplus", [left, left]).targets).toEqual([[3, 3]]);
    const surplus = eventWeights(level.environment, {
      name: "thrift",
      wants: "Shun surplus.",
      weights: { "surplus-key-collected": -1 },
    });
    const values = new Float64Array(4).fill(1);
    expect(new Approach(level).actionValues(0, surplus, values)).toBe(false);
    expect([...values]).toEqual([0, 0, 0, 0]);
  });

  test("what cannot be walked to is no target", () => {
    const parted = drawn("keys-and-chests", ["#######", "#@ k#c#", "#c  #k#", "#######"]);
    expect(asked(parted, "chests", []).targets).toEqual([[1, 3]]);
    expect(asked(parted, "chests", [right, right]).targets).toEqual([[2, 1]]);
    // A chest that is out of reach pays nobody, so no key is needed for it.
    const hopeless = drawn("keys-and-chests", ["######", "#@ k##", "#   ##", "#k #c#", "######"]);
    expect(asked(hopeless, "chests", []).wanted).toBe(false);
    expect(asked(hopeless, "keys", []).targets).toHaveLength(2);
  });
});

describe("cheese in the corner", () => {
  const level = drawn("cheese-in-the-corner", ["#####", "#   #", "# # #", "#@ o#", "#####"]);

  test("the corner counts until it was visited", () => {
    expect(asked(level, "corner", []).values).toEqual([-1, -2, -2, -3]);
    expect(asked(level, "corner", [up, up])).toMatchObject({ wanted: false, values: [0, 0, 0, 0] });
    expect(asked(level, "cheese", [up, up]).values).toEqual([-4, -4, -3, -3]);
  });

  test("a mouse that begins on the corner must leave it to visit it", () => {
    const corner = drawn("cheese-in-the-corner", ["#####", "#@  #", "#  o#", "#####"]);
    expect(asked(corner, "corner", []).values).toEqual([-2, -2, -1, -1]);
    expect(asked(corner, "corner", [right]).values[left]).toBe(0);
    expect(asked(corner, "corner", [down]).values[up]).toBe(0);
  });
});

/** Small enough to walk from every state. */
const smallLevels: Readonly<Record<string, object>> = {
  "keys-and-chests": { keys: [1, 3], chests: [1, 3], walls: { kind: "tree" } },
  "keys-that-belong-to-someone": { keys: [1, 3], chests: [1, 3] },
};

describe.each(environmentDefinitions.map((definition) => [definition.name, definition] as const))(
  "%s",
  (name, definition) => {
    const environment = definition.create({});

    test("following the values greedily enters a target, from every state", () => {
      const distribution = definition.levels(environment, (smallLevels[name] ?? {}) as never);
      const set = generateLevels(environment, distribution, Rng.fromSeed(`approach/${name}`), 3);
      const values = new Float64Array(environment.actions.length);
      for (let index = 0; index < set.count; index++) {
        const mdp = enumerate(environment, levelAt(set, index));
        const approach = new Approach(mdp);
        for (const objective of environment.objectives) {
          const weights = eventWeights(environment, objective);
          for (let state = 0; state < mdp.states; state++) {
            if (!approach.actionValues(state, weights, values)) continue;
            expect(asGrid(environment)).not.toBeNull();
            expect(stepsToTarget(mdp, approach, weights, state)).toBeLessThanOrEqual(1 - Math.max(...values));
          }
        }
      }
    });
  },
);

/**
 * Steps of greedy pursuit until a target is entered or what lies on the level changes on the way, which can only turn the
 * pursuit to another target.
 */
function stepsToTarget(mdp: FiniteMdp, approach: Approach, weights: Float64Array, state: number): number {
  const values = new Float64Array(mdp.actions);
  const { words, width } = mdp.table;
  for (let steps = 1; steps < mdp.level.length; steps++) {
    approach.actionValues(state, weights, values);
    const targets = [...approach.targets(state, weights)];
    const action = values.indexOf(Math.max(...values));
    const row = state * mdp.actions + action;
    const next = mdp.successors[mdp.rowOffsets[row]!]!;
    if (next === mdp.states) return steps;
    if (next !== state && targets.includes(words[next * width]!)) return steps;
    for (let word = 1; word < width; word++) {
      if (words[next * width + word] !== words[state * width + word]) return steps;
    }
    state = next;
  }
  return Infinity;
}
