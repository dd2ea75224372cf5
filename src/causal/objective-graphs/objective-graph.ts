// Objective graphs: what a task's attributes do to each other, what an agent pursues among them, and what it was meant to.
import { InputError } from "../../base/errors.ts";
import { oneOf } from "../../base/nearest.ts";
import { influenceDiagram } from "../diagram.ts";
import { effectsOn, type SignedGraph } from "./signed-graph.ts";

/** What an edge does: raises by 1, lowers by 1, or moves by a number other than 0. */
export type Effect = "raises" | "lowers" | number;

export type SignedEdge = readonly [from: string, to: string, effect: Effect];

export interface SignedEdges {
  readonly edges: readonly SignedEdge[];
}

export interface ObjectiveGraphParts {
  /** The attribute that the agent pursues. */
  readonly pursued: string;
  /** The attribute that it was selected for. */
  readonly base: string;
  /** What the agent can do: attributes without causes. By default all that have no cause in any of the graphs. */
  readonly actions?: readonly string[];
  /** Attributes that stand for the agent's own continuation (not being modified, not being replaced). */
  readonly continuation?: readonly string[];
  /** Most actions in a plan; by default as many as there are. */
  readonly budget?: number;
  /** How far pursued and base may lie apart in training to count as the same, misrepresented: .1 by default. */
  readonly tolerance?: number;
  readonly training: SignedEdges;
  readonly deployment?: SignedEdges;
  /** What the agent takes for the training graph; by default the training graph. */
  readonly believed?: SignedEdges;
  /** Further graphs, by name, in which the base objective is to be served. */
  readonly family?: Readonly<Record<string, SignedEdges>>;
}

/**
 * The causal graph of a task's attributes with the objective that an agent pursues and the one it was selected for among them (Hubinger et al.
 * 2019, 1906.01820, section 3.1), as it is in training, as it is in deployment, and as the agent believes it to be in training.
 */
export interface ObjectiveGraph {
  /** Names of the attributes; all graphs have the same. */
  readonly nodes: readonly string[];
  readonly pursued: number;
  readonly base: number;
  readonly actions: readonly number[];
  readonly continuation: readonly number[];
  readonly budget: number;
  readonly tolerance: number;
  readonly training: SignedGraph;
  readonly believed: SignedGraph;
  /** All graphs in which the base objective is to be served, by name: training, deployment where it was given, then further ones. */
  readonly family: readonly NamedGraph[];
}

export interface NamedGraph {
  readonly name: string;
  readonly graph: SignedGraph;
}

/** The usual tolerance of "the same up to an error of representation". */
export const usualTolerance = 0.1;

/**
 * The objective graph of these parts. Throws an InputError, with its place below `place`, for an edge given twice, to itself or with effect 0, a cycle,
 * a name that no edge mentions, an action with a cause, the base objective marked as the agent's continuation, an objective that no action reaches in training, a budget or tolerance out of
 * range, and effects too large to be added up.
 */
export function objectiveGraph(parts: ObjectiveGraphParts, place = "objective graph"): ObjectiveGraph {
  const given = givenGraphs(parts, place);
  const mentioned = given.flatMap(({ edges }) => edges).map(([from, to]) => [from, to]);
  const nodes = [...new Set(mentioned.flat())];
  const graphs = given.map(({ name, edges, at }) => ({ name, graph: signedGraph(nodes, edges, at) }));
  const training = graphs[0]!.graph;
  const believed = parts.believed ? graphs.at(-1)!.graph : training;
  const numbered = (name: string, key: string) => numberOf(nodes, name, `${place}.${key}`);
  const pursued = numbered(parts.pursued, "pursued");
  const base = numbered(parts.base, "base");
  const continuation = (parts.continuation ?? []).map((name, k) => numbered(name, `continuation[${k}]`));
  if (continuation.includes(base)) {
    const at = `${place}.continuation[${continuation.indexOf(base)}]`;
    throw new InputError(at, `"${parts.base}", the base objective`, "another attribute");
  }
  const actions = actionsOf(parts, nodes, graphs, place);
  checkReached(training, actions, pursued, nodes, `${place}.pursued`);
  checkReached(training, actions, base, nodes, `${place}.base`);
  if (!graphs.every(({ graph }) => [pursued, base].every((target) => hasFiniteEffects(graph, target)))) {
    throw new InputError(place, "effects that add up to no finite number", "smaller effects");
  }
  return {
    nodes,
    pursued,
    base,
    actions,
    continuation,
    budget: budgetOf(parts.budget ?? actions.length, `${place}.budget`),
    tolerance: toleranceOf(parts.tolerance ?? usualTolerance, `${place}.tolerance`),
    training,
    believed,
    family: parts.believed ? graphs.slice(0, -1) : graphs,
  };
}

