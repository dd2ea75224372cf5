// Replay: the last steps of every lane in typed arrays, and the transitions of one or several steps that are read from them.
import { InputError } from "../base/errors.ts";
import type { Rng } from "../base/rng.ts";
import type { Tensor } from "../engine/tensor.ts";

export interface ReplayOptions {
  /** Steps of each lane that are kept; the oldest make room. */
  readonly steps: number;
  readonly lanes: number;
  /** Bytes of one observation. */
  readonly observationSize: number;
  /** Steps after which episodes are truncated: no two truncations of a lane are nearer. */
  readonly horizon: number;
  /** Rewards that a transition sums up before what follows is estimated. */
  readonly nStep: number;
  readonly gamma: number;
}

/** Room for a batch of transitions, overwritten by `gather`. */
export interface Transitions {
  /** Seen before the action. [rows, observation size] */
  readonly observations: Uint8Array;
  /** [rows] */
  readonly actions: Int32Array;
  /** Discounted sum of the rewards up to the last observation. [rows] */
  readonly rewards: Float32Array;
  /** What a value of the last observation counts for; 0 where the episode has ended by rule. [rows] */
  readonly discounts: Float32Array;
  /** Seen after the last reward; of no meaning where the discount is 0. [rows, observation size] */
  readonly nextObservations: Uint8Array;
}

const goesOn = 0;
const isTerminated = 1;
const isTruncated = 2;

/** Larger memories of observations than a gigabyte are refused. */
const mostBytes = 2 ** 30;

/**
 * A ring of steps, time first. A slot is a (step, lane) pair: position in the ring x lanes + lane. What an episode saw last where it was cut off
 * has a ring of its own, so that such transitions are estimated like others (Pardo et al. 2018, "Time limits in reinforcement learning").
 */
export class Replay {
  readonly #options: ReplayOptions;
  /** [steps, lanes, observation size] */
  readonly #observations: Uint8Array;
  /** [steps, lanes] */
  readonly #actions: Uint8Array;
  readonly #rewards: Float32Array;
  readonly #ends: Uint8Array;
  /** Where the last observation of an episode that was cut off lies; -1 elsewhere. [steps, lanes] */
  readonly #finalRows: Int32Array;
  /** [lanes, finals per lane, observation size] */
  readonly #finals: Uint8Array;
  readonly #finalsPerLane: number;
  /** Episodes that were cut off so far. [lanes] */
  readonly #cutOff: Int32Array;
  #recorded = 0;

