import { expect, test } from "vitest";
import { printFigures } from "../../../tests/support/figures.ts";
import { lifetimeMoments } from "../../../tests/support/lifetime-moments.ts";
import { Rng } from "../../base/rng.ts";
import { type DeceptionGame, deceptionGame } from "./deception-game.ts";
import { flagValue, solveFlag } from "./flag-seen.ts";
import { closedDefectProbability, hiddenValue, solveHidden } from "./hidden-phase.ts";
import { Lifetime } from "./lifetime.ts";
import { bestCoin, coinValue } from "./same-coin.ts";
import { solveVisible } from "./visible-phase.ts";

const cases = Number(process.env.INNERGAP_SETTINGS ?? 60);
const lives = process.env.INNERGAP_FULL ? 20_000 : 4_000;

function randomGame(rng: Rng): DeceptionGame {
  return deceptionGame({
    training: rng.between(1, 8),
    deployment: rng.between(1, 8),
    modification: rng.below(3) === 0 ? 1 : rng.unit(),
    discount: rng.below(3) === 0 ? 1 : rng.unit(),
  });
}

test("S12 (b): with no flag p* = 5/9, worth 275/243; the published .61 is worth less", () => {
  const { defectProbability, value } = solveHidden(deceptionGame({}));
  expect(defectProbability).toBeCloseTo(5 / 9, 6);
  expect(value).toBeCloseTo(275 / 243, 12);
  expect(hiddenValue(deceptionGame({}), 0.61)).toBeCloseTo(1.1262, 4);
});

test("the absent-minded driver goes on with probability 2/3, for 4/3", () => {
  const driver = { rewards: [0, 4], survivals: [0, 0], last: 1, discount: 1 };
  const { at, value } = bestCoin(driver);
  expect(1 - at).toBeCloseTo(2 / 3, 6);
  expect(value).toBeCloseTo(4 / 3, 12);
  expect(coinValue(driver, 0)).toBe(1);
});

test("without discount, and certainly caught, the coin is that of the closed form", () => {
  for (let training = 1; training <= 20; training++) {
    for (let deployment = 1; deployment <= 20; deployment++) {
      const game = deceptionGame({ training, deployment });
      const { defectProbability, value } = solveHidden(game);
      const p = closedDefectProbability(training, deployment);
      const q = 1 - p;
      const closed = 1 + (deployment - 1) * q ** training - deployment * q ** (training + 1);
      expect(hiddenValue(game, p)).toBeCloseTo(closed, 12);
      expect(value).toBeCloseTo(closed, 12);
      if (training > 1 && deployment > 1) expect(defectProbability).toBeCloseTo(p, 5);
    }
  }
});

test("simulated coins, with and without flags, earn what they are said to", { timeout: 300_000 }, () => {
  const rng = Rng.fromSeed("deception/coins");
  let beyond = 0;
  for (let index = 0; index < cases; index++) {
    const game = randomGame(rng);
    const seen = [0, 1, rng.unit()][rng.below(3)]!;
    const policy = { training: rng.unit(), deployment: rng.unit(), unseen: rng.unit() };
    const chances = rng.fork(`lives-${index}`);
    const life = new Lifetime(game);
    let sum = 0;
    for (let repetition = 0; repetition < lives; repetition++) {
      let [earned, factor] = [0, 1];
      life.reset();
      for (let episode = 0; episode < game.training + game.deployment; episode++) {
        const flag = chances.unit() < seen;
        const p = !flag ? policy.unseen : episode < game.training ? policy.training : policy.deployment;
        life.step(chances.unit() < p ? 1 : 0, chances);
        earned += factor * life.reward;
        factor *= game.discount;
      }
      sum += earned;
    }
    const rates = Array.from({ length: game.training + game.deployment }, (_, episode) => {
      const shown = episode < game.training ? policy.training : policy.deployment;
      return seen * shown + (1 - seen) * policy.unseen;
    });
    const { mean, variance } = lifetimeMoments(game, rates);
    expect(Math.abs(mean - flagValue(game, seen, policy))).toBeLessThan(1e-12);
    if (Math.abs(sum / lives - mean) > 3 * Math.sqrt(variance / lives) + 1e-9) beyond++;
  }
  if (process.env.INNERGAP_FULL) {
    printFigures("deception-coins", "Deception game: simulated coins against exact values", [
      { settings: cases, lives, "beyond 3 standard errors": beyond },
    ]);
  }
  expect(beyond).toBeLessThanOrEqual(Math.max(1, 0.01 * cases));
});

test("no policy on a grid is better than the one that is called best", () => {
  const rng = Rng.fromSeed("deception/grid");
  const grid = Array.from({ length: 41 }, (_, index) => index / 40);
  for (let index = 0; index < cases; index++) {
    const game = randomGame(rng);
    const seen = [0, 1, rng.unit()][rng.below(3)]!;
    const { policy, value } = solveFlag(game, seen);
    expect(flagValue(game, seen, policy)).toBeCloseTo(value, 12);
    let most = 0;
    for (const training of grid) {
      for (const unseen of grid) {
        for (const deployment of [0, 0.5, 1]) {
          most = Math.max(most, flagValue(game, seen, { training, deployment, unseen }));
        }
      }
    }
    expect(most).toBeLessThanOrEqual(value + 1e-12);
    // The grid is fine enough to come near what the solver says can be had.
    expect(value - most).toBeLessThan(0.03 * value);
  }
});

test("a flag that is never seen is a hidden phase, one that is always seen a visible one, and more is never worse", () => {
  const rng = Rng.fromSeed("deception/between");
  for (let index = 0; index < cases; index++) {
    const game = randomGame(rng);
    const values = Array.from({ length: 11 }, (_, step) => solveFlag(game, step / 10).value);
    expect(values[0]).toBeCloseTo(solveHidden(game).value, 10);
    const visible = solveVisible(game);
    expect(values[10]).toBeLessThanOrEqual(visible.value + 1e-12);
    // Where the best plan acts alike in all of training, counting episodes is worth nothing.
    if (new Set(visible.plan.slice(0, game.training)).size === 1) {
      expect(values[10]).toBeCloseTo(visible.value, 10);
    }
    for (let step = 1; step <= 10; step++) {
      expect(values[step]!).toBeGreaterThanOrEqual(values[step - 1]! - 1e-10);
    }
  }
});

test("what is no probability is refused", () => {
  expect(() => solveFlag(deceptionGame({}), 1.2)).toThrow("flag probability: found 1.2");
  expect(() => hiddenValue(deceptionGame({}), Number.NaN)).toThrow("defect probability: found NaN");
});
