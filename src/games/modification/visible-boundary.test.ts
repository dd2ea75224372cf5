// Training whose end is announced, against every plan written out, and against the deception game that it becomes without pay for cooperation.
import { expect, test } from "vitest";
import { randomModificationGame } from "../../../tests/support/modification-games.ts";
import { Rng } from "../../base/rng.ts";
import { solveVisibleBoundary, type VisibleBoundary } from "./visible-boundary.ts";

const settings = Number(process.env.INNERGAP_SETTINGS ?? 100);
const stream = (name: string) => Rng.fromSeed(1).fork("visible-boundary").fork(name);

/** Value of one plan, forwards: the chance to be unseen and what a sighting leaves are carried along. */
function planValue(game: VisibleBoundary, plan: string, defectsLater: boolean): number {
  const { motive, training, deployment, discount } = game;
  const tail = (delay: number) => (motive.gain * (1 - discount ** delay)) / (1 - discount);
  let [value, unseen, worth] = [0, 1, 1];
  const act = (defects: boolean, { detection, delay }: VisibleBoundary["training"]) => {
    value += unseen * worth * (defects ? motive.gain : motive.benefit);
    worth *= discount;
    if (!defects) return;
    value += unseen * detection * worth * tail(delay);
    unseen *= 1 - detection;
  };
  for (const letter of plan) act(letter === "D", training);
  for (let step = 0; step < 3000 && worth * unseen > 1e-15; step++) act(defectsLater, deployment);
  return value;
}

test("backward induction finds the best of all plans", () => {
  const rng = stream("plans");
  for (let setting = 0; setting < settings; setting++) {
    const { motive, threat, discount } = randomModificationGame(rng);
    if (motive.gain <= motive.benefit) continue;
    const training = { detection: rng.unit(), delay: rng.below(3) };
    const game = { motive, training, deployment: threat, discount, steps: rng.below(5) };
    const found = solveVisibleBoundary(game);
    let best = 0;
    for (let bits = 0; bits < 2 ** (game.steps + 1); bits++) {
      const plan = Array.from({ length: game.steps }, (_, step) => ((bits >> step) & 1 ? "D" : "C")).join("");
      best = Math.max(best, planValue(game, plan, bits >> game.steps === 1));
    }
    expect(found.value / best).toBeCloseTo(1, 9);
    expect(planValue(game, found.training, found.deployment === "D") / best).toBeCloseTo(1, 9);
  }
});

test("without pay for cooperation it is the deception game: deceive where beta^k / (1 - beta) > 1", () => {
  const game = {
    motive: { gain: 1, benefit: 0 },
    training: { detection: 1, delay: 0 },
    deployment: { detection: 0, delay: 0 },
    steps: 2,
  };
  const threshold = (Math.sqrt(5) - 1) / 2;
  expect(solveVisibleBoundary({ ...game, discount: threshold + 1e-6 }).training).toBe("CC");
  expect(solveVisibleBoundary({ ...game, discount: threshold - 1e-6 }).training).toBe("DC");
});
