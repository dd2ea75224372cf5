// A distribution as the text of a model gives it: its name, and numbers or formulas for its parameters.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import { conditionalDistribution } from "./conditional-distribution.ts";
import type { Distribution } from "./distribution.ts";
import { type Form, families, type Parameter } from "./distribution-forms.ts";
import { discrete } from "./distributions.ts";
import { constant, type Formula, namesIn } from "./formula.ts";
import type { Definition } from "./model.ts";
import { parseFormula } from "./parse-formula.ts";
import { type Range, rangeOf } from "./range.ts";
import { readEntries, readList, readNumber, readObject, shown } from "./read-object.ts";

/** Names of all distributions of the language. */
export const distributionNames: readonly string[] = [...Object.keys(families), "discrete"];

type DistributionDefinition = Extract<Definition, { kind: "distribution" | "conditional" }>;
/** As it stands in the text, which is a number or a formula. */
type Given = Omit<Parameter, "value"> & { readonly value: unknown };

/**
 * Reads the parameters of the distribution of that name: a list of its usual parameters, a mapping of one of its sets of parameters, or, where
 * there is one parameter alone, that. Formulas without names are numbers; with one that has names the distribution is another at each draw.
 * Throws an InputError at the parameter that is wrong.
 */
export function readDistribution(name: string, value: unknown, place: string): DistributionDefinition {
  if (name === "discrete") return { kind: "distribution", distribution: readDiscrete(value, place) };
  const { forms } = families[name]!;
  const usual = forms[0]!;
  const single = usual.orders.length === 1 && forms.length === 1;
  if (single && (typeof value === "number" || typeof value === "string")) {
    return distributionOf(name, usual, [{ value, place }]);
  }
  if (Array.isArray(value)) {
    const names = namesOf(usual);
    if (value.length !== names.length) {
      throw new InputError(place, `${value.length} parameters`, `${names.length}: ${names.join(", ")}`);
    }
    return distributionOf(
      name,
      usual,
      value.map((one: unknown, index) => ({ value: one, place: `${place}[${index}]` })),
    );
  }
  const entries = new Map(readEntries(value, place));
  const all = [...new Set(forms.flatMap(namesOf))];
  const given = [...entries.keys()];
  for (const key of given) {
    if (!all.includes(key)) throw new InputError(`${place}.${key}`, "an unknown name", oneOf(key, all));
  }
  const form = forms.find((one) => {
    const names = namesOf(one);
    return names.length === given.length && names.every((key) => entries.has(key));
  });
  if (!form) {
    const expected = forms.map((one) => namesOf(one).join(" and ")).join(", or ");
    throw new InputError(place, given.length === 0 ? "no parameters" : given.join(" and "), expected);
  }
  return distributionOf(
    name,
    form,
    namesOf(form).map((key) => ({ value: entries.get(key), place: `${place}.${key}` })),
  );
}

function namesOf({ orders }: Form): readonly string[] {
  return orders.map(([name]) => name);
}

/** `given` in the order of the form. */
function distributionOf(name: string, form: Form, given: readonly Given[]): DistributionDefinition {
  const family = families[name]!;
  const read = given.map(({ value, place }) => ({ place, formula: readParameter(value, place) }));
  if (read.every(({ formula }) => typeof formula === "number")) {
    const parameters = read.map(({ place, formula }): Parameter => ({ place, value: Number(formula) }));
    const byName = Object.fromEntries(namesOf(form).map((key, index) => [key, parameters[index]!]));
    return { kind: "distribution", distribution: family.make(...form.canonical(byName)) };
  }
  const formulas = read.map(({ place, formula }) => ({
    place,
    formula: typeof formula === "number" ? constant(formula) : formula,
  }));
  return { kind: "conditional", distribution: conditionalDistribution(name, family, form, formulas) };
}

/** A number, also where a formula comes to one. */
function readParameter(value: unknown, place: string): number | Formula {
  if (typeof value !== "string") return readNumber(value, place);
  const formula = parseFormula(value, place);
  if (namesIn(formula).length > 0) return formula;
  const [low, high] = constantRange(formula);
  return low === high ? readNumber(low, place) : formula;
}

function constantRange(formula: Formula): Range {
  if (formula.kind === "number") return [formula.value, formula.value];
  if (formula.kind === "name") return [-Infinity, Infinity];
  return rangeOf(formula.operator, formula.operands.map(constantRange));
}

const mostValues = 1000;

function readDiscrete(value: unknown, place: string): Distribution {
  const object = readObject(value, ["values", "probabilities"], place);
  const numbers = (key: string) =>
    readList(object.get(key), 1, mostValues, `${place}.${key}`).map((one, index) =>
      readNumber(one, `${place}.${key}[${index}]`),
    );
  const values = numbers("values");
  const probabilities = readShares(object.get("probabilities"), values.length, `${place}.probabilities`);
  const mass = new Map<number, number>();
  values.forEach((one, index) => {
    mass.set(one, (mass.get(one) ?? 0) + probabilities[index]!);
  });
  const ascending = [...mass].filter(([, share]) => share > 0).sort(([one], [other]) => one - other);
  return discrete(
    ascending.map(([one]) => one),
    ascending.map(([, share]) => share),
  );
}

/** `count` numbers from 0 on that sum to 1 within 1e-9; returned so that they sum to 1. */
export function readShares(value: unknown, count: number, place: string): readonly number[] {
  const list = readList(value, 1, mostValues, place);
  if (list.length !== count)
    throw new InputError(place, `${list.length} entries`, `${count}, one for each value`);
  const shares = list.map((one, index) => {
    const share = readNumber(one, `${place}[${index}]`);
    if (share < 0 || share > 1)
      throw new InputError(`${place}[${index}]`, shown(share), "a number from 0 to 1");
    return share;
  });
  const sum = shares.reduce((total, share) => total + share, 0);
  if (Math.abs(sum - 1) > 1e-9) throw new InputError(place, `a sum of ${sum}`, "a sum of 1");
  return shares.map((share) => share / sum);
}
