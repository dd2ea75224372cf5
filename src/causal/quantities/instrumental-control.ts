// Instrumental control: by how much what a decision makes of a node changes what the agent gets.
import { InputError } from "../../base/errors.ts";
import { utilitiesBelow } from "../diagram.ts";
import { decisionValues } from "../model/decision-values.ts";
import { eliminate } from "../model/eliminate.ts";
import type { InfluenceModel } from "../model/model.ts";
import { factorOf, type Rules } from "../model/network.ts";
import { optimalPolicy } from "../model/optimal-policy.ts";
import type { Outcome, Outcomes } from "../model/outcome.ts";
import { configuration } from "../model/tabulate.ts";
import { actual, counterfactual, type Twin, twinFactors, twinSizes } from "./twin-factors.ts";

export interface InstrumentalControl {
  /** 0 where there is no such incentive. In the unit of the utilities. */
  readonly size: number;
  /** Where it is found: what the decision observes; null where the size is 0. */
  readonly context: Outcomes | null;
  /** The option whose effect on the node is put in the place of the actual one; null where the size is 0. */
  readonly option: Outcome | null;
}

/**
 * The largest |E[U_{X_d} | pa] - E[U | pa]| over the contexts pa of a decision and its options d, where the agent plays an optimal policy, X_d is what
 * the node would be under d, and everything else is as it is; of several best options in a context the one counts that makes it smallest, since the
 * incentive is there only if every optimal policy has it (Everitt et al. 2021, 2102.01685). U is the sum of the agent's utilities; its other
 * decisions take the first of their best options. How chance is
 * shared by both worlds: see `twinFactors`. Throws an InputError without sufficient recall.
 *
 * @param rules what other agents do
 */
export function instrumentalControl(
  model: InfluenceModel,
  node: number,
  decision: number,
  rules: Rules = [],
): InstrumentalControl {
  const { diagram, sizes, domains } = model;
  const parents = diagram.graph.parents[decision]!;
  const { policy, best } = solvable(model, decision, rules);
  const copied = between(model, decision, node);
  const { contexts } = decisionValues(model, policy.rules, decision);
  const worth = counterfactualWorth(model, policy.rules, node, decision, copied);
  const options = sizes[decision]!;
  let found = { size: 0, context: -1, option: -1 };
  contexts.forEach((chance, context) => {
    if (chance === 0) return;
    const ways = best[decision]![context]!.map((chosen) => {
      const from = (context * options + chosen) * options;
      return widest(worth.subarray(from, from + options), chosen, chance);
    });
    const least = ways.reduce((a, b) => (b.size < a.size ? b : a));
    if (least.size > found.size) found = { ...least, context };
  });
  if (found.context < 0) return { size: 0, context: null, option: null };
  const names = parents.map((parent) => diagram.nodes[parent]!.name);
  const lists = parents.map((parent) => domains[parent]!);
  return {
    size: found.size,
    context: configuration(names, lists, found.context),
    option: domains[decision]![found.option]!,
  };
}

/** The optimal policy of the decision's agent; throws an InputError where its decisions cannot be solved one at a time. */
export function solvable(model: InfluenceModel, decision: number, rules: Rules) {
  const { name, kind, agent } = model.diagram.nodes[decision]!;
  if (kind !== "decision") throw new InputError("decision", `the ${kind} "${name}"`, "a decision");
  const solution = optimalPolicy(model, agent!, rules);
  if (solution.sufficientRecall) return solution;
  throw new InputError(
    "diagram",
    "decisions without sufficient recall",
    "decisions that can be solved one at a time",
  );
}

/** 1 for every node on a directed path from one node to another, ends included. [nodes] */
export function between({ diagram }: InfluenceModel, from: number, to: number): Uint8Array {
  const below = diagram.graph.descendants(from);
  return diagram.graph.ancestors(to).map((isAbove, node) => isAbove & below[node]!);
}

/** P(context) E[U_{X_d} | context, chosen option] over [contexts, chosen option, d]; utilities that the node cannot change are left out. */
function counterfactualWorth(
  model: InfluenceModel,
  rules: Rules,
  node: number,
  decision: number,
  copied: Uint8Array,
): Float64Array {
  const { diagram, sizes } = model;
  const twin: Twin = { root: decision, copied, handedOver: node, open: decision };
  const parents = diagram.graph.parents[decision]!;
  const kept = [...parents, decision, decision + sizes.length];
  const options = sizes[decision]!;
  const size = parents.reduce((product, parent) => product * sizes[parent]!, options * options);
  const worth = new Float64Array(size);
  const below = diagram.graph.descendants(node);
  if (!copied[node]) return worth;
  for (const utility of utilitiesBelow(model.diagram, decision)) {
    if (!below[utility]) continue;
    const factor = factorOf(model, rules, utility)!;
    const stands = utility === node ? counterfactual(model, twin) : actual(model, twin);
    const factors = twinFactors(model, rules, [utility, decision], twin);
    factors.push({ ...factor, variables: factor.variables.map(stands) });
    const { values } = eliminate(factors, kept, twinSizes(model));
    for (let entry = 0; entry < size; entry++) worth[entry]! += values[entry]!;
  }
  return worth;
}

/** The largest difference to what was chosen, per unit of the context's probability. */
function widest(
  worth: Float64Array,
  chosen: number,
  chance: number,
): { readonly size: number; readonly option: number } {
  let option = 0;
  worth.forEach((value, index) => {
    if (Math.abs(value - worth[chosen]!) > Math.abs(worth[option]! - worth[chosen]!)) option = index;
  });
  return { size: Math.abs(worth[option]! - worth[chosen]!) / chance, option };
}
