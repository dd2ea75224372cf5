import "../../tests/support/seeded.ts";
import { describe, expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { type CompiledModel, compileModel } from "./compile-model.ts";
import { explainModel } from "./explain-model.ts";
import { longestText } from "./model-text.ts";
import { shippedModel, shippedModels } from "./models/index.ts";
import { parseModel, withDefinitions } from "./parse-model.ts";

const compiled = (text: string): CompiledModel => compileModel(parseModel(text, "m.yaml"));

/** Values of quantities at pseudo-random draws, by name. */
function draws(model: CompiledModel, count: number, quantities: readonly string[], seed = 1): Float64Array[] {
  const rng = Rng.fromSeed(seed);
  const columns = model.program.inputs.map((input) => {
    const shares = Float64Array.from({ length: count }, () => (rng.uint32() + 0.5) / 2 ** 32);
    input.fill(shares, shares, count);
    return shares;
  });
  return model.program.evaluate(columns, count, quantities);
}

const mean = (values: Float64Array) => values.reduce((sum, x) => sum + x, 0) / values.length;
const deviation = (values: Float64Array) => {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((x) => (x - centre) ** 2)));
};
const sorted = (values: Float64Array) => values.slice().sort();

describe("S15 (c)", () => {
  const factors = {
    timelines: 0.65,
    incentives: 0.8,
    alignment_hard: 0.4,
    high_impact: 0.65,
    disempowerment: 0.4,
    catastrophe: 0.95,
  };
  const shipped = parseModel(shippedModel("power-seeking"));

  test("the six factors come to .051376 exactly", () => {
    const points = Object.fromEntries(Object.entries(factors).map(([name, value]) => [name, String(value)]));
    const [risk] = draws(compileModel(withDefinitions(shipped, points)), 1, ["risk"]);
    expect(risk![0]).toBeCloseTo(0.051376, 15);
    expect(0.65 * 0.8 * 0.4 * 0.65 * 0.4 * 0.95).toBeCloseTo(0.051376, 15);
  });

  test("with beliefs Beta(20 m, 20 (1 - m)): mean .051376, deviation .024371, 5/50/95 % = .0197/.0472/.0973, each within 1 %", () => {
    const model = compileModel(shipped);
    for (const [name, value] of Object.entries(factors))
      expect(model.distributions.get(name)!.mean).toBeCloseTo(value, 12);
    const [risk] = draws(model, 150_000, ["risk"]);
    const order = sorted(risk!);
    const found = [
      mean(risk!),
      deviation(risk!),
      ...[0.05, 0.5, 0.95].map((share) => order[Math.floor(share * order.length)]!),
    ];
    [0.051376, 0.024371, 0.0197, 0.0472, 0.0973].forEach((expected, index) => {
      expect(Math.abs(found[index]! / expected - 1)).toBeLessThan(0.01);
    });
  });
});

describe("shipped models", () => {
  test.each(Object.keys(shippedModels))(
    "%s is read, drawn from and explained; every leaf says where it comes from",
    (name) => {
      const model = compiled(shippedModel(name));
      const [outcome] = draws(model, 5000, [model.program.outcome]);
      expect(outcome!.every((value) => value >= 0 && value <= 1)).toBe(true);
      const names = new Set<string>();
      const visit = (one: ReturnType<typeof explainModel>) => {
        names.add(one.name);
        for (const used of one.uses) visit(used);
      };
      visit(explainModel(model));
      expect([...names].sort()).toEqual(model.model.quantities.map((one) => one.name).sort());
      for (const { definition, title, source, note } of model.model.quantities) {
        if (name === "power-seeking") expect(title).toBeDefined();
        else if (definition.kind === "distribution" && definition.distribution.deviation > 0)
          expect(source ?? note).toBeDefined();
      }
    },
  );

  test("common causes change the outcome and no marginal", () => {
    const [plain, caused] = ["inner-alignment", "inner-alignment-common-causes"].map((name) =>
      compiled(shippedModel(name)),
    );
    const count = 40_000;
    const leaves = ["goal_gap", "search", "deceptive_if_search", "steps_to_harm", "malign_openly"];
    const [before, after] = [draws(plain!, count, leaves), draws(caused!, count, leaves)];
    leaves.forEach((_, index) => {
      expect(Math.abs(mean(before[index]!) - mean(after[index]!))).toBeLessThan(
        5 * deviation(before[index]!) * Math.sqrt(2 / count),
      );
    });
    const product = (columns: readonly Float64Array[]) =>
      mean(columns[0]!.map((x, i) => x * columns[4]![i]!));
    // Goal gap and open harm share a cause: their product is larger than that of independent ones.
    expect(product(after) - product(before)).toBeGreaterThan(0.005);
  });
});

