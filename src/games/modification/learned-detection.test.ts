// Beliefs about detection that come from what happened: against a Bayes-adaptive programme, and against agents that lived through it.
import jstat from "jstat";
import { expect, test } from "vitest";
import { randomModificationGame } from "../../../tests/support/modification-games.ts";
import { Rng } from "../../base/rng.ts";
import { retainedShare } from "./defection-value.ts";
import {
  believedRetainedShare,
  type DetectionBelief,
  defectingShareAfterTrials,
  defectionAfterTrials,
  type LearnedGame,
  prefersDefectionBelieving,
} from "./learned-detection.ts";
import { defectingShare } from "./motive-population.ts";

const full = process.env.INNERGAP_FULL === "1";
const settings = 1000;
const stream = (name: string) => Rng.fromSeed(1).fork("learned-detection").fork(name);

const randomBelief = (rng: Rng): DetectionBelief => ({
  seen: 0.2 + 5 * rng.unit() ** 2,
  unseen: 0.2 + 30 * rng.unit() ** 2,
});

/** Value by backward induction over unseen defections so far, both actions free at every step; whoever cooperates learns nothing. */
function adaptiveValue({ motive, delay, discount }: LearnedGame, { seen, unseen }: DetectionBelief): number {
  const never = motive.benefit / (1 - discount);
  const rest = (motive.gain * (1 - discount ** delay)) / (1 - discount);
  let value = Math.max(never, motive.gain / (1 - discount));
  for (let step = 4000; step >= 0; step--) {
    const chance = seen / (seen + unseen + step);
    value = Math.max(never, motive.gain + discount * (chance * rest + (1 - chance) * value));
  }
  return value;
}

test("whoever learns while it acts does no better than to decide once, by the mean of R", () => {
  const rng = stream("adaptive");
  let defects = 0;
  for (let setting = 0; setting < settings; setting++) {
    const { motive, threat, discount } = randomModificationGame(rng);
    const game = { motive, delay: threat.delay, discount };
    const belief = randomBelief(rng);
    if (motive.gain <= motive.benefit) continue;
    const once = Math.max(
      motive.benefit,
      motive.gain * believedRetainedShare(belief, threat.delay, discount),
    );
    expect(once / (1 - discount) / adaptiveValue(game, belief)).toBeCloseTo(1, 9);
    if (prefersDefectionBelieving(game, belief)) defects++;
  }
  expect(defects).toBeGreaterThan(settings / 10);
  expect(defects).toBeLessThan((9 * settings) / 10);
});

test("much evidence leaves R at the true probability", () => {
  const belief = { seen: 3e6, unseen: 7e6 };
  expect(believedRetainedShare(belief, 2, 0.95)).toBeCloseTo(
    retainedShare({ detection: 0.3, delay: 2 }, 0.95),
    6,
  );
});

test("shares after trials are those of agents that lived through them", () => {
  const rng = stream("trials");
  const agents = full ? 2000 : 500;
  let [beyond, undecided] = [0, 0];
  for (let setting = 0; setting < settings; setting++) {
    const { threat, discount } = randomModificationGame(rng);
    const prior = randomBelief(rng);
    // A motive that some probability of detection would just deter: elsewhere few agents learn anything that changes what they do.
    const gain = 1 / retainedShare({ detection: rng.unit(), delay: threat.delay }, discount);
    const game = { motive: { gain, benefit: 1 }, delay: threat.delay, discount, prior };
    const trials = rng.below(12);
    const decisions = Array.from({ length: trials + 1 }, (_, seen) =>
      prefersDefectionBelieving(game, { seen: prior.seen + seen, unseen: prior.unseen + trials - seen }),
    );
    let defecting = 0;
    for (let agent = 0; agent < agents; agent++) {
      let seen = 0;
      for (let trial = 0; trial < trials; trial++) if (rng.unit() < threat.detection) seen++;
      if (decisions[seen]) defecting++;
    }
    const share = defectionAfterTrials(game, threat.detection, trials);
    if (share > 0.01 && share < 0.99) undecided++;
    const error = Math.sqrt((share * (1 - share)) / agents);
    if (Math.abs(defecting / agents - share) > 3 * error + 1e-12) beyond++;
  }
  expect(undecided).toBeGreaterThan(settings / 20);
  expect(beyond).toBeLessThanOrEqual(settings / 100);
});

test("a population that has tried often enough decides as one that knows the threat", () => {
  const population = { median: 3, logDeviation: 1 };
  const rng = stream("populations");
  for (let setting = 0; setting < 50; setting++) {
    const { threat, discount } = randomModificationGame(rng);
    const share = defectingShareAfterTrials(population, threat, discount, 5000);
    expect(Math.abs(share - defectingShare({ population, threat, discount }))).toBeLessThan(0.01);
  }
});

test("a population is the mean of its agents", () => {
  const population = { median: 3, logDeviation: 1 };
  const [threat, discount, trials] = [{ detection: 0.3, delay: 1 }, 0.95, 6];
  let sum = 0;
  const agents = 2000;
  for (let agent = 0; agent < agents; agent++) {
    const motive = { gain: 3 * Math.exp(jstat.jStat.normal.inv((agent + 0.5) / agents, 0, 1)), benefit: 1 };
    sum += defectionAfterTrials({ motive, delay: threat.delay, discount }, threat.detection, trials);
  }
  expect(sum / agents).toBeCloseTo(defectingShareAfterTrials(population, threat, discount, trials), 3);
});
