// The text of a risk model to the checked model, or an error with line, column and path.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import { type Formula, namesIn, sizeOf } from "./formula.ts";
import { formulasOf } from "./formulas-of.ts";
import type { CommonCause, Definition, ModelOption, Quantity, RiskModel } from "./model.ts";
import { readModelText } from "./model-text.ts";
import { orderByUse } from "./order-by-use.ts";
import {
  checkName,
  readEntries,
  readList,
  readNumber,
  readObject,
  readRemarks,
  readWords,
  shown,
} from "./read-object.ts";
import { readExpression, readQuantity } from "./read-quantity.ts";

const mostQuantities = 1000;
const mostParts = 20_000;
const topKeys = ["name", "title", "source", "note", "quantities", "causes", "outcome", "decision"];

/**
 * Reads a risk model from YAML or JSON text; `file` names it in errors, and names the model where the text does not. Throws an InputError,
 * "model.yaml:3:12: quantities.p.beta[0]: found -1, expected ...", for anything that is not a model: unknown names with the likeliest
 * that was meant, cycles, impossible parameters, formulas with the column.
 */
export function parseModel(text: string, file = "model"): RiskModel {
  const { value, placeOf } = readModelText(text, file);
  try {
    const model = readModel(value, file);
    // What is only found out when the model is compiled or drawn from has its line, too.
    return {
      ...model,
      quantities: model.quantities.map((one) => {
        const definition = placed(one.definition, placeOf);
        return { ...one, definition, place: placeOf(one.place) };
      }),
      options: model.options.map((one) => ({ ...one, place: placeOf(one.place) })),
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(placeOf(error.place), error.found, error.expected);
  }
}

/**
 * The model with other definitions of some of its quantities, each as it would stand in the text: "0.3", "p * q", "{beta: [2, 3]}".
 * Remarks stay. Throws an InputError for a name that the model does not have, and for whatever `parseModel` would.
 */
export function withDefinitions(model: RiskModel, definitions: Readonly<Record<string, string>>): RiskModel {
  const known = model.quantities.map(({ name }) => name);
  for (const name of Object.keys(definitions)) {
    if (!known.includes(name))
      throw new InputError(`--set ${name}`, "an unknown quantity", oneOf(name, known));
  }
  const quantities = model.quantities.map((quantity): Quantity => {
    const { name } = quantity;
    if (!Object.hasOwn(definitions, name)) return quantity;
    const place = `--set ${name}`;
    return { ...quantity, ...readQuantity(name, readModelText(definitions[name]!, place).value, place) };
  });
  return resolved({ ...model, quantities });
}

/** The definition with the places of its parameters located. */
function placed<Part extends Definition>(definition: Part, placeOf: (place: string) => string): Part {
  if (definition.kind === "conditional") {
    return { ...definition, distribution: definition.distribution.withPlaces(placeOf) };
  }
  if (definition.kind !== "mixture") return definition;
  return { ...definition, of: definition.of.map((part) => placed(part, placeOf)) };
}

function readModel(value: unknown, file: string): RiskModel {
  const object = readObject(value, topKeys, "model");
  const entries = readEntries(object.get("quantities"), "quantities");
  if (entries.length === 0 || entries.length > mostQuantities) {
    throw new InputError("quantities", `${entries.length} quantities`, `1 to ${mostQuantities}`);
  }
  const quantities = entries.map(([name, one]) => {
    const place = `quantities.${name}`;
    checkName(name, place);
    return readQuantity(name, one, place);
  });
  const { unit: _, ...remarks } = readRemarks(object, "model");
  return resolved({
    name: readWords(object.get("name"), "name") ?? file,
    ...remarks,
    quantities,
    causes: readCauses(object.get("causes")),
    outcome: readWords(object.get("outcome"), "outcome") ?? "",
    options: readOptions(object.get("decision")),
  });
}

/** Checks all names, and puts quantities in order. */
function resolved(model: Omit<RiskModel, "notes">): RiskModel {
  const names = new Set(model.quantities.map(({ name }) => name));
  let parts = 0;
  for (const { formula, place } of placedFormulas(model)) {
    checkNames(formula, [...names], place);
    parts += sizeOf(formula);
    if (parts > mostParts)
      throw new InputError(place, `more than ${mostParts} numbers and operators`, "fewer");
  }
  if (!names.has(model.outcome)) {
    throw new InputError("outcome", shown(model.outcome || undefined), oneOf(model.outcome, [...names]));
  }
  checkCauses(model);
  const quantities = orderByUse(model.quantities);
  const ordered = { ...model, quantities };
  return { ...ordered, notes: notesOn(ordered) };
}

interface PlacedFormula {
  readonly formula: Formula;
  readonly place: string;
}

function placedFormulas({ quantities, options }: Omit<RiskModel, "notes">): readonly PlacedFormula[] {
  return [
    ...quantities.flatMap(({ definition, place }) => placedIn(definition, place)),
    ...options.map(({ payoff, place }) => ({ formula: payoff, place })),
  ];
}

/** Each formula of a definition where its columns are counted from. */
function placedIn(definition: Definition, place: string): readonly PlacedFormula[] {
  switch (definition.kind) {
    case "conditional":
      return definition.distribution.parameters;
    case "mixture":
      return definition.of.flatMap((part, index) => placedIn(part, `${place}.mixture.of[${index}]`));
    case "events":
      return definition.of.map((formula, index) => ({
        formula,
        place: `${place}.${definition.operator}[${index}]`,
      }));
    default:
      return formulasOf(definition).map((formula) => ({ formula, place }));
  }
}

function checkNames(formula: Formula, names: readonly string[], place: string): void {
  for (const { name, column } of namesIn(formula)) {
    if (names.includes(name)) continue;
    throw new InputError(place, `the unknown name ${name} at column ${column}`, oneOf(name, names));
  }
}

function readCauses(value: unknown): readonly CommonCause[] {
  if (value === undefined) return [];
  return readEntries(value, "causes").map(([name, one]) => {
    const place = `causes.${name}`;
    checkName(name, place);
    const object = readObject(one, ["loadings", "perfect", "opposite", "title", "source", "note"], place);
    const given = ["loadings", "perfect", "opposite"].filter((key) => object.has(key));
    if (given.length !== 1) {
      throw new InputError(place, given.join(" and ") || "no loadings", "one of loadings, perfect, opposite");
    }
    const { unit: _, ...remarks } = readRemarks(object, place);
    return {
      name,
      ...remarks,
      loadings: readLoadings(given[0]!, object.get(given[0]!), `${place}.${given[0]}`),
    };
  });
}

/** `perfect: [a, b]` loads each with 1, `opposite: [a, b]` one with 1 and the other with -1. */
function readLoadings(kind: string, value: unknown, place: string): ReadonlyMap<string, number> {
  if (kind === "loadings") {
    return new Map(
      readEntries(value, place).map(([name, one]) => {
        const loading = readNumber(one, `${place}.${name}`);
        if (Math.abs(loading) > 1)
          throw new InputError(`${place}.${name}`, shown(one), "a number from -1 to 1");
        return [name, loading];
      }),
    );
  }
  const names = readList(value, 2, kind === "opposite" ? 2 : mostQuantities, place).map((one, index) => {
    if (typeof one === "string") return one;
    throw new InputError(`${place}[${index}]`, shown(one), "the name of a quantity");
  });
  const loadings = new Map(names.map((name, index) => [name, kind === "opposite" && index === 1 ? -1 : 1]));
  if (loadings.size < names.length) throw new InputError(place, "a quantity named twice", "each once");
  return loadings;
}

function checkCauses({ quantities, causes }: Omit<RiskModel, "notes">): void {
  const byName = new Map(quantities.map((quantity) => [quantity.name, quantity]));
  const share = new Map<string, number>();
  for (const { name, loadings } of causes) {
    const place = `causes.${name}`;
    if (byName.has(name)) throw new InputError(place, "the name of a quantity", "a name of its own");
    for (const [loaded, loading] of loadings) {
      const at = `${place}.${loaded}`;
      const quantity = byName.get(loaded);
      if (!quantity) throw new InputError(at, "an unknown quantity", oneOf(loaded, [...byName.keys()]));
      const { kind } = quantity.definition;
      if (kind !== "distribution" && kind !== "conditional" && kind !== "runs") {
        throw new InputError(at, `a quantity given by ${kind}`, "one with a distribution of its own");
      }
      share.set(loaded, (share.get(loaded) ?? 0) + loading * loading);
      if (share.get(loaded)! > 1 + 1e-12) {
        throw new InputError(
          at,
          `squared loadings that sum to ${share.get(loaded)}`,
          "at most 1 over all causes",
        );
      }
    }
  }
}

function readOptions(value: unknown): readonly ModelOption[] {
  if (value === undefined) return [];
  const entries = readEntries(readObject(value, ["options"], "decision").get("options"), "decision.options");
  if (entries.length < 2 || entries.length > 100) {
    throw new InputError("decision.options", `${entries.length} options`, "2 to 100");
  }
  return entries.map(([name, one]) => {
    const place = `decision.options.${name}`;
    checkName(name, place);
    return { name, payoff: readExpression(one, place), place };
  });
}

function notesOn({ quantities, causes, outcome, options }: Omit<RiskModel, "notes">): readonly string[] {
  const used = new Set([
    outcome,
    ...options.flatMap(({ payoff }) => namesIn(payoff).map(({ name }) => name)),
  ]);
  for (const { name, definition } of quantities.toReversed()) {
    if (used.has(name))
      for (const formula of formulasOf(definition)) for (const one of namesIn(formula)) used.add(one.name);
  }
  const isUsed = ({ name }: { readonly name: string }) => used.has(name);
  return [
    ...quantities
      .filter((one) => !isUsed(one))
      .map(({ name }) => `${name} is not used by the outcome or a decision`),
    ...causes
      .filter(({ loadings }) => loadings.size < 2)
      .map(({ name }) => `${name} is common to fewer than two quantities`),
    ...quantities.filter(isUsed).flatMap(({ name, definition }) => {
      if (definition.kind === "interval") {
        return [
          `nothing is believed of ${name} within its interval: draws take it as uniform, worst cases do not`,
        ];
      }
      if (definition.kind === "events" && definition.dependence === "unknown") {
        return [
          `how the events of ${name} hang together is unknown: draws take all cases as uniform, worst cases do not`,
        ];
      }
      return [];
    }),
  ];
}
