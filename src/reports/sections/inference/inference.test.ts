// Laws of the figures of goal inference: nothing is lost or invented on the way from records to bars, tables and text.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  hoarderLines,
  type MadePosterior,
  madeGap,
  madePosterior,
  madeWeights,
  plannerLine,
  wallFollowerLine,
} from "../../../../tests/support/inference-lines.ts";
import { Rng } from "../../../base/rng.ts";
import type { Child } from "../../../drawing/markup.ts";
import { fragment } from "../../../drawing/markup.ts";
import { displayWidth } from "../../../drawing/plain-text.ts";
import { environmentNamed } from "../../../environments/index.ts";
import { generateLevels, levelAt, levelHash } from "../../../environments/levels.ts";
import type { GoalPosterior, InferenceLine } from "../../../runs/inference-format.ts";
import { gapText, posteriorText } from "../../inference-text.ts";
import { lineFigure, slopeOf } from "../line-figure.ts";
import { inferenceBlocks, jointAnswer } from "./agents.ts";
import { beliefOf, beliefRows, pursuits } from "./beliefs.ts";
import { evidenceByLevel } from "./evidence.ts";
import { jointGap, lossOf } from "./gap.ts";
import { levelLookup, stageLevels } from "./level-lookup.ts";
import { coursesOf, meanCurve, reached } from "./over-training.ts";
import { inferenceParts } from "./parts.ts";
import { namedDirections, pooledPoints } from "./weights.ts";

const levels = ["0".repeat(64), "1".repeat(64), "2".repeat(64)];
const place = { setting: "varied", deployment: "deployed-12", levels };

const evidence = fc.double({ min: -40, max: 40, noNaN: true });
const pursuitShare = fc.double({ min: 0.01, max: 1, noNaN: true });
const posterior = fc
  .record({
    seed: fc.nat(1e6),
    made: fc.record({
      levels: fc.constant(levels),
      logEvidence: fc.record({
        chests: evidence,
        keys: evidence,
        "keys-and-chests": evidence,
        "chests+keys:1/4": evidence,
        other: evidence,
        device: evidence,
      }),
      pursuits: fc.record({ planner: pursuitShare, myopic: pursuitShare, reactive: pursuitShare }),
      pursuitDecisions: fc.nat(3),
    }),
  })
  .map(({ seed, made }) => madePosterior(made satisfies MadePosterior, Rng.fromSeed(seed)));
const posteriors = fc.array(posterior, { minLength: 1, maxLength: 12 });

function study(seeds: number, rng = Rng.fromSeed(`study-${seeds}`)): InferenceLine[] {
  return [
    ...Array.from({ length: seeds }, (_, seed) => hoarderLines(place, seed, rng.fork(`seed-${seed}`))).flat(),
    plannerLine(place, rng.fork("planner")),
    wallFollowerLine(place, rng.fork("walls")),
  ];
}

const sourceOf = (body: Child) => fragment(body).source;
const close = (one: number, other: number) => expect(Math.abs(one - other)).toBeLessThan(1e-9);

describe("rows of a posterior", () => {
  test("share out all belief, and all prior belief, whatever is put together", () => {
    fc.assert(
      fc.property(posteriors, (list) => {
        const rows = beliefRows(list);
        close(
          rows.reduce((sum, row) => sum + row.posterior.mean, 0),
          1,
        );
        close(
          rows.reduce((sum, row) => sum + row.prior, 0),
          1,
        );
        const named = rows.flatMap(({ members }) => members);
        expect(named.toSorted()).toEqual(list[0]!.candidates.map(({ name }) => name).toSorted());
        for (const row of rows) {
          row.posterior.perSeed.forEach((share, index) => {
            close(share, beliefOf(row, list[index]!));
          });
          if (row.pursuits)
            close(
              pursuits.reduce((sum, pursuit) => sum + row.pursuits![pursuit], 0),
              row.posterior.mean,
            );
          const { low, high } = row.posterior;
          expect(low === null).toBe(list.length < 10);
          if (low !== null && high !== null) {
            expect(low >= 0 && low <= row.posterior.mean && high >= row.posterior.mean && high <= 1).toBe(
              true,
            );
          }
        }
      }),
    );
  });

  test("posterior odds are prior odds times Bayes factors", () => {
    fc.assert(
      fc.property(posterior, (one) => {
        const rows = beliefRows([one]);
        const leader = rows.find(({ logBayes }) => logBayes === 0)!;
        for (const row of rows) {
          if (row.posterior.mean < 1e-12) continue;
          const odds =
            Math.log(row.posterior.mean / row.prior) - Math.log(leader.posterior.mean / leader.prior);
          expect(Math.abs(odds - row.logBayes)).toBeLessThan(1e-6);
        }
      }),
    );
  });

  test("join candidates only where every posterior merges them, and name all of them", () => {
    const made = {
      levels,
      logEvidence: { chests: 0, keys: 0 },
      pursuits: { planner: 1, myopic: 0, reactive: 0 },
    };
    const rng = Rng.fromSeed(5);
    const merged = madePosterior({ ...made, merged: ["chests", "keys"] }, rng);
    const apart = madePosterior(made, rng);
    expect(beliefRows([merged])[0]!.label).toBe("chests = keys");
    expect(beliefRows([merged, merged])[0]!.members).toEqual(["chests", "keys"]);
    expect(beliefRows([merged, apart]).map(({ label }) => label)).toContain("chests");
  });
});

