// Suboptimality alignment: the agent serves the base objective by mistake.
import { bestPlans, effectTolerance } from "./best-plans.ts";
import type { ObjectiveClass } from "./objective-class.ts";
import { namesOf, type ObjectiveGraph } from "./objective-graph.ts";
import { effectsOn } from "./signed-graph.ts";

/** The class where every plan that is best as the agent believes raises the base in training, and none that is best in truth does. */
export function suboptimalityClass(graph: ObjectiveGraph): ObjectiveClass | null {
  const { training, believed, pursued, base, actions, budget } = graph;
  const onBase = effectsOn(training, base);
  const mistaken = bestPlans(effectsOn(believed, pursued), onBase, actions, budget);
  const knowing = bestPlans(effectsOn(training, pursued), onBase, actions, budget);
  if (mistaken.other.lowest <= effectTolerance || knowing.other.highest > effectTolerance) return null;
  return {
    class: "suboptimality",
    believedPlan: namesOf(graph, mistaken.plan),
    believedEffect: mistaken.other.lowest,
    truePlan: namesOf(graph, knowing.plan),
    trueEffect: knowing.other.highest,
  };
}
