// d-separation: which nodes can tell something of which, once some are known.
import type { Graph } from "./graph.ts";

/** Where trails begin: at nodes that are entered from one of their parents, and at nodes that are entered from a child. */
export interface TrailStart {
  readonly fromParent?: readonly number[];
  /** A trail that begins at a node itself, to go either way, begins as if it came from a child. */
  readonly fromChild?: readonly number[];
  /** A node that no trail goes through. */
  readonly avoiding?: number;
}

const fromParent = 1;
const fromChild = 2;

/**
 * 1 for each node at which an active trail from `start` ends, given the nodes `given`; for one of these, given the others. [size]
 * A trail is active where each collider on it (-> node <-) is among `given` or has a descendant there, and no other node is. Linear in the
 * number of edges: each node is entered at most once from its parents and once from its children (Shachter 1998, "Bayes-Ball").
 */
export function reachedByTrails(graph: Graph, start: TrailStart, given: readonly number[]): Uint8Array {
  const isGiven = new Uint8Array(graph.size);
  for (const node of given) isGiven[node] = 1;
  const opensColliders = graph.ancestors(...given);
  const entered = new Uint8Array(graph.size);
  const reached = new Uint8Array(graph.size);
  if (start.avoiding !== undefined) entered[start.avoiding] = fromParent | fromChild;
  const open: number[] = [];
  const enter = (node: number, from: number) => {
    if (entered[node]! & from) return;
    entered[node]! |= from;
    reached[node] = 1;
    open.push(node * 4 + from);
  };
  for (const node of start.fromParent ?? []) enter(node, fromParent);
  for (const node of start.fromChild ?? []) enter(node, fromChild);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const node = next >> 2;
    const toParents = (next & 3) === fromChild ? !isGiven[node] : opensColliders[node];
    if (toParents) for (const parent of graph.parents[node]!) enter(parent, fromChild);
    if (!isGiven[node]) for (const child of graph.children[node]!) enter(child, fromParent);
  }
  return reached;
}

/**
 * Whether nothing in `some` tells anything of `others` once `given` is known, whatever the probabilities: no active trail leads from one to
 * the other (Pearl 1988). Nodes of `given` are separated from all nodes; a node that is not given is never separated from itself.
 */
export function areSeparated(
  graph: Graph,
  some: readonly number[],
  others: readonly number[],
  given: readonly number[],
): boolean {
  const reached = reachedByTrails(graph, { fromChild: some.filter((node) => !given.includes(node)) }, given);
  return !others.some((node) => reached[node] && !given.includes(node));
}
