// Reaching: the answers of breadth-first search, on mazes, blocks and with things in the way.
import { expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { wall } from "./grid.ts";
import { wallGenerator, wallsSchema } from "./mazes.ts";
import { unreachable, Walker } from "./paths.ts";
import { Reach } from "./reach.ts";

const cases = Number(process.env.INNERGAP_LEVELS ?? 200);
const thing = 8;

test.each([
  [9, 9, "blocks", 0.3],
  [5, 13, "blocks", 0.45],
  [11, 7, "tree", 0],
  [7, 7, "open", 0],
] as const)(
  "%i x %i %s: a way is found exactly where breadth-first search finds one",
  (height, width, kind, density) => {
    const rng = Rng.fromSeed(`${kind}${height}`);
    const walls = wallGenerator(wallsSchema(kind).parse({ density }), height, width);
    const size = height * width;
    const reach = new Reach(height, width);
    const walker = new Walker(height, width);
    const answers = new Set<boolean>();
    for (let count = 0; count < cases; count++) {
      const level = new Uint8Array(size + 2);
      walls.draw(rng, level, 2);
      const free = [...level.subarray(2).keys()].filter((cell) => level[2 + cell] !== wall);
      for (const cell of free) if (rng.below(4) === 0) level[2 + cell] = thing;
      const [from, to] = [free[rng.below(free.length)]!, free[rng.below(free.length)]!];
      const open = walker.search(level, 2, from)[to] !== unreachable;
      expect(reach.canReach(level, 2, from, to, wall)).toBe(open);
      const closed = level.map((code) => (code === thing ? wall : code));
      if (level[2 + to] === thing) closed[2 + to] = 0;
      const around = walker.search(closed, 2, from)[to] !== unreachable;
      level[2 + to] = 0;
      expect(reach.canReach(level, 2, from, to, wall | thing)).toBe(around);
      answers.add(around);
    }
    expect(answers.size).toBe(2);
  },
);
