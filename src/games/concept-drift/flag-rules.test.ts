import { describe, expect, test } from "vitest";
import { printFigures } from "../../../tests/support/figures.ts";
import { Rng } from "../../base/rng.ts";
import { type DriftSetting, driftSetting, flagRuleNames } from "./drift-setting.ts";
import { conceptX, conceptY, conceptZ, DriftWorld } from "./drift-world.ts";
import { flagLimit } from "./flag-limit.ts";
import { flagRules } from "./flag-rules.ts";
import { perceptMoments } from "./percept-moments.ts";
import { leadOfOneFactor } from "./same-factor.ts";
import { flagShare, simulateDrift } from "./simulate-drift.ts";

const stream = (name: string) => Rng.fromSeed(1).fork("flag-rules").fork(name);
const end = (setting: DriftSetting, name: string, steps = 30_000) =>
  simulateDrift(setting, [steps], stream(name)).flags;

test("the world has the second moments that the closed forms start from", () => {
  for (const decoy of ["independent", "confounded"] as const) {
    for (const label of ["of-truth", "independent"] as const) {
      const { world } = driftSetting({
        rule: "fixed-pointer",
        world: { decoy, label, labelError: 0.1, acted: 0.3, noiseX: 0.2, noiseY: 0.5 },
      });
      const exact = perceptMoments(world, true);
      const played = new DriftWorld(world, stream(`moments ${decoy} ${label}`));
      const sums = new Float64Array(9);
      const withLabel = new Float64Array(3);
      const steps = 200_000;
      for (let step = 0; step < steps; step++) {
        played.step();
        for (let i = 0; i < 3; i++) {
          for (let j = 0; j < 3; j++) sums[3 * i + j]! += played.percepts[i]! * played.percepts[j]!;
          withLabel[i]! += played.percepts[i]! * played.label;
        }
      }
      for (let at = 0; at < 9; at++)
        expect(Math.abs(sums[at]! / steps - exact.percepts[at]!)).toBeLessThan(0.02);
      for (let i = 0; i < 3; i++)
        expect(Math.abs(withLabel[i]! / steps - exact.withLabel[i]!)).toBeLessThan(0.02);
    }
  }
});

describe("controls", () => {
  const fitted = ["latent-merge", "remembered-reward", "rebuilt-ontology"] as const;

  test.each(fitted)("%s: a decoy without a tie to X gets no flag, with a signal or without", (rule) => {
    for (const signal of [false, true]) {
      const setting = driftSetting({ rule, signal, world: { decoy: "independent" } });
      expect(flagShare(flagLimit(setting)!, conceptZ)).toBeLessThan(1e-12);
      expect(flagShare(end(setting, `decoy ${rule} ${signal}`), conceptZ)).toBeLessThan(0.02);
    }
  });

  test.each(fitted)(
    "%s: a decoy that goes with X until somebody acts gets no flag without a signal",
    (rule) => {
      const setting = driftSetting({ rule, world: { decoy: "confounded", labelError: 0 } });
      expect(flagShare(end(setting, `confounded ${rule}`), conceptZ)).toBeLessThan(0.01);
    },
  );

  test("while nobody acts nothing can tell the confounded decoy from Y, and it merges as Y does", () => {
    const setting = driftSetting({
      rule: "latent-merge",
      world: { decoy: "confounded", labelError: 0, acted: 0 },
    });
    const flags = end(setting, "nobody-acts");
    expect(flags[conceptZ]).toBeCloseTo(flags[conceptY]!, 12);
    expect(flags[conceptZ]).toBeCloseTo(1 / 3, 12);
  });

  test("it is not free of flag everywhere: a regression on a signal, and a second reading of X, use it as evidence", () => {
    const world = { decoy: "confounded", labelError: 0.05 } as const;
    const remembered = driftSetting({ rule: "remembered-reward", signal: true, memory: 0, world });
    const reread = driftSetting({ rule: "rebuilt-ontology", oldPercept: "reread", world });
    const rows = [remembered, reread].map((setting) => {
      const share = flagShare(end(setting, `evidence ${setting.rule}`), conceptZ);
      expect(Math.abs(share - flagShare(flagLimit(setting)!, conceptZ))).toBeLessThan(0.02);
      return {
        rule: setting.rule,
        "share on the decoy": flagShare(flagLimit(setting)!, conceptZ),
        "as simulated": share,
      };
    });
    printFigures(
      "concept-drift-decoy",
      "S11: what the confounded decoy gets where half of the steps are acted",
      rows,
    );
    expect(rows[1]!["share on the decoy"]).toBeGreaterThan(0.01);
  });

  test("a Y that is independent of X gets no flag without a signal, but for what spreads along chance", () => {
    for (const rule of flagRuleNames) {
      const setting = driftSetting({ rule, world: { label: "independent" } });
      expect(flagShare(flagLimit(setting)!)).toBeLessThan(1e-12);
      if (rule === "hebbian-spread") continue;
      expect(flagShare(end(setting, `independent ${rule}`)), rule).toBeLessThan(0.05);
    }
  });

  test("spreading follows chance correlations, by spread x sqrt(2 steps) of the flag on X", () => {
    // The sum over t of (mean of t products) has the variance 2 steps, to first order.
    const [steps, histories] = [10_000, 80];
    const setting = driftSetting({ rule: "hebbian-spread", world: { label: "independent" } });
    let squares = 0;
    for (let history = 0; history < histories; history++) {
      const flags = end(setting, `chance ${history}`, steps);
      squares += (flags[conceptY]! / flags[conceptX]!) ** 2 / histories;
    }
    expect(Math.abs(Math.sqrt(squares) / (setting.spread * Math.sqrt(2 * steps)) - 1)).toBeLessThan(0.25);
  });
});

