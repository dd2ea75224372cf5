// The tiny worlds pay exactly what they say they are worth.
import { expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { baseObjective, type ChanceOracle, type EnvironmentBatch, eventWeights } from "./environment.ts";
import { environmentNamed } from "./index.ts";

const discount = 0.9;

/** The action of a step, from what is seen or not. */
type Chooser = (batch: EnvironmentBatch, step: number) => number;

/** Exact discounted return of a way of acting on one level: every branch of chance, weighed by its probability. */
function value(name: string, level: number, choose: Chooser, horizon = 20): number {
  const environment = environmentNamed(name).create({});
  const weights = eventWeights(environment, baseObjective(environment));
  const batch = environment.batch({ lanes: 1, horizon });
  const explore = (prefix: readonly number[]): number => {
    let probability = 1;
    let drawn = 0;
    const open: number[][] = [];
    const chance: ChanceOracle = {
      choose: (options) => {
        const total = Array.from(options).reduce((sum, weight) => sum + weight, 0);
        const option = prefix[drawn] ?? 0;
        if (drawn >= prefix.length) {
          const before = [...prefix, ...new Array<number>(drawn - prefix.length).fill(0)];
          for (let other = 1; other < options.length; other++) open.push([...before, other]);
        }
        drawn++;
        probability *= options[option]! / total;
        return option;
      },
    };
    batch.reset(0, environment.parseLevel(String(level)), 0);
    let total = 0;
    for (let step = 0; batch.terminated[0] === 0 && batch.truncated[0] === 0; step++) {
      batch.stepLane(0, choose(batch, step), chance);
      total +=
        discount ** step * weights.reduce((sum, weight, event) => sum + weight * batch.events[event]!, 0);
    }
    return open.reduce((sum, branch) => sum + explore(branch), probability * total);
  };
  return explore([]);
}

const always =
  (action: number): Chooser =>
  () =>
    action;
const whatIsSeen: Chooser = (batch) => batch.observations.indexOf(1);

test("constant-reward is worth 1", () => {
  expect(value("constant-reward", 0, always(0))).toBe(1);
});

test("context-choice pays the action in sight, and nothing else", () => {
  for (const level of [0, 1, 2]) {
    expect(value("context-choice", level, whatIsSeen)).toBe(1);
    for (const action of [0, 1, 2])
      expect(value("context-choice", level, always(action))).toBe(action === level ? 1 : 0);
  }
});

test("delayed-reward pays the first choice one step later, whatever the second is", () => {
  for (const second of [0, 1]) {
    const first =
      (action: number): Chooser =>
      (_batch, step) =>
        step === 0 ? action : second;
    expect(value("delayed-reward", 0, first(1))).toBe(discount);
    expect(value("delayed-reward", 0, first(0))).toBe(0);
  }
});

test("patience pays 1 now, or 2 after two discounts", () => {
  expect(value("patience", 0, always(0))).toBe(1);
  expect(value("patience", 0, always(1))).toBeCloseTo(2 * discount ** 2, 14);
  expect(value("patience", 0, (_batch, step) => (step === 0 ? 1 : 0))).toBeCloseTo(2 * discount ** 2, 14);
});

test("biased-coins are worth a quarter and three quarters", () => {
  expect(value("biased-coins", 0, always(0))).toBe(0.25);
  expect(value("biased-coins", 0, always(1))).toBe(0.75);
});

test("cue-recall shows its cue at the first step only, and pays for it at the fourth", () => {
  for (const level of [0, 1]) {
    const seen: number[] = [];
    const remember: Chooser = (batch) => {
      seen.push(batch.observations.indexOf(1));
      return seen[0]!;
    };
    expect(value("cue-recall", level, remember)).toBeCloseTo(discount ** 3, 14);
    expect(seen).toEqual([level, 2, 2, 3]);
    expect(value("cue-recall", level, always(1 - level))).toBe(0);
  }
});

test("long-life pays at every step until it is cut off, and never ends", () => {
  for (const horizon of [1, 7, 50]) {
    const expected = (1 - discount ** horizon) / (1 - discount);
    expect(value("long-life", 0, always(0), horizon)).toBeCloseTo(expected, 12);
  }
});

test.each(["", "3", "-1", "1.5", "one", "01"])('"%s" is no level of context-choice', (text) => {
  expect(() => environmentNamed("context-choice").create({}).parseLevel(text)).toThrow(InputError);
});

test("an unknown world is answered with the known ones", () => {
  expect(() => environmentNamed("keys-and-chest")).toThrow("did you mean keys-and-chests?");
  expect(() => environmentNamed("constructor")).toThrow(InputError);
});
