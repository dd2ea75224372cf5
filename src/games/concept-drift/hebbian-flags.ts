// Flags that spread along learned correlations: what goes together with a goal becomes a goal.
import type { DriftSetting } from "./drift-setting.ts";
import { concepts, conceptX } from "./drift-world.ts";
import type { GoalFlags } from "./goal-flags.ts";
import { WorldModel } from "./world-model.ts";

/**
 * In each step every other concept j gains spread x corr(X, j) x g_X, and with a signal every concept i gains spread x corr(i, signal); then
 * the length of g is set back to 1. Spreading is put in by hand: nothing is predicted better for it.
 */
export class HebbianFlags implements GoalFlags {
  readonly #model: WorldModel;
  readonly #spread: number;
  readonly #signal: boolean;
  readonly #flags = new Float64Array(concepts);

  constructor({ world, spread, signal }: DriftSetting) {
    this.#model = new WorldModel([world.noiseX, world.noiseY, world.noiseY]);
    this.#spread = spread;
    this.#signal = signal;
    this.#flags[conceptX] = 1;
  }

  observe(percepts: Float64Array, rereading: number, label: number, visible: boolean): void {
    if (!visible) return;
    const flags = this.#flags;
    const model = this.#model;
    model.observe(percepts, rereading, label);
    const onX = flags[conceptX] as number;
    let squares = 0;
    for (let i = 0; i < concepts; i++) {
      let gain = i === conceptX ? 0 : model.correlation(conceptX, i) * onX;
      if (this.#signal) gain += model.labelCorrelation(i);
      flags[i]! += this.#spread * gain;
      squares += (flags[i] as number) ** 2;
    }
    const length = Math.sqrt(squares);
    for (let i = 0; i < concepts; i++) flags[i]! /= length;
  }

  read(into: Float64Array): void {
    into.set(this.#flags);
  }
}
