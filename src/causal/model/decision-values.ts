// What each option of a decision is worth in each context, once later decisions are fixed.
import { utilitiesBelow } from "../diagram.ts";
import { eliminate } from "./eliminate.ts";
import type { InfluenceModel } from "./model.ts";
import { factorOf, factorsAbove, type Rules } from "./network.ts";

/** Values of one decision's options. */
export interface DecisionValues {
  /**
   * P(context) times the expected sum of the agent's utilities below the decision, given the context and the option. Utilities elsewhere do
   * not depend on the choice. [contexts, options]
   */
  readonly weighted: Float64Array;
  /** P(context), whatever is chosen. [contexts] */
  readonly contexts: Float64Array;
}

/** By elimination; `rules` holds a rule for every other decision. */
export function decisionValues(model: InfluenceModel, rules: Rules, decision: number): DecisionValues {
  const { diagram, sizes } = model;
  const parents = diagram.graph.parents[decision]!;
  const family = [...parents, decision];
  const contexts = eliminate(factorsAbove(model, rules, parents), parents, sizes).values;
  const weighted = new Float64Array(contexts.length * sizes[decision]!);
  for (const utility of utilitiesBelow(diagram, decision)) {
    const factors = factorsAbove(model, rules, [utility, decision], decision);
    const { values } = eliminate([...factors, factorOf(model, rules, utility)!], family, sizes);
    for (let entry = 0; entry < weighted.length; entry++) weighted[entry]! += values[entry]!;
  }
  return { weighted, contexts };
}

/**
 * How far apart two expected utilities may lie and count as equal: 1e-12 of the largest utility, 1e-12 at least. Rounding is far below; a wider one would
 * call options equal that nearly impossible contexts tell apart.
 */
export function tolerance(model: InfluenceModel): number {
  let largest = 1;
  model.diagram.nodes.forEach(({ kind }, node) => {
    if (kind !== "utility") return;
    for (const value of model.tables[node]!) if (Math.abs(value) > largest) largest = Math.abs(value);
  });
  return 1e-12 * largest;
}

/** The options that are best in each context; all of them in contexts that cannot come about. */
export function bestOptions(
  { weighted, contexts }: DecisionValues,
  options: number,
  near: number,
): readonly (readonly number[])[] {
  return Array.from(contexts, (chance, context) => {
    const row = weighted.subarray(context * options, (context + 1) * options);
    const most = row.reduce((best, value) => Math.max(best, value), Number.NEGATIVE_INFINITY);
    return Array.from(row.keys()).filter((option) => row[option]! >= most - near * chance);
  });
}
