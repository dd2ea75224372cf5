// Which transitions of a replay are learned from: any, or rather those that were foretold badly.
import type { Rng } from "../base/rng.ts";
import type { Tensor } from "../engine/tensor.ts";
import type { Replay } from "./replay.ts";
import { SumTree } from "./sum-tree.ts";

/** Chooses slots of a replay. It is told of every step that is recorded and of every error that is met. */
export interface ReplaySampling {
  /** After a step was recorded, before anything is drawn. */
  recorded(): void;
  /** Draws `slots.length` readable slots with replacement, and what the loss of each counts for; progress goes from 0 to 1. */
  draw(rng: Rng, progress: number, slots: Int32Array, weights: Float32Array): void;
  /** Told how far off the values of drawn slots were, each at least 0. */
  learned(slots: Int32Array, errors: Float32Array): void;
  /** Answers how to go back to what is known now. */
  mark(): () => void;
  snapshot(): Record<string, Tensor>;
  restore(arrays: Readonly<Record<string, Tensor>>): void;
}

/** Every readable transition alike (Mnih et al. 2015). */
export function uniformSampling(replay: Replay, lanes: number): ReplaySampling {
  return {
    recorded() {},
    draw(rng, _progress, slots, weights) {
      const count = replay.readable * lanes;
      for (let row = 0; row < slots.length; row++) {
        const drawn = rng.below(count);
        const lane = drawn % lanes;
        slots[row] = replay.positionOf((drawn - lane) / lanes) * lanes + lane;
      }
      weights.fill(1);
    },
    learned() {},
    mark: () => () => {},
    snapshot: () => ({}),
    restore() {},
  };
}

export interface PrioritySettings {
  /** Power of the error that a transition is drawn in proportion to. */
  readonly alpha: number;
  /** How far the drawing is corrected for at the start; 1, wholly, at the end. */
  readonly beta: number;
  /** Added to every error, so that none is forgotten. */
  readonly epsilon: number;
}

export interface SamplingSize {
  readonly steps: number;
  readonly lanes: number;
  readonly nStep: number;
}

/**
 * Proportional prioritisation (Schaul et al. 2016, section 3.3 and algorithm 1): P(i) = p_i^alpha / sum, p_i = |error| + epsilon, one draw from each of
 * as many equal parts of the sum as there are rows; losses are weighted by (N P(i))^-beta over the largest such weight of the batch. New
 * transitions have the largest priority met so far.
 */
export class PrioritisedSampling implements ReplaySampling {
  readonly #replay: Replay;
  readonly #size: SamplingSize;
  readonly #settings: PrioritySettings;
  /** p^alpha by slot, in single precision, as checkpoints keep it; 0 where nothing can be read. */
  readonly #tree: SumTree;
  /** Largest p^alpha met so far. */
  #largest = 1;

  constructor(replay: Replay, size: SamplingSize, settings: PrioritySettings) {
    this.#replay = replay;
    this.#size = size;
    this.#settings = settings;
    this.#tree = new SumTree(size.steps * size.lanes);
  }

  recorded(): void {
    const { steps, nStep } = this.#size;
    const newest = this.#replay.recorded - 1;
    this.#fill(newest % steps, 0);
    if (newest >= nStep) this.#fill((newest - nStep) % steps, this.#largest);
  }

  #fill(position: number, weight: number): void {
    const { lanes } = this.#size;
    for (let lane = 0; lane < lanes; lane++) this.#tree.set(position * lanes + lane, weight);
  }

  draw(rng: Rng, progress: number, slots: Int32Array, weights: Float32Array): void {
    const tree = this.#tree;
    const rows = slots.length;
    const count = this.#replay.readable * this.#size.lanes;
    const beta = this.#settings.beta + (1 - this.#settings.beta) * Math.min(progress, 1);
    let largest = 0;
    for (let row = 0; row < rows; row++) {
      const slot = tree.find((tree.total * (row + rng.unit())) / rows);
      slots[row] = slot;
      const weight = (count * (tree.get(slot) / tree.total)) ** -beta;
      weights[row] = weight;
      largest = Math.max(largest, weight);
    }
    for (let row = 0; row < rows; row++) weights[row]! /= largest;
  }

  learned(slots: Int32Array, errors: Float32Array): void {
    const { alpha, epsilon } = this.#settings;
    for (let row = 0; row < slots.length; row++) {
      const weight = Math.fround((errors[row]! + epsilon) ** alpha);
      this.#tree.set(slots[row]!, weight);
      this.#largest = Math.max(this.#largest, weight);
    }
  }

  mark(): () => void {
    const [weights, largest] = [this.#tree.weights(), this.#largest];
    return () => {
      this.#tree.restore(weights);
      this.#largest = largest;
    };
  }

  snapshot(): Record<string, Tensor> {
    const { steps, lanes } = this.#size;
    const data = Float32Array.from(this.#tree.weights());
    return {
      priorities: { dtype: "float32", shape: [steps, lanes], data },
      largestPriority: { dtype: "float32", shape: [], data: Float32Array.of(this.#largest) },
    };
  }

  restore({ priorities, largestPriority }: Readonly<Record<string, Tensor>>): void {
    this.#tree.restore(priorities!.data);
    this.#largest = largestPriority!.data[0]!;
  }
}
