// Points spread evenly over a sphere.

import type { Rng } from "../../base/rng.ts";
import { unitVector } from "../../base/vectors.ts";

/**
 * Quasi-uniform unit vectors: the additive recurrence u_n = u_0 + n (1/g, 1/g^2, ...) mod 1 with g the root of g^(d+1) = g + 1 (Roberts,
 * "The unreasonable effectiveness of quasirandom sequences", 2018), from a random u_0, made normal by pairs (Box-Muller) and scaled to
 * length 1. [count][dimensions]
 */
export function spherePoints(dimensions: number, count: number, rng: Rng): Float64Array[] {
  const width = 2 * Math.ceil(dimensions / 2);
  const start = Array.from({ length: width }, () => rng.unit());
  const root = generalisedGoldenRatio(width);
  return Array.from({ length: count }, (_, n) => {
    const normals = new Float64Array(width);
    for (let axis = 0; axis < width; axis += 2) {
      const u = (start[axis] + (n + 1) / root ** (axis + 1)) % 1;
      const angle = 2 * Math.PI * (start[axis + 1] + (n + 1) / root ** (axis + 2));
      const radius = Math.sqrt(-2 * Math.log(1 - u));
      normals[axis] = radius * Math.cos(angle);
      normals[axis + 1] = radius * Math.sin(angle);
    }
    return Float64Array.from(unitVector(normals.subarray(0, dimensions)));
  });
}

/** The positive root of g^(d+1) = g + 1, by iterating g = (1 + g)^(1/(d+1)). */
function generalisedGoldenRatio(dimensions: number): number {
  let root = 2;
  for (let step = 0; step < 64; step++) root = (1 + root) ** (1 / (dimensions + 1));
  return root;
}
