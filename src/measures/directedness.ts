// Maximum-entropy goal-directedness: how much of what an agent does is explained by its pursuing a utility.
import { Rng } from "../base/rng.ts";
import { eventWeights, type Objective } from "../environments/environment.ts";
import { expectedRewards } from "../solvers/rewards.ts";
import { bestRationalities } from "./directedness/best-rationality.ts";
import { bestUtilities, eventLevels } from "./directedness/best-utility.ts";
import type { MeasuredAgent, Rearrange } from "./directedness/measured-agent.ts";
import { type Decisions, decisionCount } from "./directedness/predictability.ts";

export { type MeasuredAgent, recordAgent, tableAgent } from "./directedness/measured-agent.ts";

export interface DirectednessSetting {
  /** Of soft-optimal play: the training discount, below 1. */
  readonly discount: number;
  /** Of the random policies and permutations. */
  readonly seed: number | string;
  /** How many random deterministic policies stand beside; 4 by default. */
  readonly randomPolicies?: number;
}

/** Nats per decision of agents that pursue nothing, measured in the same way. */
export interface DirectednessControls {
  /** One action for each state, drawn uniformly: as predictable as can be, but towards nothing. */
  readonly randomDeterministic: readonly number[];
  /** The agent's own probabilities in a random order in each state. */
  readonly permuted: number;
}

export interface Directedness {
  /** Maximum-entropy goal-directedness in nats per decision, from 0 to `perDecisionBound`. */
  readonly nats: number;
  /**
   * The rationality at the maximum, per unit of utility; null where only the limit attains it, as for an agent that never
   * takes a worse action.
   */
  readonly beta: number | null;
  /** Of beta: -1 for an agent that shuns what the utility pays for, 0 where the utility foretells nothing. */
  readonly sign: -1 | 0 | 1;
  /** log|A|: what a decision that is foretold with certainty counts. */
  readonly perDecisionBound: number;
  /** The utility, given or found (then of length 1, and beta is not negative). */
  readonly weights: Readonly<Record<string, number>>;
  /** Expected decisions (of a table) or states watched (of a record), all levels together. */
  readonly decisions: number;
  readonly controls: DirectednessControls;
}

/**
 * With known utility: the maximum over rationalities of either sign of E[log policy(a | s) + log|A|] over the agent's decisions, where the policy is
 * soft-optimal for the utility at that rationality (MacDermott et al., "Measuring goal-directedness", 2024). The agent's decisions are weighed as its
 * own visits are. To about 1e-7 nats.
 */
export function directedness(
  agent: MeasuredAgent,
  utility: Objective,
  setting: DirectednessSetting,
): Directedness {
  const mdps = agent.decisions.map(({ mdp }) => mdp);
  const rewards = mdps.map((mdp) => expectedRewards(mdp, utility));
  const [own, permuted, ...random] = bestRationalities({ mdps, rewards, discount: setting.discount }, [
    agent.decisions,
    ...controlsOf(agent, setting),
  ]);
  return {
    ...figures(agent.decisions, own!.nats, own!.rationality),
    weights: utility.weights,
    controls: { permuted: permuted!.nats, randomDeterministic: random.map(({ nats }) => nats) },
  };
}

/**
 * With unknown utility: the same, maximised over all utilities that are linear in events too. The search starts from the world's
 * objectives and from each event alone, and is given to the controls as well: a class of utilities fits almost any policy somewhat, and
 * only what exceeds the controls says anything.
 */
export function directednessOfAnyUtility(agent: MeasuredAgent, setting: DirectednessSetting): Directedness {
  const mdps = agent.decisions.map(({ mdp }) => mdp);
  const { environment } = mdps[0]!;
  const starts = [
    ...environment.objectives.map((objective) => eventWeights(environment, objective)),
    ...environment.events.map((event) =>
      eventWeights(environment, { name: event, wants: "", weights: { [event]: 1 } }),
    ),
  ];
  const [own, permuted, ...random] = bestUtilities(
    eventLevels(mdps, setting.discount),
    [agent.decisions, ...controlsOf(agent, setting)],
    starts,
  );
  return {
    ...figures(agent.decisions, own!.nats, own!.rationality),
    weights: Object.fromEntries(environment.events.map((event, index) => [event, own!.weights[index]!])),
    controls: { permuted: permuted!.nats, randomDeterministic: random.map(({ nats }) => nats) },
  };
}

function figures(
  decisions: Decisions,
  nats: number,
  rationality: number,
): Omit<Directedness, "weights" | "controls"> {
  return {
    nats,
    beta: Number.isFinite(rationality) ? rationality : null,
    sign: rationality > 0 ? 1 : rationality < 0 ? -1 : 0,
    perDecisionBound: Math.log(decisions[0]!.mdp.actions),
    decisions: decisionCount(decisions),
  };
}

/** The permuted agent first, then the random ones. */
function controlsOf(
  agent: MeasuredAgent,
  { seed, randomPolicies = 4 }: DirectednessSetting,
): (readonly Decisions[number][])[] {
  const rng = Rng.fromSeed(seed).fork("directedness");
  return [
    agent.rearranged(permutation(rng.fork("permuted"))),
    ...Array.from({ length: randomPolicies }, (_, index) =>
      agent.rearranged(oneAction(rng.fork(`random-${index}`))),
    ),
  ];
}

function permutation(rng: Rng): Rearrange {
  let order: number[] = [];
  let before = new Float64Array(0);
  return (probabilities) => {
    if (order.length !== probabilities.length) {
      order = Array.from(probabilities.keys());
      before = new Float64Array(probabilities.length);
    }
    rng.shuffle(order);
    before.set(probabilities);
    order.forEach((from, to) => {
      probabilities[to] = before[from]!;
    });
  };
}

function oneAction(rng: Rng): Rearrange {
  return (probabilities) => {
    probabilities.fill(0);
    probabilities[rng.below(probabilities.length)] = 1;
  };
}
