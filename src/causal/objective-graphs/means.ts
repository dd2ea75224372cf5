// Instrumental and deceptive alignment: the base objective as a means to what is pursued.
import { effectTolerance } from "./best-plans.ts";
import type { ObjectiveClass } from "./objective-class.ts";
import { namesOf, type ObjectiveGraph } from "./objective-graph.ts";
import { shortestPath } from "./shortest-path.ts";
import { effectsOn } from "./signed-graph.ts";

/** Deceptive, where it holds, and instrumental; a note where the pursued is below the base and does not rise with it. */
export function meansClasses(graph: ObjectiveGraph, notes: string[]): readonly ObjectiveClass[] {
  const { training, pursued, base, nodes } = graph;
  const path = base === pursued ? null : shortestPath(training.graph, base, pursued);
  if (path === null) return [];
  const effect = effectsOn(training, pursued)[base]!;
  if (effect <= effectTolerance) {
    notes.push(`${nodes[pursued]} is below ${nodes[base]}, but does not rise with it (effect ${effect})`);
    return [];
  }
  const instrumental = { class: "instrumental", path: namesOf(graph, path), effect } as const;
  const deceptive = deception(graph, effect);
  return deceptive === null ? [instrumental] : [deceptive, instrumental];
}

function deception(graph: ObjectiveGraph, whole: number): ObjectiveClass | null {
  const { training, pursued, base, continuation, nodes } = graph;
  const avoid = new Uint8Array(nodes.length);
  for (const node of continuation) avoid[node] = 1;
  const effect = whole - effectsOn(training, pursued, avoid)[base]!;
  if (effect <= effectTolerance) return null;
  const ways = continuation.flatMap((node) => {
    const first = shortestPath(training.graph, base, node);
    const second = shortestPath(training.graph, node, pursued);
    return first && second ? [{ node, path: [...first, ...second.slice(1)] }] : [];
  });
  const shortest = ways.reduce((a, b) => (b.path.length < a.path.length ? b : a));
  return { class: "deceptive", path: namesOf(graph, shortest.path), through: nodes[shortest.node]!, effect };
}
