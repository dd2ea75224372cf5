import { expect, test } from "vitest";
import { printFigures } from "../../../tests/support/figures.ts";
import { lifetimeMoments } from "../../../tests/support/lifetime-moments.ts";
import { Rng } from "../../base/rng.ts";
import { type DeceptionGame, deceptionGame } from "./deception-game.ts";
import { Lifetime } from "./lifetime.ts";
import { namedPlans, planValue } from "./plans.ts";
import { isBestPlan, solveVisible } from "./visible-phase.ts";

const cases = Number(process.env.INNERGAP_SETTINGS ?? 100);
const lives = process.env.INNERGAP_FULL ? 20_000 : 5_000;

/** A random game; in one of three beta or d lies at an end of its range, where ties are. */
function randomGame(rng: Rng, mostOfEach: number): DeceptionGame {
  const share = () => (rng.below(3) === 0 ? rng.below(2) : rng.unit());
  return deceptionGame({
    training: rng.between(0, mostOfEach),
    deployment: rng.between(1, mostOfEach),
    modification: share(),
    discount: share(),
  });
}

function allPlans(length: number): string[] {
  return Array.from({ length: 2 ** length }, (_, bits) =>
    Array.from({ length }, (_, episode) => ((bits >> episode) & 1 ? "B" : "A")).join(""),
  );
}

/** By enumerating which defections in training are caught: no recursion over time. */
function enumeratedValue(game: DeceptionGame, plan: string): number {
  const { training, modification: d, discount } = game;
  const watched = Array.from(plan.slice(0, training)).flatMap((letter, at) => (letter === "B" ? [at] : []));
  const paid = (until: number) =>
    Array.from(plan).reduce(
      (sum, letter, at) => sum + (letter === "B" && at <= until ? discount ** at : 0),
      0,
    );
  const caughtAt = watched.reduce((sum, at, index) => sum + (1 - d) ** index * d * paid(at), 0);
  return caughtAt + (1 - d) ** watched.length * paid(plan.length);
}

/** As in visible-phase.ts: best in what remains from every episode on. */
function bestInEverySubgame(game: DeceptionGame, plan: string): boolean {
  return Array.from(plan).every((_, from) => {
    const rest = (letters: string) => {
      const training = Math.max(game.training - from, 0);
      const deployment = letters.length - training;
      return enumeratedValue({ ...game, training, deployment }, letters);
    };
    const most = Math.max(...allPlans(plan.length - from).map(rest));
    return rest(plan.slice(from)) >= most - 1e-11;
  });
}

test("S12 (a): the published game is solved by A, A, B, B, B, which is worth 3", () => {
  const solution = solveVisible(deceptionGame({}));
  expect(solution).toMatchObject({ plan: "AABBB", value: 3, planCount: 1, plans: ["AABBB"] });
  expect(planValue(deceptionGame({}), "BBBBB")).toBe(1);
  expect(namedPlans(deceptionGame({})).map(({ plan, value }) => [plan, value])).toEqual([
    ["BBBBB", 1],
    ["AAAAA", 0],
    ["AABBB", 3],
    ["ABBBB", 1],
    ["BABBB", 1],
    ["BBAAA", 1],
  ]);
});

test("S12 (b): at d = 1/3 deceiving, defecting at the end of training and defecting openly compare as published", () => {
  const at = (modification: number) =>
    namedPlans(deceptionGame({ modification })).map(({ name, value }) => [name, value] as const);
  const values = new Map(at(1 / 3));
  expect(values.get("deceive")).toBeCloseTo(3, 12);
  expect(values.get("defect from the last training episode on")).toBeCloseTo(3, 12);
  for (const d of [0, 0.2, 0.5, 0.9]) {
    const found = new Map(at(d));
    expect(found.get("always defect")).toBeCloseTo(1 + (1 - d) + 3 * (1 - d) ** 2, 12);
    expect(found.get("defect from the last training episode on")).toBeCloseTo(1 + 3 * (1 - d), 12);
  }
});

test("the programme agrees with enumeration of all plans and all replacements", () => {
  const rng = Rng.fromSeed("deception/enumeration");
  for (let index = 0; index < cases; index++) {
    const game = randomGame(rng, 3);
    const solution = solveVisible(game, 1000);
    const plans = allPlans(game.training + game.deployment);
    const values = plans.map((plan) => enumeratedValue(game, plan));
    const errors = plans.map((plan, at) => Math.abs(planValue(game, plan) - values[at]!));
    expect(Math.max(...errors)).toBeLessThan(1e-12);
    expect(Math.abs(solution.value - Math.max(...values))).toBeLessThan(1e-12);
    const best = plans.filter((plan) => bestInEverySubgame(game, plan)).sort();
    expect([...solution.plans]).toEqual(best);
    expect(solution.planCount).toBe(best.length);
    expect(plans.filter((plan) => isBestPlan(solution, plan)).sort()).toEqual(best);
  }
});

test("simulated lives earn what plans are said to be worth", { timeout: 300_000 }, () => {
  const rng = Rng.fromSeed("deception/simulation");
  let beyond = 0;
  for (let index = 0; index < cases; index++) {
    const game = randomGame(rng, 5);
    const plan = Array.from({ length: game.training + game.deployment }, () => "AB"[rng.below(2)]).join("");
    const chances = rng.fork(`lives-${index}`);
    const life = new Lifetime(game);
    let [sum, done] = [0, true];
    for (let repetition = 0; repetition < lives; repetition++) {
      life.reset();
      let [earned, factor] = [0, 1];
      for (const letter of plan) {
        life.step(letter === "B" ? 1 : 0, chances);
        earned += factor * life.reward;
        factor *= game.discount;
      }
      done &&= life.done;
      sum += earned;
    }
    expect(done).toBe(true);
    const { mean, variance } = lifetimeMoments(
      game,
      Array.from(plan, (letter) => (letter === "B" ? 1 : 0)),
    );
    expect(Math.abs(mean - planValue(game, plan))).toBeLessThan(1e-12);
    if (Math.abs(sum / lives - mean) > 3 * Math.sqrt(variance / lives) + 1e-9) beyond++;
  }
  if (process.env.INNERGAP_FULL) {
    printFigures("deception-simulation", "Deception game: simulated plans against exact values", [
      { settings: cases, lives, "beyond 3 standard errors": beyond },
    ]);
  }
  expect(beyond).toBeLessThanOrEqual(Math.max(1, 0.01 * cases));
});

test("forty episodes are solved in less than a second, ties included", () => {
  const start = performance.now();
  for (const training of [1, 10, 20, 39]) {
    for (const modification of [0, 0.5, 1]) {
      solveVisible(deceptionGame({ training, deployment: 40 - training, modification }));
    }
  }
  const tied = solveVisible(deceptionGame({ training: 40, deployment: 0 }));
  expect(performance.now() - start).toBeLessThan(1000);
  expect(tied.planCount).toBe(2 ** 39);
  expect(tied.plans).toHaveLength(64);
});

test("impossible games are refused by name", () => {
  expect(() => deceptionGame({ modification: 1.5 })).toThrow("deception game.modification: found 1.5");
  expect(() => deceptionGame({ discount: -0.1 })).toThrow("deception game.discount: found -0.1");
  expect(() => deceptionGame({ training: -1 })).toThrow("deception game.training: found -1");
  expect(() => deceptionGame({ training: 1e9 })).toThrow("at most 1000");
  expect(() => deceptionGame({ training: 0, deployment: 0 })).toThrow("training + deployment");
  expect(() => planValue(deceptionGame({}), "AAB")).toThrow("5 letters");
});