describe("agents", () => {
  test("the last checkpoint of each seed stands for it; what nobody trained stands beside", () => {
    const [block, ...others] = inferenceBlocks(study(3).toReversed());
    expect(others).toEqual([]);
    expect(block!.tested.map(({ policy }) => policy)).toEqual(["trained-sampled"]);
    expect(block!.references.map(({ policy }) => policy).toSorted()).toEqual([
      "planner:chests",
      "wall-following",
    ]);
    const [agent] = block!.tested;
    expect(agent!.final.map(({ seed }) => seed)).toEqual([0, 1, 2]);
    for (const { seed, step } of agent!.final) {
      const steps = agent!.history.filter((line) => line.seed === seed).map((line) => line.step!);
      expect(step).toBe(Math.max(...steps));
    }
    expect(agent!.history).toHaveLength(24);
  });

  test("the same levels make one block, whatever the settings of agents without seeds are called", () => {
    const rng = Rng.fromSeed("home");
    const lines = [
      plannerLine({ ...place, setting: "inference-deployed-12" }, rng),
      ...hoarderLines(place, 0, rng),
    ];
    expect(inferenceBlocks(lines).map(({ title }) => title)).toEqual(["varied, deployed-12"]);
    const elsewhere = { ...lines[0]!, levelSet: "b".repeat(64) };
    expect(inferenceBlocks([elsewhere, ...lines.slice(1)])).toHaveLength(2);
    expect(inferenceBlocks([elsewhere])[0]!.tested).toHaveLength(1);
  });

  test("the joint answer is that of most seeds; a tie is undecided", () => {
    const line = (answer: GoalPosterior["answer"]): InferenceLine => {
      const one = plannerLine(place, Rng.fromSeed(1));
      return { ...one, seed: 0, posterior: { ...one.posterior, answer } };
    };
    const keys = line({ kind: "objective", name: "keys", probability: 0.9, pursuit: "reactive" });
    const chests = line({ kind: "objective", name: "chests", probability: 0.9, pursuit: null });
    expect(jointAnswer([keys, keys, chests])).toMatchObject({ seeds: 2, of: 3, others: "chests (1)" });
    expect(jointAnswer([keys, keys, chests]).words).toMatch(/^keys, pursued reactively: /);
    expect(jointAnswer([chests]).words).toMatch(/^chests, pursuit undecided: /);
    expect(jointAnswer([keys, chests]).words).toMatch(/^undecided; chests = .* leads with /);
    expect(jointAnswer([line({ kind: "none", name: null, probability: 0.9, pursuit: null })]).words).toBe(
      "none of these: the fit check fails",
    );
    const walls = wallFollowerLine(place, Rng.fromSeed(2));
    expect(jointAnswer([walls]).words).toMatch(/^no objective, a device: /);
  });
});

describe("over training", () => {
  const [block] = inferenceBlocks(study(4));
  const courses = coursesOf(block!.tested[0]!);

  test("a mean curve passes through the mean of its curves, and lies within them everywhere", () => {
    const curve = fc
      .uniqueArray(fc.integer({ min: 0, max: 50 }), { minLength: 2, maxLength: 8 })
      .chain((steps) =>
        fc.tuple(
          ...steps
            .sort((one, other) => one - other)
            .map((step) => fc.tuple(fc.constant(step), fc.double({ min: 0, max: 1, noNaN: true }))),
        ),
      );
    fc.assert(
      fc.property(fc.array(curve, { minLength: 1, maxLength: 4 }), (curves) => {
        const joint = meanCurve(curves);
        for (const [x, y] of joint) {
          expect(curves.every((one) => x >= one[0]![0] && x <= one.at(-1)![0])).toBe(true);
          expect(y >= 0 && y <= 1 + 1e-12).toBe(true);
        }
        if (curves.length === 1) expect(joint).toEqual(curves[0]);
      }),
    );
    expect(
      meanCurve([
        [
          [0, 0],
          [10, 1],
        ],
        [
          [5, 1],
          [10, 0],
        ],
      ]),
    ).toEqual([
      [5, 0.75],
      [10, 0.5],
    ]);
  });

  test("a share of the regret is reached at the first checkpoint with no more of it left", () => {
    expect(courses).toHaveLength(4);
    for (const course of courses) {
      const at = reached(course, 0.1)!;
      expect(at.regretLeft).toBeLessThanOrEqual(0.1);
      for (const line of course.lines) if (line.step < at.step) expect(line.regretLeft).toBeGreaterThan(0.1);
      expect(reached(course, -1)).toBeNull();
    }
  });
});

