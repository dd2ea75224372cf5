// The world for learners is the game of the closed forms: constant defection in it is worth g R.
import { expect, test } from "vitest";
import { randomModificationGame } from "../../../tests/support/modification-games.ts";
import { Rng } from "../../base/rng.ts";
import { mean, sampleDeviation } from "../../base/stats.ts";
import { retainedShare } from "./defection-value.ts";
import { cooperate, defect, ModificationWorld } from "./modification-world.ts";

test("lives of constant defection are worth what the closed form says", () => {
  const rng = Rng.fromSeed(1).fork("modification-world");
  const [settings, lives] = [200, 400];
  let beyond = 0;
  for (let setting = 0; setting < settings; setting++) {
    const { motive, threat, discount } = randomModificationGame(rng);
    const world = new ModificationWorld(motive, threat);
    const values = Array.from({ length: lives }, () => {
      world.reset();
      let [value, worth] = [0, 1];
      while (!world.done && worth > 1e-9) {
        world.step(defect, rng);
        value += worth * world.reward * (1 - discount);
        worth *= discount;
      }
      return value;
    });
    const error = sampleDeviation(values) / Math.sqrt(lives);
    const exact = motive.gain * retainedShare(threat, discount);
    if (Math.abs(mean(values) - exact) > 3 * error + 1e-6 * motive.gain) beyond++;
  }
  expect(beyond).toBeLessThanOrEqual(settings / 100);
});

test("cooperation is never seen, and a seen agent has its delay left whatever it does", () => {
  const rng = Rng.fromSeed(2).fork("modification-world");
  const world = new ModificationWorld({ gain: 3, benefit: 1 }, { detection: 1, delay: 2 });
  world.reset();
  for (let step = 0; step < 10; step++) world.step(cooperate, rng);
  expect([world.state, world.reward, world.done]).toEqual([0, 1, false]);
  world.step(defect, rng);
  expect([world.state, world.reward, world.done]).toEqual([2, 3, false]);
  world.step(cooperate, rng);
  expect([world.state, world.reward, world.done]).toEqual([1, 1, false]);
  world.step(defect, rng);
  expect([world.reward, world.done]).toEqual([3, true]);
});
