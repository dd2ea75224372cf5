// Walking distances against the textbook's cubic algorithm, and against each other.
import { describe, expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { floor, wall } from "./grid.ts";
import { wallGenerator, wallsSchema } from "./mazes.ts";
import { AllPairs, unreachable, Walker } from "./paths.ts";

const cases = Number(process.env.INNERGAP_LEVELS ?? 60);
const sizes = [
  { height: 3, width: 3, kind: "open" },
  { height: 5, width: 9, kind: "tree" },
  { height: 8, width: 6, kind: "blocks" },
  { height: 9, width: 9, kind: "blocks" },
] as const;

/** Floyd and Warshall: the shortest way between two cells over any third one, for every third one. */
function floydWarshall(level: Uint8Array, height: number, width: number): number[] {
  const size = height * width;
  const far = new Array<number>(size * size).fill(Infinity);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      const rows = Math.abs(Math.floor(a / width) - Math.floor(b / width));
      const steps = rows + Math.abs((a % width) - (b % width));
      if (level[a] !== wall && level[b] !== wall && steps <= 1) far[a * size + b] = steps;
    }
  }
  for (let via = 0; via < size; via++) {
    for (let a = 0; a < size; a++) {
      const toVia = far[a * size + via]!;
      if (toVia === Infinity) continue;
      for (let b = 0; b < size; b++) {
        far[a * size + b] = Math.min(far[a * size + b]!, toVia + far[via * size + b]!);
      }
    }
  }
  return far.map((steps) => (steps === Infinity ? unreachable : steps));
}

describe.each(sizes)("$height x $width, $kind", ({ height, width, kind }) => {
  const walls = wallGenerator(wallsSchema(kind).parse({ density: 0.35 }), height, width);
  const rng = Rng.fromSeed(`paths/${height}x${width}`);
  const all = new AllPairs(height, width);
  const walker = new Walker(height, width);
  const size = height * width;

  test("the table is Floyd's and Warshall's, on one level after another", () => {
    const levels = new Uint8Array(size + 5).fill(floor);
    for (let count = 0; count < Math.min(cases, 500); count++) {
      walls.draw(rng, levels, 5);
      const level = levels.subarray(5);
      expect([...all.search(levels, 5)]).toEqual(floydWarshall(level, height, width));
    }
  });

  test("a row of the table is a search from its cell", () => {
    const level = new Uint8Array(size);
    walls.draw(rng, level, 0);
    const table = all.search(level, 0);
    for (let cell = 0; cell < size; cell++) {
      if (level[cell] === wall) continue;
      const row = Array.from(table.subarray(cell * size, (cell + 1) * size));
      expect(row).toEqual([...walker.search(level, 0, cell)]);
    }
  });
});
