// A flag that sits on a hidden factor: concepts that seem to be one thing share it.
import type { DriftSetting } from "./drift-setting.ts";
import { conceptX, conceptY, conceptZ } from "./drift-world.ts";
import type { GoalFlags } from "./goal-flags.ts";
import { leadOfOneFactor } from "./same-factor.ts";
import { WorldModel } from "./world-model.ts";

/**
 * A concept merges with the flagged one while the information criterion prefers one factor to two. The flag, 1 in all, is divided among the
 * readings of its factor by their precision. Without a signal it is X's factor; with one, the factor of the concept that goes best with
 * the signal.
 */
export class MergedFlags implements GoalFlags {
  readonly #model: WorldModel;
  readonly #noise: readonly number[];
  readonly #signal: boolean;
  readonly #perceived: readonly number[];

  constructor({ world, signal }: DriftSetting) {
    this.#noise = [world.noiseX, world.noiseY, world.noiseY];
    this.#model = new WorldModel(this.#noise);
    this.#signal = signal;
    this.#perceived = world.decoy === "none" ? [conceptX, conceptY] : [conceptX, conceptY, conceptZ];
  }

  observe(percepts: Float64Array, rereading: number, label: number, visible: boolean): void {
    if (visible) this.#model.observe(percepts, rereading, label);
  }

  read(into: Float64Array): void {
    const members = this.#members(this.#flagged());
    const precise = members.filter((i) => this.#noise[i] === 0);
    const carriers = precise.length > 0 ? precise : members;
    const weight = (i: number) => (precise.length > 0 ? 1 : 1 / this.#noise[i]!);
    const all = carriers.reduce((sum, i) => sum + weight(i), 0);
    into.fill(0);
    for (const i of carriers) into[i] = weight(i) / all;
  }

  /** The concept whose factor has the flag; X where another is only as good. */
  #flagged(): number {
    if (!this.#signal || this.#model.count === 0) return conceptX;
    const agreement = (i: number) => this.#model.labelCorrelation(i);
    return this.#perceived.reduce((best, i) => (agreement(i) > agreement(best) ? i : best), conceptX);
  }

  #members(flagged: number): number[] {
    const model = this.#model;
    const { count } = model;
    return this.#perceived.filter((i) => {
      if (i === flagged) return true;
      const pair = { aa: model.square(flagged), bb: model.square(i), ab: model.link(flagged, i) };
      const noise = { noiseA: this.#noise[flagged]!, noiseB: this.#noise[i]! };
      return leadOfOneFactor({ count, ...pair, ...noise }) > 0;
    });
  }
}
