// Relevance between decisions: which must be settled before which.
import { reachedByTrails } from "./d-separation.ts";
import { type InfluenceDiagram, nodesOfKind, utilitiesBelow } from "./diagram.ts";

export interface RelevanceGraph {
  /** Decisions by their numbers, in the order of the nodes. */
  readonly decisions: readonly number[];
  /** For each of them, the others that it relies on. */
  readonly reliesOn: readonly (readonly number[])[];
}

/**
 * The decisions that `decision` relies on: those whose rule can matter for which of its options is best, given what it observes. A decision is one of
 * them where a new parent of it, its rule, would be d-connected to a utility below `decision`, given `decision` and its parents
 * (s-reachability, Koller and Milch 2003). In the order of the nodes; decisions of all agents are looked at.
 */
export function decisionsReliedOn(diagram: InfluenceDiagram, decision: number): readonly number[] {
  const utilities = utilitiesBelow(diagram, decision);
  const family = [decision, ...diagram.graph.parents[decision]!];
  return nodesOfKind(diagram, "decision").filter((other) => {
    if (other === decision) return false;
    const reached = reachedByTrails(diagram.graph, { fromParent: [other] }, family);
    return utilities.some((utility) => reached[utility]);
  });
}

/** Which decisions rely on which: all of them, or those of one agent among themselves (Koller and Milch 2003). */
export function relevanceGraph(diagram: InfluenceDiagram, agent?: string): RelevanceGraph {
  const decisions = nodesOfKind(diagram, "decision", agent);
  const reliesOn = decisions.map((decision) =>
    decisionsReliedOn(diagram, decision).filter((other) => decisions.includes(other)),
  );
  return { decisions, reliesOn };
}

/**
 * Decisions that rely on each other, directly or by others, in one group; groups in an order in which they can be settled, each relying
 * only on itself and on groups before it (Tarjan 1972). Within a group, in the order of the nodes.
 */
export function relevanceComponents({ decisions, reliesOn }: RelevanceGraph): readonly (readonly number[])[] {
  const next = new Map(decisions.map((decision, index) => [decision, reliesOn[index]!]));
  const found = new Map<number, number>();
  const lowest = new Map<number, number>();
  const open: number[] = [];
  const components: number[][] = [];
  const visit = (decision: number): void => {
    found.set(decision, found.size);
    lowest.set(decision, found.get(decision)!);
    open.push(decision);
    for (const other of next.get(decision)!) {
      if (!found.has(other)) visit(other);
      if (open.includes(other)) {
        lowest.set(decision, Math.min(lowest.get(decision)!, lowest.get(other)!));
      }
    }
    if (lowest.get(decision) !== found.get(decision)) return;
    components.push(open.splice(open.indexOf(decision)).toSorted((a, b) => a - b));
  };
  for (const decision of decisions) if (!found.has(decision)) visit(decision);
  return components;
}
