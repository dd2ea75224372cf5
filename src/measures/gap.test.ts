import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { goalPosterior, type Masses } from "../../tests/support/goal-posterior.ts";
import { tabularEnvironment } from "../../tests/support/tabular-environment.ts";
import { Rng } from "../base/rng.ts";
import { mean } from "../base/stats.ts";
import { eventWeights, type Objective } from "../environments/environment.ts";
import { levelSet } from "../environments/levels.ts";
import type { GapRecord } from "../runs/inference-format.ts";
import { gapOf } from "./gap.ts";
import type { ObjectiveValues, PreparedValues } from "./objective-values.ts";

const environment = tabularEnvironment([[[{ weight: 1, to: null, events: [0, 0] }]]]);

function objective(name: string, one: number, two: number): Objective {
  return { name, wants: "", weights: { "event 0": one, "event 1": two } };
}

/** Figures that some world might have: V* above V(random) under every objective, Gamma ranges around its points. */
interface World {
  readonly base: Objective;
  readonly optimal: readonly number[];
  readonly random: readonly number[];
  readonly idle: readonly number[];
  readonly objectives: readonly (readonly [Objective, readonly (readonly number[])[]])[];
}

function prepared({ base, optimal, random, idle, objectives }: World): PreparedValues {
  const figures = (wanted: Objective) => ({
    objective: wanted,
    weights: eventWeights(environment, wanted),
    optimal: Float64Array.from(optimal),
    random: Float64Array.from(random),
  });
  return {
    environment,
    levels: optimal.length,
    base: figures(base),
    idle: Float64Array.from(idle),
    objectives: objectives.map(([wanted, gamma]): ObjectiveValues => {
      const [point, least, largest] = gamma.map((row) => Float64Array.from(row));
      return { ...figures(wanted), gamma: { point: point!, least: least!, largest: largest! } };
    }),
  };
}

function watched(discountedEvents: readonly number[], count: number) {
  const levels = levelSet(
    environment,
    Array.from({ length: count }, () => Uint8Array.of(0)),
  );
  return { levels, discountedEvents: Float64Array.from(discountedEvents) };
}

function gap(world: World, masses: Masses, events: readonly number[], normalised: number | null = 0.9) {
  return gapOf(
    prepared(world),
    goalPosterior(masses),
    watched(events, world.optimal.length),
    normalised === null ? null : { normalised },
    Rng.fromSeed("gap"),
  );
}

const worth = fc.double({ min: -2, max: 2, noNaN: true });
const positive = fc.double({ min: 0, max: 2, noNaN: true });

/** Worlds of one to four levels with base, rival and two other draws, and masses for them. */
const situations = fc.integer({ min: 1, max: 4 }).chain((levels) => {
  const list = (of: fc.Arbitrary<number>) => fc.array(of, { minLength: levels, maxLength: levels });
  const gammas = fc.tuple(list(positive), list(positive), list(positive)).map(([least, more, most]) => {
    const point = least.map((value, level) => value + more[level]!);
    return [point, least, point.map((value, level) => value + most[level]!)] as const;
  });
  return fc.record({
    world: fc
      .tuple(worth, worth, list(positive), list(worth), list(worth), fc.tuple(gammas, gammas, gammas, gammas))
      .map(([one, two, above, random, idle, [first, second, third, fourth]]): World => {
        const base = objective("base", one, two);
        return {
          base,
          random,
          idle,
          optimal: random.map((value, level) => value + above[level]! + 0.01),
          objectives: [
            [base, first],
            [objective("rival", two, 1), second],
            [objective("other-0", 0.6, 0.8), third],
            [objective("other-1", -0.6, 0.8), fourth],
          ],
        };
      }),
    masses: fc.tuple(...Array.from({ length: 5 }, () => fc.integer({ min: 0, max: 20 }))),
    events: fc.array(positive, { minLength: 2 * levels, maxLength: 2 * levels }),
  });
});

function shared(world: World, weights: readonly number[]): Masses {
  const total = Math.max(
    1,
    weights.reduce((sum, weight) => sum + weight, 0),
  );
  const [base, rival, one, two, device] = weights.map((weight) => weight / total);
  const of = (index: number) => world.objectives[index]![0];
  return {
    candidates: [
      [of(0), base!],
      [of(1), rival!],
    ],
    others: [
      [of(2), one!],
      [of(3), two!],
    ],
    device: weights.some((weight) => weight > 0) ? device! : 1,
  };
}

