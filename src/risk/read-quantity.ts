// One quantity of a model: a number, a formula, or one kind of definition with its remarks.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import { parseInput } from "../base/schema.ts";
import { apply, constant, type Formula } from "./formula.ts";
import type { Definition, Dependence, MixturePart, Quantity } from "./model.ts";
import { parseFormula } from "./parse-formula.ts";
import { distributionNames, readDistribution, readShares } from "./read-distribution.ts";
import { readList, readNumber, readObject, readRemarks, shown } from "./read-object.ts";
import { runsQuerySchema } from "./runs-query.ts";

const remarkNames = ["title", "source", "note", "unit"];
/** Keys that say by themselves what a quantity is. */
const kinds = [
  "value",
  "formula",
  "product",
  "if",
  ...distributionNames,
  "mixture",
  "interval",
  "and",
  "or",
  "runs",
];
/** Keys that only go with another. */
const companions: Readonly<Record<string, readonly string[]>> = {
  if: ["then", "else"],
  and: ["dependence"],
  or: ["dependence"],
};
const dependences: readonly Dependence[] = ["independent", "comonotone", "countermonotone", "unknown"];
const mostParts = 100;

/** Reads the quantity `name`, whose place is `place`. Throws an InputError at what is wrong inside it. */
export function readQuantity(name: string, value: unknown, place: string): Quantity {
  if (typeof value === "number" || typeof value === "string") {
    return { name, place, definition: { kind: "formula", formula: readExpression(value, place) } };
  }
  const all = [...kinds, ...new Set(Object.values(companions).flat()), ...remarkNames];
  const object = readObject(value, all, place);
  const given = kinds.filter((kind) => object.has(kind));
  const [kind] = given;
  if (kind === undefined || given.length > 1) {
    const found = kind === undefined ? "nothing that says what it is" : given.join(" and ");
    throw new InputError(place, found, `one of ${kinds.join(", ")}`);
  }
  const allowed = [kind, ...(companions[kind] ?? []), ...remarkNames];
  for (const key of object.keys()) {
    if (!allowed.includes(key)) {
      throw new InputError(`${place}.${key}`, `${key} beside ${kind}`, oneOf(key, allowed));
    }
  }
  return { name, place, definition: readDefinition(kind, object, place), ...readRemarks(object, place) };
}

/** A number, or a formula as text. */
export function readExpression(value: unknown, place: string): Formula {
  if (typeof value === "string") return parseFormula(value, place);
  if (typeof value !== "number") throw new InputError(place, shown(value), "a number, or a formula as text");
  return constant(readNumber(value, place));
}

function readDefinition(kind: string, object: ReadonlyMap<string, unknown>, place: string): Definition {
  const value = object.get(kind);
  const at = `${place}.${kind}`;
  if (distributionNames.includes(kind)) {
    return readDistribution(kind, value, at);
  }
  switch (kind) {
    case "value":
    case "formula":
      return { kind: "formula", formula: readExpression(value, at) };
    case "product":
      return {
        kind: "formula",
        formula: readAll(value, 1, at).reduce((one, other) => apply("*", one, other)),
      };
    case "if": {
      const [then, otherwise] = ["then", "else"].map((key) =>
        readExpression(object.get(key), `${place}.${key}`),
      );
      return { kind: "formula", formula: apply("if", readExpression(value, at), then!, otherwise!) };
    }
    case "interval":
      return readInterval(value, at);
    case "mixture":
      return readMixture(value, at);
    case "runs":
      return { kind: "runs", query: readQuery(value, at) };
    default:
      return readEvents(kind === "and" ? "and" : "or", value, object.get("dependence"), place);
  }
}

function readAll(value: unknown, least: number, place: string): readonly Formula[] {
  return readList(value, least, mostParts, place).map((one, index) =>
    readExpression(one, `${place}[${index}]`),
  );
}

function readInterval(value: unknown, place: string): Definition {
  const [low, high] = readList(value, 2, 2, place).map((end, index) => readNumber(end, `${place}[${index}]`));
  if (!(high! > low!)) throw new InputError(`${place}[1]`, shown(high), `a number above ${low}`);
  return { kind: "interval", low: low!, high: high! };
}

function readMixture(value: unknown, place: string): Definition {
  const object = readObject(value, ["weights", "of"], place);
  const of = readList(object.get("of"), 1, mostParts, `${place}.of`).map((part, index) =>
    readPart(part, `${place}.of[${index}]`),
  );
  const weights = readShares(object.get("weights"), of.length, `${place}.weights`);
  return { kind: "mixture", weights, of };
}

function readPart(value: unknown, place: string): MixturePart {
  if (typeof value === "number" || typeof value === "string") {
    return { kind: "formula", formula: readExpression(value, place) };
  }
  const entries = [...readObject(value, distributionNames, place)];
  if (entries.length !== 1) {
    throw new InputError(place, `${entries.length} distributions`, "one, a number or a formula");
  }
  const [name, parameters] = entries[0]!;
  return readDistribution(name, parameters, `${place}.${name}`);
}

function readQuery(value: unknown, place: string) {
  const query = parseInput(runsQuerySchema, value, place);
  if (query.class === undefined && query.flag === undefined) {
    throw new InputError(place, "neither class nor flag", "what is counted: class, flag, or both");
  }
  return query;
}

function readEvents(operator: "and" | "or", value: unknown, dependence: unknown, place: string): Definition {
  const of = readAll(value, 2, `${place}.${operator}`);
  const found = dependences.find((one) => one === dependence);
  if (found === undefined) {
    throw new InputError(`${place}.dependence`, shown(dependence), `one of ${dependences.join(", ")}`);
  }
  if (found === "countermonotone" && of.length !== 2) {
    throw new InputError(`${place}.dependence`, `countermonotone for ${of.length} events`, "two events");
  }
  return { kind: "events", operator, dependence: found, of };
}
