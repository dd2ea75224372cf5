import { expect, test } from "vitest";
import { printFigures } from "../../../tests/support/figures.ts";
import { Rng } from "../../base/rng.ts";
import { mean, sampleDeviation } from "../../base/stats.ts";
import { bribePrice, exactBribePrice, foresightAgent } from "./bribe-price.ts";
import { type DriftSetting, driftSetting } from "./drift-setting.ts";
import { concepts, conceptX, conceptY } from "./drift-world.ts";
import { expectedFlags } from "./expected-flags.ts";
import { flagLimit, labelFlags } from "./flag-limit.ts";
import { leadOfOneFactor } from "./same-factor.ts";
import { simulateDrift } from "./simulate-drift.ts";

/** 1,000 settings at full size. */
const settings = Number(process.env.INNERGAP_SETTINGS ?? 40);
const histories = 40;
/** At full size, on a busy machine. */
const minutes = 60_000;

/** Counts comparisons of a simulated mean with its exact value. */
class Comparisons {
  count = 0;
  beyond = 0;

  add(found: readonly number[], exact: number, resolution = 1e-9): void {
    const error = sampleDeviation(found) / Math.sqrt(found.length);
    this.count++;
    if (Math.abs(mean(found) - exact) > 3 * error + resolution) this.beyond++;
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

test(
  "flags that follow an error have the exact mean, at any step, in 1,000 random settings",
  () => {
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
  },
  5 * minutes,
);

test(
  "flags that are fitted tend to their limit, and spreading to its rate, in 1,000 random settings",
  () => {
    const rng = Rng.fromSeed(1).fork("fitted");
    const comparisons = new Comparisons();
    const steps = 1000;
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
  },
  5 * minutes,
);

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

test("where the mean course ends is the limit, in 1,000 random settings", () => {
  const rng = Rng.fromSeed(1).fork("ends");
  for (let at = 0; at < settings; at++) {
    const setting = driftSetting({
      rule: (["external-signal", "own-value", "weight-decay"] as const)[rng.below(3)]!,
      signal: rng.below(3) > 0,
      world: { ...randomWorld(rng), noiseX: 0.3 + rng.unit(), noiseY: 0.3 + rng.unit() },
      learningRate: 0.05,
      signalWeight: 0.2 + 0.8 * rng.unit(),
      decay: rng.unit(),
    });
    const limit = flagLimit(setting)!;
    expectedFlags(setting, [8000])!.forEach((flag, i) => {
      expect(flag).toBeCloseTo(limit[i]!, 7);
    });
  }
});

test("with a signal, spreading ends at the angle that one more round leaves alone, in 1,000 random worlds", () => {
  const rng = Rng.fromSeed(1).fork("angles");
  for (let at = 0; at < settings; at++) {
    const world = { ...randomWorld(rng), label: "of-truth" as const, decoy: "none" as const };
    const [x, y] = flagLimit(driftSetting({ rule: "hebbian-spread", signal: true, world }))!;
    const c = 1 - 2 * world.labelError;
    const [deviationX, deviationY] = [Math.sqrt(1 + world.noiseX), Math.sqrt(1 + world.noiseY)];
    const turn = (angle: number) => {
      const gainX = c / deviationX;
      const gainY = 1 / deviationY + (c / (deviationX * deviationY)) * Math.cos(angle);
      return Math.cos(angle) * gainY - Math.sin(angle) * gainX;
    };
    let [low, high] = [0, Math.PI / 2];
    for (let halving = 0; halving < 60; halving++) {
      const middle = (low + high) / 2;
      if (turn(middle) > 0) low = middle;
      else high = middle;
    }
    expect(x).toBeCloseTo(Math.cos(low), 8);
    expect(y).toBeCloseTo(Math.sin(low), 8);
  }
});

test("the lead of one factor is that of a fine grid of links, in 1,000 random pairs", () => {
  const rng = Rng.fromSeed(1).fork("pairs");
  for (let at = 0; at < settings; at++) {
    const [noiseA, noiseB] = [0.1 + rng.unit(), 0.1 + rng.unit()];
    const ab = 2 * rng.unit() - 1;
    const pair = {
      count: 1 + rng.below(1000),
      aa: (1 + noiseA) * (0.9 + 0.2 * rng.unit()),
      bb: (1 + noiseB) * (0.9 + 0.2 * rng.unit()),
      ab,
      noiseA,
      noiseB,
    };
    const logLikelihood = (link: number) => {
      const determinant = (1 + noiseA) * (1 + noiseB) - link * link;
      return (
        -(
          Math.log(determinant) +
          ((1 + noiseB) * pair.aa - 2 * link * ab + (1 + noiseA) * pair.bb) / determinant
        ) / 2
      );
    };
    let best = Number.NEGATIVE_INFINITY;
    for (let link = -1; link <= 1.00001; link += 0.0005)
      best = Math.max(best, logLikelihood(Math.min(1, link)));
    const lead = Math.log(pair.count) - 2 * pair.count * (best - logLikelihood(1));
    expect(Math.abs(leadOfOneFactor(pair) - lead)).toBeLessThan(1e-5 * pair.count + 1e-6);
  }
});

test(
  "S11 (d): the bribe price of behaviour is the exact one, for random flags, noise and label errors",
  () => {
    const rng = Rng.fromSeed(1).fork("bribes");
    const comparisons = new Comparisons();
    for (let at = 0; at < settings; at++) {
      const flags = [rng.unit(), rng.unit(), 0];
      const [swing, labelError] = [0.5 + 3 * rng.unit(), rng.unit() / 2];
      const stream = rng.fork(`agent ${at}`);
      const agent = foresightAgent(flags, {
        swing,
        labelError: 0,
        noiseX: rng.unit(),
        noiseY: rng.unit(),
        imagined: 16,
        rng: stream,
      });
      const found = Array.from({ length: 12 }, () =>
        bribePrice(agent, { most: 3 * swing, choices: 31, halvings: 10 }),
      );
      // A bisection cannot say more than its last interval.
      comparisons.add(found, exactBribePrice(flags, swing), (6 * swing) / 2 ** 11);
      const certain = foresightAgent(flags, {
        swing,
        labelError,
        noiseX: 0,
        noiseY: 0,
        imagined: 4000,
        rng: stream,
      });
      const priced = bribePrice(certain, { most: 3 * swing, choices: 1, halvings: 12 });
      expect(Math.abs(priced - exactBribePrice(flags, swing, labelError))).toBeLessThan(0.04 * swing);
    }
    comparisons.expectFew("S11 (d): bribe prices seen in behaviour against g_X v");
  },
  5 * minutes,
);
