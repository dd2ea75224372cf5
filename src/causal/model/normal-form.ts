// The normal form of a model: what every profile of pure rules is worth to every agent, by plain enumeration.
import { InputError } from "../../base/errors.ts";
import { nodesOfKind } from "../diagram.ts";
import { tableSize } from "./factor.ts";
import type { InfluenceModel } from "./model.ts";
import type { Rules } from "./network.ts";
import { contextCount, type Policy, pureRule } from "./policy.ts";

/** The most profiles of pure rules, and the most that profiles times configurations of all nodes may come to. */
export const largestNormalForm = { profiles: 2 ** 20, visits: 2 ** 28 };

/** Payoffs of all profiles. The rules of later decisions change faster, and of one rule the later contexts. */
export interface NormalForm {
  readonly agents: readonly string[];
  /** The decisions that are enumerated. */
  readonly decisions: readonly number[];
  /** How many pure rules each of them has; contexts that cannot come about have the first option only. */
  readonly ruleCounts: readonly number[];
  readonly profiles: number;
  /** By agent. [profiles] */
  readonly payoffs: readonly Float64Array[];
  policyOf(profile: number): Policy;
}

interface Decided {
  readonly node: number;
  readonly options: number;
  readonly contexts: number;
  /** Contexts of positive probability, in order. */
  readonly live: readonly number[];
}

/**
 * Goes through every configuration of all nodes once, and through those of positive probability again for every profile; elimination has no
 * part in it. Throws an InputError that names the size beyond `largestNormalForm`.
 *
 * @param decisions that are enumerated; all, where none are named
 * @param rules of the other decisions
 */
export function normalForm(
  model: InfluenceModel,
  decisions = nodesOfKind(model.diagram, "decision"),
  rules: Rules = [],
): NormalForm {
  const outcomes = tableSize(
    model.diagram.nodes.map((_, node) => node),
    model.sizes,
  );
  refuse("configurations of all nodes", outcomes, largestNormalForm.visits);
  const worlds = worldsOf(model, decisions, rules, outcomes);
  const decided = decisions.map((node, index): Decided => {
    const contexts = contextCount(model, node);
    const seen = new Uint8Array(contexts);
    for (const context of worlds.contexts[index]!) seen[context] = 1;
    const live = Array.from(seen.keys()).filter((context) => seen[context]);
    return { node, options: model.sizes[node]!, contexts, live };
  });
  const ruleCounts = decided.map(({ options, live }) => options ** live.length);
  const profiles = ruleCounts.reduce((product, count) => product * count, 1);
  refuse("profiles of pure rules", profiles, largestNormalForm.profiles);
  refuse("profiles times configurations", profiles * worlds.weights.length, largestNormalForm.visits);
  const { agents } = model.diagram;
  const payoffs = agents.map(() => new Float64Array(profiles));
  const chosen = decided.map(({ contexts }) => new Int32Array(contexts));
  for (let profile = 0; profile < profiles; profile++) {
    writeProfile(profile, decided, ruleCounts, chosen);
    addWorlds(worlds, chosen, payoffs, profile);
  }
  return {
    agents,
    decisions,
    ruleCounts,
    profiles,
    payoffs,
    policyOf(profile) {
      const own = decided.map(({ contexts }) => new Int32Array(contexts));
      writeProfile(profile, decided, ruleCounts, own);
      const tables = model.diagram.nodes.map((_, node) => {
        const index = decisions.indexOf(node);
        return index < 0 ? (rules[node] ?? null) : pureRule(own[index]!, model.sizes[node]!);
      });
      return { rules: tables };
    },
  };
}

/** Configurations of all nodes that some profile makes possible. */
interface Worlds {
  /** Probability but for the enumerated rules. */
  readonly weights: readonly number[];
  /** By agent: sums of utilities. */
  readonly utilities: readonly (readonly number[])[];
  /** By enumerated decision. */
  readonly contexts: readonly (readonly number[])[];
  readonly options: readonly (readonly number[])[];
}

function worldsOf(
  model: InfluenceModel,
  decisions: readonly number[],
  rules: Rules,
  outcomes: number,
): Worlds {
  const { diagram, sizes, tables } = model;
  const weights: number[] = [];
  const utilities = diagram.agents.map((): number[] => []);
  const contexts = decisions.map((): number[] => []);
  const options = decisions.map((): number[] => []);
  const digits = new Int32Array(diagram.nodes.length);
  const placeOf = (node: number): number => {
    let place = 0;
    for (const parent of diagram.graph.parents[node]!) place = place * sizes[parent]! + digits[parent]!;
    return place;
  };
  for (let outcome = 0; outcome < outcomes; outcome++) {
    let rest = outcome;
    for (let node = digits.length - 1; node >= 0; node--) {
      digits[node] = rest % sizes[node]!;
      rest = Math.floor(rest / sizes[node]!);
    }
    let weight = 1;
    diagram.nodes.forEach(({ kind, name }, node) => {
      if (kind === "utility" || decisions.includes(node)) return;
      const table = kind === "decision" ? rules[node] : tables[node];
      if (!table)
        throw new InputError(
          "rules",
          `no rule for the decision "${name}"`,
          "one for each that is not enumerated",
        );
      weight *= table[placeOf(node) * sizes[node]! + digits[node]!]!;
    });
    if (weight === 0) continue;
    weights.push(weight);
    diagram.agents.forEach((agent, index) => {
      const sum = nodesOfKind(diagram, "utility", agent).reduce(
        (total, node) => total + tables[node]![placeOf(node)]!,
        0,
      );
      utilities[index]!.push(sum);
    });
    decisions.forEach((node, index) => {
      contexts[index]!.push(placeOf(node));
      options[index]!.push(digits[node]!);
    });
  }
  return { weights, utilities, contexts, options };
}

function writeProfile(
  profile: number,
  decided: readonly Decided[],
  ruleCounts: readonly number[],
  chosen: readonly Int32Array[],
): void {
  let rest = profile;
  for (let index = decided.length - 1; index >= 0; index--) {
    const { live, options } = decided[index]!;
    let rule = rest % ruleCounts[index]!;
    rest = Math.floor(rest / ruleCounts[index]!);
    for (let place = live.length - 1; place >= 0; place--) {
      chosen[index]![live[place]!] = rule % options;
      rule = Math.floor(rule / options);
    }
  }
}

function addWorlds(
  { weights, utilities, contexts, options }: Worlds,
  chosen: readonly Int32Array[],
  payoffs: readonly Float64Array[],
  profile: number,
): void {
  for (let world = 0; world < weights.length; world++) {
    let played = true;
    for (let index = 0; index < chosen.length && played; index++) {
      played = chosen[index]![contexts[index]![world]!] === options[index]![world];
    }
    if (!played) continue;
    for (let agent = 0; agent < payoffs.length; agent++) {
      payoffs[agent]![profile]! += weights[world]! * utilities[agent]![world]!;
    }
  }
}

function refuse(what: string, count: number, most: number): void {
  if (!(count <= most)) throw new InputError("normal form", `${count} ${what}`, `at most ${most}`);
}
