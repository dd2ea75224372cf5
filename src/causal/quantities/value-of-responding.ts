// Value of responding: what an agent would lose if a decision could not react to interventions at a node.
import { decisionValues } from "../model/decision-values.ts";
import { eliminate } from "../model/eliminate.ts";
import { tableSize } from "../model/factor.ts";
import type { InfluenceModel } from "../model/model.ts";
import type { Rules } from "../model/network.ts";
import { between, solvable } from "./instrumental-control.ts";
import { counterfactual, type Twin, twinFactors, twinSizes } from "./twin-factors.ts";

/**
 * The largest expected utility minus the largest that a rule of `decision` has which no intervention do(node = x) would ever change, the agent's other
 * decisions being optimal. Positive exactly where every optimal rule responds to the node, which is what a response incentive is (Everitt et
 * al. 2021, 2102.01685: D_x(e) differs from D(e) for some x and some chance e); the number itself is ours, since the source defines none. Rules that do
 * not respond are constant over the contexts that an intervention can turn into each other. How chance is shared by both worlds: see
 * `twinFactors`. Throws an InputError without sufficient recall.
 *
 * @param rules what other agents do
 */
export function valueOfResponding(
  model: InfluenceModel,
  node: number,
  decision: number,
  rules: Rules = [],
): number {
  const { policy } = solvable(model, decision, rules);
  if (node === decision || !model.diagram.graph.ancestors(decision)[node]) return 0;
  const { weighted, contexts } = decisionValues(model, policy.rules, decision);
  const groups = interchangeable(model, policy.rules, node, decision);
  const options = model.sizes[decision]!;
  const sums = new Float64Array(weighted.length);
  let responding = 0;
  contexts.forEach((_, context) => {
    const row = weighted.subarray(context * options, (context + 1) * options);
    responding += largest(row);
    row.forEach((value, option) => {
      sums[groups[context]! * options + option]! += value;
    });
  });
  let constant = 0;
  for (let group = 0; group < contexts.length; group++) {
    constant += largest(sums.subarray(group * options, (group + 1) * options));
  }
  return responding - constant;
}

const largest = (row: Float64Array): number =>
  row.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);

/** For each context the number of the first one that interventions at the node connect it with. [contexts] */
function interchangeable(model: InfluenceModel, rules: Rules, node: number, decision: number): Int32Array {
  const parents = model.diagram.graph.parents[decision]!;
  const twin: Twin = { root: node, copied: between(model, node, decision), handedOver: -1, open: decision };
  const others = parents.map(counterfactual(model, twin));
  const sizes = twinSizes(model);
  const kept = [...new Set([...parents, ...others, node + model.sizes.length])];
  const joint = eliminate(twinFactors(model, rules, parents, twin), kept, sizes).values;
  const group = Int32Array.from({ length: tableSize(parents, model.sizes) }, (_, context) => context);
  const digits = new Int32Array(sizes.length);
  const contextOf = (variables: readonly number[]): number =>
    variables.reduce((place, variable) => place * sizes[variable]! + digits[variable]!, 0);
  joint.forEach((chance, entry) => {
    if (chance === 0) return;
    let rest = entry;
    for (let axis = kept.length - 1; axis >= 0; axis--) {
      const variable = kept[axis]!;
      digits[variable] = rest % sizes[variable]!;
      rest = Math.floor(rest / sizes[variable]!);
    }
    join(group, contextOf(parents), contextOf(others));
  });
  return group;
}

function join(group: Int32Array, a: number, b: number): void {
  const [low, high] = [Math.min(group[a]!, group[b]!), Math.max(group[a]!, group[b]!)];
  if (low === high) return;
  for (let context = 0; context < group.length; context++) if (group[context] === high) group[context] = low;
}
