// Where flags that follow an error are on average, step by step, exactly.
import type { DriftSetting } from "./drift-setting.ts";
import { concepts, conceptX } from "./drift-world.ts";
import { errorDrive } from "./error-driven-flags.ts";
import { perceptMoments } from "./percept-moments.ts";

/**
 * E[g] after each number of steps (ascending), [times, concepts]; null for rules that follow no error. Percepts are independent from step to
 * step, so E[g'] = E[g] + rate (signal b + own A E[g] + initial A e_X - A E[g] - decay E[g]) holds exactly, with A and b the second moments.
 */
export function expectedFlags(setting: DriftSetting, times: readonly number[]): Float64Array | null {
  const drive = errorDrive(setting);
  if (drive === null) return null;
  const { signal, own, initial, decay, learningRate } = drive;
  const hidden = perceptMoments(setting.world, false);
  const seen = perceptMoments(setting.world, true);
  const out = new Float64Array(times.length * concepts);
  const mean = new Float64Array(concepts);
  const change = new Float64Array(concepts);
  mean[conceptX] = 1;
  let done = 0;
  times.forEach((time, at) => {
    for (; done < time; done++) {
      const { percepts, withLabel } = done >= setting.world.visibleFrom ? seen : hidden;
      for (let i = 0; i < concepts; i++) {
        let value = 0;
        for (let j = 0; j < concepts; j++) value += percepts[i * concepts + j]! * mean[j]!;
        const target = signal * withLabel[i]! + own * value + initial * percepts[i * concepts + conceptX]!;
        change[i] = target - value - decay * mean[i]!;
      }
      for (let i = 0; i < concepts; i++) mean[i]! += learningRate * change[i]!;
    }
    out.set(mean, at * concepts);
  });
  return out;
}
