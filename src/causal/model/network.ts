// The factors of a model: one per node, decisions by the rule that a policy has for them.
import type { Factor } from "./factor.ts";
import type { InfluenceModel } from "./model.ts";

/** What is decided where: by node, [contexts, options] probabilities; null where nothing is decided, or nothing fixed yet. */
export type Rules = readonly (Float64Array | null)[];

/** The factor of a node given its parents; a utility's is over its parents alone. Null for a decision without a rule. */
export function factorOf(model: InfluenceModel, rules: Rules, node: number): Factor | null {
  const parents = model.diagram.graph.parents[node]!;
  const kind = model.diagram.nodes[node]!.kind;
  const values = kind === "decision" ? rules[node] : model.tables[node];
  if (!values) return null;
  return { variables: kind === "utility" ? parents : [...parents, node], values };
}

/**
 * Factors of all chance nodes and decided decisions among `nodes` and what comes before them: all others are barren and would sum to 1
 * (Shachter 1986).
 */
export function factorsAbove(
  model: InfluenceModel,
  rules: Rules,
  nodes: readonly number[],
  without = -1,
): Factor[] {
  const above = model.diagram.graph.ancestors(...nodes);
  return model.diagram.nodes.flatMap(({ kind }, node) => {
    if (!above[node] || kind === "utility" || node === without) return [];
    const factor = factorOf(model, rules, node);
    return factor ? [factor] : [];
  });
}