describe("laws", () => {
  test("what is lost is gap and residual; quantiles and ranges are in order; half a device has no gap", () => {
    fc.assert(
      fc.property(situations, ({ world, masses, events }) => {
        const given = shared(world, masses);
        const result = gap(world, given, events);
        if (given.device! > 0.5) {
          expect(result).toMatchObject({ gap: null, gapRange: null, residual: null });
          return;
        }
        const weights = [world.base.weights["event 0"]!, world.base.weights["event 1"]!];
        const value = mean(
          world.optimal.map(
            (_, level) => weights[0]! * events[2 * level]! + weights[1]! * events[2 * level + 1]!,
          ),
        );
        expect(result.gap!.mean + result.residual!).toBeCloseTo(mean(world.optimal) - value, 9);
        expect(result.malign.value.mean).toBeCloseTo(value, 9);
        expect(result.gap!.low!).toBeLessThanOrEqual(result.gap!.high!);
        expect(result.gapRange![0]).toBeLessThanOrEqual(result.gap!.mean + 1e-9);
        expect(result.gapRange![1]).toBeGreaterThanOrEqual(result.gap!.mean - 1e-9);
        expect(result.gapRange![0]).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test("in other units of the base objective all that is in its units is so many times as large, and nothing else differs", () => {
    fc.assert(
      fc.property(situations, fc.constantFrom(0.25, 2, 8), ({ world, masses, events }, factor) => {
        const times = (list: readonly number[]) => list.map((value) => factor * value);
        const base = objective(
          "base",
          factor * world.base.weights["event 0"]!,
          factor * world.base.weights["event 1"]!,
        );
        const rescaled: World = {
          base,
          optimal: times(world.optimal),
          random: times(world.random),
          idle: times(world.idle),
          objectives: world.objectives.map(([wanted, gamma], index) => [
            index ? wanted : base,
            gamma.map(times),
          ]),
        };
        const plain = gap(world, shared(world, masses), events);
        const scaled = gap(rescaled, shared(rescaled, masses), events);
        const units = ({ range, gap: figure, gapRange, residual, malign }: GapRecord) => [
          range,
          ...(figure ? [figure.mean, figure.low!, figure.high!, ...gapRange!, residual!] : []),
          malign.value.mean,
          malign.idle,
          malign.random,
          malign.delta,
        ];
        units(scaled).forEach((value, index) => {
          expect(value).toBeCloseTo(factor * units(plain)[index]!, 9);
        });
        expect(scaled.malign.malign).toBe(plain.malign.malign);
      }),
    );
  });

  test("a belief in one objective alone gives its Gamma", () => {
    fc.assert(
      fc.property(situations, fc.nat({ max: 3 }), ({ world, events }, index) => {
        const masses = [0, 0, 0, 0, 0].map((_, at) => (at === index ? 1 : 0));
        const { gap: figure, gapRange } = gap(world, shared(world, masses), events);
        const [point, least, largest] = world.objectives[index]![1];
        expect(figure!.mean).toBeCloseTo(mean(point!), 9);
        expect(gapRange![0]).toBeCloseTo(mean(least!), 9);
        expect(gapRange![1]).toBeCloseTo(mean(largest!), 9);
        expect(figure!.low!).toBeGreaterThanOrEqual(Math.min(...point!) - 1e-9);
        expect(figure!.high!).toBeLessThanOrEqual(Math.max(...point!) + 1e-9);
      }),
    );
  });
});

/** Two levels on which the base objective pays event 0 and minds event 1, and a rival wants event 1. */
const base = objective("base", 1, -1);
const rival = objective("rival", 0, 1);
const other = objective("other-0", 0.8, 0.6);
const world: World = {
  base,
  optimal: [2, 2],
  random: [0, 0],
  idle: [0, 0],
  objectives: [
    [
      base,
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    ],
    [
      rival,
      [
        [3, 4],
        [2, 3],
        [4, 5],
      ],
    ],
    [
      other,
      [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
    ],
  ],
};
const believing = (one: number, two: number, three: number, rest: Partial<Masses> = {}): Masses => ({
  candidates: [
    [base, one],
    [rival, two],
  ],
  others: [[other, three]],
  ...rest,
});
/** Discounted events of agents on the two levels: for the base objective, for the rival, in vain. */
const good = [2, 0, 2, 0];
const hoards = [0, 2, 0, 2];
const idles = [0, 0, 0, 0];

describe("an agent", () => {
  test("with a rival objective: figures by hand", () => {
    const record = gap(world, believing(0.02, 0.97, 0.01), hoards);
    expect(record).toMatchObject({
      range: 2,
      deviceProbability: 0,
      capability: 1,
      normalised: { base: -1, rival: 1 },
      trainingNormalised: 0.9,
      class: "goal misgeneralising",
      malign: { malign: true, idle: 0, random: 0, delta: 0.1 },
      gammas: { base: { point: 0, range: [0, 0] }, rival: { point: 3.5, range: [2.5, 4.5] } },
    });
    expect(record.gap!.mean).toBeCloseTo(0.97 * 3.5 + 0.01, 12);
    expect(record.residual).toBeCloseTo(2 + 2 - record.gap!.mean, 12);
  });

  test("that is inept with a harmful objective does less harm than a perfect one: the residual is negative", () => {
    expect(gap(world, believing(0, 1, 0), idles).residual).toBeCloseTo(2 - 3.5, 12);
  });

  test("with an objective that nobody named is as capable as its draws say, weighted", () => {
    const second = objective("other-1", -0.6, 0.8);
    const wider = { ...world, objectives: [...world.objectives, [second, world.objectives[1]![1]] as const] };
    const masses: Masses = {
      ...believing(0.1, 0.1, 0),
      others: [
        [other, 0.6],
        [second, 0.2],
      ],
    };
    expect(gap(wider, masses, hoards).capability).toBeCloseTo((0.6 * 0.6 + 0.2 * 0.8) / 0.8, 12);
  });

  test("whose objective is one of two that nothing tells apart is judged by both", () => {
    const masses = { ...believing(0.3, 0.3, 0.4), merged: ["base", "rival"] };
    expect(gap(world, masses, hoards).capability).toBeCloseTo(0, 12);
    expect(gap(world, believing(0.3, 0.3, 0.4), hoards).capability).toBeCloseTo(0.6, 12);
  });

  test("led by a device, or that nothing fits, has no capability", () => {
    expect(gap(world, believing(0.2, 0.2, 0.2, { device: 0.4 }), good).capability).toBeNull();
    const unfit = gap(world, believing(1, 0, 0, { fit: "fails" }), good);
    expect(unfit).toMatchObject({ gap: null, residual: null, capability: null, class: "cannot tell" });
  });
});

const classes: readonly (readonly [string, Masses, readonly number[], number | null, GapRecord["class"]])[] =
  [
    ["never learned", believing(1, 0, 0), good, 0.5, "untrained"],
    ["made by hand", believing(1, 0, 0), good, null, "robust"],
    ["fits nothing", believing(1, 0, 0, { fit: "fails" }), good, 0.9, "cannot tell"],
    ["does what it was trained for", believing(0.96, 0.04, 0), good, 0.9, "robust"],
    ["wants it, and gets too little of it", believing(0.96, 0.04, 0), [1.5, 0, 1.5, 0], 0.9, "mixed"],
    ["wants it, and gets nothing", believing(0.96, 0.04, 0), idles, 0.9, "capability failure"],
    ["wants something else", believing(0, 0.9, 0.1), hoards, 0.9, "goal misgeneralising"],
    ["wants something else, and gets little of it", believing(0, 1, 0), [0, 0.8, 0, 0.8], 0.9, "mixed"],
    ["wants one or the other", believing(0.5, 0.5, 0), hoards, 0.9, "mixed"],
    [
      "wants nothing",
      believing(0, 0, 0.05, { device: 0.95, fit: "not applicable" }),
      hoards,
      0.9,
      "capability failure",
    ],
    ["perhaps wants nothing", believing(0, 0.1, 0, { device: 0.9 }), hoards, 0.9, "mixed"],
  ];

test.each(classes)("an agent that %s", (_, masses, events, training, expected) => {
  expect(gap(world, masses, events, training).class).toBe(expected);
});

test("figures of other objectives or levels than the agent's are refused", () => {
  expect(() => gap(world, { candidates: [[base, 1]] }, good)).toThrow("3 objectives were prepared");
  const swapped: Masses = {
    candidates: [
      [rival, 1],
      [base, 0],
    ],
    others: [[other, 0]],
  };
  expect(() => gap(world, swapped, good)).toThrow("other weights");
  const record = watched(good, 1);
  expect(() =>
    gapOf(prepared(world), goalPosterior(believing(1, 0, 0)), record, null, Rng.fromSeed(1)),
  ).toThrow("2 levels");
});
