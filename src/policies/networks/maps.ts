// Observations that are maps: [channels, height, width], as gridworlds give them.
import { InputError } from "../../base/errors.ts";

/** The shape as three extents; throws an InputError naming the kind of network that needs maps where it is none. */
export function requireMaps(kind: string, shape: readonly number[]): [number, number, number] {
  if (shape.length !== 3 || shape.some((extent) => extent < 1)) {
    throw new InputError(`network "${kind}"`, `observations [${shape}]`, "maps [channels, height, width]");
  }
  return shape as unknown as [number, number, number];
}
