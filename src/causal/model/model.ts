// Influence diagrams with numbers: a finite domain for each node, a table for each that is not decided.
import { InputError } from "../../base/errors.ts";
import { oneOf } from "../../base/nearest.ts";
import type { InfluenceDiagram } from "../diagram.ts";
import { tableSize } from "./factor.ts";
import { type Outcome, printOutcome } from "./outcome.ts";
import { checkedRows, type NodeFunction, type Rows, tabulated } from "./tabulate.ts";

/** The largest table of a node, and the most contexts times options of a decision: 2^22. */
export const largestNodeTable = 2 ** 22;

/** How a node comes to its value: rows by the configurations of its parents, or a function of them. */
export type Mechanism = Rows | NodeFunction;

export interface ModelParts {
  /** Values of every chance node, options of every decision, by name. Utilities have none: they are real. */
  readonly domains: Readonly<Record<string, readonly Outcome[]>>;
  /** For every chance node and every utility, by name. */
  readonly tables: Readonly<Record<string, Mechanism>>;
}

/**
 * A parameterised influence diagram. Configurations of parents are numbered in the order of `diagram.graph.parents`, the last parent
 * fastest.
 */
export interface InfluenceModel {
  readonly diagram: InfluenceDiagram;
  /** By node; empty for utilities. */
  readonly domains: readonly (readonly Outcome[])[];
  /** Domain sizes by node; 1 for utilities, which no table has as a variable. [nodes] */
  readonly sizes: Int32Array;
  /** By node: [parent configurations, domain] probabilities of a chance node, [parent configurations] of a utility, null for decisions. */
  readonly tables: readonly (Float64Array | null)[];
  /** By node: the function that a table was made from, so that it can be made anew where a parent's domain changes; else null. */
  readonly functions: readonly (NodeFunction | null)[];
}

/**
 * Checks domains and tables against the diagram and tabulates functions. Throws an InputError, with its place below `place`, for names
 * that no node has, domains that are missing, empty, or name a value twice, decisions without options, and tables that are missing, have the
 * wrong number of rows or entries, hold what is not finite or negative, or rows that do not sum to 1 within 1e-9.
 */
export function influenceModel(
  diagram: InfluenceDiagram,
  { domains, tables }: ModelParts,
  place = "model",
): InfluenceModel {
  refuseUnknown(diagram, domains, `${place}.domains`);
  refuseUnknown(diagram, tables, `${place}.tables`);
  const lists = diagram.nodes.map(({ name, kind }) => {
    const at = `${place}.domains.${name}`;
    const given = Object.hasOwn(domains, name) ? domains[name] : undefined;
    if (kind === "utility") {
      if (given !== undefined) throw new InputError(at, "a domain", "none: utilities are real numbers");
      return [];
    }
    return checkedDomain(given, kind === "decision" ? "options of a decision" : "values of a node", at);
  });
  const sizes = sizesOf(lists);
  // All of them first: asking functions for one that is just small enough takes a while.
  for (const node of lists.keys()) refuseLarge(diagram, lists, node, place);
  const mechanisms = diagram.nodes.map(({ name }) => (Object.hasOwn(tables, name) ? tables[name]! : null));
  return {
    diagram,
    domains: lists,
    sizes,
    tables: mechanisms.map((mechanism, node) => nodeTable(diagram, lists, node, mechanism, place)),
    functions: mechanisms.map((mechanism) => (typeof mechanism === "function" ? mechanism : null)),
  };
}

/** Domain sizes by node; 1 for utilities. */
export const sizesOf = (domains: readonly (readonly Outcome[])[]): Int32Array =>
  Int32Array.from(domains, ({ length }) => Math.max(length, 1));

/** The table that a mechanism gives a node, checked; null for decisions, which may have none. */
export function nodeTable(
  diagram: InfluenceDiagram,
  domains: readonly (readonly Outcome[])[],
  node: number,
  mechanism: Mechanism | null,
  place = "model",
): Float64Array | null {
  const { name, kind } = diagram.nodes[node]!;
  const at = `${place}.tables.${name}`;
  const parents = diagram.graph.parents[node]!;
  const size = refuseLarge(diagram, domains, node, place);
  if (kind === "decision") {
    if (mechanism === null) return null;
    throw new InputError(at, "a table", "none: what is decided is a policy's matter");
  }
  if (mechanism === null) throw new InputError(at, "nothing", "a table or a function");
  const target = kind === "utility" ? null : domains[node]!;
  if (typeof mechanism !== "function")
    return checkedRows(mechanism, size / (target?.length ?? 1), target, at);
  const names = parents.map((parent) => diagram.nodes[parent]!.name);
  const lists = parents.map((parent) => domains[parent]!);
  return tabulated(mechanism, names, lists, target, at);
}

/** How many entries the table of a node has; throws an InputError where these are too many. */
function refuseLarge(
  diagram: InfluenceDiagram,
  domains: readonly (readonly Outcome[])[],
  node: number,
  place: string,
): number {
  const size = tableSize([...diagram.graph.parents[node]!, node], sizesOf(domains));
  if (size <= largestNodeTable) return size;
  throw new InputError(
    `${place}.tables.${diagram.nodes[node]!.name}`,
    `${size} entries`,
    `at most ${largestNodeTable}`,
  );
}

function refuseUnknown(
  { nodes }: InfluenceDiagram,
  record: Readonly<Record<string, unknown>>,
  place: string,
): void {
  const names = nodes.map(({ name }) => name);
  for (const name of Object.keys(record)) {
    if (!names.includes(name))
      throw new InputError(`${place}.${name}`, "an unknown node", oneOf(name, names));
  }
}

/** A list of different outcomes, one at least; throws an InputError otherwise. */
export function checkedDomain(
  domain: readonly Outcome[] | undefined,
  what: string,
  place: string,
): readonly Outcome[] {
  if (domain === undefined) throw new InputError(place, "nothing", `a list: the ${what}`);
  if (domain.length === 0) throw new InputError(place, "an empty list", `the ${what}, one at least`);
  const seen = new Set<Outcome>();
  domain.forEach((outcome, index) => {
    if (typeof outcome === "number" && !Number.isFinite(outcome)) {
      throw new InputError(`${place}[${index}]`, String(outcome), "a finite number");
    }
    if (seen.has(outcome)) {
      throw new InputError(`${place}[${index}]`, `${printOutcome(outcome)} a second time`, "each value once");
    }
    seen.add(outcome);
  });
  return domain;
}

/** The place of an outcome in a node's domain; throws an InputError that lists the domain. */
export function outcomeIndex(model: InfluenceModel, node: number, outcome: Outcome, place: string): number {
  const index = model.domains[node]!.indexOf(outcome);
  if (index >= 0) return index;
  const known = model.domains[node]!.map(printOutcome).join(", ");
  throw new InputError(
    place,
    printOutcome(outcome),
    known === "" ? "a node with a domain" : `one of ${known}`,
  );
}
