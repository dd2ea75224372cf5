import { expect, test } from "vitest";
import { Rng } from "../../base/rng.ts";
import { deceptionGame } from "./deception-game.ts";
import { deceptionThresholds } from "./deception-thresholds.ts";
import { solveVisible } from "./visible-phase.ts";

const cases = Number(process.env.INNERGAP_SETTINGS ?? 200);

test("S12 (b): thresholds of the published game, beta* = .682328 and d* = 1/3", () => {
  const { discount, modification } = deceptionThresholds({ training: 2, deployment: 3 });
  expect(discount).toBeCloseTo(0.682328, 6);
  expect(discount! ** 3 + discount!).toBeCloseTo(1, 12);
  expect(modification).toBeCloseTo(1 / 3, 12);
});

test("with one episode of deployment nobody deceives below a discount of 1", () => {
  expect(deceptionThresholds({ training: 2, deployment: 1 })).toEqual({ discount: null, modification: null });
  expect(deceptionThresholds({ training: 2, deployment: 0 })).toEqual({ discount: null, modification: null });
});

test("on either side of its thresholds the programme deceives, and does not", () => {
  const rng = Rng.fromSeed("deception/thresholds");
  for (let index = 0; index < cases; index++) {
    const input = {
      training: rng.between(1, 12),
      deployment: rng.between(0, 12),
      modification: rng.unit(),
      discount: 0.3 + 0.7 * rng.unit(),
    };
    const { discount, modification } = deceptionThresholds(input);
    const deceives = (change: object) => {
      const { plan, planCount } = solveVisible(deceptionGame({ ...input, ...change }));
      return planCount === 1 && plan === "A".repeat(input.training) + "B".repeat(input.deployment);
    };
    if (discount === null) expect(deceives({ discount: 1 - 1e-9 })).toBe(false);
    else {
      expect(deceives({ discount: Math.min(discount * (1 + 1e-6), 1) })).toBe(true);
      expect(deceives({ discount: discount * (1 - 1e-6) })).toBe(false);
    }
    if (modification === null) expect(deceives({ modification: 1 })).toBe(false);
    else {
      expect(deceives({ modification: Math.min(modification * (1 + 1e-6), 1) })).toBe(true);
      expect(deceives({ modification: modification * (1 - 1e-6) })).toBe(false);
    }
  }
});

test("a threshold needs training, and shares between 0 and 1", () => {
  expect(() => deceptionThresholds({ training: 0, deployment: 3 })).toThrow("training: found 0");
  expect(() => deceptionThresholds({ training: 2, deployment: -1 })).toThrow("deployment: found -1");
  expect(() => deceptionThresholds({ training: 2, deployment: 3, discount: 2 })).toThrow("discount: found 2");
});