interface GivenGraph extends SignedEdges {
  readonly name: string;
  readonly at: string;
}

/** Training first, the believed graph last. */
function givenGraphs(parts: ObjectiveGraphParts, place: string): readonly GivenGraph[] {
  const further = Object.entries(parts.family ?? {});
  const reserved = further.find(([name]) => name === "training" || name === "deployment");
  if (reserved) throw new InputError(`${place}.family`, `"${reserved[0]}"`, "names of further graphs");
  const one = (name: string, { edges }: SignedEdges, at = name) => ({ name, edges, at: `${place}.${at}` });
  return [
    one("training", parts.training),
    ...(parts.deployment ? [one("deployment", parts.deployment)] : []),
    ...further.map(([name, graph]) => one(name, graph, `family.${name}`)),
    ...(parts.believed ? [one("believed", parts.believed)] : []),
  ];
}

function checkReached(
  { graph }: SignedGraph,
  actions: readonly number[],
  target: number,
  nodes: readonly string[],
  place: string,
): void {
  const above = graph.ancestors(target);
  if (actions.some((action) => above[action])) return;
  throw new InputError(place, `"${nodes[target]}"`, "an attribute that some action reaches in training");
}

const hasFiniteEffects = (graph: SignedGraph, target: number) =>
  effectsOn(graph, target).every(Number.isFinite);

function budgetOf(value: number, place: string): number {
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InputError(place, String(value), "a whole number of actions, at least 1");
}

function toleranceOf(value: number, place: string): number {
  if (value >= 0 && value < Infinity) return value;
  throw new InputError(place, String(value), "a number of at least 0");
}

function numberOf(names: readonly string[], name: string, place: string): number {
  const found = names.indexOf(name);
  if (found < 0) throw new InputError(place, JSON.stringify(name), oneOf(name, names));
  return found;
}

function actionsOf(
  parts: ObjectiveGraphParts,
  names: readonly string[],
  graphs: readonly NamedGraph[],
  place: string,
): readonly number[] {
  const isCaused = (node: number) => graphs.some(({ graph: one }) => one.graph.parents[node]!.length > 0);
  if (parts.actions === undefined) {
    const free = names.flatMap((_, node) => (isCaused(node) ? [] : [node]));
    if (free.length > 0) return free;
    throw new InputError(`${place}.actions`, "none", "an attribute that has no cause in any graph");
  }
  return parts.actions.map((name, index) => {
    const at = `${place}.actions[${index}]`;
    const node = numberOf(names, name, at);
    if (isCaused(node))
      throw new InputError(at, `"${name}", which has a cause`, "an attribute without causes");
    if (parts.actions!.indexOf(name) < index)
      throw new InputError(at, `"${name}" a second time`, "each action once");
    return node;
  });
}

function signedGraph(names: readonly string[], edges: readonly SignedEdge[], place: string): SignedGraph {
  const wrong = edges.findIndex(([, , effect]) => !isEffect(effect));
  if (wrong >= 0) {
    throw new InputError(
      `${place}.edges[${wrong}][2]`,
      String(edges[wrong]![2]),
      "raises, lowers, or a number other than 0",
    );
  }
  // The diagram refuses edges given twice and cycles, with their places.
  const plain = edges.map(([from, to]) => [from, to] as const);
  const { graph } = influenceDiagram({ nodes: names, edges: plain, decisions: [], utilities: [] }, place);
  const effect = new Map(
    edges.map(([from, to, how]) => [`${names.indexOf(from)} ${names.indexOf(to)}`, how]),
  );
  const effects = graph.parents.map((parents, node) =>
    parents.map((parent) => strength(effect.get(`${parent} ${node}`)!)),
  );
  return { graph, effects };
}

const isEffect = (effect: Effect) =>
  typeof effect === "number"
    ? Number.isFinite(effect) && effect !== 0
    : effect === "raises" || effect === "lowers";

function strength(effect: Effect): number {
  if (typeof effect === "number") return effect;
  return effect === "raises" ? 1 : -1;
}

/** Names of attributes, by number. */
export function namesOf({ nodes }: ObjectiveGraph, list: readonly number[]): readonly string[] {
  return list.map((node) => nodes[node]!);
}

/** An effect as it is written: a word where it is 1 or -1. */
export function effectWord(effect: number): Effect {
  if (effect === 1) return "raises";
  return effect === -1 ? "lowers" : effect;
}
