import { describe, expect, test } from "vitest";
import { printFigures } from "../../../tests/support/figures.ts";
import { InputError } from "../../base/errors.ts";
import { Rng } from "../../base/rng.ts";
import { mean, sampleDeviation } from "../../base/stats.ts";
import { drawConflicts } from "./conflicts.ts";
import { labelCrossing, logOddsOfLabel, mistakeNats } from "./crossing.ts";
import { enumeratePrograms } from "./enumerate-programs.ts";
import { cellsOf, languageOf, targetsOf } from "./language.ts";
import { crossingCurve, zeroOf } from "./mean-crossing.ts";
import { ExactBayes } from "./posterior.ts";
import { drawQuestions, type ErrorKind, questionWorld } from "./world.ts";

const full = process.env.INNERGAP_FULL === "1";
const language = languageOf();
const programs = enumeratePrograms(language);

function exactBayes(errors: ErrorKind, timePrice = 0): ExactBayes {
  return new ExactBayes({ language, programs, targets: targetsOf(errors), noise: 0.01, timePrice });
}

function curve(
  errorRate: number,
  { errors = "systematic" as ErrorKind, timePrice = 0, samples = 400, seed = 1, sets = 1500 } = {},
) {
  const world = questionWorld({ errors, errorRate }, Rng.fromSeed(seed));
  const dataSets = full ? 4000 : sets;
  const rng = Rng.fromSeed(`${errors}-${errorRate}-${seed}`);
  return crossingCurve(exactBayes(errors, timePrice), world, { samples, dataSets, rng });
}

describe("S10 (a)", () => {
  test("log odds of enumerating Bayes, averaged over data sets, cross zero within 5 % of 120.7 samples, and of 241.4 at half the rate", () => {
    const started = performance.now();
    const rows = ([0.05, 0.025] as const).flatMap((errorRate) =>
      (["systematic", "hardware"] as const).map((errors) => {
        const { crossing, firstPassage } = curve(errorRate, { errors });
        const formula = labelCrossing({ errorRate })!;
        expect(Math.abs(crossing! / formula - 1)).toBeLessThan(0.05);
        const passed = firstPassage.map((first) => first ?? Infinity).sort((a, b) => a - b);
        // Errors come in whole numbers, so a single run favours the label only once one more than that many has been seen.
        expect(passed[passed.length >> 1]).toBeGreaterThan(crossing!);
        return {
          errors,
          rate: errorRate,
          formula,
          crossing: crossing!,
          "median first passage": passed[passed.length >> 1]!,
        };
      }),
    );
    expect(labelCrossing({ errorRate: 0.05 })).toBeCloseTo(120.675, 3);
    expect(labelCrossing({ errorRate: 0.025 })).toBeCloseTo(241.351, 3);
    expect(performance.now() - started).toBeLessThan(30_000);
    if (full) printFigures("question-answerer-crossing", "Where exact Bayes comes to prefer the label", rows);
  });
});

test("averaged log odds are those of the closed form, in random settings", () => {
  const rng = Rng.fromSeed("settings");
  const cases = Number(process.env.INNERGAP_SETTINGS ?? 60);
  let beyond = 0;
  for (let round = 0; round < cases; round++) {
    const errors = rng.below(2) === 0 ? ("systematic" as const) : ("hardware" as const);
    const world = questionWorld({ errors, errorRate: 0.02 + 0.3 * rng.unit() }, rng.fork(`world-${round}`));
    const [noise, timePrice] = [0.005 + 0.2 * rng.unit(), 0.05 * rng.unit()];
    const priced = languageOf({ deltaBits: 15 + 60 * rng.unit() });
    const bayes = new ExactBayes({
      language: priced,
      programs: enumeratePrograms(priced, 5),
      targets: targetsOf(errors),
      noise,
      timePrice,
    });
    const [samples, dataSets] = [40, 100];
    const times = new Int32Array(samples).fill(1);
    const changes = Array.from({ length: dataSets }, () => {
      const questions = drawQuestions(world, samples, rng);
      const odds = bayes.logOddsAfterEach({
        cells: cellsOf(world, questions),
        label: questions.label,
        times,
      });
      return odds[samples]! - odds[0]!;
    });
    // The label takes a connective and what names the error: 4 operations more, or 2 where a flipped bit is read.
    const deltaTime = errors === "systematic" ? 4 : 2;
    const { errorRate } = world;
    const closed = (n: number) => logOddsOfLabel(n, { errorRate, noise, timePrice, deltaTime });
    const expected = closed(samples) - closed(0);
    // The standard error of the closed form itself: 40 draws have no errors at all too often for that of the sample.
    const error = mistakeNats(noise) * Math.sqrt((samples * errorRate * (1 - errorRate)) / dataSets);
    if (Math.abs(mean(changes) - expected) > 3 * error) beyond++;
    expect(sampleDeviation(changes) / Math.sqrt(dataSets)).toBeLessThan(2 * error);
  }
  expect(beyond).toBeLessThanOrEqual(Math.max(1, Math.floor(cases / 100)));
}, 300_000);

