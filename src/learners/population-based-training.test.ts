import { expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { PopulationBasedTraining } from "./population-based-training.ts";
import { Reinforce } from "./reinforce.ts";

/** Members whose logit is their number, so that copies say whose they are. */
function numbered(members: number): Reinforce {
  const learner = new Reinforce({ members });
  learner.logits.set(Array.from({ length: members }, (_, member) => member));
  learner.rates.fill(1);
  return learner;
}

test("on random scores the lowest fifth become copies of members of the highest fifth, and nobody else changes", () => {
  const rng = Rng.fromSeed(1);
  for (let setting = 0; setting < 1000; setting++) {
    const members = rng.between(5, 40);
    // Few distinct scores in half of the settings: ties of every size.
    const distinct = setting % 2 === 0 ? rng.between(1, 4) : 1000;
    const scores = Float64Array.from({ length: members }, () => rng.below(distinct));
    const learner = numbered(members);
    const breeding = new PopulationBasedTraining(learner);
    breeding.round(scores, rng);
    const replaced = Math.floor(members / 5);
    expect(breeding.replaced).toBe(replaced);
    const sorted = scores.slice().sort();
    const [low, high] = [sorted[replaced - 1]!, sorted[members - replaced]!];
    const changed = [...learner.logits.keys()].filter((member) => learner.logits[member] !== member);
    expect(changed).toHaveLength(replaced);
    for (const member of changed) {
      expect(scores[member]).toBeLessThanOrEqual(low);
      const parent = learner.logits[member]!;
      expect(scores[parent]).toBeGreaterThanOrEqual(high);
      expect(changed).not.toContain(parent);
    }
    for (let member = 0; member < members; member++) {
      if (scores[member]! < low) expect(changed).toContain(member);
    }
  }
});

test("among equal scores everyone is replaced, and everyone copied, equally often", () => {
  const rng = Rng.fromSeed(2);
  const [members, rounds] = [10, 20_000];
  const replaced = new Float64Array(members);
  const copied = new Float64Array(members);
  for (let round = 0; round < rounds; round++) {
    const learner = numbered(members);
    new PopulationBasedTraining(learner).round(new Float64Array(members), rng);
    learner.logits.forEach((logit, member) => {
      if (logit === member) return;
      replaced[member]!++;
      copied[logit]!++;
    });
  }
  // Two of ten each: 4,000 expected, standard deviation below 70 and 80.
  for (const counts of [replaced, copied]) {
    for (const count of counts) expect(Math.abs(count - rounds / 5)).toBeLessThan(400);
  }
});

test("every rate is multiplied by 1.2 or .8, half of them by each", () => {
  const learner = numbered(10_000);
  new PopulationBasedTraining(learner).round(new Float64Array(10_000), Rng.fromSeed(3));
  const up = learner.rates.filter((rate) => rate === 1.2).length;
  expect(learner.rates.filter((rate) => rate === 0.8)).toHaveLength(10_000 - up);
  expect(Math.abs(up - 5000)).toBeLessThan(250);
});

test("a share that replaces nobody, or more than half, is refused", () => {
  expect(() => new PopulationBasedTraining(numbered(4))).toThrow(InputError);
  expect(() => new PopulationBasedTraining(numbered(10), { share: 0.6 })).toThrow(InputError);
  expect(() => new PopulationBasedTraining(numbered(10), { share: Number.NaN })).toThrow(InputError);
});
