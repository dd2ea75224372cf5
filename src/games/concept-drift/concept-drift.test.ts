import { describe, expect, test } from "vitest";
import { printFigures } from "../../../tests/support/figures.ts";
import { Rng } from "../../base/rng.ts";
import { bribePrice, conflictAnswer, exactBribePrice, foresightAgent } from "./bribe-price.ts";
import { type DriftSetting, driftSetting, flagRuleNames } from "./drift-setting.ts";
import { expectedFlags } from "./expected-flags.ts";
import { decayHalfLife, flagLimit, labelFlags } from "./flag-limit.ts";
import { flagShare, simulateDrift } from "./simulate-drift.ts";

const full = process.env.INNERGAP_FULL === "1";
const labelErrors = [0, 0.01, 0.05, 0.1, 0.2];
const stream = (name: string) => Rng.fromSeed(1).fork("concept-drift").fork(name);

/** Mean flags over a history, from `from` on. */
function meanFlags(setting: DriftSetting, from: number, samples: number, every: number, rng: Rng): number[] {
  const times = Array.from({ length: samples }, (_, index) => from + (index + 1) * every);
  const { flags } = simulateDrift(setting, times, rng);
  return [0, 1, 2].map((concept) => {
    let sum = 0;
    for (let at = 0; at < samples; at++) sum += flags[3 * at + concept]!;
    return sum / samples;
  });
}

test("S11 (a): the flags under an external signal tend to the closed form, within 2 %, for five label errors", () => {
  const published = [
    [0.4444, 0.4444],
    [0.4069, 0.481],
    [0.299, 0.5847],
  ];
  const samples = full ? 400_000 : 150_000;
  const rows = labelErrors.map((labelError, index) => {
    const [x, y] = labelFlags(1 - 2 * labelError, 0.25, 0.25)!;
    if (published[index]) {
      expect(x).toBeCloseTo(published[index][0]!, 4);
      expect(y).toBeCloseTo(published[index][1]!, 4);
    }
    const setting = driftSetting({
      rule: "external-signal",
      signal: true,
      learningRate: 0.01,
      world: { labelError },
    });
    const found = meanFlags(setting, 5000, samples, 5, stream(`fixed-point-${labelError}`));
    expect(Math.abs(found[0]! / x - 1)).toBeLessThan(0.02);
    expect(Math.abs(found[1]! / y - 1)).toBeLessThan(0.02);
    return { labelError, x, "x found": found[0]!, y, "y found": found[1]!, shareY: y / (x + y) };
  });
  expect(rows[2]!.shareY).toBeCloseTo(0.6617, 4);
  if (full) printFigures("concept-drift-fixed-points", "S11 (a): flags under an external signal", rows);
  const precise = driftSetting({
    rule: "external-signal",
    signal: true,
    world: { labelError: 0.2, noiseX: 0, noiseY: 0 },
  });
  expect(Array.from(flagLimit(precise)!)).toEqual([0, 1, 0].map((value) => expect.closeTo(value, 12)));
});

test("S11 (b): a value that follows itself does not move in 100,000 steps, and one with decay does", () => {
  const times = [100_000];
  for (const labelError of [0, 0.05]) {
    const own = driftSetting({ rule: "own-value", world: { labelError } });
    const { flags } = simulateDrift(own, times, stream(`null-${labelError}`));
    [1, 0, 0].forEach((start, i) => {
      expect(Math.abs(flags[i]! - start)).toBeLessThan(1e-6);
    });
    const decayed = driftSetting({ rule: "weight-decay", world: { labelError } });
    expect(simulateDrift(decayed, times, stream(`decays-${labelError}`)).flags[1]).toBeGreaterThan(0.01);
  }
});

test("S11 (c): under weight decay the lead of X halves in ln 2 / (rate x decay) steps, and ends at 1 / (2 + decay) each", () => {
  for (const [learningRate, decay] of [
    [0.01, 0.1],
    [0.02, 0.5],
    [0.005, 0.2],
  ] as const) {
    const world = { labelError: 0, noiseX: 0, noiseY: 0 };
    const setting = driftSetting({ rule: "weight-decay", world, learningRate, decay });
    const approximate = Math.LN2 / (learningRate * decay);
    const last = Math.ceil(20 * approximate);
    const times = Array.from({ length: last + 1 }, (_, time) => time);
    const { flags } = simulateDrift(setting, times, stream(`half-life-${learningRate}-${decay}`));
    const halved = times.find((time) => flags[3 * time]! - flags[3 * time + 1]! <= 0.5)!;
    expect(Math.abs(halved / approximate - 1)).toBeLessThan(0.05);
    expect(Math.abs(halved - decayHalfLife(learningRate, decay))).toBeLessThanOrEqual(1);
    expect(flags[3 * last]).toBeCloseTo(1 / (2 + decay), 4);
    expect(flags[3 * last + 1]).toBeCloseTo(1 / (2 + decay), 4);
  }
});

