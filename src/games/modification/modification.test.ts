// What the section on train-test and online learning must show: closed forms, programme and simulation agree, and say who is right when.
import { expect, test } from "vitest";
import { printFigures } from "../../../tests/support/figures.ts";
import { randomModificationGame } from "../../../tests/support/modification-games.ts";
import { Rng } from "../../base/rng.ts";
import { catastropheProbability, stepsThatMatter } from "./catastrophe-probability.ts";
import { cooperationValue, defectionValue, prefersDefection, retainedShare } from "./defection-value.ts";
import { delayBeyondDeterrence, detectionThreshold } from "./detection-threshold.ts";
import { bestWait } from "./hidden-boundary.ts";
import { catastropheShare, defectingShare, simulatePopulation } from "./motive-population.ts";
import { solveModification } from "./programme.ts";
import { simulateDefector } from "./simulate-defector.ts";

const full = process.env.INNERGAP_FULL === "1";
const settings = 1000;
const stream = (name: string) => Rng.fromSeed(1).fork("modification").fork(name);
const motive = { gain: 3, benefit: 1 };
const population = { median: 3, logDeviation: 1 };

test("S14 (a): R and q* to 1e-6, and simulated lives within three standard errors", () => {
  expect(detectionThreshold(motive, 0, 0.95)).toBeCloseTo(2 / 19, 12);
  expect(detectionThreshold(motive, 0, 0.95)).toBeCloseTo(0.105263, 6);
  expect(detectionThreshold(motive, 6, 0.95)).not.toBeNull();
  expect(detectionThreshold(motive, 7, 0.95)).toBeNull();
  expect(delayBeyondDeterrence(motive, 0.95)).toBe(7);
  expect(retainedShare({ detection: 0.3, delay: 0 }, 0.95)).toBeCloseTo(1 - 0.285 / 0.335, 12);
  const rng = stream("lives");
  const lives = full ? 4000 : 1000;
  let [valuesBeyond, catastrophesBeyond] = [0, 0];
  for (let setting = 0; setting < settings; setting++) {
    const { threat, discount, length } = randomModificationGame(rng);
    const found = simulateDefector(threat, discount, length, lives, rng.fork(`${setting}`));
    const { mean, standardError } = found.retained;
    const share = retainedShare(threat, discount);
    if (Math.abs(mean - share) > 3 * standardError + 1e-9) valuesBeyond++;
    const chance = catastropheProbability(threat, length);
    const error = Math.sqrt((chance * (1 - chance)) / lives);
    if (Math.abs(found.catastrophe.estimate - chance) > 3 * error) catastrophesBeyond++;
  }
  printFigures("modification-lives", "S14 (a): simulated lives beyond three standard errors", [
    { settings, lives, "share retained": valuesBeyond, catastrophe: catastrophesBeyond },
  ]);
  expect(valuesBeyond).toBeLessThanOrEqual(settings / 100);
  expect(catastrophesBeyond).toBeLessThanOrEqual(settings / 100);
});

test("S14 (a): the threshold is where the two plans are worth the same", () => {
  const rng = stream("thresholds");
  let inside = 0;
  for (let setting = 0; setting < settings; setting++) {
    const { motive: drawn, threat, discount } = randomModificationGame(rng);
    const threshold = detectionThreshold(drawn, threat.delay, discount);
    const at = (detection: number) => prefersDefection(drawn, { ...threat, detection }, discount);
    if (threshold === null) {
      expect(at(1)).toBe(true);
    } else if (threshold === 0) {
      expect(at(0)).toBe(false);
    } else {
      inside++;
      const same = defectionValue(drawn, { ...threat, detection: threshold }, discount);
      expect(same / cooperationValue(drawn, discount)).toBeCloseTo(1, 9);
      expect(at(threshold * (1 - 1e-6))).toBe(true);
      expect(at(Math.min(1, threshold * (1 + 1e-6)))).toBe(false);
    }
  }
  expect(inside).toBeGreaterThan(settings / 10);
});

test("S14 (b): the exact programme over (q, tau, L) equals the closed forms", () => {
  const rng = stream("programme");
  let defects = 0;
  for (let setting = 0; setting < settings; setting++) {
    const game = randomModificationGame(rng);
    const { motive: drawn, threat, discount, length } = game;
    const solution = solveModification(game);
    const [cooperating, defecting] = [
      cooperationValue(drawn, discount),
      defectionValue(drawn, threat, discount),
    ];
    const chance = catastropheProbability(threat, length);
    expect(solution.defects).toBe(prefersDefection(drawn, threat, discount));
    expect(solution.best.value / Math.max(cooperating, defecting)).toBeCloseTo(1, 10);
    expect(solution.defecting.value / defecting).toBeCloseTo(1, 10);
    expect(solution.defecting.catastrophe).toBeCloseTo(chance, 12);
    expect(solution.best.catastrophe).toBeCloseTo(solution.defects ? chance : 0, 12);
    if (solution.defects) defects++;
  }
  expect(defects).toBeGreaterThan(settings / 5);
  expect(defects).toBeLessThan((4 * settings) / 5);
});

