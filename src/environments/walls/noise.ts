// Walls: where gradient noise is high.
import { Rng } from "../../base/rng.ts";
import { floor, wall } from "../grid.ts";
import { asNoise, gradientNoise } from "../noise.ts";
import type { WallGenerator } from "./wall-generator.ts";

export interface NoiseWalls {
  readonly threshold?: number | undefined;
  readonly cell?: number | undefined;
  readonly octaves?: number | undefined;
}

/** What holds where it is not given. */
const usual = { threshold: 0.25, cell: 2, octaves: 1 } as const;

/** Draws that the mean number of free cells is taken from. */
const draws = 64;

/**
 * A cell of the interior is wall where gradient noise lies above the threshold. The lattice of the noise begins at the
 * interior's first cell: with a threshold of 0 or more, every `cell`-th cell of every `cell`-th row is free. Throws an InputError
 * that names the cell or the octaves.
 */
export function noiseWalls(parameters: NoiseWalls, height: number, width: number): WallGenerator {
  const { threshold = usual.threshold, cell = usual.cell, octaves = usual.octaves } = parameters;
  const limit = asNoise(threshold);
  const field = new Int32Array((height - 2) * (width - 2));
  const noise = gradientNoise({ cell, octaves }, height - 2, width - 2, "levels.walls");
  let free = 0;
  const rng = Rng.fromSeed("noise-walls");
  for (let draw = 0; draw < draws; draw++) {
    noise.draw(rng, field);
    for (const value of field) if (value <= limit) free++;
  }
  return {
    freeCells: Math.floor(free / draws),
    draw: (stream, out, offset) => {
      noise.draw(stream, field);
      out.fill(wall, offset, offset + height * width);
      for (let row = 1, at = 0; row < height - 1; row++) {
        const first = offset + row * width;
        for (let place = first + 1; place < first + width - 1; place++, at++) {
          out[place] = field[at]! > limit ? wall : floor;
        }
      }
    },
  };
}
