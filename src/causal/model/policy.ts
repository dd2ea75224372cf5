// Policies: for each decision, what is chosen in each of its contexts.
import { InputError } from "../../base/errors.ts";
import { oneOf } from "../../base/nearest.ts";
import { nodesOfKind } from "../diagram.ts";
import { tableSize } from "./factor.ts";
import { type InfluenceModel, outcomeIndex } from "./model.ts";
import type { Rules } from "./network.ts";
import type { Outcome, Outcomes } from "./outcome.ts";
import { checkedRows, configuration, type NodeFunction, tabulated } from "./tabulate.ts";

/**
 * How one decision is made: one option for each context (pure), a distribution over the options for each (mixed), or a function of what is
 * observed to either. Contexts are configurations of the decision's parents, the last parent fastest.
 */
export type DecisionRule = readonly Outcome[] | readonly (readonly number[])[] | NodeFunction;

/** A rule for every decision of a model. */
export interface Policy {
  /** By node: [contexts, options] probabilities of a decision, null for other nodes. */
  readonly rules: Rules;
}

/**
 * The policy of these rules by the decisions' names. Throws an InputError for decisions without a rule, rules of what is no decision, options
 * that the decision does not have, and rows as in tables.
 */
export function policyOf(
  model: InfluenceModel,
  rules: Readonly<Record<string, DecisionRule>>,
  place = "policy",
): Policy {
  const decisions = nodesOfKind(model.diagram, "decision");
  const names = decisions.map((decision) => model.diagram.nodes[decision]!.name);
  for (const name of Object.keys(rules)) {
    if (!names.includes(name)) throw new InputError(`${place}.${name}`, "a rule", oneOf(name, names));
  }
  const tables = model.diagram.nodes.map(({ name, kind }, node) => {
    if (kind !== "decision") return null;
    if (!Object.hasOwn(rules, name))
      throw new InputError(`${place}.${name}`, "nothing", "a rule for every decision");
    return ruleTable(model, node, rules[name]!, `${place}.${name}`);
  });
  return { rules: tables };
}

/** How many contexts a decision may find itself in. */
export const contextCount = ({ diagram, sizes }: InfluenceModel, decision: number): number =>
  tableSize(diagram.graph.parents[decision]!, sizes);

function ruleTable(model: InfluenceModel, decision: number, rule: DecisionRule, place: string): Float64Array {
  const { diagram, domains } = model;
  const parents = diagram.graph.parents[decision]!;
  const domain = domains[decision]!;
  if (typeof rule === "function") {
    const names = parents.map((parent) => diagram.nodes[parent]!.name);
    return tabulated(
      rule,
      names,
      parents.map((parent) => domains[parent]!),
      domain,
      place,
    );
  }
  const contexts = contextCount(model, decision);
  if (isMixed(rule)) return checkedRows(rule, contexts, domain, place);
  if (rule.length !== contexts) {
    throw new InputError(place, `${rule.length} options`, `${contexts}, one per context`);
  }
  const options = rule.map((option, index) => outcomeIndex(model, decision, option, `${place}[${index}]`));
  return pureRule(options, domain.length);
}

const isMixed = (
  rule: readonly Outcome[] | readonly (readonly number[])[],
): rule is readonly (readonly number[])[] => rule.some((entry) => Array.isArray(entry));

/** The table of one option (by its place) per context. */
export function pureRule(options: ArrayLike<number>, optionCount: number): Float64Array {
  const table = new Float64Array(options.length * optionCount);
  for (let context = 0; context < options.length; context++)
    table[context * optionCount + options[context]!] = 1;
  return table;
}

/** Every option as likely as every other, in every context of every decision. */
export function uniformPolicy(model: InfluenceModel): Policy {
  return { rules: model.diagram.nodes.map((_, node) => uniformRule(model, node)) };
}

/** Every option as likely as every other; null for what is no decision. */
export function uniformRule(model: InfluenceModel, node: number): Float64Array | null {
  if (model.diagram.nodes[node]!.kind !== "decision") return null;
  const options = model.sizes[node]!;
  return new Float64Array(contextCount(model, node) * options).fill(1 / options);
}

/** One context of a decision, and what a policy does in it. */
export interface PolicyRow {
  readonly decision: string;
  /** What is observed, by the names of the parents. */
  readonly context: Outcomes;
  /** The only option that is chosen; null where the choice is mixed. */
  readonly option: Outcome | null;
  /** In the order of the options. */
  readonly probabilities: readonly number[];
}

/** The policy in words: a row for each decision and context. */
export function policyRows(model: InfluenceModel, { rules }: Policy): readonly PolicyRow[] {
  const { diagram, domains } = model;
  return nodesOfKind(diagram, "decision").flatMap((decision) => {
    const parents = diagram.graph.parents[decision]!;
    const names = parents.map((parent) => diagram.nodes[parent]!.name);
    const lists = parents.map((parent) => domains[parent]!);
    const options = domains[decision]!;
    return Array.from({ length: contextCount(model, decision) }, (_, index): PolicyRow => {
      const from = index * options.length;
      const probabilities = Array.from(rules[decision]!.subarray(from, from + options.length));
      const chosen = probabilities.indexOf(1);
      return {
        decision: diagram.nodes[decision]!.name,
        context: configuration(names, lists, index),
        option: chosen < 0 ? null : options[chosen]!,
        probabilities,
      };
    });
  });
}
