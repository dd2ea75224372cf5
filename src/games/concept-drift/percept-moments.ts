// Exact second moments of what is perceived, from which every closed form follows.
import type { DriftWorldSetting } from "./drift-setting.ts";
import { concepts, conceptX, conceptY, conceptZ } from "./drift-world.ts";

/** Second moments about 0. Concepts that are not perceived have none. */
export interface PerceptMoments {
  /** E[percept percept'], [concepts, concepts]. */
  readonly percepts: Float64Array;
  /** E[percept x label]. [concepts] */
  readonly withLabel: Float64Array;
  /** Places of the concepts that are perceived. */
  readonly perceived: readonly number[];
}

/**
 * E[X Y] = c = 1 - 2 labelError whoever sets X, since Y follows X; E[X Z] = (1 - acted) c for the confounded decoy, and
 * E[Y Z] = c E[X Z], because Y depends on Z through X alone.
 */
export function perceptMoments(world: DriftWorldSetting, visible: boolean): PerceptMoments {
  const { labelError, label, decoy, acted, noiseX, noiseY } = world;
  const c = label === "independent" ? 0 : 1 - 2 * labelError;
  const withDecoy = decoy === "confounded" ? (1 - acted) * (1 - 2 * labelError) : 0;
  const percepts = new Float64Array(concepts * concepts);
  const withLabel = new Float64Array(concepts);
  const put = (i: number, j: number, value: number) => {
    percepts[i * concepts + j] = value;
    percepts[j * concepts + i] = value;
  };
  put(conceptX, conceptX, 1 + noiseX);
  withLabel[conceptX] = c;
  const perceived = [conceptX];
  if (!visible) return { percepts, withLabel, perceived };
  put(conceptY, conceptY, 1 + noiseY);
  put(conceptX, conceptY, c);
  withLabel[conceptY] = 1;
  perceived.push(conceptY);
  if (decoy === "none") return { percepts, withLabel, perceived };
  put(conceptZ, conceptZ, 1 + noiseY);
  put(conceptX, conceptZ, withDecoy);
  put(conceptY, conceptZ, c * withDecoy);
  withLabel[conceptZ] = c * withDecoy;
  perceived.push(conceptZ);
  return { percepts, withLabel, perceived };
}
