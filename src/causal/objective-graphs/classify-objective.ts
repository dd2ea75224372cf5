// Which kinds of pseudo-alignment an objective graph shows, the most specific first.
import { approximateClass } from "./approximation.ts";
import { generalClass } from "./common-cause.ts";
import { meansClasses } from "./means.ts";
import type { ObjectiveClass } from "./objective-class.ts";
import type { ObjectiveGraph } from "./objective-graph.ts";
import { type PlanInGraph, planInGraph } from "./plan-in-graph.ts";
import { sideEffectClass } from "./side-effect.ts";
import { suboptimalityClass } from "./suboptimality.ts";

export interface ObjectiveVerdict {
  readonly pursued: string;
  readonly base: string;
  /** All that hold, the most specific first. */
  readonly classes: readonly ObjectiveClass[];
  readonly plans: readonly PlanInGraph[];
  /** Relations that are there, but in which pursued and base do not rise together. */
  readonly notes: readonly string[];
}

/**
 * Classifies as sections 3.1 and 4 of Hubinger et al. (1906.01820) do, made decidable. With m what is pursued and b the base objective, in training:
 * *side-effect* where b is below m; *instrumental* where m is below b; *deceptive* where an instrumental path leads through a node of the agent's continuation;
 * *general* where a node other than both reaches m past b and b past m. In each of them both must rise together: the effects, summed over all paths (for
 * *deceptive* over those through a continuation), are above 0. *Suboptimality* where every best plan for m in the believed graph raises b in training
 * and no best plan in the true one does; *approximate* where both have the same causes and never lie further apart than the tolerance, over every combination of
 * actions and circumstances at 0 or 1; *robust* where in every graph of a family of at least two each best plan for m is a best plan for b.
 * More specific is what says more: of all graphs rather than of training, of a kind of means, of a means, of a common cause.
 */
export function classifyObjective(graph: ObjectiveGraph): ObjectiveVerdict {
  const plans = graph.family.map(({ name, graph: one }) => planInGraph(graph, name, one));
  const notes: string[] = [];
  const classes = [
    robustClass(plans),
    ...meansClasses(graph, notes),
    sideEffectClass(graph, notes),
    suboptimalityClass(graph),
    approximateClass(graph),
    generalClass(graph, notes),
  ].filter((one) => one !== null);
  return { pursued: graph.nodes[graph.pursued]!, base: graph.nodes[graph.base]!, classes, plans, notes };
}

function robustClass(plans: readonly PlanInGraph[]): ObjectiveClass | null {
  if (plans.length < 2 || !plans.every(({ servesBase }) => servesBase)) return null;
  return { class: "robust", graphs: plans.map(({ graph }) => graph) };
}