describe("the language", () => {
  test("a mixture is each of its parts as often as its weight says", () => {
    const model = compiled(
      "{quantities: {p: 3, m: {mixture: {weights: [0.2, 0.5, 0.3], of: [{uniform: [0, 1]}, p + 2, -1]}}}, outcome: m}",
    );
    const [m] = draws(model, 50_000, ["m"]);
    const share = (f: (x: number) => boolean) => m!.filter(f).length / 50_000;
    expect(share((x) => x >= 0 && x <= 1)).toBeCloseTo(0.2, 1.9);
    expect(share((x) => x === 5)).toBeCloseTo(0.5, 1.9);
    expect(share((x) => x === -1)).toBeCloseTo(0.3, 1.9);
  });

  test("loadings give the correlation of the copula, and leave the marginals", () => {
    const model = compiled(
      "{quantities: {a: {normal: [0, 1]}, b: {normal: [5, 2]}, c: {beta: [2, 3]}, s: a + b + c}, causes: {k: {loadings: {a: 0.8, b: -0.5}}, l: {loadings: {a: 0.6, c: 1}}}, outcome: s}",
    );
    expect(model.program.inputs.map(({ name }) => name)).toEqual(["k", "l", "b"]);
    const [a, b, c] = draws(model, 200_000, ["a", "b", "c"]);
    const correlation = mean(a!.map((x, i) => (x * (b![i]! - 5)) / 2));
    expect(correlation).toBeCloseTo(-0.4, 1.9);
    expect(
      [mean(a!), deviation(a!), mean(b!), deviation(b!)].map((x) => Math.round(50 * x) / 50 + 0),
    ).toEqual([0, 1, 5, 2]);
    expect(mean(c!)).toBeCloseTo(0.4, 2);
    expect(deviation(c!)).toBeCloseTo(0.2, 2);
  });

  test("perfect coupling orders two quantities alike, opposite coupling the other way round", () => {
    const text = (kind: string) =>
      `{quantities: {a: {beta: [2, 5]}, b: {exponential: {mean: 3}}, s: a * b}, causes: {k: {${kind}: [a, b]}}, outcome: s}`;
    for (const kind of ["perfect", "opposite"]) {
      const model = compiled(text(kind));
      const { a, b } = { a: model.distributions.get("a")!, b: model.distributions.get("b")! };
      const [drawnA, drawnB] = draws(model, 3000, ["a", "b"]);
      // Where a lies in its distribution says where b lies in its own.
      const order = [...drawnA!.keys()].sort((i, j) => drawnA![i]! - drawnA![j]!);
      const sign = kind === "perfect" ? 1 : -1;
      for (let k = 1; k < order.length; k++) {
        expect(sign * (drawnB![order[k]!]! - drawnB![order[k - 1]!]!)).toBeGreaterThanOrEqual(-1e-6);
      }
      expect([a.mean, b.mean]).toEqual([2 / 7, 3]);
    }
  });

  test("if chooses, events multiply, products multiply, JSON is read as YAML", () => {
    const model = compiled(
      JSON.stringify({
        quantities: {
          p: 0.3,
          q: { product: ["p", 2, "1 - p"] },
          both: { and: ["p", 0.5], dependence: "independent" },
          any: { or: ["p", 0.5, 0.5], dependence: "independent" },
          least: { and: ["p", 0.9], dependence: "countermonotone" },
          s: "if(p > 0.2, q, log(0))",
        },
        outcome: "s",
        decision: { options: { go: "1 - 2 * s", stay: 0 } },
      }),
    );
    const columns = draws(model, 2, ["q", "both", "any", "least", "s", "decision.options.go"]);
    const found = columns.map(([x]) => x);
    [0.42, 0.15, 0.825, 0.2, 0.42, 0.16].forEach((expected, i) => {
      expect(found[i]).toBeCloseTo(expected, 12);
    });
    expect(model.program.decision!.options).toEqual([
      { name: "go", quantity: "decision.options.go" },
      { name: "stay", quantity: "decision.options.stay" },
    ]);
  });

  test("what is odd but allowed is noted", () => {
    const { notes } = parseModel("{quantities: {a: {interval: [0, 1]}, b: 2, c: a}, outcome: c}");
    expect(notes).toEqual([
      "b is not used by the outcome or a decision",
      "nothing is believed of a within its interval: draws take it as uniform, worst cases do not",
    ]);
  });

  test("draws do not depend on how many are worked out at a time", () => {
    const model = compiled(shippedModel("inner-alignment-common-causes"));
    const rng = Rng.fromSeed(3);
    const columns = model.program.inputs.map((input) => {
      const shares = Float64Array.from({ length: 2000 }, () => (rng.uint32() + 0.5) / 2 ** 32);
      input.fill(shares, shares, 2000);
      return shares;
    });
    const [whole] = model.program.evaluate(columns, 2000, ["harm"]);
    for (const [from, to] of [
      [0, 1],
      [511, 513],
      [700, 1999],
    ] as const) {
      const part = columns.map((column) => column.slice(from, to));
      expect(model.program.evaluate(part, to - from, ["harm"])[0]).toEqual(whole!.slice(from, to));
    }
  });
});

