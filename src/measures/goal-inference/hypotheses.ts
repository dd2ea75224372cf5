// What can be believed of an agent: objectives, ways of pursuing them, and ways of erring.
import { Rng } from "../../base/rng.ts";
import { dot, unitVector } from "../../base/vectors.ts";
import {
  type Environment,
  eventWeights,
  type Objective,
  objectiveNamed,
} from "../../environments/environment.ts";

/** An objective that counts once in the prior. */
export interface Candidate {
  readonly kind: "named" | "mixture";
  readonly objective: Objective;
}

/** Shares of the rival in the mixtures of base objective and rival. */
export const mixtureShares = [1 / 4, 1 / 2, 3 / 4] as const;

/**
 * The candidates of docs/definitions.md: the base objective, the other named objectives, and the mixtures of the base
 * objective with each of them ("chests+keys:1/4" weighs keys by 1/4). `names` restricts the rivals; the base stays.
 */
export function candidatesOf(environment: Environment, names?: readonly string[]): Candidate[] {
  const base = objectiveNamed(environment, environment.baseObjective);
  const rivals = (names ?? environment.objectives.map(({ name }) => name))
    .filter((name) => name !== base.name)
    .map((name) => objectiveNamed(environment, name));
  return [
    { kind: "named", objective: base },
    ...rivals.map((objective): Candidate => ({ kind: "named", objective })),
    ...rivals.flatMap((rival) =>
      mixtureShares.map((share): Candidate => ({ kind: "mixture", objective: mixture(base, rival, share) })),
    ),
  ];
}

function mixture(base: Objective, rival: Objective, share: number): Objective {
  const events = new Set([...Object.keys(base.weights), ...Object.keys(rival.weights)]);
  const weights = [...events].map((event) => [
    event,
    (1 - share) * (base.weights[event] ?? 0) + share * (rival.weights[event] ?? 0),
  ]);
  return {
    name: `${base.name}+${rival.name}:${share * 4}/4`.replace("2/4", "1/2"),
    wants: `${share * 100} % of ${rival.name}, the rest ${base.name}.`,
    weights: Object.fromEntries(weights),
  };
}

/** Cosine above which a drawn direction counts as a near-copy of a named objective. */
const nearCopy = 0.98;

/**
 * *Other* objectives: seeded directions of weights, uniform on the sphere over the events given (those that can happen on
 * the levels). Near-copies of the candidates (cosine above .98) are drawn again.
 */
export function otherObjectives(
  environment: Environment,
  candidates: readonly Candidate[],
  events: readonly string[],
  seed: number | string,
  count: number,
): Objective[] {
  const rng = Rng.fromSeed(seed).fork("other-objectives");
  const known = candidates.map(({ objective }) => direction(environment, objective, events));
  const drawn: Objective[] = [];
  // On a line there are two directions, and named objectives may be near-copies of both.
  for (let attempt = 0; drawn.length < count && attempt < 100 * count; attempt++) {
    const weights = unitVector(events.map(() => rng.normal()));
    if (known.some((other) => dot(weights, other) > nearCopy)) continue;
    drawn.push({
      name: `other-${drawn.length}`,
      wants: "A direction of weights that nobody named.",
      weights: Object.fromEntries(events.map((event, index) => [event, weights[index]!])),
    });
  }
  return drawn;
}

function direction(environment: Environment, objective: Objective, events: readonly string[]): number[] {
  const weights = eventWeights(environment, objective);
  return unitVector(events.map((event) => weights[environment.events.indexOf(event)]!));
}

/** Noise grids and pursuits: everything of the model that is a number. */
export interface ModelSettings {
  /** Discount of the planner: the training discount. */
  readonly discount: number;
  /** Discounts of the myopic pursuit. */
  readonly myopicDiscounts: readonly number[];
  /** Shares of uniform actions. */
  readonly lapses: readonly number[];
  /**
   * Rationalities of Boltzmann choice on the planner's values, scaled so that V* - V_random is 1. Those of a myopic discount
   * g are (1 - discount) / (1 - g) times these: the same per step lost.
   */
  readonly rationalities: readonly number[];
  /** Rationalities of the soft-optimal form, on rewards of the same scale. */
  readonly softRationalities: readonly number[];
  /** Rationalities of the reactive pursuit, per step of distance. */
  readonly reactiveRationalities: readonly number[];
  readonly otherDraws: number;
  readonly seed: number | string;
}

/**
 * The grids of the printed prior. A step lost costs about the share 1 - discount of what can be gained, whatever the world:
 * rationalities are set per such a step. At the lowest of them choices differ from uniform ones by some .05 nats each, at
 * the highest a step is hardly ever lost.
 */
export function defaultModelSettings(discount: number): ModelSettings {
  const perStep = (grid: readonly number[]) => grid.map((rationality) => rationality / (1 - discount));
  return {
    discount,
    myopicDiscounts: [0.9, 0.7, 0.5].filter((nearer) => nearer < discount),
    lapses: [0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7],
    rationalities: perStep(logarithmicGrid(0.25, 10, 12)),
    softRationalities: perStep(logarithmicGrid(0.2, 10, 6)),
    reactiveRationalities: logarithmicGrid(0.5, 8, 6),
    otherDraws: 32,
    seed: 0,
  };
}

function logarithmicGrid(low: number, high: number, points: number): number[] {
  return Array.from({ length: points }, (_, index) => low * (high / low) ** (index / (points - 1)));
}
