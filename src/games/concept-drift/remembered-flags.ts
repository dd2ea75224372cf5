// A flag that stays on what was there when reward came: regression of rewards over stored episodes.
import type { DriftSetting } from "./drift-setting.ts";
import { concepts, conceptX, conceptY, conceptZ, type DriftWorld } from "./drift-world.ts";
import type { GoalFlags } from "./goal-flags.ts";
import { ridgeSolution } from "./ridge-solution.ts";

/**
 * Reward = flags . successor features, fitted by least squares over all stored episodes (Barreto et al. 2017, "Successor features for transfer
 * in reinforcement learning", eq. 2). An episode is one question, so its successor features are its percepts. The memory begins with
 * rewarded episodes from before Y was perceived; later ones enter only while a signal pays.
 */
export class RememberedFlags implements GoalFlags {
  readonly #moments = new Float64Array(concepts * concepts);
  readonly #withReward = new Float64Array(concepts);
  readonly #signal: boolean;
  readonly #ridge: number;
  readonly #perceived: readonly number[];

  constructor({ world, memory, signal, ridge }: DriftSetting, past: DriftWorld) {
    this.#signal = signal;
    this.#ridge = ridge;
    this.#perceived = world.decoy === "none" ? [conceptX, conceptY] : [conceptX, conceptY, conceptZ];
    const percepts = new Float64Array(concepts);
    for (let episode = 0; episode < memory; episode++) {
      const reward = past.recall(percepts);
      this.#store(percepts, reward);
    }
  }

  observe(percepts: Float64Array, _rereading: number, label: number): void {
    if (this.#signal) this.#store(percepts, label);
  }

  read(into: Float64Array): void {
    into.set(ridgeSolution(this.#moments, this.#withReward, this.#ridge, this.#perceived)!);
  }

  #store(percepts: Float64Array, reward: number): void {
    for (let i = 0; i < concepts; i++) {
      for (let j = 0; j < concepts; j++) {
        this.#moments[i * concepts + j]! += (percepts[i] as number) * (percepts[j] as number);
      }
      this.#withReward[i]! += (percepts[i] as number) * reward;
    }
  }
}
