// The shortest directed path between two nodes, as evidence that one is above the other.
import type { Graph } from "../graph.ts";

/** Nodes along a path with the fewest edges, both ends included, the first found among equals; null where there is none. Nodes marked in `avoid` are not passed. */
export function shortestPath(
  graph: Graph,
  from: number,
  to: number,
  avoid?: Readonly<Uint8Array>,
): readonly number[] | null {
  const before = new Map<number, number | null>([[from, null]]);
  const open = [from];
  for (const node of open) {
    if (node === to) return walkedTo(before, to);
    for (const child of graph.children[node]!) {
      if (before.has(child) || avoid?.[child]) continue;
      before.set(child, node);
      open.push(child);
    }
  }
  return null;
}

function walkedTo(before: ReadonlyMap<number, number | null>, to: number): readonly number[] {
  const path: number[] = [];
  for (let node: number | null = to; node !== null; node = before.get(node)!) path.unshift(node);
  return path;
}
