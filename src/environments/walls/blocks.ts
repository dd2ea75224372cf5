// Walls: independent blocks.

import { BernoulliBits, probabilityBits, thresholdOf } from "../bernoulli.ts";
import { wall } from "../grid.ts";
import type { WallGenerator } from "./wall-generator.ts";

/** Every cell of the interior is wall with that probability, rounded to a multiple of 2^-16. */
export function blocks(density: number, height: number, width: number): WallGenerator {
  const threshold = thresholdOf(density);
  const bits = new BernoulliBits(threshold);
  const interior = (height - 2) * (width - 2);
  const one = 1 << probabilityBits;
  return {
    freeCells: Math.floor((interior * (one - threshold)) / one),
    draw: (rng, out, offset) => {
      out.fill(wall, offset, offset + height * width);
      bits.restart();
      for (let row = 1; row < height - 1; row++) {
        const first = offset + row * width;
        for (let cell = first + 1; cell < first + width - 1; cell++) out[cell] = bits.next(rng) & wall;
      }
    },
  };
}
