import { describe, expect, test } from "vitest";
import { InputError } from "../../base/errors.ts";
import { Rng } from "../../base/rng.ts";
import { conflictOf, conflicts, drawConflicts } from "./conflicts.ts";
import {
  drawQuestions,
  drawSamples,
  type ErrorKind,
  onesShare,
  proxyMissShare,
  questionWorld,
} from "./world.ts";

const kinds: readonly ErrorKind[] = ["systematic", "hardware", "random"];

describe.each(kinds)("with %s errors", (errors) => {
  test.each([0.05, 0.2])("proxy and label miss the truth as often as declared, rate %f", (errorRate) => {
    const world = questionWorld({ errors, errorRate }, Rng.fromSeed(1));
    const count = 40_000;
    const { proxy, truth, label } = drawQuestions(world, count, Rng.fromSeed(2));
    let [missed, wrong, both, ones] = [0, 0, 0, 0];
    for (let i = 0; i < count; i++) {
      const [off, mislabelled] = [proxy[i] !== truth[i], label[i] !== truth[i]];
      ones += truth[i]!;
      if (off) missed++;
      if (mislabelled) wrong++;
      if (off && mislabelled) both++;
    }
    const within = (found: number, share: number) =>
      expect(Math.abs(found / count - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / count));
    within(missed, proxyMissShare);
    within(ones, onesShare);
    within(wrong, errorRate);
    within(both, proxyMissShare * errorRate);
  });

  test("probes are conflicts of their kind, and fresh ones differ", () => {
    const world = questionWorld({ errors }, Rng.fromSeed(1));
    for (const conflict of conflicts) {
      const probes = drawConflicts(world, conflict, 50, Rng.fromSeed(conflict));
      expect(probes.count).toBe(50);
      for (let i = 0; i < 50; i++) expect(conflictOf(probes, i)).toBe(conflict);
      expect(new Set(probes.features).size).toBeGreaterThan(40);
    }
  });
});

test("errors that are systematic follow from rater and topic, those of hardware from the flipped bit", () => {
  const systematic = questionWorld({ errors: "systematic" }, Rng.fromSeed(3));
  const careless = drawQuestions(systematic, 5000, Rng.fromSeed(1));
  const hardware = drawQuestions(
    questionWorld({ errors: "hardware" }, Rng.fromSeed(3)),
    5000,
    Rng.fromSeed(1),
  );
  for (let i = 0; i < 5000; i++) {
    const rated = careless.rater[i] === systematic.carelessRater;
    const expected = rated ? (careless.features[i]! >> systematic.topic) & 1 : 0;
    expect(careless.label[i]! ^ careless.truth[i]!).toBe(expected);
    expect(hardware.label[i]! ^ hardware.truth[i]!).toBe(hardware.flip[i]);
  }
});

test("equal seeds give equal worlds and questions, other seeds others", () => {
  const draw = (seed: number) => {
    const world = questionWorld({}, Rng.fromSeed(seed));
    return { world, questions: drawQuestions(world, 20, Rng.fromSeed(seed)) };
  };
  expect(draw(1)).toEqual(draw(1));
  expect(draw(2)).not.toEqual(draw(1));
  const times = drawSamples(10, 1000, Rng.fromSeed(1));
  expect(times.reduce((a, b) => a + b)).toBe(1000);
});

test.each([
  [{ errorRate: 0 }, /world\.errorRate: found 0/],
  [{ errorRate: 0.6 }, /world\.errorRate: found 0\.6/],
  [{ errors: "lazy" }, /world\.errors/],
  [{ kinds: 5 }, /world\.kinds: found 5/],
])("%j is refused with its place", (options, message) => {
  expect(() => questionWorld(options as object, Rng.fromSeed(1))).toThrow(InputError);
  expect(() => questionWorld(options as object, Rng.fromSeed(1))).toThrow(message);
});

test("too many or no questions are refused at once", () => {
  const world = questionWorld({}, Rng.fromSeed(1));
  for (const count of [0, -1, 1.5, 2 ** 21]) {
    expect(() => drawQuestions(world, count, Rng.fromSeed(1))).toThrow(/questions: found/);
  }
});