test("evidence of a level is its mean over the seeds; all of it together is their mean sum", () => {
  fc.assert(
    fc.property(posteriors, (list) => {
      const final = list.map((one) => ({ ...plannerLine(place, Rng.fromSeed(3)), posterior: one }));
      const found = evidenceByLevel(final);
      expect(found.map(({ level }) => level).toSorted()).toEqual(levels);
      for (let i = 1; i < found.length; i++)
        expect(found[i - 1]!.nats).toBeGreaterThanOrEqual(found[i]!.nats);
      const sum = found.reduce((total, { nats }) => total + nats, 0);
      const each = list.map((one) => one.evidencePerLevel.reduce((total, { nats }) => total + nats, 0));
      close(sum, each.reduce((total, nats) => total + nats, 0) / list.length);
    }),
  );
});

describe("weights", () => {
  const [line] = hoarderLines(place, 0, Rng.fromSeed("weights")).slice(-1);
  const weighted = { ...line!, weights: line!.weights! };

  test("seeds are pooled with equal shares of the belief", () => {
    const doubled = {
      ...weighted.weights,
      points: weighted.weights.points.map((point) => ({ ...point, mass: 2 * point.mass })),
    };
    const pooled = pooledPoints([weighted, { ...weighted, weights: doubled }]);
    close(
      pooled.reduce((sum, { mass }) => sum + mass, 0),
      1,
    );
    close(
      pooled.slice(0, doubled.points.length).reduce((sum, { mass }) => sum + mass, 0),
      0.5,
    );
  });

  test("named objectives are unit vectors in the order of the weights", () => {
    const named = namedDirections(weighted);
    for (const { components } of named) close(Math.hypot(...components), 1);
    const surplus = named.find(({ label }) => label === "chests-minus-surplus")!;
    [Math.SQRT1_2, 0, -Math.SQRT1_2, 0].forEach((component, index) => {
      close(surplus.components[index]!, component);
    });
    const narrow = { ...weighted, weights: { ...weighted.weights, order: ["chest-opened", "time"] } };
    expect(namedDirections(narrow).map(({ label }) => label)).toEqual(["chests"]);
  });
});

describe("gap", () => {
  test("gap and residual make up the loss, one by one and on the mean", () => {
    const figures = fc.record({
      gap: fc.double({ min: 0, max: 2, noNaN: true }),
      residual: fc.double({ min: -1, max: 1, noNaN: true }),
      seed: fc.nat(1000),
    });
    fc.assert(
      fc.property(fc.array(figures, { minLength: 1, maxLength: 12 }), (list) => {
        const records = list.map(({ seed, ...one }) => madeGap(one, null, Rng.fromSeed(seed)));
        for (const record of records) close(record.gap!.mean + record.residual!, lossOf(record));
        const joint = jointGap(records);
        close(joint.gap!.mean + joint.residual!.mean, joint.loss.mean);
        expect(joint.classes).toEqual([["goal misgeneralising", list.length]]);
        expect(joint.undefined).toBe(0);
      }),
    );
  });

  test("one agent keeps its own interval; seeds without a gap are counted and left out of its mean", () => {
    const rng = Rng.fromSeed("gaps");
    const one = madeGap({ gap: 1, residual: 0.1 }, true, rng);
    expect(jointGap([one]).gap).toMatchObject({ low: one.gap!.low, high: one.gap!.high });
    const none = madeGap({ gap: null, residual: 0.1, class: "capability failure" }, false, rng);
    const both = jointGap([one, none]);
    expect(both).toMatchObject({ undefined: 1, ties: one.gapRange });
    expect(both.gap!.mean).toBe(one.gap!.mean);
    expect(both.flags).toEqual([
      ["malign", 1],
      ["not malign", 1],
    ]);
    expect(jointGap([none])).toMatchObject({ gap: null, ties: null, residual: null, capability: null });
  });
});

