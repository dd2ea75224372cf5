// Side-effect alignment: the base objective comes out better when what is pursued does.
import { effectTolerance } from "./best-plans.ts";
import type { ObjectiveClass } from "./objective-class.ts";
import { namesOf, type ObjectiveGraph } from "./objective-graph.ts";
import { shortestPath } from "./shortest-path.ts";
import { effectsOn } from "./signed-graph.ts";

/** The class where it holds; a note where the base is below the pursued and does not rise with it. */
export function sideEffectClass(graph: ObjectiveGraph, notes: string[]): ObjectiveClass | null {
  const { training, pursued, base, nodes } = graph;
  const path = base === pursued ? null : shortestPath(training.graph, pursued, base);
  if (path === null) return null;
  const effect = effectsOn(training, base)[pursued]!;
  if (effect > effectTolerance) return { class: "side-effect", path: namesOf(graph, path), effect };
  notes.push(`${nodes[base]} is below ${nodes[pursued]}, but does not rise with it (effect ${effect})`);
  return null;
}
