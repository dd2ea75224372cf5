// Subgames of a diagram: sets of decisions that can be settled without the others.
import { InputError } from "../base/errors.ts";
import type { InfluenceDiagram } from "./diagram.ts";
import { relevanceComponents, relevanceGraph } from "./relevance.ts";

/** The most subgames that are listed. */
export const mostSubgames = 10_000;

/**
 * Every non-empty set of decisions, of all agents, that rely on no decision outside of it: the subgames of the diagram (Hammond et al. 2021,
 * 2102.05008, by s-reachability). Each set in the order of the nodes; the set of all decisions is one of them. Throws an InputError for
 * more than `mostSubgames`.
 */
export function subgames(diagram: InfluenceDiagram): readonly (readonly number[])[] {
  const { decisions, reliesOn } = relevanceGraph(diagram);
  let found: readonly (readonly number[])[] = [[]];
  for (const group of relevanceComponents({ decisions, reliesOn })) {
    const needed = group.flatMap((decision) => reliesOn[decisions.indexOf(decision)]!);
    const larger = found
      .filter((set) => needed.every((decision) => set.includes(decision) || group.includes(decision)))
      .map((set) => [...set, ...group]);
    found = [...found, ...larger];
    if (found.length > mostSubgames + 1) {
      throw new InputError("subgames", `more than ${mostSubgames}`, `at most ${mostSubgames}`);
    }
  }
  return found.slice(1).map((set) => set.toSorted((a, b) => a - b));
}
