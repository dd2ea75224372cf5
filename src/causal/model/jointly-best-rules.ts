// Decisions that have to be solved together: what each should do depends on what the others do.
import { InputError } from "../../base/errors.ts";
import { nodesOfKind } from "../diagram.ts";
import { tolerance } from "./decision-values.ts";
import { eliminate } from "./eliminate.ts";
import { type Factor, tableSize } from "./factor.ts";
import type { InfluenceModel } from "./model.ts";
import { factorOf, factorsAbove, type Rules } from "./network.ts";
import { contextCount, pureRule } from "./policy.ts";

/** The most entries that enumeration visits: rule profiles times the entries of the table that they are looked up in. 2^28. */
export const largestEnumeration = 2 ** 28;

/**
 * Rules of these decisions that have the largest expected sum of `agent`'s utilities together, all other rules as in `fixed`. The pure rules of
 * all decisions but the one with the most are enumerated; that one answers best in each context. Exact, since expected utility is
 * linear in each rule. Throws an InputError that names the size where more than `largestEnumeration` entries would be visited.
 */
export function jointlyBestRules(
  model: InfluenceModel,
  decisions: readonly number[],
  fixed: Rules,
  agent: string,
): Rules {
  const { diagram, sizes } = model;
  const families = decisions.map((decision) => [...diagram.graph.parents[decision]!, decision]);
  const scope = [...new Set(families.flat())];
  const ruleCounts = decisions.map((decision) => sizes[decision]! ** contextCount(model, decision));
  const answering = ruleCounts.indexOf(Math.max(...ruleCounts));
  const profiles = ruleCounts.reduce(
    (product, count, index) => (index === answering ? product : product * count),
    1,
  );
  const visits = profiles * tableSize(scope, sizes);
  if (!(visits <= largestEnumeration)) {
    throw new InputError(
      "decisions without sufficient recall",
      `${visits} entries to visit, for ${profiles} profiles of rules`,
      `at most ${largestEnumeration}`,
    );
  }
  const open = fixed.map((rule, node) => (decisions.includes(node) ? null : rule));
  const table = familyTable(model, open, scope, decisions, agent);
  const places = families.map((family) => placesIn(scope, family, sizes));
  const counts = decisions.map((decision) => contextCount(model, decision));
  const found = search(
    table.values,
    places,
    counts,
    decisions.map((decision) => sizes[decision]!),
    answering,
    tolerance(model),
  );
  return fixed.map((rule, node) => {
    const index = decisions.indexOf(node);
    return index < 0 ? rule : pureRule(found[index]!, sizes[node]!);
  });
}

/** Sum over the agent's utilities of probability times utility, the decisions left open. [scope] */
function familyTable(
  model: InfluenceModel,
  rules: Rules,
  scope: readonly number[],
  decisions: readonly number[],
  agent: string,
): Factor {
  const below = model.diagram.graph.descendants(...decisions);
  const values = new Float64Array(tableSize(scope, model.sizes));
  for (const utility of nodesOfKind(model.diagram, "utility", agent)) {
    if (!below[utility]) continue;
    const factors = factorsAbove(model, rules, [utility, ...scope]);
    const part = eliminate([...factors, factorOf(model, rules, utility)!], scope, model.sizes).values;
    for (let entry = 0; entry < values.length; entry++) values[entry]! += part[entry]!;
  }
  return { variables: scope, values };
}

/** For each entry of a table over `scope`, the number of the configuration that the variables of `family` have there. */
function placesIn(scope: readonly number[], family: readonly number[], sizes: Int32Array): Int32Array {
  const places = new Int32Array(tableSize(scope, sizes));
  for (let entry = 0; entry < places.length; entry++) {
    let rest = entry;
    let place = 0;
    for (let axis = scope.length - 1; axis >= 0; axis--) {
      const variable = scope[axis]!;
      const digit = rest % sizes[variable]!;
      rest = Math.floor(rest / sizes[variable]!);
      const index = family.indexOf(variable);
      if (index >= 0) place += digit * tableSize(family.slice(index + 1), sizes);
    }
    places[entry] = place;
  }
  return places;
}

/** The options of every decision by context, best together; the first profile where several are equal. */
function search(
  values: Float64Array,
  places: readonly Int32Array[],
  counts: readonly number[],
  options: readonly number[],
  answering: number,
  near: number,
): readonly Int32Array[] {
  const rules = counts.map((count) => new Int32Array(count));
  let found = rules.map((rule) => rule.slice());
  let most = Number.NEGATIVE_INFINITY;
  const answers = new Float64Array(counts[answering]! * options[answering]!);
  do {
    const value = answer(values, places, options, answering, rules, answers);
    if (value > most + near) {
      most = value;
      found = rules.map((rule) => rule.slice());
    }
  } while (advance(rules, options, answering));
  return found;
}

/** Value of the best answer to the other rules; writes the answer into its own rule. */
function answer(
  values: Float64Array,
  places: readonly Int32Array[],
  options: readonly number[],
  answering: number,
  rules: readonly Int32Array[],
  answers: Float64Array,
): number {
  answers.fill(0);
  for (let entry = 0; entry < values.length; entry++) {
    let played = true;
    for (let index = 0; index < rules.length && played; index++) {
      if (index === answering) continue;
      const place = places[index]![entry]!;
      const count = options[index]!;
      played = rules[index]![Math.floor(place / count)] === place % count;
    }
    if (played) answers[places[answering]![entry]!]! += values[entry]!;
  }
  const width = options[answering]!;
  const rule = rules[answering]!;
  let total = 0;
  for (let context = 0; context < rule.length; context++) {
    let best = 0;
    for (let option = 1; option < width; option++) {
      if (answers[context * width + option]! > answers[context * width + best]!) best = option;
    }
    rule[context] = best;
    total += answers[context * width + best]!;
  }
  return total;
}

/** The next profile of the enumerated rules; false after the last one. */
function advance(rules: readonly Int32Array[], options: readonly number[], answering: number): boolean {
  for (let index = rules.length - 1; index >= 0; index--) {
    if (index === answering) continue;
    const rule = rules[index]!;
    for (let context = rule.length - 1; context >= 0; context--) {
      rule[context]!++;
      if (rule[context]! < options[index]!) return true;
      rule[context] = 0;
    }
  }
  return false;
}
