// Where each rule leaves the flag in the end, in closed form.
import type { DriftSetting } from "./drift-setting.ts";
import { concepts, conceptX } from "./drift-world.ts";
import { errorDrive } from "./error-driven-flags.ts";
import { type PerceptMoments, perceptMoments } from "./percept-moments.ts";
import { ridgeSolution } from "./ridge-solution.ts";

/**
 * The flags that the rule of a setting tends to once Y has been perceived for ever; null where that is not one point (percepts that are
 * linearly dependent). Averages over small fluctuations for rules with a constant step.
 */
export function flagLimit(setting: DriftSetting): Float64Array | null {
  const moments = perceptMoments(setting.world, true);
  const { percepts, withLabel, perceived } = moments;
  if (setting.rule === "hebbian-spread") return spreadLimit(setting, moments);
  if (setting.rule === "latent-merge") return mergeLimit(setting, moments);
  if (setting.rule === "rebuilt-ontology") return rebuiltLimit(setting, moments);
  if (setting.rule === "remembered-reward" && !setting.signal) {
    return Float64Array.of(withLabel[conceptX]! / (1 + setting.world.noiseX), 0, 0);
  }
  if (setting.rule === "remembered-reward") return ridgeSolution(percepts, withLabel, 0, perceived);
  const { signal, initial, own, decay } = errorDrive(setting)!;
  if (signal + initial === 0) return onX();
  const pull = withLabel.map((moment, i) => signal * moment + initial * percepts[i * concepts + conceptX]!);
  return ridgeSolution(
    percepts.map((moment) => (1 - own) * moment),
    pull,
    decay,
    perceived,
  );
}

/**
 * The least-squares flags for a label that agrees with X up to c = 1 - 2 labelError: g_X = c noiseY / D, g_Y = (1 + noiseX - c^2) / D,
 * D = (1 + noiseX)(1 + noiseY) - c^2. Null where D = 0.
 */
export function labelFlags(c: number, noiseX: number, noiseY: number): readonly [number, number] | null {
  const determinant = (1 + noiseX) * (1 + noiseY) - c * c;
  return determinant === 0 ? null : [(c * noiseY) / determinant, (1 + noiseX - c * c) / determinant];
}

/** Steps in which g_X - g_Y halves under weight decay where X and Y are one and free of noise: ln 2 / -ln(1 - rate x decay). */
export function decayHalfLife(learningRate: number, decay: number): number {
  return Math.LN2 / -Math.log1p(-learningRate * decay);
}

function onX(): Float64Array {
  const flags = new Float64Array(concepts);
  flags[conceptX] = 1;
  return flags;
}

/** The direction that one more round of spreading leaves as it is. */
function spreadLimit({ signal }: DriftSetting, { percepts, withLabel }: PerceptMoments): Float64Array {
  const deviation = (i: number) => Math.sqrt(percepts[i * concepts + i]!) || 1;
  const gains = (flags: Float64Array) =>
    flags.map((_, i) => {
      const spread =
        i === conceptX ? 0 : (percepts[i]! / (deviation(conceptX) * deviation(i))) * flags[conceptX]!;
      return spread + (signal ? withLabel[i]! / deviation(i) : 0);
    });
  let flags = onX();
  for (let round = 0; round < 200; round++) {
    const next = gains(flags);
    const length = Math.hypot(...next);
    // The flag has left X, or nothing goes together with it: nothing spreads any more.
    if (length < 1e-300) return flags;
    flags = next.map((value) => value / length);
  }
  return flags;
}

/** Two things count as one for ever only if they are one. */
function mergeLimit(
  { signal, world }: DriftSetting,
  { percepts, withLabel, perceived }: PerceptMoments,
): Float64Array {
  const agreement = (i: number) => withLabel[i]! / Math.sqrt(percepts[i * concepts + i]!);
  const flagged = signal
    ? perceived.reduce((best, i) => (agreement(i) > agreement(best) + 1e-12 ? i : best), conceptX)
    : conceptX;
  const members = perceived.filter((i) => i === flagged || percepts[flagged * concepts + i]! >= 1 - 1e-12);
  const precision = (i: number) => 1 / (i === conceptX ? world.noiseX : world.noiseY);
  const all = members.reduce((sum, i) => sum + precision(i), 0);
  const flags = new Float64Array(concepts);
  for (const i of members) flags[i] = precision(i) / all;
  return flags;
}

function rebuiltLimit(
  { oldPercept }: DriftSetting,
  { percepts, perceived }: PerceptMoments,
): Float64Array | null {
  if (oldPercept === "kept") return onX();
  const withX = percepts.slice(0, concepts);
  // Another reading of X shares X with the first, and not its noise.
  withX[conceptX] = 1;
  const among = oldPercept === "lost" ? perceived.filter((i) => i !== conceptX) : perceived;
  return ridgeSolution(percepts, withX, 0, among);
}
