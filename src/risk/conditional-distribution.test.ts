import { expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { normalDistribution } from "../base/normal.ts";
import { Rng } from "../base/rng.ts";
import { type CompiledModel, compileModel } from "./compile-model.ts";
import { families } from "./distribution-forms.ts";
import { explainModel } from "./explain-model.ts";
import { parseModel, withDefinitions } from "./parse-model.ts";
import { worstCases } from "./worst-case.ts";

const compiled = (text: string): CompiledModel => compileModel(parseModel(text, "m.yaml"));
const share = (rng: Rng) => (rng.uint32() + 0.5) / 2 ** 32;
const mean = (values: Float64Array) => values.reduce((sum, x) => sum + x, 0) / values.length;

function draws(model: CompiledModel, count: number, quantities: readonly string[]): Float64Array[] {
  const rng = Rng.fromSeed(1);
  const columns = model.program.inputs.map((input) => {
    const shares = Float64Array.from({ length: count }, () => share(rng));
    input.fill(shares, shares, count);
    return shares;
  });
  return model.program.evaluate(columns, count, quantities);
}

/** Parameters that are possible, whichever the form. */
const possible: Readonly<Record<string, readonly [low: number, high: number]>> = {
  low: [-2, -1],
  mode: [-0.5, 0.5],
  high: [1, 2],
  p5: [0.1, 0.2],
  p95: [0.5, 0.9],
  p: [0.1, 0.9],
  successes: [0, 9],
  failures: [0, 9],
  concentration: [1, 9],
};
const forms = Object.entries(families).flatMap(([name, family]) =>
  family.forms.map((form) => [name, form.orders.map(([parameter]) => parameter), form.orders] as const),
);

test.each(forms)("%s by %j as formulas is the distribution by numbers, draw by draw", (name, parameters) => {
  const ranges = parameters.map((one) => possible[one] ?? [0.3, 0.9]);
  const leaves = ranges.map(([low, high], index) => `p${index}: {uniform: [${low}, ${high}]}`);
  const by = (value: (index: number) => string | number) =>
    `{${name}: {${parameters.map((one, index) => `${one}: ${value(index)}`).join(", ")}}}`;
  const model = compiled(
    `{quantities: {${leaves.join(", ")}, x: ${by((index) => `1 * p${index}`)}}, outcome: x}`,
  );
  expect(model.program.inputs.map((input) => input.name)).toEqual([
    ...parameters.map((_, index) => `p${index}`),
    "x",
  ]);
  expect(model.kinds.at(-1)!.kind).toBe("rest");
  const rng = Rng.fromSeed(7);
  for (let draw = 0; draw < 20; draw++) {
    const values = ranges.map(([low, high]) => low + (high - low) * share(rng));
    const z = 4 * share(rng) - 2;
    const [found] = model.program.evaluate(
      [...values, z].map((value) => Float64Array.of(value)),
      1,
      ["x"],
    );
    const plain = compiled(`{quantities: {x: ${by((index) => values[index]!)}}, outcome: x}`);
    const { quantile, deviation } = plain.distributions.get("x")!;
    expect(Math.abs(found![0]! - quantile(normalDistribution(z)))).toBeLessThanOrEqual(1e-8 * deviation);
  }
});

test.each(forms)("%s by %j goes with each parameter as it says", (name, parameters, orders) => {
  const rng = Rng.fromSeed(8);
  const { canonical } = families[name]!.forms.find((form) => form.orders === orders)!;
  const value = (at: readonly number[], u: number) =>
    families[name]!.quantile(
      u,
      ...canonical(Object.fromEntries(parameters.map((one, i) => [one, { value: at[i]!, place: one }]))),
    );
  for (let draw = 0; draw < 100; draw++) {
    const u = share(rng);
    const at = parameters.map((one) => {
      const [low, high] = possible[one] ?? [0.3, 0.9];
      return low + (high - low) * share(rng);
    });
    orders.forEach(([one, order], index) => {
      const top = (possible[one] ?? [0.3, 0.9])[1];
      const step = value(at.with(index, at[index]! + (top - at[index]!) * share(rng)), u) - value(at, u);
      if (order === "rising") expect(step, `${one} at ${u}`).toBeGreaterThanOrEqual(-1e-9);
      if (order === "falling") expect(step, `${one} at ${u}`).toBeLessThanOrEqual(1e-9);
    });
  }
});

test("means and variances are those of the hierarchy", () => {
  const model = compiled(
    "{quantities: {m: {normal: [1, 2]}, x: {normal: [m + 1, 1.5]}, p: {beta: [2, 6]}, hit: {bernoulli: p}, s: x + hit}, outcome: s}",
  );
  const count = 50_000;
  const [x, hit] = draws(model, count, ["x", "hit"]);
  // Normal about a normal mean: Normal(2, sqrt(2^2 + 1.5^2)). Five standard errors.
  expect(Math.abs(mean(x!) - 2)).toBeLessThan((5 * 2.5) / Math.sqrt(count));
  expect(Math.abs(mean(x!.map((one) => (one - 2) ** 2)) / 6.25 - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
  expect(Math.abs(mean(hit!) - 0.25)).toBeLessThan(5 * Math.sqrt((0.25 * 0.75) / count));
});

test("causes couple such quantities too, and parts of mixtures can be such", () => {
  const model = compiled(
    "{quantities: {m: {uniform: [1, 2]}, a: {normal: [m, 1]}, b: {exponential: {mean: m}}, c: {mixture: {weights: [0.5, 0.5], of: [{uniform: [m, m + 1]}, -1]}}, s: a + b + c}, causes: {k: {perfect: [a, b]}}, outcome: s}",
  );
  expect(model.program.inputs.map(({ name }) => name)).toEqual(["k", "m", "c.choice", "c.of[0]"]);
  const [a, b, c] = model.program.evaluate(
    [0, 1.5, 0.2, 0].map((value) => Float64Array.of(value)),
    1,
    ["a", "b", "c"],
  );
  expect(a![0]).toBeCloseTo(1.5, 8);
  expect(b![0]).toBeCloseTo(1.5 * Math.log(2), 8);
  expect(c![0]).toBeCloseTo(2, 8);
});

test("formulas without names are numbers; others are shown and can be redefined", () => {
  const model = parseModel("{quantities: {a: 2, x: {beta: {mean: 1/4, concentration: 2 * 4}}}, outcome: x}");
  expect(compileModel(model).distributions.get("x")!.text).toBe("Beta(2, 6)");
  const changed = compileModel(withDefinitions(model, { x: "{normal: [a / 2, 1]}" }));
  expect(explainModel(changed)).toMatchObject({
    kind: "conditional",
    text: "normal(mean = a / 2, sd = 1)",
    belief: null,
    uses: [{ name: "a" }],
  });
});

test.each([
  [
    "p: {normal: [a, a - 3]}",
    "m.yaml:3:19: quantities.p.normal[1]: found -1 at some draw, expected a number above 0",
  ],
  ["p: {beta: {mean: a, concentration: 9}}", "m.yaml:3:20: quantities.p.beta.mean: found 2 at some draw"],
  ["p: {normal: [b, 1]}", "quantities.p.normal[0]: found the unknown name b at column 1"],
  ["p: {normal: [p, 1]}", "found the cycle p -> p"],
  ["p: {normal: ['2 +', 1]}", "quantities.p.normal[0]: found the end of the formula"],
  ["p: {normal: [1/0, 1]}", "m.yaml:3:16: quantities.p.normal[0]: found"],
  ["p: {normal: [0, 1-2]}", "m.yaml:3:19: quantities.p.normal[1]: found -1, expected a number above 0"],
  [
    "p: {mixture: {weights: [1], of: [{normal: [0, -a]}]}}",
    "quantities.p.mixture.of[0].normal[1]: found -2 at some draw",
  ],
  ["p: {normal: [a, 1], unit: probability}", "a probability, from 0 to 1"],
  ["p: {discrete: {values: [a], probabilities: [1]}}", "quantities.p.discrete.values[0]: found"],
])("%s is refused where it is wrong", (definition, message) => {
  const run = () => draws(compiled(`quantities:\n  a: 2\n  ${definition}\noutcome: p`), 50, ["p"]);
  expect(run).toThrow(InputError);
  expect(run).toThrow(message);
});

test("the worst case of what a parameter says goes with the parameter", () => {
  const found = worstCases(
    compiled(
      "{quantities: {q: {interval: [0.2, 0.6]}, c: {interval: [0, 1]}, p: {bernoulli: q}, g: {lognormal: [c, 0.5]}, x: p * g}, outcome: x}",
    ),
  )!;
  expect(found).toMatchObject({
    method: "ends",
    directions: { q: "rising", c: "rising" },
    expectation: "points",
  });
  expect(found.low.mean).toBeCloseTo(0.2 * Math.exp(0.125), 3);
  expect(found.high.mean).toBeCloseTo(0.6 * Math.exp(1.125), 3);
  expect(found.high.at).toEqual({ q: 0.6, c: 1 });
});