test("S14 (d): the four population numbers, exactly and with a hundred thousand agents", () => {
  const cells = [
    { detection: 0.3, delay: 0, expected: 0.2108 },
    { detection: 0.3, delay: 10, expected: 0.6505 },
    { detection: 0.05, delay: 10, expected: 0.7745 },
    { detection: 0.05, delay: 0, expected: 0.6667 },
  ];
  const rows = cells.map(({ expected, ...threat }) => {
    const game = { population, threat, discount: 0.95 };
    const exact = defectingShare(game);
    const simulated = simulatePopulation(game, {
      agents: 100_000,
      length: 5,
      rng: stream(`population-${threat.detection}-${threat.delay}`),
    });
    expect(exact).toBeCloseTo(expected, 4);
    expect(Math.abs(simulated.defecting.estimate - expected)).toBeLessThan(0.01);
    expect(Math.abs(simulated.catastrophe!.estimate - catastropheShare(game, 5))).toBeLessThan(0.01);
    return {
      ...threat,
      exact,
      simulated: simulated.defecting.estimate,
      "catastrophe of 5, exact": catastropheShare(game, 5),
      "catastrophe of 5, simulated": simulated.catastrophe!.estimate,
    };
  });
  printFigures("modification-population", "S14 (d): shares of a population that defect", rows);
});

test("S14 (d): drawn populations within three standard errors of the exact shares", () => {
  const rng = stream("populations");
  const agents = 2000;
  let [beyond, outside] = [0, 0];
  for (let setting = 0; setting < settings; setting++) {
    const { threat, discount, length } = randomModificationGame(rng);
    const drawn = { median: Math.exp(rng.normal() + 0.5), logDeviation: 0.2 + 2 * rng.unit() };
    const game = { population: drawn, threat, discount, recognition: rng.unit() };
    const found = simulatePopulation(game, { agents, length, rng: rng.fork(`${setting}`) });
    const shares = [
      [defectingShare(game), found.defecting],
      [catastropheShare(game, length), found.catastrophe!],
    ] as const;
    for (const [share, simulated] of shares) {
      const error = Math.sqrt((share * (1 - share)) / agents);
      if (Math.abs(simulated.estimate - share) > 3 * error + 1e-12) beyond++;
      if (simulated.low > share || simulated.high < share) outside++;
    }
  }
  printFigures("modification-populations", "S14 (d): drawn populations against exact shares", [
    {
      shares: 2 * settings,
      agents,
      "beyond three standard errors": beyond,
      "outside the 95 % interval": outside,
    },
  ]);
  expect(beyond).toBeLessThanOrEqual((2 * settings) / 100);
  expect(outside).toBeLessThan((2 * settings) / 15);
});

test("S14 (e): detection has no say in the catastrophe up to L = tau + 1, and a falling one beyond", () => {
  for (let delay = 0; delay <= 10; delay++) {
    for (let length = 1; length <= 14; length++) {
      const chance = (detection: number) =>
        solveModification({
          motive: { gain: 1, benefit: 0 },
          threat: { detection, delay },
          discount: 0.95,
          length,
        }).best.catastrophe;
      if (length <= delay + 1) {
        for (const detection of [0, 0.3, 1]) expect(chance(detection)).toBe(1);
      } else {
        expect(chance(0.3)).toBeCloseTo(0.7 ** stepsThatMatter(delay, length), 12);
        expect(chance(0.3)).toBeLessThan(chance(0.1));
      }
    }
  }
  expect(catastropheProbability({ detection: 0.3, delay: 0 }, 5)).toBeCloseTo(0.2401, 12);
  expect(1 / catastropheProbability({ detection: 0.3, delay: 0 }, 5)).toBeGreaterThan(2);
});

test("S14 (f): where nothing is seen, the paradigms are the same to the last bit", () => {
  const rng = stream("unseen");
  for (let setting = 0; setting < settings; setting++) {
    const { motive: drawn, threat, discount, length } = randomModificationGame(rng);
    const online = { detection: 0, delay: 0 };
    const human = { detection: 0, delay: threat.delay };
    const share = (one: typeof online) => defectingShare({ population, threat: one, discount });
    expect(retainedShare(human, discount)).toBe(retainedShare(online, discount));
    expect(share(human)).toBe(share(online));
    expect(share(human)).toBeCloseTo(defectingShare({ population, threat, discount, recognition: 0 }), 15);
    expect(catastropheProbability(human, length)).toBe(1);
    expect(catastropheProbability(online, length)).toBe(1);
    const hidden = { motive: drawn, training: online, deployment: human, discount, hazard: rng.unit() };
    expect(bestWait(hidden).wait).toBe(drawn.gain > drawn.benefit ? 0 : null);
  }
  const simulated = [0, 10].map((delay) =>
    simulatePopulation(
      { population, threat: { detection: 0, delay }, discount: 0.95 },
      { agents: 2000, length: 5, rng: Rng.fromSeed(3).fork("unseen") },
    ),
  );
  expect(simulated[0]).toEqual(simulated[1]);
});
