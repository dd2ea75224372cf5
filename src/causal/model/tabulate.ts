// Tables of nodes: rows that were given are checked, functions are asked for every configuration of their parents.
import { InputError } from "../../base/errors.ts";
import { type Outcome, type Outcomes, printOutcome } from "./outcome.ts";

/**
 * One entry per configuration of the parents, the last parent fastest: a distribution over the domain for chance nodes, a
 * number for utilities.
 */
export type Rows = readonly (readonly number[])[] | readonly number[];

/**
 * A function of the parents' values: of a chance node to one of its values or to a distribution over them (in the order of the domain),
 * of a utility to a number.
 */
export type NodeFunction = (parents: Outcomes) => Outcome | readonly number[];

/** How far the sum of a distribution may be from 1. */
export const normalisation = 1e-9;

/**
 * Rows as one array: [rows, domain] of a chance node, [rows] of a utility (`domain` null). Throws an InputError for a wrong count, entries
 * that are not finite, negative probabilities and rows that do not sum to 1.
 */
export function checkedRows(
  rows: Rows,
  count: number,
  domain: readonly Outcome[] | null,
  place: string,
): Float64Array {
  if (rows.length !== count) {
    throw new InputError(place, plural(rows.length, "row"), `${count}, one per configuration of the parents`);
  }
  const width = domain?.length ?? 1;
  const table = new Float64Array(count * width);
  rows.forEach((row: number | readonly number[], index) => {
    writeRow(table, index, row, domain, `${place}[${index}]`);
  });
  return table;
}

/** The table of a function, asked once for each configuration of its parents; errors as for rows. */
export function tabulated(
  answer: NodeFunction,
  names: readonly string[],
  domains: readonly (readonly Outcome[])[],
  domain: readonly Outcome[] | null,
  place: string,
): Float64Array {
  const count = domains.reduce((product, { length }) => product * length, 1);
  const table = new Float64Array(count * (domain?.length ?? 1));
  for (let index = 0; index < count; index++) {
    const parents = configuration(names, domains, index);
    const at = `${place}(${Object.values(parents).map(printOutcome).join(", ")})`;
    const found = answer(parents);
    writeRow(
      table,
      index,
      domain === null || Array.isArray(found) ? found : pointMass(found as Outcome, domain, at),
      domain,
      at,
    );
  }
  return table;
}

/** The values that a configuration's number stands for, by name. */
export function configuration(
  names: readonly string[],
  domains: readonly (readonly Outcome[])[],
  index: number,
): Outcomes {
  let rest = index;
  const values = domains.map(() => 0);
  for (let place = domains.length - 1; place >= 0; place--) {
    const { length } = domains[place]!;
    values[place] = rest % length;
    rest = Math.floor(rest / length);
  }
  return Object.fromEntries(names.map((name, place) => [name, domains[place]![values[place]!]!]));
}

/** All of the probability on one outcome. */
export function pointMass(outcome: Outcome, domain: readonly Outcome[], place: string): readonly number[] {
  const found = domain.indexOf(outcome);
  if (found < 0) {
    const text = outcome === undefined ? "nothing" : printOutcome(outcome);
    throw new InputError(
      place,
      text,
      `one of ${domain.map(printOutcome).join(", ")}, or a list of probabilities`,
    );
  }
  return domain.map((_, index) => (index === found ? 1 : 0));
}

function writeRow(
  table: Float64Array,
  index: number,
  row: Outcome | readonly number[],
  domain: readonly Outcome[] | null,
  place: string,
): void {
  if (domain === null) {
    if (typeof row !== "number" || !Number.isFinite(row))
      throw new InputError(place, shown(row), "a finite number");
    table[index] = row;
    return;
  }
  if (!Array.isArray(row))
    throw new InputError(place, shown(row), `a list of ${plural(domain.length, "probability")}`);
  if (row.length !== domain.length) {
    throw new InputError(place, plural(row.length, "probability"), `${domain.length}, one per value`);
  }
  let sum = 0;
  (row as readonly number[]).forEach((probability, value) => {
    if (!(Number.isFinite(probability) && probability >= 0)) {
      throw new InputError(`${place}[${value}]`, shown(probability), "a probability");
    }
    sum += probability;
    table[index * domain.length + value] = probability;
  });
  if (Math.abs(sum - 1) > normalisation) {
    throw new InputError(place, `probabilities that sum to ${sum}`, `a sum of 1 within ${normalisation}`);
  }
}

const shown = (value: unknown): string =>
  typeof value === "number" ? String(value) : (JSON.stringify(value) ?? "nothing").slice(0, 60);

const plural = (count: number, noun: string): string =>
  `${count} ${count === 1 ? noun : noun.replace(/y$/, "ie").concat("s")}`;