describe("what is wrong is told with its place", () => {
  const start = "quantities:\n  p: {beta: [1, 1]}\n";
  test.each([
    ["", "m.yaml: model: found null"],
    ["- 1", "m.yaml:1:1: model: found [1]"],
    ["quantities: {}\noutcome: a", "m.yaml:1:13: quantities: found 0 quantities"],
    [`${start}outcom: p`, "m.yaml:3:9: model.outcom: found an unknown name"],
    [start, "outcome: found nothing, expected one of p"],
    [`${start}outcome: q`, 'm.yaml:3:10: outcome: found "q"'],
    [
      "quantities:\n  goal_gap:\n    beta: [-2, 3]\noutcome: goal_gap",
      "m.yaml:3:12: quantities.goal_gap.beta[0]: found -2",
    ],
    [
      "quantities:\n  p: {beta: [2]}\noutcome: p",
      "m.yaml:2:13: quantities.p.beta: found 1 parameters, expected 2: a, b",
    ],
    [
      "quantities:\n  p: {beta: {mean: 0.5}}\noutcome: p",
      "quantities.p.beta: found mean, expected a and b, or mean and concentration, or successes and failures",
    ],
    [
      "quantities:\n  p: {beta: {mean: 0.5, weight: 2}}\noutcome: p",
      "quantities.p.beta.weight: found an unknown name",
    ],
    [
      "quantities:\n  p: {beta: {mean: 1.5, concentration: 2}}\noutcome: p",
      "quantities.p.beta.mean: found 1.5",
    ],
    [
      "quantities:\n  p: {uniform: [2, 1]}\noutcome: p",
      "quantities.p.uniform[1]: found 1, expected a number above 2",
    ],
    [
      "quantities:\n  p: {normal: [0, 0]}\noutcome: p",
      "quantities.p.normal[1]: found 0, expected a number above 0",
    ],
    ["quantities:\n  p: {lognormal: {p5: -1, p95: 2}}\noutcome: p", "quantities.p.lognormal.p5: found -1"],
    [
      "quantities:\n  p: {triangular: [0, 5, 2]}\noutcome: p",
      "quantities.p.triangular[1]: found 5, expected a number from 0 to 2",
    ],
    ["quantities:\n  p: {bernoulli: 1.1}\noutcome: p", "quantities.p.bernoulli: found 1.1"],
    [
      "quantities:\n  p: {discrete: {values: [1, 2], probabilities: [0.5, 0.6]}}\noutcome: p",
      "quantities.p.discrete.probabilities: found a sum of 1.1",
    ],
    [
      "quantities:\n  p: {mixture: {weights: [1], of: [{mixture: 1}]}}\noutcome: p",
      "quantities.p.mixture.of[0].mixture: found an unknown name",
    ],
    [
      "quantities:\n  p: {interval: [1, 1]}\noutcome: p",
      "quantities.p.interval[1]: found 1, expected a number above 1",
    ],
    [
      "quantities:\n  p: {and: [0.5, 0.5]}\noutcome: p",
      "quantities.p.dependence: found nothing, expected one of independent",
    ],
    [
      "quantities:\n  p: {and: [0.5, 0.5, 0.5], dependence: countermonotone}\noutcome: p",
      "quantities.p.dependence: found countermonotone for 3 events",
    ],
    [
      "quantities:\n  p: {if: 1, then: 2}\noutcome: p",
      "quantities.p.else: found nothing, expected a number, or a formula",
    ],
    ["quantities:\n  p: {value: 1, then: 2}\noutcome: p", "quantities.p.then: found then beside value"],
    ["quantities:\n  p: {title: what}\noutcome: p", "quantities.p: found nothing that says what it is"],
    ["quantities:\n  p: true\noutcome: p", "m.yaml:2:6: quantities.p: found true"],
    ["quantities:\n  p: .nan\noutcome: p", "m.yaml:2:6: quantities.p: found NaN"],
    ["quantities:\n  p: 1e308\noutcome: p", "m.yaml:2:6: quantities.p: found 1e+308"],
    ["quantities:\n  p: 1e400\noutcome: p", "m.yaml:2:6: quantities.p: found Infinity"],
    ["quantities:\n  p-q: 1\noutcome: p", 'quantities.p-q: found the name "p-q"'],
    [
      "quantities:\n  min: 1\noutcome: min",
      "quantities.min: found the name min, expected another: it is a function",
    ],
    ["quantities:\n  __proto__: 1\noutcome: p", 'quantities.__proto__: found the name "__proto__"'],
    [
      "quantities:\n  alpha: 1\n  b: 2 * alhpa\noutcome: b",
      "m.yaml:3:6: quantities.b: found the unknown name alhpa at column 5, expected one of alpha, b (did you mean alpha?)",
    ],
    [
      "quantities:\n  a: {mixture: {weights: [1], of: [2 * b]}}\noutcome: a",
      "m.yaml:2:36: quantities.a.mixture.of[0]: found the unknown name b at column 5",
    ],
    [
      "quantities:\n  a: {or: [0.5, b], dependence: unknown}\noutcome: a",
      "m.yaml:2:17: quantities.a.or[1]: found the unknown name b at column 1",
    ],
    ["quantities:\n  a: b\n  b: c + 1\n  c: b\noutcome: a", "found the cycle b -> c -> b"],
    ["quantities:\n  a: 1\n  a: 2\noutcome: a", "m.yaml:3:3: found Map keys must be unique"],
    ["quantities:\n  a: 'log(0)'\noutcome: a", "m.yaml:2:6: quantities.a: found -Infinity at some draw"],
    [
      "quantities:\n  a: {value: 2, unit: probability}\noutcome: a",
      "m.yaml:2:6: quantities.a: found values from 2 to 2, expected a probability",
    ],
    [
      "quantities:\n  a: {normal: [0, 1], unit: probability}\noutcome: a",
      "quantities.a: found values from -Infinity to Infinity",
    ],
    [
      "quantities:\n  x: {uniform: [0, 2]}\n  a: {formula: x * x, unit: probability}\noutcome: a",
      "m.yaml:3:6: quantities.a: found ",
    ],
    [
      "quantities:\n  x: {uniform: [1, 2]}\n  a: {and: [x, 0.5], dependence: independent}\noutcome: a",
      "quantities.a.and[0]: found 1.",
    ],
    ["quantities:\n  a: {runs: {study: x}}\noutcome: a", "quantities.a.runs: found neither class nor flag"],
    [
      "quantities:\n  a: {runs: {study: x, class: robust}}\noutcome: a",
      "m.yaml:2:6: quantities.a.runs: found a query on runs",
    ],
    [`${start}outcome: p\ncauses: {k: {loadings: {p: 1.5}}}`, "causes.k.loadings.p: found 1.5"],
    [`${start}outcome: p\ncauses: {k: {loadings: {q: 0.5}}}`, "causes.k.q: found an unknown quantity"],
    [
      `${start}  q: p\noutcome: q\ncauses: {k: {loadings: {q: 0.5}}}`,
      "causes.k.q: found a quantity given by formula",
    ],
    [`${start}outcome: p\ncauses: {k: {perfect: [p]}}`, "causes.k.perfect: found 1 entries"],
    [
      `${start}outcome: p\ncauses: {k: {loadings: {p: 0.8}}, l: {loadings: {p: 0.8}}}`,
      "found squared loadings that sum to 1.28",
    ],
    [`${start}outcome: p\ncauses: {p: {loadings: {p: 0.8}}}`, "causes.p: found the name of a quantity"],
    [`${start}outcome: p\ndecision: {options: {go: 1}}`, "decision.options: found 1 options"],
    [
      `${start}outcome: p\ndecision: {options: {go: 1, no: "2 +"}}`,
      "decision.options.no: found the end of the formula at column 4",
    ],
    ["a: !!js/function 'x'", "m.yaml:1:4: found Unresolved tag"],
    ["a: &x [*x]", "found the alias *x of what it lies in"],
    ["a: *x", "m.yaml:1:4: found"],
    ["{", "m.yaml:1:2: found"],
    ["a: 1\n---\nb: 2", "m.yaml:2:1: found"],
    ["{a: 1}: 2", "m.yaml:1:1: found a name that is not a word"],
  ])("%j", (text, message) => {
    const run = () =>
      draws(compiled(text), 50, ["a", "p"].filter((name) => text.includes(` ${name}:`)).slice(0, 1));
    expect(run).toThrow(InputError);
    expect(run).toThrow(message);
  });

  test("bombs and floods are refused at once", () => {
    const bomb = [
      "a0: &a0 [x, x]",
      ...Array.from({ length: 20 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}*a${i}]`),
    ].join("\n");
    const texts = {
      bomb,
      brackets: "[".repeat(200_000),
      braces: '{"a":'.repeat(40_000),
      dashes: "- ".repeat(100_000),
      steps: Array.from({ length: 600 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"),
      long: "x".repeat(10_000_000),
      quantities: `quantities:\n${Array.from({ length: 1001 }, (_, i) => `  q${i}: 1`).join("\n")}\noutcome: q1`,
      formula: `quantities:\n  a: ${"1+".repeat(100_000)}1\noutcome: a`,
      formulas: `quantities:\n${Array.from({ length: 60 }, (_, i) => `  q${i}: ${"1+".repeat(1900)}1`).join("\n")}\noutcome: q1`,
    };
    for (const [name, text] of Object.entries(texts)) {
      const begun = performance.now();
      expect(() => parseModel(text), name).toThrow(InputError);
      expect(performance.now() - begun, name).toBeLessThan(5000);
    }
    expect(texts.long.length).toBeGreaterThan(longestText);
  });

  test("line ends of Windows, a byte order mark, tabs in JSON and comments are no matter", () => {
    for (const text of [
      "\ufeffquantities:\r\n  a: 1\r\noutcome: a\r\n",
      '{\n\t"quantities": {\n\t\t"a": 1\n\t},\n\t"outcome": "a"\n}',
      "# why\nquantities: # what\n  a: &one 1\n  b: *one\noutcome: a",
    ]) {
      expect(draws(compiled(text), 1, ["a"])[0]![0]).toBe(1);
    }
  });

  test("a model of a thousand quantities and names of objects' own methods are models like any other", () => {
    const chain = Array.from({ length: 998 }, (_, i) => `  q${i + 1}: q${i} + 1`).reverse();
    const model = compiled(
      `quantities:\n${chain.join("\n")}\n  q0: 1\n  constructor: q998\noutcome: constructor`,
    );
    expect(draws(model, 1, ["constructor"])[0]![0]).toBe(999);
  });

  test("other definitions are checked like those of the text", () => {
    const model = parseModel(`${start}outcome: p`);
    expect(
      compileModel(withDefinitions(model, { p: "{uniform: [0, 1]}" })).distributions.get("p")!.text,
    ).toBe("Uniform(0, 1)");
    expect(() => withDefinitions(model, { q: "1" })).toThrow("--set q: found an unknown quantity");
    expect(() => withDefinitions(model, { p: "p + 1" })).toThrow("--set p: found the cycle p -> p");
    expect(() => withDefinitions(model, { p: "{beta: [0, 1]}" })).toThrow("--set p.beta[0]: found 0");
  });
});
