// Flags that follow an error: the fixed pointer, the external signal, the own value, and the own value with weight decay.
import type { DriftSetting } from "./drift-setting.ts";
import { concepts, conceptX } from "./drift-world.ts";
import type { GoalFlags } from "./goal-flags.ts";

/** How a rule's target is made: signal x label + own x own value + initial x value under the first flag. */
export interface ErrorDrive {
  readonly signal: number;
  readonly own: number;
  readonly initial: number;
  readonly decay: number;
  /** 0 where nothing is learned. */
  readonly learningRate: number;
}

/**
 * What drives the flags of a setting; null for rules that follow no error. With a signal, a rule with a target of its own learns from the
 * weighted mean of both.
 */
export function errorDrive(setting: DriftSetting): ErrorDrive | null {
  const { rule, signal, learningRate, decay } = setting;
  const weight = signal ? setting.signalWeight : 0;
  const still = { signal: 0, own: 0, initial: 0, decay: 0, learningRate: 0 };
  if (rule === "fixed-pointer") return still;
  if (rule === "external-signal") return signal ? { ...still, signal: 1, learningRate } : still;
  if (rule === "own-value") return { ...still, signal: weight, own: 1 - weight, learningRate };
  if (rule === "weight-decay") return { ...still, signal: weight, initial: 1 - weight, decay, learningRate };
  return null;
}

/** g += learningRate x ((target - g . percepts) percepts - decay g): least mean squares, started at the flag on X alone. */
export class ErrorDrivenFlags implements GoalFlags {
  readonly #drive: ErrorDrive;
  readonly #flags = new Float64Array(concepts);

  constructor(drive: ErrorDrive) {
    this.#drive = drive;
    this.#flags[conceptX] = 1;
  }

  observe(percepts: Float64Array, _rereading: number, label: number): void {
    const { signal, own, initial, decay, learningRate } = this.#drive;
    const flags = this.#flags;
    let value = 0;
    for (let i = 0; i < concepts; i++) value += (flags[i] as number) * (percepts[i] as number);
    const target = signal * label + own * value + initial * (percepts[conceptX] as number);
    const error = target - value;
    for (let i = 0; i < concepts; i++) {
      flags[i]! += learningRate * (error * (percepts[i] as number) - decay * (flags[i] as number));
    }
  }

  read(into: Float64Array): void {
    into.set(this.#flags);
  }
}
