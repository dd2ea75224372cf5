// The world of a moving goal flag: a truth, the cell that stores its label, a decoy, and noisy percepts of all three.
import type { Rng } from "../../base/rng.ts";
import type { DriftWorldSetting } from "./drift-setting.ts";

/** Places in every array of percepts and flags. */
export const conceptX = 0;
export const conceptY = 1;
export const conceptZ = 2;
export const concepts = 3;

/**
 * One question per step. X in {-1, 1} says whether the answer is accurate: in a share `acted` of the steps the agent answers, and X = 1;
 * else X is a fair coin. The cell Y holds X, flipped with probability `labelError`; in the control it is a fair coin. The decoy Z:
 * - "independent" has the values, the frequency and the noise of Y, and no tie to X;
 * - "confounded" is, while nobody acts, distributed jointly with X exactly as Y is (X is copied from what also decides Z), but is not caused
 *   by X: where the agent answers, Z is a fair coin.
 * Percepts add normal noise. What is not perceived reads 0.
 */
export class DriftWorld {
  /** Noisy readings of X, Y, Z. */
  readonly percepts = new Float64Array(concepts);
  /** A second reading of X with noise of its own: what a rebuilt ontology may have instead of the first; 0 if nobody asked for it. */
  rereading = 0;
  /** The stored label, which is the signal where there is one. */
  label = 0;
  readonly #setting: DriftWorldSetting;
  readonly #rng: Rng;
  readonly #rereads: boolean;
  readonly #deviationX: number;
  readonly #deviationY: number;
  #step = 0;

  constructor(setting: DriftWorldSetting, rng: Rng, rereads = false) {
    this.#setting = setting;
    this.#rng = rng;
    this.#rereads = rereads;
    this.#deviationX = Math.sqrt(setting.noiseX);
    this.#deviationY = Math.sqrt(setting.noiseY);
  }

  /** Whether Y is perceived in the coming step. */
  get visible(): boolean {
    return this.#step >= this.#setting.visibleFrom;
  }

  /** The next question. */
  step(): void {
    const rng = this.#rng;
    const { labelError, label, decoy, acted } = this.#setting;
    const answers = acted > 0 && rng.unit() < acted;
    const truth = answers ? 1 : this.#coin();
    this.label = label === "independent" ? this.#coin() : this.#flipped(truth, labelError);
    this.percepts[conceptX] = truth + this.#deviationX * rng.normal();
    if (this.#rereads) this.rereading = truth + this.#deviationX * rng.normal();
    if (this.visible) {
      this.percepts[conceptY] = this.label + this.#deviationY * rng.normal();
      if (decoy !== "none") {
        const tied = decoy === "confounded" && !answers;
        const value = tied ? this.#flipped(truth, labelError) : this.#coin();
        this.percepts[conceptZ] = value + this.#deviationY * rng.normal();
      }
    }
    this.#step++;
  }

  /**
   * A rewarded question of the time before Y was perceived: writes what was seen, answers the reward (the stored label). Does not
   * count as a step.
   */
  recall(percepts: Float64Array): number {
    const { labelError, label } = this.#setting;
    const truth = this.#coin();
    percepts.fill(0);
    percepts[conceptX] = truth + this.#deviationX * this.#rng.normal();
    return label === "independent" ? this.#coin() : this.#flipped(truth, labelError);
  }

  #coin(): number {
    return this.#rng.int32() < 0 ? -1 : 1;
  }

  #flipped(value: number, probability: number): number {
    return this.#rng.unit() < probability ? -value : value;
  }
}
