// A distribution whose parameters are formulas of other quantities: another one at each draw.
import { InputError } from "../base/errors.ts";
import type { Family, Form, Order, Parameter } from "./distribution-forms.ts";
import type { Formula } from "./formula.ts";
import { printFormula } from "./print-formula.ts";
import type { Range } from "./range.ts";

/** One parameter of such a distribution. */
export interface ConditionalParameter {
  readonly name: string;
  readonly formula: Formula;
  readonly place: string;
  readonly order: Order;
}

export interface ConditionalDistribution {
  /** As the model writes it: "normal(mean = 2 * effort, sd = 0.3)". */
  readonly text: string;
  readonly parameters: readonly ConditionalParameter[];
  /** All values that there can be where the parameters lie in these ranges. */
  support(parameters: readonly Range[]): Range;
  /** The same with other places of its parameters. */
  withPlaces(placeOf: (place: string) => string): ConditionalDistribution;
  /**
   * The quantiles of the first `count` of `shares`, each by the parameters of its own row, written to `out` (which may be `shares`). Exact, without
   * tables. Throws an InputError at a parameter that some row makes impossible.
   */
  fill(shares: Float64Array, parameters: readonly Float64Array[], out: Float64Array, count: number): void;
}

/** The distribution of that family, named `name`, by formulas for the parameters of `form`, in its order. */
export function conditionalDistribution(
  name: string,
  family: Family,
  form: Form,
  given: readonly { readonly formula: Formula; readonly place: string }[],
): ConditionalDistribution {
  const { quantile, support } = family;
  const { orders, canonical } = form;
  const parameters = orders.map(([parameter, order], index) => ({
    name: parameter,
    order,
    ...given[index]!,
  }));
  return {
    text: `${name}(${parameters.map((one) => `${one.name} = ${printFormula(one.formula)}`).join(", ")})`,
    parameters,
    support,
    withPlaces: (placeOf) =>
      conditionalDistribution(
        name,
        family,
        form,
        given.map(({ formula, place }) => ({ formula, place: placeOf(place) })),
      ),
    fill: (shares, columns, out, count) => {
      // The same objects for all rows: millions of short-lived ones would cost more than most quantiles.
      const row = parameters.map(({ place }): { value: number } & Parameter => ({
        value: Number.NaN,
        place,
      }));
      const byName = Object.fromEntries(parameters.map((one, index) => [one.name, row[index]!]));
      try {
        for (let i = 0; i < count; i++) {
          for (let index = 0; index < row.length; index++) row[index]!.value = columns[index]![i] as number;
          out[i] = quantile(shares[i] as number, ...canonical(byName));
        }
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        throw new InputError(error.place, `${error.found} at some draw`, error.expected);
      }
    },
  };
}