describe("lines of an experiment", () => {
  test("the slope of a straight line is found, and said", () => {
    const number = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(number, number, (slope, start) => {
        const points = [0, 0.25, 1, 3].map((x) => [x, start + slope * x] as const);
        expect(slopeOf(points)).toBeCloseTo(slope, 9);
      }),
    );
    const lines = [
      {
        label: "hoarder <b>",
        points: [
          [0, 1],
          [1, -1],
        ] as const,
      },
      { label: "idle", points: [[0, 0]] as const },
    ];
    const { source } = lineFigure({ of: "Base value", over: "price of a surplus key", lines });
    expect(source).toContain("hoarder &lt;b&gt;, slope −2.00");
    expect(source).toContain("idle, slope –");
    expect(source).not.toMatch(/NaN|Infinity|<b>,/);
  });
});

test("levels are found by their hash, and hashed when first asked for", () => {
  const definition = environmentNamed("keys-and-chests");
  const environment = definition.create({ height: 7, width: 7 });
  const set = generateLevels(environment, definition.levels(environment, {}), Rng.fromSeed("lookup"), 5);
  let asked = 0;
  const lookup = levelLookup(() => {
    asked++;
    return [set];
  });
  expect(asked).toBe(0);
  for (let index = 0; index < set.count; index++) {
    const level = levelAt(set, index);
    expect(lookup(levelHash(environment, level))!.text).toBe(environment.printLevel(level));
  }
  expect(lookup("f".repeat(64))).toBeNull();
  expect(asked).toBe(1);
  const source = { environment: "keys-and-chests", parameters: environment.parameters, levels: {} };
  const stages = [
    { kind: "train", source },
    { kind: "deploy", source, count: 3 },
    { kind: "infer", source, levels: 2 },
    { kind: "compute", source, count: 3 },
  ];
  expect(stageLevels(stages).map(({ count }) => count)).toEqual([3, 2]);
});

describe("parts of the page", () => {
  test.each([1, 3, 10])("all figures of %i seeds are finite and have their parts once", (seeds) => {
    const parts = inferenceParts(study(seeds), () => null);
    expect(parts.map(({ id }) => id)).toEqual([
      "which-objective",
      "gap",
      "posterior-over-training",
      "evidence-per-level",
      "weights",
    ]);
    for (const { body } of parts) {
      const source = sourceOf(body);
      expect(source).not.toMatch(/NaN|Infinity|undefined%|="undefined"/);
      for (const [, width] of source.matchAll(/ (?:width|height|r)="(-?[\d.]+)%?"/g)) {
        expect(Number(width)).toBeGreaterThanOrEqual(0);
      }
      for (const [, x] of source.matchAll(/ x="(-?[\d.]+)%"/g)) {
        expect(Number(x) >= 0 && Number(x) <= 100).toBe(true);
      }
    }
  });

  test("nothing inferred, nothing shown", () => {
    expect(inferenceParts([], () => null)).toEqual([]);
  });

  test("names from records cannot become markup", () => {
    const hostile = "<script>alert(1)</script>";
    const line = plannerLine({ ...place, setting: hostile, deployment: hostile }, Rng.fromSeed("hostile"));
    const { posterior: found } = line;
    const candidates = found.candidates.map((one, index) => (index === 0 ? { ...one, name: hostile } : one));
    const lines = [{ ...line, policy: hostile, posterior: { ...found, candidates } }];
    for (const { body } of inferenceParts(lines, () => null)) {
      expect(sourceOf(body)).not.toContain("<script");
    }
  });
});

describe("for the terminal", () => {
  test("the posterior fits the width, with and without colour the same letters", () => {
    fc.assert(
      fc.property(posterior, fc.integer({ min: 60, max: 120 }), (one, width) => {
        const plain = posteriorText(one, { width, color: false });
        for (const line of plain.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
        const coloured = posteriorText(one, { width, color: true });
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the escapes of ANSI colours are what is taken out.
        expect(coloured.replace(/\u001b\[[\d;]*m/g, "")).toBe(plain);
        for (const { label } of beliefRows([one])) expect(plain).toContain(label.slice(0, 10));
      }),
      { numRuns: 25 },
    );
  });

  test("the gap says its class, its figures, and when it is undefined", () => {
    const rng = Rng.fromSeed("text");
    const text = gapText(madeGap({ gap: 1, residual: -0.2 }, true, rng), { width: 80, color: false });
    expect(text).toMatch(/^goal misgeneralising, malign\n/);
    expect(text).toMatch(/gap 1\.\d\d \[0\.88, 1\.14\]|gap 0\.9\d \[0\.88, 1\.14\]/);
    expect(text).toContain("residual −0.20");
    const none = gapText(madeGap({ gap: null, residual: 0 }, null, rng), { width: 80, color: false });
    expect(none).toContain("gap undefined; P(device) 0.93; capability undefined");
    expect(none).toContain("malign: not applicable");
    for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(80);
  });
});

test("made-up weights have length 1", () => {
  for (const { weights } of madeWeights([1, 0, 0, 0], 0.3, Rng.fromSeed("unit")).points)
    close(Math.hypot(...weights), 1);
});
