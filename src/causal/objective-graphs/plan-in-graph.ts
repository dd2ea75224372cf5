// What an agent does in a graph that it knows, and what comes of it for the base objective.
import { bestPlans, effectTolerance } from "./best-plans.ts";
import { namesOf, type ObjectiveGraph } from "./objective-graph.ts";
import { effectsOn, type SignedGraph } from "./signed-graph.ts";

/** What the agent does in a graph that it knows, and what comes of it for the base objective. */
export interface PlanInGraph {
  readonly graph: string;
  readonly plan: readonly string[];
  readonly pursued: number;
  /** The least and the most by which a best plan for what is pursued moves the base objective. */
  readonly base: { readonly lowest: number; readonly highest: number };
  /** The most that any plan could raise it. */
  readonly baseAtBest: number;
  readonly servesBase: boolean;
}

/** The best plans for what is pursued in one of the graphs. */
export function planInGraph(objectives: ObjectiveGraph, name: string, graph: SignedGraph): PlanInGraph {
  const { pursued, base, actions, budget } = objectives;
  const onBase = effectsOn(graph, base);
  const best = bestPlans(effectsOn(graph, pursued), onBase, actions, budget);
  const baseAtBest = bestPlans(onBase, onBase, actions, budget).value;
  return {
    graph: name,
    plan: namesOf(objectives, best.plan),
    pursued: best.value,
    base: best.other,
    baseAtBest,
    servesBase: best.other.lowest >= baseAtBest - effectTolerance,
  };
}
