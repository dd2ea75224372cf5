// What a policy does in an episode, exactly: its probability pushed forward through the level.
import { eventWeights, type Objective } from "../environments/environment.ts";
import { type FiniteMdp, statesWithin } from "../environments/finite-mdp.ts";
import { checkSetting } from "./backup.ts";

/** Exact expectations of one episode from the start. */
export interface ExpectedBehaviour {
  /** Expected number of each event. [events] */
  readonly events: Float64Array;
  /** The same with an event in the d-th step counted discount^(d-1) times. [events] */
  readonly discountedEvents: Float64Array;
  readonly steps: number;
  /** Probability that the world's rules end the episode within the horizon. */
  readonly terminated: number;
}

/** Once so little probability is left in running episodes, what they still do is lost in rounding. */
const negligible = 1e-18;

/**
 * Pushes the probability of each state forward through an episode of `horizon` steps under a stationary policy
 * [states, actions]. With mu_t the distribution after t steps, an event of (s, a) is expected
 * sum over t < horizon of mu_t(s) pi(s, a) times.
 */
export function expectedBehaviour(
  mdp: FiniteMdp,
  policy: Float64Array,
  horizon: number,
  discount: number,
): ExpectedBehaviour {
  checkSetting(horizon, discount);
  const flow = flowOf(mdp, policy);
  const visits = new Float64Array(mdp.states);
  const discountedVisits = new Float64Array(mdp.states);
  let mass = new Float64Array(mdp.states + 1);
  let next = new Float64Array(mdp.states + 1);
  let [steps, terminated, running, factor] = [0, 0, 1, 1];
  mass[0] = 1;
  for (let t = 0; t < horizon && running > negligible; t++) {
    running = push(flow, mass, next, statesWithin(mdp, t), visits, discountedVisits, factor);
    steps += running;
    terminated += next[mdp.states] as number;
    running -= next[mdp.states] as number;
    next[mdp.states] = 0;
    factor *= discount;
    [mass, next] = [next, mass];
  }
  return { ...countEvents(mdp, policy, visits, discountedVisits), steps, terminated };
}

/** The policy's value under an objective: sum over events of weight x discounted count. */
export function behaviourValue(mdp: FiniteMdp, behaviour: ExpectedBehaviour, objective: Objective): number {
  const weights = eventWeights(mdp.environment, objective);
  let value = 0;
  for (let event = 0; event < weights.length; event++) {
    value += (weights[event] as number) * (behaviour.discountedEvents[event] as number);
  }
  return value;
}

/** The Markov chain that a policy makes of a level: state s goes on to targets[offsets[s]] ... with these shares. */
interface Flow {
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
  readonly shares: Float64Array;
}

function flowOf(mdp: FiniteMdp, policy: Float64Array): Flow {
  const { states, actions, rowOffsets, successors, probabilities } = mdp;
  const offsets = new Int32Array(states + 1);
  const targets = new Int32Array(successors.length);
  const shares = new Float64Array(successors.length);
  let count = 0;
  for (let state = 0, row = 0; state < states; state++) {
    for (let action = 0; action < actions; action++, row++) {
      const share = policy[row] as number;
      if (share === 0) continue;
      const end = rowOffsets[row + 1] as number;
      for (let i = rowOffsets[row] as number; i < end; i++) {
        targets[count] = successors[i] as number;
        shares[count++] = share * (probabilities[i] as number);
      }
    }
    offsets[state + 1] = count;
  }
  return { offsets, targets, shares };
}

/** Moves the mass of the first `count` states one step on, empties them, and answers how much there was. */
function push(
  { offsets, targets, shares }: Flow,
  mass: Float64Array,
  next: Float64Array,
  count: number,
  visits: Float64Array,
  discountedVisits: Float64Array,
  factor: number,
): number {
  let total = 0;
  for (let state = 0; state < count; state++) {
    const here = mass[state] as number;
    if (here === 0) continue;
    mass[state] = 0;
    total += here;
    visits[state]! += here;
    discountedVisits[state]! += here * factor;
    const end = offsets[state + 1] as number;
    for (let i = offsets[state] as number; i < end; i++) {
      next[targets[i] as number]! += here * (shares[i] as number);
    }
  }
  return total;
}

function countEvents(
  mdp: FiniteMdp,
  policy: Float64Array,
  visits: Float64Array,
  discountedVisits: Float64Array,
): Pick<ExpectedBehaviour, "events" | "discountedEvents"> {
  const kinds = mdp.environment.events.length;
  const { actions, rowOffsets, probabilities, outcomes, eventVectors } = mdp;
  const often = new Float64Array(eventVectors.length / Math.max(1, kinds));
  const discountedOften = new Float64Array(often.length);
  for (let state = 0, row = 0; state < mdp.states; state++) {
    for (let action = 0; action < actions; action++, row++) {
      const end = rowOffsets[row + 1] as number;
      for (let i = rowOffsets[row] as number; i < end; i++) {
        const outcome = outcomes[i] as number;
        if (outcome === 0) continue;
        const share = (policy[row] as number) * (probabilities[i] as number);
        often[outcome]! += share * (visits[state] as number);
        discountedOften[outcome]! += share * (discountedVisits[state] as number);
      }
    }
  }
  return {
    events: spread(often, eventVectors, kinds),
    discountedEvents: spread(discountedOften, eventVectors, kinds),
  };
}

/** From how often each kind of outcome happens to how often each event does. */
function spread(often: Float64Array, eventVectors: Uint8Array, kinds: number): Float64Array {
  const events = new Float64Array(kinds);
  for (let i = 0; i < eventVectors.length; i++) {
    events[i % kinds]! += (often[Math.floor(i / kinds)] as number) * (eventVectors[i] as number);
  }
  return events;
}
