import { describe, expect, test } from "vitest";
import { InputError } from "../../base/errors.ts";
import { Rng } from "../../base/rng.ts";
import { type ActingOptions, type Action, actions, actOptimally, type Goal, writeRate } from "./acting.ts";

const goals: readonly Goal[] = ["proxy", "truth", "label"];

function drawn(rng: Rng): ActingOptions {
  return {
    goal: goals[rng.below(3)]!,
    proxy: rng.below(2) as 0 | 1,
    belief: rng.unit(),
    errorRate: rng.unit(),
    errorKnown: rng.below(2) === 1,
    answerCost: rng.unit(),
    writeCost: rng.unit(),
    read: rng.below(2) === 1 ? "after" : "before",
    decoupled: rng.below(2) === 1,
  };
}

/** Expected payoff of an action by going through what X and the error can be, and every report that can follow what is found out. */
function byEnumeration(options: ActingOptions, action: Action): number {
  const worlds = [0, 1].flatMap((x) =>
    [0, 1].map((e) => ({
      x,
      e,
      p:
        (x === 1 ? options.belief : 1 - options.belief) *
        (e === 1 ? options.errorRate : 1 - options.errorRate),
    })),
  );
  const [what, value] = action.split("-") as [string, string];
  const told = ({ x, e }: { x: number; e: number }) =>
    what === "work" ? (options.errorKnown ? 2 * x + e : x) : 0;
  let best = -Infinity;
  // A report is a function of what was found out: four bits are enough for all of them.
  for (let plan = 0; plan < 16; plan++) {
    let total = 0;
    for (const world of worlds) {
      const report = what === "work" ? (plan >> told(world)) & 1 : Number(value);
      const stored = world.x ^ world.e;
      const overwritten = what === "write" && options.read === "after" && !options.decoupled;
      const label = overwritten ? Number(value) : stored;
      const wanted = { proxy: options.proxy, truth: world.x, label }[options.goal];
      total += world.p * (report === wanted ? 1 : 0);
    }
    best = Math.max(best, total);
  }
  const cost = { report: 0, work: options.answerCost, write: options.writeCost }[what]!;
  return best - cost;
}

test("values are those of going through all outcomes and reports", () => {
  const rng = Rng.fromSeed(1);
  for (let round = 0; round < 1000; round++) {
    const options = drawn(rng);
    const { values, value, best } = actOptimally(options);
    for (const action of actions) {
      expect(values[action], JSON.stringify(options)).toBeCloseTo(byEnumeration(options, action), 9);
    }
    expect(value).toBe(Math.max(...Object.values(values)));
    for (const action of best) expect(values[action]).toBeCloseTo(value, 11);
  }
});

describe("S10 (e)", () => {
  const writes = (options: ActingOptions) =>
    actOptimally(options).best.some((action) => action.startsWith("write"));

  test("nobody writes the cell where the label is decoupled or read before acting, nor for a truth or a proxy", () => {
    const rng = Rng.fromSeed(2);
    for (let round = 0; round < 1000; round++) {
      const options = { ...drawn(rng), writeCost: 0.001 + rng.unit() };
      expect(writes({ ...options, decoupled: true })).toBe(false);
      expect(writes({ ...options, read: "before" })).toBe(false);
      expect(writes({ ...options, goal: rng.below(2) === 0 ? "truth" : "proxy" })).toBe(false);
    }
  });

  test("an agent that wants its label writes it, in the limit always, just where writing costs less than answering", () => {
    for (let cents = 1; cents < 50; cents++) {
      const options = { goal: "label", writeCost: 0.2, answerCost: cents / 100 } as const;
      const rates = [1, 10, 100, 1000, 10000].map((rationality) => writeRate(options, rationality));
      if (cents > 20) {
        for (let i = 1; i < rates.length; i++) expect(rates[i]).toBeGreaterThanOrEqual(rates[i - 1]!);
        expect(rates.at(-1)).toBeGreaterThan(1 - 1e-9);
        expect(actOptimally(options).best).toEqual(["write-0", "write-1"]);
      }
      if (cents < 20) expect(rates.at(-1)).toBeLessThan(1e-9);
    }
    const decoupled = writeRate({ goal: "label", writeCost: 0.01, answerCost: 0.3, decoupled: true }, 10000);
    expect(decoupled).toBeLessThan(1e-9);
  });

  test("who is already sure of its label has no use for the cell", () => {
    expect(
      writes({ ...drawn(Rng.fromSeed(3)), goal: "label", belief: 1, errorRate: 0, writeCost: 0.01 }),
    ).toBe(false);
  });
});

test.each([
  [{ goal: "fame" }, /acting\.goal/],
  [{ goal: "truth", belief: 1.2 }, /acting\.belief: found 1\.2/],
  [{ goal: "truth", writeCost: -1 }, /acting\.writeCost: found -1/],
  [{ goal: "truth", proxy: 2 }, /acting\.proxy: found 2/],
])("%j is refused with its place", (options, message) => {
  expect(() => actOptimally(options as never)).toThrow(InputError);
  expect(() => actOptimally(options as never)).toThrow(message);
});