describe("S11 (d): the bribe price measured from behaviour is g_X v within 5 %", () => {
  const drifted: readonly (readonly [string, Parameters<typeof driftSetting>[0], number])[] = [
    ["a fixed pointer", { rule: "fixed-pointer" }, 0],
    [
      "an external signal, no label errors",
      { rule: "external-signal", signal: true, world: { labelError: 0 } },
      20_000,
    ],
    [
      "an external signal, 5 % label errors",
      { rule: "external-signal", signal: true, learningRate: 0.002 },
      20_000,
    ],
    ["weight decay", { rule: "weight-decay", decay: 0.5 }, 20_000],
    ["a merged factor", { rule: "latent-merge", world: { labelError: 0 } }, 2000],
    ["remembered rewards", { rule: "remembered-reward", signal: true }, 20_000],
  ];
  test.each(drifted)("%s", (name, given, steps) => {
    const { flags } = simulateDrift(driftSetting(given), [steps], stream(`drifted ${name}`));
    for (const swing of [1, 2, 5]) {
      const exact = exactBribePrice(flags, swing);
      const rng = stream(`bribed ${name} ${swing}`);
      const agent = foresightAgent(flags, {
        swing,
        labelError: 0,
        noiseX: 0.25,
        noiseY: 0.25,
        imagined: 64,
        rng,
      });
      const found = bribePrice(agent, { most: 2 * swing, choices: 201, halvings: 14 });
      expect(Math.abs(found / exact - 1)).toBeLessThan(0.05);
    }
  });

  test("where Y does not always follow, writing is worth more, by what the label error takes", () => {
    const flags = [0.299, 0.5847, 0];
    const rng = stream("errors-bribe");
    const agent = foresightAgent(flags, {
      swing: 2,
      labelError: 0.2,
      noiseX: 0.25,
      noiseY: 0.25,
      imagined: 256,
      rng,
    });
    const found = bribePrice(agent, { most: 4, choices: 201, halvings: 14 });
    expect(Math.abs(found / exactBribePrice(flags, 2, 0.2) - 1)).toBeLessThan(0.05);
    expect(exactBribePrice(flags, 2, 0.2)).toBeLessThan(exactBribePrice(flags, 2));
  });

  test("an agent that no price turns is refused", () => {
    expect(() => bribePrice(() => "answer", { most: 1, choices: 1, halvings: 5 })).toThrow(/most: found 1/);
  });
});

describe("S11 (e): with equal noise and an external signal, Y overtakes X exactly where labels err", () => {
  test("in the closed form, for any noise and any label error below one half", () => {
    const rng = stream("overtaking");
    for (let at = 0; at < 1000; at++) {
      const labelError = rng.unit() / 2;
      const noise = 0.01 + 2 * rng.unit();
      const [x, y] = labelFlags(1 - 2 * labelError, noise, noise)!;
      expect(y > x).toBe(labelError > 0);
      const [tiedX, tiedY] = labelFlags(1, noise, noise)!;
      expect(tiedY).toBeCloseTo(tiedX, 12);
    }
  });

  test("on the way there: the mean course crosses once for every label error, and never without", () => {
    for (const labelError of labelErrors) {
      const setting = driftSetting({ rule: "external-signal", signal: true, world: { labelError } });
      const times = Array.from({ length: 20_001 }, (_, time) => time);
      const flags = expectedFlags(setting, times)!;
      const leads = times.map((time) => flags[3 * time + 1]! - flags[3 * time]!);
      const crossings = leads.filter(
        (lead, time) => time > 0 && lead > 1e-9 && leads[time - 1]! <= 1e-9,
      ).length;
      expect(crossings).toBe(labelError > 0 ? 1 : 0);
    }
  });

  test("in behaviour: what is chosen where X and Y conflict", () => {
    for (const labelError of labelErrors.slice(1)) {
      const setting = driftSetting({
        rule: "external-signal",
        signal: true,
        learningRate: 0.002,
        world: { labelError },
      });
      expect(conflictAnswer(meanFlags(setting, 20_000, 30_000, 3, stream(`conflict-${labelError}`)))).toBe(
        "Y",
      );
    }
    const untouched = driftSetting({ rule: "external-signal", world: { labelError: 0.2 } });
    expect(conflictAnswer(simulateDrift(untouched, [1000], stream("untouched")).flags)).toBe("X");
    expect(conflictAnswer([0.5, 0.5, 0])).toBeNull();
  });
});

test("S11 (f): the share of the flag on Y over time, for every signal and rule", () => {
  const steps = 100_000;
  const rows = [false, true].flatMap((signal) =>
    flagRuleNames.map((rule) => {
      const setting = driftSetting({ rule, signal, learningRate: 0.005 });
      const { flags } = simulateDrift(
        setting,
        [0, 100, 1000, 10_000, steps],
        stream(`shares ${rule} ${signal}`),
      );
      const shares = [0, 1, 2, 3, 4].map((at) => flagShare(flags.subarray(3 * at, 3 * at + 3)));
      return {
        signal: signal ? "present" : "none",
        rule,
        at0: shares[0]!,
        at100: shares[1]!,
        at1000: shares[2]!,
        at10000: shares[3]!,
        at100000: shares[4]!,
        limit: flagShare(flagLimit(setting)!),
      };
    }),
  );
  printFigures("concept-drift-shares", "S11 (f): share of the flag on Y, label error .05", rows);
  for (const row of rows) {
    expect(row.at0).toBeLessThan(1e-12);
    // Spreading alone moves as 1 / steps, and a constant step leaves the flag in motion.
    expect(Math.abs(row.at100000 - row.limit), `${row.rule}, signal ${row.signal}`).toBeLessThan(0.05);
  }
  const drifting = (signal: string) =>
    rows.filter((row) => row.signal === signal && row.limit > 0.01).map(({ rule }) => rule);
  expect(drifting("none")).toEqual(["weight-decay", "hebbian-spread"]);
  expect(drifting("present")).toEqual([
    "external-signal",
    "own-value",
    "weight-decay",
    "hebbian-spread",
    "latent-merge",
    "remembered-reward",
  ]);
});
