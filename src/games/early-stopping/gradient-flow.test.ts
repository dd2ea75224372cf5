import { expect, test } from "vitest";
import { printFigures } from "../../../tests/support/figures.ts";
import { Rng } from "../../base/rng.ts";
import {
  type FlowProblem,
  gradientFlow,
  loudProxy,
  type Pair,
  proxyShare,
  toyProblem,
} from "./gradient-flow.ts";

const settings = Number(process.env.INNERGAP_SETTINGS ?? 100);

test("S16 (b): gradient-flow shares to 1e-3", () => {
  const flow = gradientFlow(toyProblem(loudProxy));
  expect(flow.rates[0]).toBeCloseTo(4.92074, 5);
  expect(flow.rates[1]).toBeCloseTo(0.0792563, 6);
  const atTimes = [
    [0.25, 0.7821],
    [1, 0.7417],
    [2, 0.6844],
    [5, 0.5371],
    [10, 0.3594],
    [20, 0.1617],
    [50, 0.0149],
  ] as const;
  for (const [time, share] of atTimes)
    expect(Math.abs(proxyShare(flow.at(time), 2) - share)).toBeLessThan(1e-3);
  const atShares = [
    [0.5, 0.7811],
    [0.1, 0.4976],
    [0.02, 0.2206],
    [0.01, 0.1557],
  ] as const;
  const rows = atShares.map(([above, share]) => {
    const time = flow.timeAt(above);
    const found = proxyShare(flow.at(time), 2);
    expect(Math.abs(found - share)).toBeLessThan(1e-3);
    expect(flow.excess(flow.at(time))).toBeCloseTo(above * loudProxy.irreducible, 12);
    return { "above converged": above, time, "proxy share": found };
  });
  expect(Math.abs(flow.timeAt(0.1) - 5.948)).toBeLessThan(1e-3);
  printFigures("early-stopping-flow", "S16 (b): proxy share where training stops", rows);
});

function randomProblem(rng: Rng): FlowProblem {
  const [proxy, goal] = [0.1 + 4 * rng.unit(), 0.1 + 4 * rng.unit()];
  const both = (2 * rng.unit() - 1) * 0.98 * Math.sqrt(proxy * goal);
  const pair = (): Pair => [rng.normal(), rng.normal()];
  return { covariance: [proxy, both, goal], best: pair(), start: pair(), irreducible: 0.01 + rng.unit() };
}

/** The classical Runge-Kutta method. */
function integrated({ covariance: [a, b, d], best, start }: FlowProblem, time: number, steps: number): Pair {
  const slope = ([w, v]: Pair): Pair => [
    -(a * (w - best[0]) + b * (v - best[1])),
    -(b * (w - best[0]) + d * (v - best[1])),
  ];
  const moved = (from: Pair, by: Pair, much: number): Pair => [
    from[0] + much * by[0],
    from[1] + much * by[1],
  ];
  const h = time / steps;
  let at = start;
  for (let step = 0; step < steps; step++) {
    const k1 = slope(at);
    const k2 = slope(moved(at, k1, h / 2));
    const k3 = slope(moved(at, k2, h / 2));
    const k4 = slope(moved(at, k3, h));
    at = [0, 1].map((i) => at[i]! + (h / 6) * (k1[i]! + 2 * k2[i]! + 2 * k3[i]! + k4[i]!)) as unknown as Pair;
  }
  return at;
}

test("the closed form is what numerical integration and repeated steps give, in 1,000 random problems", () => {
  const rng = Rng.fromSeed(1).fork("flows");
  let largest = 0;
  for (let at = 0; at < settings; at++) {
    const problem = randomProblem(rng);
    const flow = gradientFlow(problem);
    const time = 5 * rng.unit();
    const exact = flow.at(time);
    const numeric = integrated(problem, time, 2000);
    const size = rng.unit() / flow.rates[0];
    const steps = rng.below(200);
    let walked = problem.start;
    const [a, b, d] = problem.covariance;
    for (let step = 0; step < steps; step++) {
      const [w, v] = [walked[0] - problem.best[0], walked[1] - problem.best[1]];
      walked = [walked[0] - size * (a * w + b * v), walked[1] - size * (b * w + d * v)];
    }
    const stepped = flow.descended(steps, size);
    for (const i of [0, 1] as const) {
      largest = Math.max(largest, Math.abs(exact[i] - numeric[i]), Math.abs(stepped[i] - walked[i]));
    }
    const above = 0.01 + rng.unit();
    const stopped = flow.timeAt(above);
    const left = flow.excess(integrated(problem, stopped, 2000));
    if (stopped > 0) expect(Math.abs(left / (above * problem.irreducible) - 1)).toBeLessThan(1e-6);
    else expect(flow.excess(problem.start)).toBeLessThanOrEqual(above * problem.irreducible);
  }
  expect(largest).toBeLessThan(1e-8);
  printFigures("early-stopping-integration", "S16: closed-form flow against integration", [
    { settings, "largest error of a weight": largest },
  ]);
});

test("without a correlation the goal alone is learned, and without time nothing is", () => {
  const apart = gradientFlow(toyProblem({ ...loudProxy, correlation: 0 }));
  for (const time of [0.1, 1, 10]) expect(proxyShare(apart.at(time), 2)).toBeCloseTo(0, 12);
  expect(gradientFlow(toyProblem(loudProxy)).at(0)).toEqual([expect.closeTo(0, 12), expect.closeTo(0, 12)]);
  const copy = gradientFlow(toyProblem({ ...loudProxy, correlation: 1 }));
  expect(proxyShare(copy.at(1e6), 2)).toBeCloseTo(0.8, 12);
});

test.each([
  [{ covariance: [1, 2, 1] }, /^covariance: found \[1,2,1\]/],
  [{ covariance: [-1, 0, 1] }, /^covariance/],
  [{ irreducible: -1 }, /^irreducible: found -1/],
  [{ best: [Number.NaN, 1] }, /^flow: found NaN/],
] as const)("refuses %j", (changed, message) => {
  expect(() => gradientFlow({ ...toyProblem(loudProxy), ...changed } as FlowProblem)).toThrow(message);
});

test("shares of nothing, and below nothing, are refused", () => {
  expect(() => gradientFlow(toyProblem({ ...loudProxy, irreducible: 0 })).timeAt(0.1)).toThrow(
    /^irreducible/,
  );
  expect(() => gradientFlow(toyProblem(loudProxy)).timeAt(0)).toThrow(/^above/);
});

test.each([
  [{ correlation: 1.5 }, /^correlation: found 1.5/],
  [{ loudness: 0 }, /^loudness: found 0/],
] as const)("refuses the toy %j", (changed, message) => {
  expect(() => toyProblem({ ...loudProxy, ...changed })).toThrow(message);
});