  /** Throws an InputError where it would be too large, or too short for one transition. */
  constructor(options: ReplayOptions) {
    const { steps, lanes, observationSize, horizon, nStep } = options;
    if (steps <= nStep) throw new InputError("replay", `${steps} steps of each world`, `more than ${nStep}`);
    this.#options = options;
    this.#finalsPerLane = 1 + Math.floor((steps - 1) / horizon);
    const bytes = (steps + this.#finalsPerLane) * lanes * observationSize;
    if (bytes > mostBytes) throw new InputError("replay", `${bytes} bytes`, `at most ${mostBytes}`);
    const slots = steps * lanes;
    this.#observations = new Uint8Array(slots * observationSize);
    this.#actions = new Uint8Array(slots);
    this.#rewards = new Float32Array(slots);
    this.#ends = new Uint8Array(slots);
    this.#finalRows = new Int32Array(slots).fill(-1);
    this.#finals = new Uint8Array(lanes * this.#finalsPerLane * observationSize);
    this.#cutOff = new Int32Array(lanes);
  }

  /** Steps of each lane that were recorded so far, those that are forgotten included. */
  get recorded(): number {
    return this.#recorded;
  }

  /** Steps of each lane from which a whole transition can be read. */
  get readable(): number {
    return Math.max(0, Math.min(this.#recorded, this.#options.steps) - this.#options.nStep);
  }

  /** The ring's position of the step that is `age` steps younger than the oldest one kept. */
  positionOf(age: number): number {
    const { steps } = this.#options;
    return (Math.max(0, this.#recorded - steps) + age) % steps;
  }

  /** Keeps what is seen before the next step, in the place of the oldest. observations: [lanes, observation size] */
  see(observations: Uint8Array): void {
    this.#observations.set(observations, (this.#recorded % this.#options.steps) * observations.length);
  }

  /** Keeps what that step did, paid and ended; `after` is what is seen then. All [lanes, ...]. */
  record(
    actions: Uint8Array,
    rewards: Float32Array,
    terminated: Uint8Array,
    truncated: Uint8Array,
    after: Uint8Array,
  ): void {
    const { steps, lanes, observationSize: size } = this.#options;
    const first = (this.#recorded % steps) * lanes;
    this.#actions.set(actions, first);
    this.#rewards.set(rewards, first);
    for (let lane = 0; lane < lanes; lane++) {
      const slot = first + lane;
      this.#ends[slot] = terminated[lane] ? isTerminated : truncated[lane] ? isTruncated : goesOn;
      this.#finalRows[slot] = -1;
      if (this.#ends[slot] !== isTruncated) continue;
      const row = lane * this.#finalsPerLane + (this.#cutOff[lane]! % this.#finalsPerLane);
      this.#cutOff[lane]!++;
      this.#finalRows[slot] = row;
      this.#finals.set(after.subarray(lane * size, (lane + 1) * size), row * size);
    }
    this.#recorded++;
  }

  /** Deals the rewards of the newest `count` steps of all lanes out again among them. */
  shuffleNewest(count: number, rng: Rng): void {
    const { steps, lanes } = this.#options;
    const slots: number[] = [];
    for (let step = this.#recorded - count; step < this.#recorded; step++) {
      for (let lane = 0; lane < lanes; lane++) slots.push((step % steps) * lanes + lane);
    }
    const dealt = Float32Array.from(slots, (slot) => this.#rewards[slot]!);
    rng.shuffle(dealt);
    slots.forEach((slot, index) => {
      this.#rewards[slot] = dealt[index]!;
    });
  }

  /** Copies the transition that begins at a slot to row `row` of `out`; the slot must be readable. */
  gather(slot: number, row: number, out: Transitions): void {
    const { steps, lanes, observationSize: size, nStep, gamma } = this.#options;
    const lane = slot % lanes;
    let position = (slot - lane) / lanes;
    let [paid, discount, next] = [0, 1, this.#observations];
    let from = -1;
    for (let k = 0; k < nStep && from < 0; k++) {
      const at = position * lanes + lane;
      paid += discount * this.#rewards[at]!;
      discount *= gamma;
      const end = this.#ends[at]!;
      if (end === isTerminated) [discount, from] = [0, at];
      else if (end === isTruncated) [next, from] = [this.#finals, this.#finalRows[at]!];
      position = position + 1 === steps ? 0 : position + 1;
    }
    if (from < 0) from = position * lanes + lane;
    copy(this.#observations, slot * size, out.observations, row * size, size);
    copy(next, from * size, out.nextObservations, row * size, size);
    out.actions[row] = this.#actions[slot]!;
    out.rewards[row] = paid;
    out.discounts[row] = discount;
  }

  /** Answers how to forget the next `count` steps again, once they were recorded; what they overwrite is kept aside. */
  mark(count: number): () => void {
    const { steps } = this.#options;
    const recorded = this.#recorded;
    const positions = Array.from(
      { length: Math.min(count, steps) },
      (_, index) => (recorded + index) % steps,
    );
    const kept = this.#columns().map(({ data, width }) => ({
      data,
      width,
      rows: positions.map((position) => data.slice(position * width, (position + 1) * width)),
    }));
    const whole = [this.#finals, this.#cutOff].map((data) => ({ data, copy: data.slice() }));
    return () => {
      for (const { data, width, rows } of kept) {
        rows.forEach((row, index) => {
          data.set(row, positions[index]! * width);
        });
      }
      for (const { data, copy: before } of whole) data.set(before);
      this.#recorded = recorded;
    };
  }

  snapshot(): Record<string, Tensor> {
    const { steps, lanes, observationSize } = this.#options;
    const shape = [steps, lanes];
    return {
      observations: {
        dtype: "uint8",
        shape: [...shape, observationSize],
        data: this.#observations.slice(),
      },
      actions: { dtype: "uint8", shape, data: this.#actions.slice() },
      rewards: { dtype: "float32", shape, data: this.#rewards.slice() },
      ends: { dtype: "uint8", shape, data: this.#ends.slice() },
      finalRows: { dtype: "int32", shape, data: this.#finalRows.slice() },
      finals: {
        dtype: "uint8",
        shape: [lanes, this.#finalsPerLane, observationSize],
        data: this.#finals.slice(),
      },
      cutOff: { dtype: "int32", shape: [lanes], data: this.#cutOff.slice() },
    };
  }

  restore(arrays: Readonly<Record<string, Tensor>>, recorded: number): void {
    this.#observations.set(arrays.observations!.data);
    this.#actions.set(arrays.actions!.data);
    this.#rewards.set(arrays.rewards!.data);
    this.#ends.set(arrays.ends!.data);
    this.#finalRows.set(arrays.finalRows!.data);
    this.#finals.set(arrays.finals!.data);
    this.#cutOff.set(arrays.cutOff!.data);
    this.#recorded = recorded;
  }

  /** The rings of steps, with how many entries one step takes. */
  #columns() {
    const { lanes, observationSize } = this.#options;
    return [
      { data: this.#observations, width: lanes * observationSize },
      { data: this.#actions, width: lanes },
      { data: this.#rewards, width: lanes },
      { data: this.#ends, width: lanes },
      { data: this.#finalRows, width: lanes },
    ];
  }
}

/** `subarray` would allocate a view per row; observations are short. */
function copy(source: Uint8Array, from: number, target: Uint8Array, to: number, size: number): void {
  for (let byte = 0; byte < size; byte++) target[to + byte] = source[from + byte]!;
}
