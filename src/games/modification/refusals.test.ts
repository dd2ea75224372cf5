// Parameters that no game has are refused at once, by name.
import { expect, test } from "vitest";
import { InputError } from "../../base/errors.ts";
import { Rng } from "../../base/rng.ts";
import { catastropheProbability } from "./catastrophe-probability.ts";
import { retainedShare } from "./defection-value.ts";
import { detectionThreshold } from "./detection-threshold.ts";
import { bestWait } from "./hidden-boundary.ts";
import { defectionAfterTrials } from "./learned-detection.ts";
import { defectingShare, simulatePopulation } from "./motive-population.ts";
import { solveModification } from "./programme.ts";
import { solveVisibleBoundary } from "./visible-boundary.ts";

const motive = { gain: 3, benefit: 1 };
const threat = { detection: 0.3, delay: 0 };
const population = { median: 3, logDeviation: 1 };
const boundary = { motive, training: threat, deployment: threat, discount: 0.9 };

test.each([
  ["threat.detection", () => retainedShare({ detection: 1.1, delay: 0 }, 0.9)],
  ["threat.detection", () => retainedShare({ detection: Number.NaN, delay: 0 }, 0.9)],
  ["threat.delay", () => retainedShare({ detection: 0.1, delay: -1 }, 0.9)],
  ["discount", () => retainedShare(threat, 1)],
  ["motive.gain", () => detectionThreshold({ gain: -1, benefit: 1 }, 0, 0.9)],
  ["delay", () => detectionThreshold(motive, 0.5, 0.9)],
  ["length", () => catastropheProbability(threat, 0)],
  [
    "delay x length",
    () => solveModification({ motive, threat: { detection: 0.1, delay: 1e6 }, discount: 0.9, length: 1e6 }),
  ],
  [
    "population.median",
    () => defectingShare({ population: { ...population, median: 0 }, threat, discount: 0.9 }),
  ],
  ["recognition", () => defectingShare({ population, threat, discount: 0.9, recognition: 2 })],
  [
    "agents",
    () => simulatePopulation({ population, threat, discount: 0.9 }, { agents: 1e9, rng: Rng.fromSeed(1) }),
  ],
  ["hazard", () => bestWait({ ...boundary, hazard: -0.1 })],
  ["belief", () => bestWait({ ...boundary, hazard: 0.1, belief: 2 })],
  ["steps", () => solveVisibleBoundary({ ...boundary, steps: -1 })],
  ["trials", () => defectionAfterTrials({ motive, delay: 0, discount: 0.9 }, 0.1, 1e9)],
])("%s", (place, ask) => {
  expect(ask).toThrow(InputError);
  expect(ask).toThrow(place);
});
