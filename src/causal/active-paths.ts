// Active paths: every way in which one node tells of another, once some are known.
import { InputError } from "../base/errors.ts";
import { areSeparated } from "./d-separation.ts";
import type { Graph } from "./graph.ts";

/** How many paths are listed before their number is called too large. */
export const mostActivePaths = 10_000;
/** How many nodes the search steps on before it is called too long: paths may be few where dead ends are many. */
const mostSteps = 2_000_000;

/**
 * All active paths from one node to another given the nodes `given`: sequences of different nodes joined by edges of either direction, on which each
 * collider (-> node <-) is among `given` or has a descendant there, and no other node between the ends is. Nearer nodes of lower number
 * first. None where an end is given or both are the same. Throws an InputError where there are more than `mostActivePaths`,
 * or where the search takes too long.
 */
export function activePaths(
  graph: Graph,
  from: number,
  to: number,
  given: readonly number[],
): readonly (readonly number[])[] {
  if (from === to || given.includes(from) || given.includes(to)) return [];
  if (areSeparated(graph, [from], [to], given)) return [];
  const opens = graph.ancestors(...given);
  const isGiven = new Set(given);
  const paths: number[][] = [];
  const path = [from];
  let steps = 0;
  const goOn = (cameFromParent: boolean): void => {
    const node = path.at(-1)!;
    if (node === to) {
      if (paths.length === mostActivePaths) {
        throw new InputError(
          "active paths",
          `more than ${mostActivePaths}`,
          "fewer (ask whether there is any)",
        );
      }
      paths.push([...path]);
      return;
    }
    const toParents = cameFromParent ? opens[node] === 1 : !isGiven.has(node);
    if (toParents) for (const parent of graph.parents[node]!.toSorted((a, b) => a - b)) step(parent, false);
    if (!isGiven.has(node)) {
      for (const child of graph.children[node]!.toSorted((a, b) => a - b)) step(child, true);
    }
  };
  const step = (node: number, fromParent: boolean): void => {
    if (path.includes(node)) return;
    if (++steps > mostSteps) {
      throw new InputError(
        "active paths",
        `no end after ${mostSteps} steps`,
        "a smaller diagram (ask whether there is any)",
      );
    }
    path.push(node);
    goOn(fromParent);
    path.pop();
  };
  goOn(false);
  return paths;
}

/** A path in words: "X <- S -> U", with arrows as the edges go. */
export function printPath(graph: Graph, path: readonly number[], name: (node: number) => string): string {
  return path
    .map((node, index) => {
      const next = path[index + 1];
      if (next === undefined) return name(node);
      return `${name(node)} ${graph.has(node, next) ? "->" : "<-"} `;
    })
    .join("");
}
