// The parts of the experiment on the diagram's predictions, on cases small enough to be known.
import { describe, expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { referenceRuntime } from "../engine/runtime-reference.ts";
import { variablesLength } from "../environments/causes.ts";
import { causesOf, saveVariables } from "../environments/variable-states.ts";
import { withoutInfluence } from "../environments/without-influence.ts";
import type { FindingSummary } from "../measures/summary.ts";
import { figure } from "./checks.ts";
import { sharedLevel } from "./common-states.ts";
import { diagramCases, makeCase } from "./diagram-cases.ts";
import { plannerPart, trainedPart } from "./diagram-parts.ts";
import { agreement, trainedChanged } from "./diagram-readings.ts";
import { decisionDistance, plannerChange, trainedChange } from "./policy-change.ts";

const context = (seed: number) => ({
  seed,
  rng: Rng.fromSeed(`diagram-predicts/${seed}`),
  runtime: referenceRuntime(),
  pause: async () => {},
});

function caseNamed(name: string) {
  return diagramCases.find((one) => one.name === name)!;
}

describe("perfect agents", () => {
  test("without an incentive a cut changes nothing, in all cases", async () => {
    const findings = await plannerPart.work(plannerPart.parse({ levels: 2 }, "planner"), context(0));
    expect(findings).toHaveLength(diagramCases.reduce((sum, { variables }) => sum + variables.length, 0));
    const without = findings.filter(({ conditions }) => conditions.incentive === false);
    expect(without.length).toBeGreaterThanOrEqual(10);
    for (const { conditions, figures } of without)
      expect([conditions, figures.changed]).toEqual([conditions, 0]);
    expect(findings.some(({ conditions, figures }) => conditions.incentive && figures.changed! > 0.1)).toBe(
      true,
    );
  });

  test("a mouse that cannot move cannot choose better than at random, which is what is counted", () => {
    const { environment, objective } = makeCase(caseNamed("cheese-in-the-corner for cheese"), 1);
    // The cheese is two cells to the right: of four actions one is best, and all are when no move counts.
    const level = environment.parseLevel(
      ["######", "#    #", "#    #", "#@ o #", "#    #", "######"].join("\n"),
    );
    const shared = sharedLevel(environment, withoutInfluence(environment, "position"), level);
    expect(shared.states).toEqual([[0, 0]]);
    const change = plannerChange([shared], objective, 0.9);
    expect(change.changed).toBeCloseTo(0.75, 12);
    expect(change.worth).toBeCloseTo(0.9, 9);
    expect([change.states, change.disjoint, change.worthCut]).toEqual([1, 0, 0]);
  });
});

test.each(diagramCases.map((one) => [one.name, one] as const))(
  "%s: states that both worlds have are the same, variable by variable",
  (_, one) => {
    const { environment, levels } = makeCase(one, 1);
    const own = variablesLength(causesOf(environment));
    for (const variable of one.variables) {
      const cutWorld = withoutInfluence(environment, variable);
      const { whole, cut, states } = sharedLevel(environment, cutWorld, levels[0]!);
      expect(states.length).toBeGreaterThan(0);
      expect(states[0]).toEqual([0, 0]);
      const batches = [environment, cutWorld].map((world) => world.batch({ lanes: 1, horizon: 1 }));
      for (const batch of batches) batch.reset(0, levels[0]!, 0);
      for (const pair of states.filter((_state, index) => index % 7 === 0)) {
        const seen = [whole, cut].map(({ table }, side) => {
          const words = new Int32Array(64);
          batches[side]!.loadState(0, table.words, pair[side]! * table.width);
          saveVariables(batches[side]!, 0, words, 0);
          return [[...words.slice(0, own)], batches[side]!.observations.join("")];
        });
        expect(seen[0]).toEqual(seen[1]);
      }
    }
  },
);

describe("trained agents", () => {
  test("equal seeds give equal findings, and a cut that nobody sees or needs changes nothing beyond chance", async () => {
    const parameters = trainedPart.parse(
      { levels: 2, steps: 16_384, cases: ["cheese-in-the-corner for cheese"] },
      "trained",
    );
    const [first, second] = [
      await trainedPart.work(parameters, context(1)),
      await trainedPart.work(parameters, context(1)),
    ];
    expect(first).toEqual(second);
    const of = (variable: string) =>
      first.find(({ conditions }) => conditions.variable === variable)!.figures;
    expect(Math.abs(of("corner visited").beyond!)).toBeLessThan(0.1);
    expect(of("position").beyond!).toBeGreaterThan(0.15);
  });

  test("what is beyond chance is the energy distance: nothing among equals, and what differs between constants", () => {
    const [left, right] = [Float32Array.of(1, 0, 1, 0), Float32Array.of(0, 1, 0, 1)];
    expect(decisionDistance(left, right, 2)).toBe(1);
    expect(trainedChange([left, left], [left, left], 2).beyond).toBe(0);
    expect(trainedChange([left, left], [right, right], 2).beyond).toBe(1);
    // Two agents that differ by chance alone, in the same way in both worlds.
    expect(trainedChange([left, right], [left, right], 2)).toEqual({
      across: 0.5,
      withinWhole: 1,
      withinCut: 1,
      beyond: -0.5,
    });
    expect(trainedChange([left, right], [left, left], 2).beyond).toBe(0);
  });
});

test("cases have names of their own, in long and in short", () => {
  for (const key of ["name", "short"] as const) {
    expect(new Set(diagramCases.map((one) => one[key])).size).toBe(diagramCases.length);
  }
});

describe("readings", () => {
  const row = (perSeed: readonly number[]): FindingSummary => ({
    setting: "trained",
    stage: "cuts",
    finding: "trained",
    conditions: {},
    seeds: perSeed.map((_, seed) => seed),
    figures: { beyond: figure(perSeed) },
  });

  test("few seeds are told when all say the same, ten by their interval", () => {
    expect(trainedChanged(row([0.2, 0.3]))).toBe(true);
    expect(trainedChanged(row([0.01, -0.02]))).toBe(false);
    expect(trainedChanged(row([0.01, 0.3]))).toBe(null);
    expect(trainedChanged(row([0.01, ...Array(9).fill(0.02)]))).toBe(false);
    expect(trainedChanged(row([0.0, ...Array(9).fill(0.3)]))).toBe(true);
  });

  test("agreement has two ways to fail", () => {
    expect([true, false].map((incentive) => agreement(incentive, true))).toEqual([
      "✓ agrees",
      "✗ change, no incentive",
    ]);
    expect([true, false].map((incentive) => agreement(incentive, false))).toEqual([
      "✗ incentive, no change",
      "✓ agrees",
    ]);
    expect(agreement(true, null)).toBe("? cannot tell");
  });
});
