// What a policy does in an episode, exactly: its probability pushed forward through the level.
import { InputError } from "../base/errors.ts";
import { type Environment, eventWeights, type Objective } from "../environments/environment.ts";
import { type FiniteMdp, statesWithin } from "../environments/finite-mdp.ts";
import { checkSetting } from "./backup.ts";
import { advance, chainsAtOnce, type NoisyChain, noisyChain } from "./noisy-chain.ts";

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
 * One episode of at most `horizon` steps under a stationary policy [states, actions]. With mu_t the distribution of
 * states after t steps, an outcome of (s, a) is expected sum over t < horizon of mu_t(s) pi(s, a) p times.
 */
export function expectedBehaviour(
  mdp: FiniteMdp,
  policy: Float64Array,
  horizon: number,
  discount: number,
): ExpectedBehaviour {
  return noisyBehaviours(mdp, policy, [0], horizon, discount)[0] as ExpectedBehaviour;
}

/**
 * The same for the policy mixed with each share of uniformly random actions: share 0 is the policy itself, share 1
 * random play. One entry per share.
 */
export function noisyBehaviours(
  mdp: FiniteMdp,
  policy: Float64Array,
  shares: readonly number[],
  horizon: number,
  discount: number,
): ExpectedBehaviour[] {
  checkSetting(horizon, discount);
  const wrong = shares.find((share) => !(share >= 0 && share <= 1));
  if (wrong !== undefined)
    throw new InputError("share of random actions", String(wrong), "a number in [0, 1]");
  const chain = noisyChain(mdp, policy);
  const behaviours: ExpectedBehaviour[] = [];
  for (let first = 0; first < shares.length; first += chainsAtOnce) {
    const some = shares.slice(first, first + chainsAtOnce);
    behaviours.push(...follow(mdp, chain, some, horizon, discount));
  }
  return behaviours;
}

/** The policy's value under an objective: sum over events of weight x discounted count. */
export function behaviourValue(
  environment: Environment,
  behaviour: ExpectedBehaviour,
  objective: Objective,
): number {
  const weights = eventWeights(environment, objective);
  return weights.reduce(
    (value, weight, event) => value + weight * (behaviour.discountedEvents[event] as number),
    0,
  );
}

/** Advances up to four mixtures through a whole episode. */
function follow(
  mdp: FiniteMdp,
  chain: NoisyChain,
  shares: readonly number[],
  horizon: number,
  discount: number,
): ExpectedBehaviour[] {
  const mixture = new Float64Array(chainsAtOnce);
  mixture.set(shares);
  const ended = mdp.states * chainsAtOnce;
  let mass = new Float64Array(ended + chainsAtOnce);
  let next = new Float64Array(ended + chainsAtOnce);
  mass.fill(1, 0, shares.length);
  const tally = new Tally(mdp, chainsAtOnce);
  const running = new Float64Array(chainsAtOnce);
  for (let step = 0; step < horizon; step++) {
    advance(chain, mixture, statesWithin(mdp, step), mass, next, tally.stepOften, running);
    tally.closeStep(running, next.subarray(ended), discount ** step);
    next.fill(0, ended);
    [mass, next] = [next, mass];
    if (Math.max(...running) < negligible) break;
  }
  return shares.map((_, lane) => tally.behaviour(lane));
}

/** What has happened so far, per lane. */
class Tally {
  readonly #mdp: FiniteMdp;
  readonly #lanes: number;
  /** How often each outcome happened in the running step. [outcomes, lanes] */
  readonly stepOften: Float64Array;
  readonly #often: Float64Array;
  readonly #discounted: Float64Array;
  readonly #steps: Float64Array;
  readonly #terminated: Float64Array;

  constructor(mdp: FiniteMdp, lanes: number) {
    this.#mdp = mdp;
    this.#lanes = lanes;
    const size = outcomeKinds(mdp) * lanes;
    this.stepOften = new Float64Array(size);
    this.#often = new Float64Array(size);
    this.#discounted = new Float64Array(size);
    this.#steps = new Float64Array(lanes);
    this.#terminated = new Float64Array(lanes);
  }

  /** Books a step that `running` took and that ended the episode of `ended`; both [lanes]. */
  closeStep(running: Float64Array, ended: Float64Array, factor: number): void {
    for (let i = 0; i < this.stepOften.length; i++) {
      const often = this.stepOften[i] as number;
      this.#often[i]! += often;
      this.#discounted[i]! += factor * often;
    }
    this.stepOften.fill(0);
    for (let lane = 0; lane < this.#lanes; lane++) {
      this.#steps[lane]! += running[lane] as number;
      this.#terminated[lane]! += ended[lane] as number;
    }
  }

  behaviour(lane: number): ExpectedBehaviour {
    return {
      events: this.#eventsOf(this.#often, lane),
      discountedEvents: this.#eventsOf(this.#discounted, lane),
      steps: this.#steps[lane] as number,
      terminated: this.#terminated[lane] as number,
    };
  }

  /** From how often each outcome happened to how often each event did. [events] */
  #eventsOf(often: Float64Array, lane: number): Float64Array {
    const kinds = this.#mdp.environment.events.length;
    const { eventVectors } = this.#mdp;
    const events = new Float64Array(kinds);
    for (let outcome = 0; outcome < outcomeKinds(this.#mdp); outcome++) {
      for (let event = 0; event < kinds; event++) {
        events[event]! +=
          (often[outcome * this.#lanes + lane] as number) * (eventVectors[outcome * kinds + event] as number);
      }
    }
    return events;
  }
}

/** Number of distinct outcomes; one, namely nothing, in a world without events. */
function outcomeKinds(mdp: FiniteMdp): number {
  return Math.max(1, mdp.eventVectors.length / Math.max(1, mdp.environment.events.length));
}
