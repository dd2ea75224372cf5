import { expect, test } from "vitest";
import { InputError } from "../../base/errors.ts";
import { Rng } from "../../base/rng.ts";
import { type CoupledReturn, expectedReturn, type Point, pointAfter, settle } from "./partial-steps.ts";
import { climbTwin, payoff, payoffSlopes, twinSlope, usualPayoffs } from "./twin-prisoners-dilemma.ts";

/** The twin: y is whatever x is. */
const twin: CoupledReturn = {
  value: (x, y) => payoff(usualPayoffs, x, y),
  response: (x) => x,
};
const walk = { delta: 0.01, low: 0, high: 1, most: 1000 };

test("S13 (c): twin prisoners' dilemma, limits 1 (value 3) with the full gradient and 0 (value 1) with the partial one", () => {
  const rng = Rng.fromSeed(1);
  for (let setting = 0; setting < 1000; setting++) {
    const [start, rate] = [rng.unit(), 0.001 + 0.2 * rng.unit()];
    expect(climbTwin("full", start, rate)).toMatchObject({ x: 1, value: 3 });
    expect(climbTwin("partial", start, rate)).toMatchObject({ x: 0, value: 1 });
  }
});

test("payoff and slopes are R(x, x) = 1 + 3x - x^2, 3 - 2x and -1 - y at the usual payoffs", () => {
  const rng = Rng.fromSeed(2);
  for (let setting = 0; setting < 1000; setting++) {
    const [x, y] = [rng.unit(), rng.unit()];
    expect(payoff(usualPayoffs, x, x)).toBeCloseTo(1 + 3 * x - x * x, 12);
    expect(twinSlope(usualPayoffs, "full", x)).toBeCloseTo(3 - 2 * x, 12);
    expect(payoffSlopes(usualPayoffs, x, y).own).toBeCloseTo(-1 - y, 12);
    expect(twinSlope(usualPayoffs, "partial", x)).toBeCloseTo(-1 - x, 12);
  }
});

test("slopes are central differences of the payoff, for any payoffs", () => {
  const rng = Rng.fromSeed(3);
  for (let setting = 0; setting < 1000; setting++) {
    const [temptation, reward, punishment, sucker] = [rng.normal(), rng.normal(), rng.normal(), rng.normal()];
    const payoffs = { temptation, reward, punishment, sucker };
    const [x, h] = [rng.unit(), 1e-4];
    const full = (payoff(payoffs, x + h, x + h) - payoff(payoffs, x - h, x - h)) / (2 * h);
    const partial = (payoff(payoffs, x + h, x) - payoff(payoffs, x - h, x)) / (2 * h);
    expect(twinSlope(payoffs, "full", x)).toBeCloseTo(full, 7);
    expect(twinSlope(payoffs, "partial", x)).toBeCloseTo(partial, 7);
  }
});

test("myopic: chosen as if y stayed, and y moves; stop-gradient: chosen as if y moved, and y stays", () => {
  const rng = Rng.fromSeed(4);
  for (let setting = 0; setting < 1000; setting++) {
    // A quadratic return of both, and a response that is linear in x.
    const [a, b, c, d, e, slope, shift] = Array.from({ length: 7 }, () => rng.normal()) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const coupled: CoupledReturn = {
      value: (x, y) => a * x + b * y + c * x * x + d * x * y + e * y * y,
      response: (x) => slope * x + shift,
    };
    const [x, delta] = [rng.normal(), rng.normal()];
    const at: Point = { x, y: coupled.response(x) };
    const gain = (kind: "whole" | "myopic" | "stop-gradient") =>
      expectedReturn(coupled, kind, at, delta) - coupled.value(at.x, at.y);
    // Both parts written out, independently of the code: what x alone adds, and what y adds after it.
    const [moved, dy] = [x + delta, slope * delta];
    const direct = a * delta + c * (moved ** 2 - x ** 2) + d * delta * at.y;
    const throughY = b * dy + d * moved * dy + e * ((at.y + dy) ** 2 - at.y ** 2);
    expect(gain("myopic")).toBeCloseTo(direct, 9);
    expect(gain("whole")).toBeCloseTo(direct + throughY, 9);
    expect(gain("stop-gradient")).toBeCloseTo(direct + throughY, 9);
    // The two expectations differ by what each leaves out: y's part. Where they lead differs the other way round.
    expect(pointAfter(coupled, "myopic", at, delta)).toEqual({ x: moved, y: coupled.response(moved) });
    expect(pointAfter(coupled, "whole", at, delta)).toEqual({ x: moved, y: coupled.response(moved) });
    expect(pointAfter(coupled, "stop-gradient", at, delta)).toEqual({ x: moved, y: at.y });
  }
});

test("against the twin the myopic agent ends at 0, the whole one at 1, the stop-gradient one at 1 against a twin that never moved", () => {
  for (const start of [0.05, 0.5, 0.95]) {
    const at = { x: start, y: start };
    expect(settle(twin, "myopic", at, walk)).toEqual({ x: 0, y: 0 });
    expect(settle(twin, "whole", at, walk)).toEqual({ x: 1, y: 1 });
    const stopped = settle(twin, "stop-gradient", at, walk);
    expect(stopped).toEqual({ x: 1, y: start });
    // It hoped for 3 and is paid 3y: the other did not follow.
    expect(twin.value(stopped.x, stopped.y)).toBeCloseTo(3 * start, 12);
  }
});

test("what cannot be is refused", () => {
  expect(() => climbTwin("full", -0.1)).toThrow(InputError);
  expect(() => climbTwin("full", 0.5, 0)).toThrow(InputError);
  expect(() => climbTwin("full", 0.5, Number.POSITIVE_INFINITY)).toThrow(InputError);
  // A reward above everything but an interior optimum that a rate this large jumps over for ever.
  const hills = { temptation: 5, reward: 0, punishment: 0, sucker: 5 };
  expect(() => climbTwin("full", 0.3, 0.2, hills)).toThrow(InputError);
  expect(() => settle(twin, "whole", { x: 2, y: 0 }, walk)).toThrow(InputError);
  expect(() => settle(twin, "whole", { x: 0, y: 0 }, { ...walk, delta: 0 })).toThrow(InputError);
});
