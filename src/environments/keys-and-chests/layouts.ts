// Walls of the worlds of keys and chests: any generator, holes opened in it, and mazes that grow with a difficulty.
import { InputError } from "../../base/errors.ts";
import type { Rng } from "../../base/rng.ts";
import { floor, type GridSize, wall } from "../grid.ts";
import { type WallGenerator, wallGenerator } from "../mazes.ts";
import { interiorCells } from "../placement.ts";
import type { LevelParameters } from "./level-parameters.ts";
import { inflated, shareOf, shareUnits } from "./shares.ts";

/** One generator of walls per difficulty; a single one where there is none. */
export function layoutsOf(parameters: LevelParameters, size: GridSize): WallGenerator[] {
  const { difficulty } = parameters;
  if (difficulty === null) return [opened(parameters, size)];
  const largest = difficulty.smallest + 2 * (difficulty.steps - 1);
  const room = Math.min(size.height, size.width) - 2;
  if (largest > room) {
    throw new InputError(
      "levels.difficulty",
      `mazes of up to ${largest} x ${largest} cells`,
      `at most ${room}`,
    );
  }
  return Array.from({ length: difficulty.steps }, (_, step) => {
    const side = difficulty.smallest + 2 * step + 2;
    return somewhere(opened(parameters, { height: side, width: side }), side, size);
  });
}

/** The walls, and a share of the inner ones turned to floor. */
function opened({ walls, shares }: LevelParameters, { height, width }: GridSize): WallGenerator {
  const inner = wallGenerator(walls, height, width);
  if (shares === null || shares.holes === 0) return inner;
  const candidates = interiorCells(height - 2, width - 2, width);
  const closed = new Uint16Array(candidates.length);
  const holes = shareUnits(shares.holes);
  const inflation = shareUnits(shares.inflation);
  return {
    freeCells: inner.freeCells,
    draw: (rng, out, offset) => {
      inner.draw(rng, out, offset);
      let count = 0;
      for (const cell of candidates) {
        closed[count] = cell;
        count += out[offset + cell]! & wall;
      }
      const opening = shareOf(count, inflated(rng, holes, inflation));
      for (let done = 0; done < opening; done++) {
        const pick = done + rng.below(count - done);
        out[offset + closed[pick]!] = floor;
        closed[pick] = closed[done]!;
      }
    },
  };
}

/** Square walls of that side, border included, at a random place of a larger grid whose other cells are wall. */
function somewhere(inner: WallGenerator, side: number, { height, width }: GridSize): WallGenerator {
  const square = new Uint8Array(side * side);
  return {
    freeCells: inner.freeCells,
    draw: (rng: Rng, out, offset) => {
      inner.draw(rng, square, 0);
      out.fill(wall, offset, offset + height * width);
      const corner = offset + rng.below(height - side + 1) * width + rng.below(width - side + 1);
      for (let row = 0; row < side; row++) {
        for (let column = 0; column < side; column++) {
          out[corner + row * width + column] = square[row * side + column]!;
        }
      }
    },
  };
}
