// The kinds of points that estimates can be drawn on.
import type { Rng } from "../../base/rng.ts";
import type { PointStream } from "./point-stream.ts";
import { randomPoints } from "./random-points.ts";
import { scrambledSobol } from "./scrambled-sobol.ts";

/** `sobol`: scrambled Sobol points; `random`: independent uniform ones. */
export const pointKinds = ["sobol", "random"] as const;

export type PointKind = (typeof pointKinds)[number];

/** A stream that the generator's path fixes, whatever the sizes of the blocks that are asked of it. */
export function pointStream(kind: PointKind, dimensions: number, rng: Rng): PointStream {
  return kind === "sobol" ? scrambledSobol(dimensions, rng) : randomPoints(dimensions, rng);
}
