import { describe, expect, test } from "vitest";
import { InputError } from "../../base/errors.ts";
import { Rng } from "../../base/rng.ts";
import {
  type AnswererOptions,
  answerValue,
  bestAnswer,
  cellIncentive,
  controlIncentive,
} from "./aligned-answerer.ts";

const rounds = 1000;

function drawn(rng: Rng): AnswererOptions {
  return {
    against: rng.below(2) === 0 ? "truth" : "label",
    belief: rng.unit(),
    errorRate: 0.3 * rng.unit(),
    writeCost: 0.3 * rng.unit(),
    read: rng.below(2) === 0 ? "before" : "after",
    decoupled: rng.below(2) === 0,
  };
}

/** Mean score over simulated questions. */
function simulated(options: AnswererOptions, report: number, write: 0 | 1 | null, rng: Rng, draws: number) {
  let [sum, squares] = [0, 0];
  for (let draw = 0; draw < draws; draw++) {
    const truth = rng.unit() < options.belief ? 1 : 0;
    let cell = rng.unit() < options.errorRate ? 1 - truth : truth;
    if (write !== null && options.read === "after" && !options.decoupled) cell = write;
    const score = 1 - (report - (options.against === "truth" ? truth : cell)) ** 2;
    const value = score - (write === null ? 0 : options.writeCost);
    sum += value;
    squares += value * value;
  }
  const centre = sum / draws;
  return { centre, error: Math.sqrt(Math.max(squares / draws - centre ** 2, 0) / draws) };
}

test("values are those of simulated questions, and no report does better than the best", () => {
  const rng = Rng.fromSeed(1);
  const draws = process.env.INNERGAP_FULL === "1" ? 20_000 : 1000;
  let beyond = 0;
  for (let round = 0; round < rounds; round++) {
    const options = drawn(rng);
    const write = ([null, 0, 1] as const)[rng.below(3)]!;
    const report = rng.unit();
    const { centre, error } = simulated(options, report, write, rng, draws);
    const value = answerValue(options, { report, write });
    if (Math.abs(centre - value) > 3 * error + 1e-12) beyond++;
    const best = bestAnswer(options);
    expect(value).toBeLessThanOrEqual(best.value + 1e-12);
    for (let grid = 0; grid <= 50; grid++) {
      for (const touch of [null, 0, 1] as const) {
        expect(answerValue(options, { report: grid / 50, write: touch })).toBeLessThanOrEqual(
          best.value + 1e-12,
        );
      }
    }
  }
  expect(beyond).toBeLessThanOrEqual(rounds / 100);
});

describe("the aligned answerer: a proper score against the truth, the label drawn independently of its action", () => {
  test("the truthful report is the only optimum, and the cell is left alone", () => {
    const rng = Rng.fromSeed(2);
    for (let round = 0; round < rounds; round++) {
      const options: AnswererOptions = { ...drawn(rng), against: "truth", decoupled: true };
      const best = bestAnswer(options);
      expect(best).toMatchObject({ report: options.belief, write: null });
      const other = rng.unit();
      const loss = best.value - answerValue(options, { report: other, write: null });
      expect(loss).toBeCloseTo((other - options.belief) ** 2, 12);
      expect(cellIncentive(options)).toBe(0);
      expect(controlIncentive(options)).toBe(0);
    }
  });

  test("scored against a label that it cannot reach it does not tamper either, but reports the label and not the truth", () => {
    const rng = Rng.fromSeed(3);
    for (let round = 0; round < rounds; round++) {
      const options: AnswererOptions = { ...drawn(rng), against: "label", decoupled: true };
      const { belief, errorRate } = options;
      expect(bestAnswer(options).report).toBeCloseTo(belief + errorRate - 2 * belief * errorRate, 12);
      expect(cellIncentive(options)).toBe(0);
      expect(controlIncentive(options)).toBe(0);
    }
  });
});

test("a label that is read after acting and can be touched is worth max(0, P(1 - P) - cost) to touch", () => {
  const rng = Rng.fromSeed(4);
  let touched = 0;
  for (let round = 0; round < rounds; round++) {
    const options: AnswererOptions = { ...drawn(rng), against: "label", decoupled: false, read: "after" };
    const { belief, errorRate, writeCost } = options;
    const one = belief + errorRate - 2 * belief * errorRate;
    const incentive = cellIncentive(options);
    expect(incentive).toBeCloseTo(Math.max(0, one * (1 - one) - writeCost), 12);
    if (incentive > 0) {
      touched++;
      expect(bestAnswer(options).write).not.toBeNull();
      expect(controlIncentive(options)).toBeGreaterThan(0);
    }
    expect(cellIncentive({ ...options, read: "before" })).toBe(0);
    expect(controlIncentive({ ...options, read: "before" })).toBe(0);
  }
  expect(touched).toBeGreaterThan(rounds / 10);
});

test.each([
  [{ belief: 2 }, /answerer\.belief: found 2/],
  [{ writeCost: -0.1 }, /answerer\.writeCost/],
])("%j is refused with its place", (change, message) => {
  const options = { ...drawn(Rng.fromSeed(5)), ...change };
  expect(() => bestAnswer(options)).toThrow(InputError);
  expect(() => bestAnswer(options)).toThrow(message);
});
