// A causal graph whose edges say which way a cause moves its effect, and by how much.
import type { Graph } from "../graph.ts";

export interface SignedGraph {
  readonly graph: Graph;
  /** By how much a node rises when a parent rises by 1, in the order of `graph.parents`; never 0. */
  readonly effects: readonly (readonly number[])[];
}

/**
 * What each node does to `target`: the sum over directed paths to it of the product of the effects along them (path coefficients, Wright 1934);
 * 1 for the target itself, 0 for what does not lead there. Paths through nodes marked in `avoid` are left out. [nodes]
 */
export function effectsOn(
  { graph, effects }: SignedGraph,
  target: number,
  avoid?: Readonly<Uint8Array>,
): Float64Array {
  const total = new Float64Array(graph.size);
  if (avoid?.[target]) return total;
  total[target] = 1;
  for (const node of [...graph.order].reverse()) {
    if (total[node] === 0) continue;
    graph.parents[node]!.forEach((parent, place) => {
      if (!avoid?.[parent]) total[parent]! += effects[node]![place]! * total[node]!;
    });
  }
  return total;
}
