import { expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { compileModel } from "./compile-model.ts";
import { shippedModels } from "./models/index.ts";
import { parseModel } from "./parse-model.ts";

const mutants = Number(process.env.INNERGAP_MUTANTS ?? 50) * 10;
const small =
  "quantities:\n  a: {beta: [2, 3], unit: probability}\n  b: &b {interval: [0, 1]}\n  c: {mixture: {weights: [0.5, 0.5], of: [a, {normal: [a, 1]}]}}\n  f: {beta: {mean: a, concentration: 2 + b}}\n  d: {and: [a, 0.5], dependence: unknown}\n  e: if(a < 0.5, b * c, d ^ 2 * f)\ncauses: {k: {loadings: {a: 0.5}}}\noutcome: e\ndecision: {options: {go: 1 - e, stay: 0}}\n";
const json = JSON.stringify({
  quantities: { a: { beta: { mean: 0.3, concentration: 9 } }, b: "a * 2 + 1" },
  outcome: "b",
});
const seeds = [small, small, json, json, shippedModels["power-seeking"]!];
const pieces = [
  "[",
  "]",
  "{",
  "}",
  ":",
  "- ",
  "&b ",
  "*b",
  "1e308",
  ".nan",
  "-",
  "__proto__",
  "!!str ",
  "\n",
  "  ",
  "\u0000",
  "\ufeff",
  '"',
  "'",
  "|",
  ">",
  "#",
  "? ",
  "<<: ",
  "^",
  "(",
  "null",
  "\t",
  "🙂",
];

/** Milliseconds, which other processes do not lengthen. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}

function mutated(text: string, rng: Rng): string {
  let result = text;
  for (let change = rng.below(4); change >= 0; change--) {
    const [from, length] = [rng.below(result.length + 1), rng.below(8)];
    const kind = rng.below(3);
    const put =
      kind === 0
        ? ""
        : kind === 1
          ? pieces[rng.below(pieces.length)]!
          : result.substr(rng.below(result.length + 1), 1 + rng.below(30));
    result = result.slice(0, from) + put + result.slice(from + (kind === 1 ? 0 : length));
  }
  return result;
}

test(`${mutants} mutated models are models or are refused, none takes a second of the processor`, {
  timeout: 3_600_000,
}, () => {
  const rng = Rng.fromSeed("mutated-models");
  let [valid, refused, slowest] = [0, 0, 0];
  for (let mutant = 0; mutant < mutants; mutant++) {
    const text = mutated(seeds[mutant % seeds.length]!, rng);
    const begun = processorTime();
    try {
      const { program } = compileModel(parseModel(text));
      const columns = program.inputs.map((input) =>
        Float64Array.of(input.quantile(0.3), input.quantile(0.9)),
      );
      program.evaluate(columns, 2, program.quantities);
      valid++;
    } catch (error) {
      if (!(error instanceof InputError))
        throw new Error(`${JSON.stringify(text)}: ${error}`, { cause: error });
      refused++;
    }
    slowest = Math.max(slowest, processorTime() - begun);
  }
  expect(valid).toBeGreaterThan(mutants / 100);
  expect(refused).toBeGreaterThan(mutants / 10);
  expect(slowest).toBeLessThan(1000);
});
