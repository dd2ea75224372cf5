// A model in its simplest terms: inputs with a distribution, unknowns with ends, and formulas of those.

import { InputError } from "../base/errors.ts";
import type { ConditionalDistribution } from "./conditional-distribution.ts";
import type { Distribution } from "./distribution.ts";
import { beta } from "./distributions.ts";
import { apply, constant, type Formula } from "./formula.ts";
import { eventsFormula } from "./frechet.ts";
import type { MixturePart, Quantity, RiskModel } from "./model.ts";
import { type Evidence, priorCounts, type RunsCount } from "./runs-query.ts";

interface Core {
  /** The quantity's own name, or for what stands inside one a name with a dot: "p.of[0]". */
  readonly name: string;
  readonly place: string;
}

/** A draw from a distribution. */
export interface CoreLeaf extends Core {
  readonly kind: "leaf";
  readonly distribution: Distribution;
}

/** Anything between its ends. */
export interface CoreUnknown extends Core {
  readonly kind: "unknown";
  readonly low: number;
  readonly high: number;
}

export interface CoreFormula extends Core {
  readonly kind: "formula";
  readonly formula: Formula;
  /** Checked to lie in 0 to 1. */
  readonly isProbability: boolean;
}

/** A draw from a distribution that is another one at each draw. */
export interface CoreConditional extends Core {
  readonly kind: "conditional";
  readonly distribution: ConditionalDistribution;
  /** The quantities that are its parameters. */
  readonly parameters: readonly string[];
}

export type CoreQuantity = CoreLeaf | CoreConditional | CoreUnknown | CoreFormula;

export interface LoweredModel {
  /** Each after all that it uses. */
  readonly quantities: readonly CoreQuantity[];
  /** The quantity of each option of the decision, in the order of the options. */
  readonly payoffs: readonly string[];
  /** What queries on runs came to, by quantity. */
  readonly counts: ReadonlyMap<string, RunsCount>;
}

/** Asks the evidence, and writes mixtures, events and payoffs as formulas. Throws an InputError where runs are asked and nobody answers. */
export function lowerModel(model: RiskModel, evidence: Evidence | null): LoweredModel {
  const counts = new Map<string, RunsCount>();
  const quantities = model.quantities.flatMap((quantity) => lowered(quantity, evidence, counts));
  const payoffs = model.options.map(({ name: option, payoff, place }) => {
    if (payoff.kind === "name") return payoff.name;
    const name = `decision.options.${option}`;
    quantities.push({ kind: "formula", name, place, formula: payoff, isProbability: false });
    return name;
  });
  return { quantities, payoffs, counts };
}

function lowered(
  quantity: Quantity,
  evidence: Evidence | null,
  counts: Map<string, RunsCount>,
): readonly CoreQuantity[] {
  const { name, place, definition } = quantity;
  const isProbability = quantity.unit === "probability";
  const formulaOf = (formula: Formula): CoreFormula => ({
    kind: "formula",
    name,
    place,
    formula,
    isProbability,
  });
  switch (definition.kind) {
    case "formula":
      return [formulaOf(definition.formula)];
    case "distribution":
      return [{ kind: "leaf", name, place, distribution: definition.distribution }];
    case "conditional":
      return loweredConditional(definition.distribution, name, place);
    case "interval":
      return [{ kind: "unknown", name, place, low: definition.low, high: definition.high }];
    case "mixture": {
      const choice = `${name}.choice`;
      const names = definition.of.map((_, index) => `${name}.of[${index}]`);
      const parts = definition.of.flatMap((part, index) => loweredPart(part, names[index]!, place));
      return [
        { kind: "leaf", name: choice, place, distribution: choiceDistribution },
        ...parts,
        formulaOf(chosen(choice, definition.weights, names)),
      ];
    }
    case "events": {
      const events = definition.of.map((formula, index): CoreFormula => {
        const at = `${definition.operator}[${index}]`;
        return {
          kind: "formula",
          name: `${name}.${at}`,
          place: `${place}.${at}`,
          formula,
          isProbability: true,
        };
      });
      const between = `${name}.dependence`;
      const names = events.map((event) => nameOf(event.name));
      const formula = eventsFormula(definition.operator, definition.dependence, names, nameOf(between));
      const unknown: CoreUnknown = { kind: "unknown", name: between, place, low: 0, high: 1 };
      return [...(definition.dependence === "unknown" ? [unknown] : []), ...events, formulaOf(formula)];
    }
    case "runs": {
      const { query } = definition;
      const at = `${place}.runs`;
      if (evidence === null)
        throw new InputError(at, "a query on runs", "a model without one, where no runs can be read");
      const count = evidence(query, at);
      counts.set(name, count);
      const prior = priorCounts[query.prior];
      return [
        { kind: "leaf", name, place, distribution: beta(count.successes + prior, count.failures + prior) },
      ];
    }
  }
}

/** A share that picks the part of a mixture. */
const choiceDistribution: Distribution = {
  text: "Uniform(0, 1)",
  mean: 0.5,
  deviation: Math.sqrt(1 / 12),
  support: [0, 1],
  quantile: (share) => share,
  fill: (shares, out, count) => {
    for (let i = 0; i < count; i++) out[i] = shares[i] as number;
  },
};

function loweredPart(part: MixturePart, name: string, place: string): readonly CoreQuantity[] {
  switch (part.kind) {
    case "formula":
      return [{ kind: "formula", name, place, formula: part.formula, isProbability: false }];
    case "distribution":
      return [{ kind: "leaf", name, place, distribution: part.distribution }];
    case "conditional":
      return loweredConditional(part.distribution, name, place);
  }
}

/** Parameters become quantities of their own, "p.sd", so that they have ranges and columns. */
function loweredConditional(
  distribution: ConditionalDistribution,
  name: string,
  place: string,
): readonly CoreQuantity[] {
  const parameters = distribution.parameters.map((one): CoreFormula => {
    const { formula } = one;
    return { kind: "formula", name: `${name}.${one.name}`, place: one.place, formula, isProbability: false };
  });
  const names = parameters.map((one) => one.name);
  return [...parameters, { kind: "conditional", name, place, distribution, parameters: names }];
}

function chosen(choice: string, weights: readonly number[], parts: readonly string[]): Formula {
  let below = 1;
  return parts.toReversed().reduce<Formula | null>((rest, part, index) => {
    if (rest === null) return nameOf(part);
    below -= weights[parts.length - index]!;
    return apply("if", apply("<", nameOf(choice), constant(Math.max(0, below))), nameOf(part), rest);
  }, null)!;
}

function nameOf(name: string): Formula {
  return { kind: "name", name, column: 1 };
}