describe("S10 (c): random errors", () => {
  // An answer cannot depend on what is shown nowhere. So P(Y | X != Y) is how often the learner misses the truth at all, and before the
  // truth is found that is often: what is asked at any n is that it misses no more where the label is wrong.
  const sizes = [0, 1, 4, 16, 64, 120, 256, 1024, 4096];
  const [sets, probeCount] = [full ? 100 : 8, 200];
  const rows = sizes.map((n) => {
    const bayes = exactBayes("random");
    const [label, missed]: [number[], number[]] = [[], []];
    for (let set = 0; set < sets; set++) {
      const rng = Rng.fromSeed(`random-${n}-${set}`);
      const world = questionWorld({ errors: "random" }, rng.fork("world"));
      const questions = drawQuestions(world, Math.max(1, n), rng.fork("questions"));
      const times = new Int32Array(questions.count).fill(n === 0 ? 0 : 1);
      const posterior = bayes.posterior({ cells: cellsOf(world, questions), label: questions.label, times });
      // Bayes answers what is likelier.
      const answer = (cell: number) => (posterior.answers[cell]! > 0.5 ? 1 : 0);
      const wrong = drawConflicts(world, "label-off", probeCount, rng.fork("probes"));
      const right = drawQuestions(world, 4 * probeCount, rng.fork("others"));
      const rightCells = cellsOf(world, right);
      const agreeing = [...rightCells.keys()].filter(
        (i) => right.proxy[i] === right.truth[i] && right.truth[i] === right.label[i],
      );
      label.push(
        mean(Array.from(cellsOf(world, wrong), (cell, i) => (answer(cell) === wrong.label[i] ? 1 : 0))),
      );
      missed.push(mean(agreeing.map((i) => (answer(rightCells[i]!) === right.truth[i] ? 0 : 1))));
    }
    return { n, "P(Y | X != Y)": mean(label), "P(not X | X = Y)": mean(missed) };
  });

  test("at any n the label is answered no more than .02 oftener than the truth is missed where the label is right", () => {
    for (const row of rows) expect(row["P(Y | X != Y)"]).toBeLessThanOrEqual(row["P(not X | X = Y)"] + 0.02);
    if (full) printFigures("question-answerer-random-errors", "Random errors: answers on S = X != Y", rows);
  });

  test("P(Y | X != Y) <= error rate + .02 from 64 samples on, when the truth is found", () => {
    for (const row of rows.filter(({ n }) => n >= 64)) expect(row["P(Y | X != Y)"]).toBeLessThanOrEqual(0.07);
  });
});

describe("S10 (d)", () => {
  const critical = 0.05 * mistakeNats(0.01);

  /** The r > 0 with E exp(r step) = 1, for steps of ln 99 with probability .05, less `price`. */
  function adjustment(price: number): number {
    const excess = (r: number) => (0.95 + 0.05 * Math.exp(r * mistakeNats(0.01))) * Math.exp(-r * price) - 1;
    let [low, high] = [1e-6, 5];
    for (let step = 0; step < 100; step++) {
      const middle = (low + high) / 2;
      if (excess(middle) < 0) low = middle;
      else high = middle;
    }
    return low;
  }

  test("a price of time above .2298 nats per sample for what the label takes more suppresses it entirely", () => {
    expect(critical).toBeCloseTo(0.22976, 5);
    for (const factor of [1.02, 1.5]) {
      const timePrice = (factor * critical) / 4;
      expect(labelCrossing({ timePrice })).toBeNull();
      const { mean: odds, firstPassage } = curve(0.05, { timePrice, samples: 800, sets: 500 });
      expect(zeroOf(odds)).toBeNull();
      expect(odds[800]).toBeLessThan(odds[0]!);
      // Chance carries a single run across at most as often as Lundberg's bound has it for a walk that drifts down.
      const bound = Math.exp(adjustment(factor * critical) * odds[0]!);
      const crossed = firstPassage.filter((first) => first !== null).length / firstPassage.length;
      expect(crossed).toBeLessThanOrEqual(bound + 3 * Math.sqrt(bound / firstPassage.length));
    }
  });

  test("below it the label only comes later", () => {
    const timePrice = (0.5 * critical) / 4;
    const { crossing } = curve(0.05, { timePrice });
    expect(Math.abs(crossing! / (2 * 120.675) - 1)).toBeLessThan(0.05);
  });
});

test("sizes out of range and random errors are refused", () => {
  const world = questionWorld({}, Rng.fromSeed(1));
  const bayes = exactBayes("systematic");
  const ask = (samples: number, dataSets: number, of = world) =>
    crossingCurve(bayes, of, { samples, dataSets, rng: Rng.fromSeed(1) });
  for (const [samples, dataSets] of [
    [0, 1],
    [1, 0],
    [1e6, 1e6],
    [1.5, 2],
  ] as const) {
    expect(() => ask(samples, dataSets)).toThrow(InputError);
  }
  expect(() => ask(1, 1, questionWorld({ errors: "random" }, Rng.fromSeed(1)))).toThrow(/found random/);
  for (const bad of [{ errorRate: 0 }, { noise: 0.5 }, { deltaBits: -1 }, { timePrice: -1 }]) {
    expect(() => labelCrossing(bad)).toThrow(InputError);
  }
});
