import { expect, test } from "vitest";
import { printFigures } from "../../../tests/support/figures.ts";
import { Rng } from "../../base/rng.ts";
import { mean, sampleDeviation } from "../../base/stats.ts";
import { type DriftSetting, driftSetting } from "./drift-setting.ts";
import { concepts, conceptX, conceptY } from "./drift-world.ts";
import { expectedFlags } from "./expected-flags.ts";
import { flagLimit, labelFlags } from "./flag-limit.ts";
import { simulateDrift } from "./simulate-drift.ts";

/** 1,000 settings at full size. */
const settings = 10 * Number(process.env.INNERGAP_CASES ?? 4);
const histories = 40;

/** Counts comparisons of a simulated mean with its exact value. */
class Comparisons {
  count = 0;
  beyond = 0;

  add(found: readonly number[], exact: number): void {
    const error = sampleDeviation(found) / Math.sqrt(found.length);
    this.count++;
    if (Math.abs(mean(found) - exact) > 3 * error + 1e-9) this.beyond++;
  }

  expectFew(title: string): void {
    printFigures(title.replaceAll(/\W+/g, "-"), title, [
      { settings, comparisons: this.count, "beyond 3 standard errors": this.beyond },
    ]);
    expect(this.count).toBeGreaterThanOrEqual(settings);
    expect(this.beyond).toBeLessThanOrEqual(Math.ceil(this.count / 100));
  }
}

function randomWorld(rng: Rng) {
  return {
    labelError: rng.unit() / 2,
    noiseX: 0.05 + rng.unit(),
    noiseY: 0.05 + rng.unit(),
    label: rng.below(5) === 0 ? ("independent" as const) : ("of-truth" as const),
    decoy: (["none", "independent", "confounded"] as const)[rng.below(3)]!,
    acted: rng.unit(),
  };
}

/** Flags of several histories at their end. */
function ends(setting: DriftSetting, steps: number, rng: Rng): Float64Array[] {
  return Array.from(
    { length: histories },
    (_, at) => simulateDrift(setting, [steps], rng.fork(`history ${at}`)).flags,
  );
}

test("flags that follow an error have the exact mean, at any step, in 1,000 random settings", () => {
  const rng = Rng.fromSeed(1).fork("error-driven");
  const comparisons = new Comparisons();
  for (let at = 0; at < settings; at++) {
    const steps = 10 + rng.below(400);
    const setting = driftSetting({
      rule: (["external-signal", "own-value", "weight-decay"] as const)[rng.below(3)]!,
      signal: rng.below(3) > 0,
      world: { ...randomWorld(rng), visibleFrom: rng.below(2) * rng.below(steps) },
      learningRate: 0.001 + 0.03 * rng.unit(),
      signalWeight: rng.unit(),
      decay: rng.unit(),
    });
    const exact = expectedFlags(setting, [steps])!;
    const found = ends(setting, steps, rng.fork(`setting ${at}`));
    for (let i = 0; i < concepts; i++)
      comparisons.add(
        found.map((flags) => flags[i]!),
        exact[i]!,
      );
  }
  comparisons.expectFew("S11: flags that follow an error against their exact mean");
});

test("flags that are fitted tend to their limit, and spreading to its rate, in 1,000 random settings", () => {
  const rng = Rng.fromSeed(1).fork("fitted");
  const comparisons = new Comparisons();
  const steps = 1500;
  for (let at = 0; at < settings; at++) {
    const kind = rng.below(4);
    const setting = driftSetting({
      rule: kind === 0 ? "remembered-reward" : kind === 1 ? "hebbian-spread" : "rebuilt-ontology",
      oldPercept: kind === 2 ? "reread" : "lost",
      signal: kind === 0,
      memory: 0,
      world: randomWorld(rng),
      ridge: 1e-6,
      spread: 0.01 * rng.unit(),
    });
    const found = ends(setting, steps, rng.fork(`setting ${at}`));
    if (kind === 1) {
      const { noiseX, noiseY, label, labelError } = setting.world;
      const link = label === "independent" ? 0 : 1 - 2 * labelError;
      const ratio = (setting.spread * steps * link) / Math.sqrt((1 + noiseX) * (1 + noiseY));
      comparisons.add(
        found.map((flags) => flags[conceptY]! / flags[conceptX]!),
        ratio,
      );
      continue;
    }
    const limit = flagLimit(setting)!;
    for (let i = 0; i < concepts; i++)
      comparisons.add(
        found.map((flags) => flags[i]!),
        limit[i]!,
      );
  }
  comparisons.expectFew("S11: fitted and spreading flags against their closed forms");
});

test("the limit for a label is the two-line formula, in 1,000 random worlds", () => {
  const rng = Rng.fromSeed(1).fork("formula");
  for (let at = 0; at < 1000; at++) {
    const world = { ...randomWorld(rng), label: "of-truth" as const, decoy: "none" as const };
    const limit = flagLimit(driftSetting({ rule: "external-signal", signal: true, world }))!;
    const [x, y] = labelFlags(1 - 2 * world.labelError, world.noiseX, world.noiseY)!;
    expect(limit[conceptX]).toBeCloseTo(x, 10);
    expect(limit[conceptY]).toBeCloseTo(y, 10);
  }
});

test("the mean course of LMS has the rates 1 + noise - c and 1 + noise + c where the noises are equal", () => {
  const rng = Rng.fromSeed(1).fork("rates");
  for (let at = 0; at < 200; at++) {
    const [noise, labelError, learningRate] = [0.05 + rng.unit(), rng.unit() / 2, 0.001 + 0.02 * rng.unit()];
    const c = 1 - 2 * labelError;
    const setting = driftSetting({
      rule: "external-signal",
      signal: true,
      learningRate,
      world: { labelError, noiseX: noise, noiseY: noise },
    });
    const [x, y] = labelFlags(c, noise, noise)!;
    const flags = expectedFlags(setting, [0, 50])!;
    const along = (time: number, sign: number) => flags[3 * time]! - x + sign * (flags[3 * time + 1]! - y);
    for (const sign of [1, -1]) {
      const expected = (1 - learningRate * (1 + noise + sign * c)) ** 50;
      expect(along(1, sign) / along(0, sign)).toBeCloseTo(expected, 8);
    }
  }
});
