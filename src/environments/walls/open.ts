// Walls: the border alone.
import { floor, wall } from "../grid.ts";
import type { WallGenerator } from "./wall-generator.ts";

/** All of the interior is free. */
export function openRoom(height: number, width: number): WallGenerator {
  return {
    freeCells: (height - 2) * (width - 2),
    draw: (_rng, out, offset) => {
      out.fill(wall, offset, offset + height * width);
      for (let row = 1; row < height - 1; row++) {
        const first = offset + row * width;
        for (let cell = first + 1; cell < first + width - 1; cell++) out[cell] = floor;
      }
    },
  };
}
