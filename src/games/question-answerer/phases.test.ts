import { expect, test } from "vitest";
import { InputError } from "../../base/errors.ts";
import { Rng } from "../../base/rng.ts";
import { mean, sampleDeviation } from "../../base/stats.ts";
import { classOfAnswers } from "./conflicts.ts";
import {
  exceptionRepetitions,
  exceptionThreshold,
  labelCrossing,
  mistakeNats,
  truthCrossing,
} from "./crossing.ts";
import { expectedLengths, type PhaseOptions, theoryPhase } from "./phases.ts";
import { drawQuestions, drawSamples, onesShare, proxyMissShare, questionWorld } from "./world.ts";

const options: PhaseOptions = {
  constantBits: 3,
  constantMiss: onesShare,
  proxyBits: 9,
  truthBits: 32,
  deltaBits: 40,
  exceptionBits: 10,
  errorRate: 0.05,
  proxyMiss: proxyMissShare,
  noise: 0.01,
};

test("expected lengths are means over simulated labels, in random settings", () => {
  const rng = Rng.fromSeed(1);
  const cases = Number(process.env.INNERGAP_SETTINGS ?? 100);
  let beyond = 0;
  for (let round = 0; round < cases; round++) {
    const [samples, contexts] = [1 + rng.below(200), 1 + rng.below(100)];
    const given = { ...options, errorRate: 0.05 + 0.3 * rng.unit(), noise: 0.01 + 0.2 * rng.unit() };
    const world = questionWorld({ errorRate: given.errorRate }, rng.fork(`world-${round}`));
    const lengths = Array.from({ length: 60 }, () => {
      const { truth, label } = drawQuestions(world, contexts, rng);
      const times = drawSamples(contexts, samples, rng);
      let [mistakes, named] = [0, 0];
      truth.forEach((x, i) => {
        if (x === label[i]) return;
        mistakes += times[i]!;
        if (times[i]! > 0) named++;
      });
      return [mistakes * mistakeNats(given.noise), named * given.exceptionBits * Math.LN2] as const;
    });
    const expected = expectedLengths(samples, contexts, given);
    const price = given.truthBits * Math.LN2;
    for (const [of, key] of [
      [0, "truth"],
      [1, "truth-with-exceptions"],
    ] as const) {
      const found = lengths.map((pair) => pair[of]);
      const error = sampleDeviation(found) / Math.sqrt(60);
      if (Math.abs(mean(found) - (expected[key] - price)) > 3 * error + 1e-9) beyond++;
    }
    expect(expected.label).toBeCloseTo((given.truthBits + given.deltaBits) * Math.LN2, 12);
  }
  // 60 data sets make a skewed mean: 1 % of the cases, and of small samples one more.
  expect(beyond).toBeLessThanOrEqual(1 + Math.floor((2 * cases) / 100));
});

test("borders lie where the closed forms say", () => {
  const many = 1e9;
  const crossing = labelCrossing({ errorRate: 0.05, noise: 0.01, deltaBits: 40 })!;
  expect(theoryPhase(0.99 * crossing, many, options)).toBe("truth");
  expect(theoryPhase(1.01 * crossing, many, options)).toBe("label");
  const threshold = exceptionThreshold(40, 0.05, 10);
  expect(theoryPhase(1e6, 0.99 * threshold, options)).toBe("truth-with-exceptions");
  expect(theoryPhase(1e6, 1.01 * threshold, options)).toBe("label");
  expect(theoryPhase(1, many, options)).toBe("other");
  const truth = truthCrossing(23, proxyMissShare, 0.05, 0.01);
  expect(theoryPhase(0.99 * truth, many, options)).toBe("proxy");
  expect(theoryPhase(1.01 * truth, many, options)).toBe("truth");
  // With r samples per context a share 1 - exp(-r) of contexts is seen: naming all wrong ones pays once r / (1 - exp(-r)) exceeds the
  // repetitions that pay for one; for 1.508 that is r = .92.
  const r = 0.92;
  expect(r / -Math.expm1(-r)).toBeCloseTo(exceptionRepetitions(10, 0.01), 1);
  expect(theoryPhase(0.95 * r * 79, 79, options)).toBe("truth");
  expect(theoryPhase(1.05 * r * 79, 79, options)).toBe("truth-with-exceptions");
});

test("what a learner has learned is told from its answers", () => {
  const shares = { truthOverProxy: 1, labelOverTruth: 0, memorised: 0 };
  expect(classOfAnswers(shares)).toBe("truth");
  expect(classOfAnswers({ ...shares, memorised: null })).toBe("truth");
  expect(classOfAnswers({ ...shares, memorised: 1 })).toBe("truth-with-exceptions");
  expect(classOfAnswers({ ...shares, labelOverTruth: 1 })).toBe("label");
  expect(classOfAnswers({ ...shares, truthOverProxy: 0.2 })).toBe("proxy");
  expect(classOfAnswers({ truthOverProxy: 0, labelOverTruth: 1, memorised: 1 })).toBe("other");
});

test("sizes out of range are refused", () => {
  expect(() => theoryPhase(-1, 10, options)).toThrow(InputError);
  expect(() => theoryPhase(10, 0, options)).toThrow(InputError);
  expect(() => exceptionThreshold(40, 0, 10)).toThrow(InputError);
});
