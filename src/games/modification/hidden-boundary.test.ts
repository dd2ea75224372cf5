// Waiting for an end of training that nobody announces: against Bellman's equation over all plans, and against lives that were played.
import { expect, test } from "vitest";
import { printFigures } from "../../../tests/support/figures.ts";
import { randomModificationGame } from "../../../tests/support/modification-games.ts";
import { Rng } from "../../base/rng.ts";
import { cooperationValue, defectionValue } from "./defection-value.ts";
import {
  bestWait,
  defectionValues,
  deploymentBelief,
  type HiddenBoundary,
  hiddenCatastrophe,
  valueOfWaiting,
} from "./hidden-boundary.ts";

const full = process.env.INNERGAP_FULL === "1";
const settings = full ? 1000 : 100;
const stream = (name: string) => Rng.fromSeed(1).fork("hidden-boundary").fork(name);

/** Deployment is watched no more closely, and answered no faster, than training. */
function randomBoundary(rng: Rng): HiddenBoundary {
  const { motive, threat, discount } = randomModificationGame(rng);
  const delay = rng.below(threat.delay + 1);
  return {
    motive,
    training: { detection: threat.detection + (1 - threat.detection) * rng.unit(), delay },
    deployment: threat,
    discount,
    hazard: 0.5 * rng.unit() ** 2,
    belief: rng.below(2) === 0 ? 0 : rng.unit(),
  };
}

/** The better of both actions now, where play goes on by the best wait from every belief: what Bellman's equation demands of its value. */
function bestOfOneStep(game: HiddenBoundary): { readonly value: number; readonly defects: boolean } {
  const { motive, training, deployment, discount, hazard, belief = 0 } = game;
  const ahead = (now: number) => bestWait({ ...game, belief: now + (1 - now) * hazard }).value;
  const rest = ({ delay }: { delay: number }) => (motive.gain * (1 - discount ** delay)) / (1 - discount);
  const [seenInTraining, seenInDeployment] = [
    (1 - belief) * training.detection,
    belief * deployment.detection,
  ];
  const unseen = 1 - seenInTraining - seenInDeployment;
  const after = unseen <= 0 ? 0 : ahead((belief - seenInDeployment) / unseen);
  const cooperate = motive.benefit + discount * ahead(belief);
  const defect =
    motive.gain +
    discount * (seenInTraining * rest(training) + seenInDeployment * rest(deployment) + unseen * after);
  return { value: Math.max(cooperate, defect), defects: defect > cooperate };
}

test("no plan beats waiting for the best moment: its value solves Bellman's equation at every belief", () => {
  const rng = stream("bellman");
  const waits: number[] = [];
  let never = 0;
  for (let setting = 0; setting < settings; setting++) {
    const game = randomBoundary(rng);
    if (game.motive.gain <= game.motive.benefit) continue;
    const { wait, value } = bestWait(game);
    const step = bestOfOneStep(game);
    expect(step.value / value).toBeCloseTo(1, 9);
    if (wait !== 0) expect(step.defects && step.value > value * (1 + 1e-9)).toBe(false);
    if (wait === null) never++;
    else waits.push(wait);
  }
  printFigures("modification-waits", "Best waits of random games", [
    {
      settings,
      "at once": waits.filter((wait) => wait === 0).length,
      later: waits.filter((wait) => wait > 0).length,
      never,
      longest: Math.max(...waits),
    },
  ]);
  expect(waits.filter((wait) => wait > 0).length).toBeGreaterThan(settings / 20);
  expect(never).toBeGreaterThan(settings / 20);
});

test("the best wait is the best of all waits tried one by one", () => {
  const rng = stream("waits");
  for (let setting = 0; setting < settings; setting++) {
    const game = randomBoundary(rng);
    const { wait, value } = bestWait(game);
    const never = cooperationValue(game.motive, game.discount);
    let best = never;
    for (let tried = 0; tried <= 100; tried++) best = Math.max(best, valueOfWaiting(game, tried));
    expect(value / best).toBeCloseTo(1, 9);
    if (wait !== null && wait > 0) expect(value).toBeGreaterThanOrEqual(valueOfWaiting(game, wait - 1));
  }
});

test("lives with a hidden boundary: values and catastrophes within three standard errors", () => {
  const rng = stream("lives");
  // Of fewer settings one in a hundred would be beyond too often by chance.
  const [settings, lives] = [1000, full ? 4000 : 1000];
  let [valuesBeyond, catastrophesBeyond] = [0, 0];
  for (let setting = 0; setting < settings; setting++) {
    const game = randomBoundary(rng);
    const [wait, length] = [rng.below(6), rng.between(1, 12)];
    const draws = rng.fork(`${setting}`);
    let [sum, squares, complete] = [0, 0, 0];
    for (let life = 0; life < lives; life++) {
      const { value, run } = play(game, wait, length, draws);
      sum += value;
      squares += value * value;
      if (run >= length) complete++;
    }
    const mean = sum / lives;
    const error = Math.sqrt(Math.max(0, squares / lives - mean * mean) / (lives - 1));
    if (Math.abs(mean - valueOfWaiting(game, wait)) > 3 * error + 1e-6 * mean) valuesBeyond++;
    const chance = hiddenCatastrophe(game, wait, length);
    const spread = Math.sqrt((chance * (1 - chance)) / lives);
    if (Math.abs(complete / lives - chance) > 3 * spread + 1e-12) catastrophesBeyond++;
  }
  printFigures("modification-hidden-lives", "Hidden boundary: simulated lives beyond three standard errors", [
    { settings, lives, value: valuesBeyond, catastrophe: catastrophesBeyond },
  ]);
  expect(valuesBeyond).toBeLessThanOrEqual(settings / 100);
  expect(catastrophesBeyond).toBeLessThanOrEqual(settings / 100);
});

/** One life: cooperates for `wait` steps, then defects until it is modified or its rest is worth nothing. */
function play(game: HiddenBoundary, wait: number, length: number, rng: Rng): { value: number; run: number } {
  const { motive, training, deployment, discount, hazard, belief = 0 } = game;
  let deployed = rng.unit() < belief;
  let [value, worth, run, left] = [0, 1, 0, Number.POSITIVE_INFINITY];
  for (let step = 0; left > 0 && (worth > 1e-8 || run < length); step++) {
    const defects = step >= wait;
    value += worth * (defects ? motive.gain : motive.benefit);
    worth *= discount;
    if (defects) run++;
    const threat = deployed ? deployment : training;
    if (left < Number.POSITIVE_INFINITY) left--;
    else if (defects && rng.unit() < threat.detection) left = threat.delay;
    if (!deployed) deployed = rng.unit() < hazard;
  }
  return { value, run };
}

test("a hazard of 0 is training for ever, a belief of 1 deployment from the start", () => {
  const game = {
    motive: { gain: 3, benefit: 1 },
    training: { detection: 0.5, delay: 0 },
    deployment: { detection: 0.01, delay: 0 },
    discount: 0.95,
  };
  expect(bestWait({ ...game, hazard: 0 }).wait).toBeNull();
  expect(bestWait({ ...game, hazard: 0, belief: 1 }).wait).toBe(0);
  expect(bestWait({ ...game, hazard: 1 }).wait).toBe(1);
  expect(defectionValues({ ...game, hazard: 0 }).training).toBeCloseTo(
    defectionValue(game.motive, game.training, 0.95),
    12,
  );
  expect(deploymentBelief({ hazard: 0.1 }, 2)).toBeCloseTo(0.19, 12);
  expect(bestWait({ ...game, hazard: 1e-12 }).wait).toBeGreaterThan(1e9);
});
