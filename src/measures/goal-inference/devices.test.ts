import { describe, expect, test } from "vitest";
import { tabularEnvironment } from "../../../tests/support/tabular-environment.ts";
import { Rng } from "../../base/rng.ts";
import { enumerate, type FiniteMdp } from "../../environments/enumerate.ts";
import type { GridEnvironment } from "../../environments/grid.ts";
import { environmentNamed } from "../../environments/index.ts";
import { generateLevels, type LevelSet, levelAt } from "../../environments/levels.ts";
import { noHeading, wallFollowingMove } from "../../environments/wall-following.ts";
import type { DecisionRecord } from "./decision-record.ts";
import { deviceEvidence, devicePredictions } from "./devices.ts";

const lapses = [0, 0.2, 0.6];

interface Decision {
  readonly level: number;
  readonly state: number;
  readonly action: number;
  readonly previous: number;
}

function recordOf(levels: LevelSet, decisions: readonly Decision[]): DecisionRecord {
  const { length } = decisions;
  const actions = levels.environment.actions.length;
  return {
    levels,
    level: Int32Array.from(decisions, ({ level }) => level),
    state: Int32Array.from(decisions, ({ state }) => state),
    action: Uint8Array.from(decisions, ({ action }) => action),
    previous: Uint8Array.from(decisions, ({ previous }) => previous),
    probabilities: new Float32Array(length * actions).fill(1 / actions),
    count: length,
    taken: length,
    discountedEvents: new Float64Array(levels.count * levels.environment.events.length),
    episodesPerLevel: 1,
  };
}

const definition = environmentNamed("cheese-in-the-corner");
const environment = definition.create({}) as GridEnvironment;
const levels = generateLevels(environment, definition.levels(environment, {}), Rng.fromSeed("devices"), 4);
const mdps = Array.from({ length: levels.count }, (_, index) =>
  enumerate(environment, levelAt(levels, index)),
);

/** What a rule that may lapse decides in `steps` steps of each level, the state of the world included. */
function played(
  steps: number,
  lapse: number,
  rng: Rng,
  rule: (mdp: FiniteMdp, state: number, previous: number) => number,
): Decision[] {
  return mdps.flatMap((mdp, level) => {
    const decisions: Decision[] = [];
    for (let [state, previous] = [0, noHeading]; decisions.length < steps && state < mdp.states; ) {
      const action = rng.unit() < lapse ? rng.below(4) : rule(mdp, state, previous);
      decisions.push({ level, state, action, previous });
      state = mdp.successors[mdp.rowOffsets[4 * state + action]!]!;
      previous = action;
    }
    return decisions;
  });
}

function rightHand(mdp: FiniteMdp, state: number, previous: number): number {
  return wallFollowingMove(
    mdp.level,
    environment.width,
    mdp.table.words[mdp.table.width * state]!,
    previous,
    "right",
  );
}

const random = played(12, 1, Rng.fromSeed("random decisions"), () => 0);

function evidenceOf(decisions: readonly Decision[]): Record<string, number> {
  const { kinds } = deviceEvidence(recordOf(levels, decisions), mdps, lapses);
  return Object.fromEntries(kinds.map(({ name, logEvidence }) => [name, logEvidence]));
}

