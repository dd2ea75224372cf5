// Interventions: a node that is set, a node with another mechanism, a node that is decided, and links that are added or cut.
import { InputError } from "../../base/errors.ts";
import { type InfluenceDiagram, nodeNamed, withGraph } from "../diagram.ts";
import { type Arc, Graph } from "../graph.ts";
import {
  checkedDomain,
  type InfluenceModel,
  type Mechanism,
  nodeTable,
  outcomeIndex,
  sizesOf,
} from "./model.ts";
import type { Outcome, Outcomes } from "./outcome.ts";

/** What a node is instead; what is left out stays as it was. */
export interface Replacement {
  /** Names, in the order of the new table's configurations. */
  readonly parents?: readonly string[];
  /** Not for utilities. Children need a function then, since their tables have rows for the old values. */
  readonly domain?: readonly Outcome[];
  readonly table: Mechanism;
}

/**
 * The model in which a node comes about in another way (a soft intervention; Correa and Bareinboim 2020): with another table or function, and
 * perhaps other parents or values. A decision becomes a chance node. Throws an InputError for parents that come after the node, and for
 * tables as in `influenceModel`.
 */
export function withMechanism(model: InfluenceModel, name: string, replacement: Replacement): InfluenceModel {
  const { diagram } = model;
  const node = nodeNamed(diagram, name);
  const { kind } = diagram.nodes[node]!;
  const at = `intervention.${name}`;
  const parents =
    replacement.parents?.map((parent, index) =>
      parentNamed(diagram, node, parent, `${at}.parents[${index}]`),
    ) ?? diagram.graph.parents[node]!;
  if (new Set(parents).size < parents.length)
    throw new InputError(`${at}.parents`, "a parent twice", "each parent once");
  const nodes = diagram.nodes.map((each, index) =>
    index === node && kind === "decision" ? { ...each, kind: "chance" as const, agent: null } : each,
  );
  const changed = { ...diagram, nodes, graph: withParents(diagram.graph, node, parents) };
  const domains = withEntry(model.domains, node, domainOf(model, node, replacement.domain, at));
  const functionOf = typeof replacement.table === "function" ? replacement.table : null;
  const functions = withEntry(model.functions, node, functionOf);
  const tables = withEntry(
    model.tables,
    node,
    nodeTable(changed, domains, node, replacement.table, "intervention"),
  );
  if (replacement.domain) retabulateChildren(changed, domains, functions, tables, node);
  return { diagram: changed, domains, sizes: sizesOf(domains), tables, functions };
}

function domainOf(
  model: InfluenceModel,
  node: number,
  domain: readonly Outcome[] | undefined,
  at: string,
): readonly Outcome[] {
  if (domain === undefined) return model.domains[node]!;
  if (model.diagram.nodes[node]!.kind === "utility") {
    throw new InputError(`${at}.domain`, "a domain", "none: utilities are real numbers");
  }
  return checkedDomain(domain, "values of a node", `${at}.domain`);
}

function retabulateChildren(
  diagram: InfluenceDiagram,
  domains: InfluenceModel["domains"],
  functions: InfluenceModel["functions"],
  tables: (Float64Array | null)[],
  node: number,
): void {
  const { name } = diagram.nodes[node]!;
  for (const child of diagram.graph.children[node]!) {
    const answer = functions[child] ?? null;
    if (answer === null && diagram.nodes[child]!.kind !== "decision") {
      throw new InputError(
        `intervention.${name}.domain`,
        `other values, for which "${diagram.nodes[child]!.name}" has no rows`,
        "the old values, or children that are given by functions",
      );
    }
    tables[child] = nodeTable(diagram, domains, child, answer, "intervention");
  }
}

function parentNamed(diagram: InfluenceDiagram, node: number, name: string, place: string): number {
  const parent = nodeNamed(diagram, name, place);
  if (diagram.nodes[parent]!.kind === "utility") {
    throw new InputError(place, `the utility "${name}"`, "utilities without children");
  }
  if (diagram.graph.descendants(node)[parent]) {
    throw new InputError(place, `"${name}", which comes after "${diagram.nodes[node]!.name}"`, "no cycle");
  }
  return parent;
}

function withParents(graph: Graph, node: number, parents: readonly number[]): Graph {
  const others = graph.arcs.filter(([, to]) => to !== node);
  return new Graph(graph.size, [...others, ...parents.map((parent): Arc => [parent, node])]);
}

const withEntry = <T>(list: readonly T[], index: number, entry: T): T[] =>
  list.map((each, place) => (place === index ? entry : each));

/** The model in which these nodes are set, whatever would have made them otherwise: do(name = value, ...) (Pearl 2009). */
export function intervene(model: InfluenceModel, values: Outcomes): InfluenceModel {
  return Object.entries(values).reduce((changed, [name, value]) => {
    const node = nodeNamed(changed.diagram, name, "intervention");
    if (changed.diagram.nodes[node]!.kind === "utility") {
      if (typeof value !== "number")
        throw new InputError(`intervention.${name}`, JSON.stringify(value), "a number");
      return withMechanism(changed, name, { parents: [], table: [value] });
    }
    const set = outcomeIndex(changed, node, value, `intervention.${name}`);
    const row = changed.domains[node]!.map((_, index) => (index === set ? 1 : 0));
    return withMechanism(changed, name, { parents: [], table: [row] });
  }, model);
}

/** The model in which an agent decides a chance node, knowing its parents: any soft intervention that keeps the parents is one of its rules. */
export function decidedBy(model: InfluenceModel, node: number, agent: string): InfluenceModel {
  const nodes = withEntry(model.diagram.nodes, node, {
    ...model.diagram.nodes[node]!,
    kind: "decision" as const,
    agent,
  });
  return {
    ...model,
    diagram: { ...model.diagram, nodes },
    tables: withEntry(model.tables, node, null),
    functions: withEntry(model.functions, node, null),
  };
}

/** The model in which a decision observes a node. Throws an InputError where the node is the decision or comes after it. */
export function withObservation(model: InfluenceModel, node: number, decision: number): InfluenceModel {
  const { diagram } = model;
  refuseNoDecision(diagram, decision);
  parentNamed(diagram, decision, diagram.nodes[node]!.name, "observation");
  return { ...model, diagram: withGraph(diagram, diagram.graph.with(node, decision)) };
}

/** The model in which a decision does not observe a node. */
export function withoutObservation(model: InfluenceModel, node: number, decision: number): InfluenceModel {
  refuseNoDecision(model.diagram, decision);
  return { ...model, diagram: withGraph(model.diagram, model.diagram.graph.without([[node, decision]])) };
}

function refuseNoDecision(diagram: InfluenceDiagram, decision: number): void {
  const { name, kind } = diagram.nodes[decision]!;
  if (kind !== "decision") throw new InputError("observation", `the ${kind} "${name}"`, "a decision");
}
