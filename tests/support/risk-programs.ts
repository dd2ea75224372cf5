// Models of risk written as functions: the published ones whose indices and values are known in closed form.
import type { RiskInput, RiskProgram } from "../../src/risk/program.ts";

/** A quantile function, or a distribution that has one and a faster one for columns. */
type Input = ((share: number) => number) | Omit<RiskInput, "name">;

/** A program with independent inputs and quantities of single draws. */
export function programOf(
  quantiles: Readonly<Record<string, Input>>,
  quantities: Readonly<Record<string, (values: readonly number[]) => number>>,
  { outcome = "outcome", options = [] as readonly string[] } = {},
): RiskProgram {
  const inputs = Object.entries(quantiles).map(([name, input]): RiskInput => {
    if (typeof input !== "function") {
      return {
        name,
        quantile: (share) => input.quantile(share),
        fill: (...columns) => input.fill(...columns),
      };
    }
    return {
      name,
      quantile: input,
      fill(shares, out, count) {
        for (let index = 0; index < count; index++) out[index] = input(shares[index] as number);
      },
    };
  });
  const names = Object.keys(quantiles);
  return {
    name: "a function",
    inputs,
    quantities: [...names, ...Object.keys(quantities).filter((name) => !names.includes(name))],
    outcome,
    decision: options.length === 0 ? null : { options: options.map((name) => ({ name, quantity: name })) },
    evaluate(values, count, asked) {
      return asked.map((name) => {
        const own = names.indexOf(name);
        return Float64Array.from({ length: count }, (_, index) =>
          own >= 0
            ? (values[own]![index] as number)
            : quantities[name]!(values.map((column) => column[index] as number)),
        );
      });
    },
  };
}

/** Ishigami and Homma's function of three angles, uniform in [-pi, pi]. */
export const ishigami = programOf(
  Object.fromEntries(["x1", "x2", "x3"].map((name) => [name, (share: number) => Math.PI * (2 * share - 1)])),
  {
    outcome: ([x1, x2, x3]) => Math.sin(x1!) + 7 * Math.sin(x2!) ** 2 + 0.1 * x3! ** 4 * Math.sin(x1!),
  },
);

/** Sobol's g-function (Saltelli and Sobol 1995) of uniform inputs: the product of (|4 x - 2| + a) / (1 + a). */
export function gFunction(a: readonly number[]): RiskProgram {
  return programOf(Object.fromEntries(a.map((_, index) => [`x${index}`, (share: number) => share])), {
    outcome: (values) =>
      values.reduce(
        (product, x, index) => (product * (Math.abs(4 * x - 2) + a[index]!)) / (1 + a[index]!),
        1,
      ),
  });
}

/** First-order and total indices of a product of independent factors with these relative variances. */
export function productIndices(relative: readonly number[]): { first: number[]; total: number[] } {
  const whole = relative.reduce((product, v) => product * (1 + v), 1);
  return {
    first: relative.map((v) => v / (whole - 1)),
    total: relative.map((v) => ((v / (1 + v)) * whole) / (whole - 1)),
  };
}