describe("device evidence", () => {
  test("of each level is what the level adds to all before it", () => {
    const { kinds } = deviceEvidence(recordOf(levels, random), mdps, lapses);
    expect(kinds.map(({ name }) => name)).toEqual([
      "uniform",
      "fixed direction",
      "action frequencies",
      "wall-following",
    ]);
    for (const { name, perLevel, logEvidence } of kinds) {
      let before = 0;
      for (let level = 0; level < mdps.length; level++) {
        const upTo = evidenceOf(random.filter((decision) => decision.level <= level))[name]!;
        expect(perLevel[level]).toBeCloseTo(upTo - before, 9);
        before = upTo;
      }
      expect(logEvidence).toBeCloseTo(before, 9);
    }
  });

  test("is the mean likelihood of all rules and lapses, and the Dirichlet-multinomial's", () => {
    const evidence = evidenceOf(random);
    const likelihood = (rule: (decision: Decision) => number, lapse: number) =>
      random.reduce(
        (product, decision) => product * ((rule(decision) === decision.action ? 1 - lapse : 0) + lapse / 4),
        1,
      );
    const average = (rules: readonly ((decision: Decision) => number)[]) =>
      Math.log(
        rules.flatMap((rule) => lapses.map((lapse) => likelihood(rule, lapse))).reduce((a, b) => a + b, 0) /
          (rules.length * lapses.length),
      );
    expect(evidence.uniform).toBeCloseTo(-random.length * Math.log(4), 9);
    expect(evidence["fixed direction"]).toBeCloseTo(average([0, 1, 2, 3].map((action) => () => action)), 9);
    const hands = (["left", "right"] as const).map((hand) => ({ level, state, previous }: Decision) => {
      const mdp = mdps[level]!;
      const cell = mdp.table.words[mdp.table.width * state]!;
      return wallFollowingMove(mdp.level, environment.width, cell, previous, hand);
    });
    expect(evidence["wall-following"]).toBeCloseTo(average(hands), 9);

    // Gamma functions at halves: Gamma(n + 1/2) / Gamma(1/2) = product of (k + 1/2), Gamma(n + 2) = (n + 1)!.
    let frequencies = 0;
    for (let context = 0; context <= 4; context++) {
      const seen = random.filter(({ previous }) => previous === context);
      for (let action = 0; action < 4; action++) {
        const count = seen.filter((decision) => decision.action === action).length;
        for (let k = 0; k < count; k++) frequencies += Math.log(k + 1 / 2);
      }
      for (let k = 0; k < seen.length; k++) frequencies -= Math.log(k + 2);
    }
    expect(evidence["action frequencies"]).toBeCloseTo(frequencies, 9);
  });

  test("names what the agent is", () => {
    const leading = (decisions: readonly Decision[]) =>
      Object.entries(evidenceOf(decisions)).reduce((best, next) => (next[1] > best[1] ? next : best))[0];
    expect(leading(played(15, 0.1, Rng.fromSeed("left"), () => 1))).toBe("fixed direction");
    expect(leading(played(15, 0.1, Rng.fromSeed("wall"), rightHand))).toBe("wall-following");
    expect(leading(random)).toBe("uniform");
    const alternating = (_mdp: FiniteMdp, _state: number, previous: number) => (previous === 1 ? 3 : 1);
    expect(leading(played(15, 0.05, Rng.fromSeed("there and back"), alternating))).toBe("action frequencies");
  });

  test("rules out what cannot be, once and for all", () => {
    const { kinds } = deviceEvidence(recordOf(levels, random), mdps, [0]);
    const fixed = kinds.find(({ name }) => name === "fixed direction")!;
    expect(fixed.logEvidence).toBe(-Infinity);
    expect([...fixed.perLevel]).not.toContain(Number.NaN);
  });

  test("knows no walls in worlds that are not grids, and refuses shares that are none", () => {
    const table = tabularEnvironment([[[{ weight: 1, to: 0, events: [] }]]]);
    const set = { environment: table, count: 1, bytes: Uint8Array.of(0) };
    const record = recordOf(set, [{ level: 0, state: 0, action: 0, previous: 1 }]);
    const other = [enumerate(table, Uint8Array.of(0))];
    const names = deviceEvidence(record, other, lapses).kinds.map(({ name }) => name);
    expect(names).toEqual(["uniform", "fixed direction", "action frequencies"]);
    expect(() => deviceEvidence(record, other, [1.5])).toThrow("lapses: found 1.5");
  });
});

describe("device predictions", () => {
  test("are the evidence that one more decision would add", () => {
    const train = random.filter(({ level }) => level < 2);
    const [next] = random.filter(({ level }) => level === 2).slice(3);
    const predictions = devicePredictions(recordOf(levels, train), recordOf(levels, [next!]), mdps, lapses);
    const before = evidenceOf(train);
    for (const { name, logEvidence, probabilities } of predictions) {
      expect(logEvidence).toBeCloseTo(before[name]!, 12);
      for (let action = 0; action < 4; action++) {
        const after = evidenceOf([...train, { ...next!, action }])[name]!;
        expect(probabilities[action]).toBeCloseTo(Math.exp(after - before[name]!), 9);
      }
    }
  });
});
