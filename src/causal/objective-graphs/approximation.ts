// Approximate alignment: what is pursued is the base objective up to an error of representation.
import { effectTolerance } from "./best-plans.ts";
import type { ObjectiveClass } from "./objective-class.ts";
import { namesOf, type ObjectiveGraph } from "./objective-graph.ts";
import { effectsOn } from "./signed-graph.ts";

/** The class where both objectives have the same causes and never lie further apart in training than the tolerance. */
export function approximateClass(graph: ObjectiveGraph): ObjectiveClass | null {
  const { training, pursued, base, tolerance } = graph;
  const parents = training.graph.parents[pursued]!;
  const others = training.graph.parents[base]!;
  const alike = parents.length === others.length && parents.every((node) => others.includes(node));
  if (pursued === base || parents.length === 0 || !alike) return null;
  const largestDifference = farthestApart(graph);
  if (largestDifference > tolerance + effectTolerance) return null;
  return { class: "approximate", parents: namesOf(graph, parents), largestDifference, tolerance };
}

/** The largest |m - b| over all roots at 0 or 1: both are linear in them, so that the roots that add to m - b count together, or those that take away. */
function farthestApart({ training, pursued, base }: ObjectiveGraph): number {
  const onPursued = effectsOn(training, pursued);
  const onBase = effectsOn(training, base);
  let [above, below] = [0, 0];
  training.graph.parents.forEach((parents, node) => {
    if (parents.length > 0) return;
    const difference = onPursued[node]! - onBase[node]!;
    above += Math.max(0, difference);
    below += Math.max(0, -difference);
  });
  return Math.max(above, below);
}