test("what is perceived late is flagged late", () => {
  for (const rule of flagRuleNames) {
    const setting = driftSetting({ rule, signal: true, world: { visibleFrom: 500, labelError: 0.1 } });
    const { flags } = simulateDrift(setting, [500, 40_000], stream(`late ${rule}`));
    expect(flagShare(flags.subarray(0, 3)), rule).toBeLessThan(1e-9);
    expect(flagShare(flags.subarray(3)) > 0.01, rule).toBe(flagShare(flagLimit(setting)!) > 0.01);
  }
});

test("two percepts count as one thing until the data say otherwise, for the longer the fewer labels err", () => {
  const firstSplit = (labelError: number) => {
    const ab = 1 - 2 * labelError;
    const lead = (count: number) =>
      leadOfOneFactor({ count, aa: 1.25, bb: 1.25, ab, noiseA: 0.25, noiseB: 0.25 });
    let count = 2;
    while (count < 1e7 && lead(count) > 0) count = Math.ceil(count * 1.01);
    return count;
  };
  const splits = [0.2, 0.1, 0.05, 0.01].map(firstSplit);
  expect([...splits].sort((a, b) => a - b)).toEqual(splits);
  expect(firstSplit(0)).toBeGreaterThan(1e7 - 1);
  expect(() => leadOfOneFactor({ count: 5, aa: 1, bb: 1, ab: 1, noiseA: 0, noiseB: 0 })).toThrow(
    /noise: found 0/,
  );
  printFigures(
    "concept-drift-splits",
    "S11: steps after which BIC takes X and Y for two things (exact moments)",
    [0.2, 0.1, 0.05, 0.01].map((labelError, index) => ({ labelError, steps: splits[index]! })),
  );
});

test("what becomes of the old percept decides where a rebuilt ontology puts the flag", () => {
  const share = (oldPercept: DriftSetting["oldPercept"]) =>
    flagShare(flagLimit(driftSetting({ rule: "rebuilt-ontology", oldPercept }))!);
  expect(share("kept")).toBe(0);
  // The mirror image of the flags under an external signal: .2990 / (.2990 + .5847).
  expect(share("reread")).toBeCloseTo(1 - 0.6617, 4);
  expect(share("lost")).toBe(1);
});

test("equal streams give equal bytes, and every rule is listed with a sentence", () => {
  for (const { name, says } of flagRules) {
    const setting = driftSetting({ rule: name, signal: true });
    expect(end(setting, `twice ${name}`, 500)).toEqual(end(setting, `twice ${name}`, 500));
    expect(says).toMatch(/\.$/);
    expect(simulateDrift(setting, [0], stream(`start ${name}`)).flags[conceptX]).toBeGreaterThan(0.5);
  }
});

test.each([
  [
    { rule: "external-signal", world: { labelError: 1.2 } },
    /drift\.world\.labelError: found 1\.2, expected .*at most 1/,
  ],
  [{ rule: "external-signal", world: { noiseX: -1 } }, /drift\.world\.noiseX/],
  [
    { rule: "external-signal", learningRate: 0.9 },
    /drift\.learningRate: found 0\.9, expected at most 0\.256/,
  ],
  [{ rule: "latent-merge", world: { noiseX: 0 } }, /noise on both percepts/],
  [{ rule: "external-sign" }, /drift\.rule/],
  [{ rule: "remembered-reward", memory: 1e9 }, /drift\.memory/],
] as const)("refuses %j", (given, message) => {
  expect(() => driftSetting(given as never)).toThrow(message);
});

test("refuses times that run backwards or without bound", () => {
  const setting = driftSetting({ rule: "fixed-pointer" });
  expect(() => simulateDrift(setting, [5, 4], stream("backwards"))).toThrow(/times\[1\]: found 4/);
  expect(() => simulateDrift(setting, [1e12], stream("endless"))).toThrow(/times\[0\]/);
});
