// Walls against the laws of their generators, and the probabilities of blocks against exact counting.
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { Rng } from "../base/rng.ts";
import { floor, wall } from "./grid.ts";
import { bernoulliWord, describeWalls, type Walls, wallGenerator, wallsSchema } from "./mazes.ts";
import { asNoise, gradientNoise } from "./noise.ts";
import { unreachable, Walker } from "./paths.ts";

const cases = Number(process.env.INNERGAP_LEVELS ?? 200);
vi.setConfig({ testTimeout: 600_000 });
const seeds = fc.integer();
const kinds = fc.constantFrom<Walls["kind"]>("open", "blocks", "tree", "edges", "noise");
const odd = fc.integer({ min: 1, max: 7 }).map((half) => 2 * half + 1);

function draw(walls: Walls, height: number, width: number, seed: number): Uint8Array {
  const level = new Uint8Array(height * width).fill(9);
  wallGenerator(walls, height, width).draw(Rng.fromSeed(seed), level, 0);
  return level;
}

function freeCells(level: Uint8Array): number[] {
  return [...level.keys()].filter((cell) => level[cell] === floor);
}

test("every generator writes walls and floor only, with a border of walls", () => {
  fc.assert(
    fc.property(kinds, odd, odd, seeds, (kind, height, width, seed) => {
      const level = draw({ kind, density: 0.25 }, height, width, seed);
      expect(level.every((code) => code === wall || code === floor)).toBe(true);
      const outside = freeCells(level).filter((cell) => {
        const row = Math.floor(cell / width);
        const column = cell % width;
        return row === 0 || row === height - 1 || column === 0 || column === width - 1;
      });
      expect(outside).toEqual([]);
    }),
    { numRuns: cases },
  );
});

test("open has no walls inside; blocks of density 0 and 1 are open and solid", () => {
  const open = draw({ kind: "open", density: 0.25 }, 6, 9, 0);
  expect(freeCells(open)).toHaveLength(4 * 7);
  expect(draw({ kind: "blocks", density: 0 }, 6, 9, 0)).toEqual(open);
  expect(freeCells(draw({ kind: "blocks", density: 1 }, 6, 9, 0))).toHaveLength(0);
});

test("a tree joins all of its free cells, without a circle", () => {
  fc.assert(
    fc.property(odd, odd, seeds, (height, width, seed) => {
      const level = draw({ kind: "tree", density: 0 }, height, width, seed);
      const free = freeCells(level);
      const nodes = ((height - 1) * (width - 1)) / 4;
      const distances = new Walker(height, width).search(level, 0, width + 1);
      const neighbours = free.map((cell) => [1, width].filter((step) => level[cell + step] === floor).length);
      expect(free.every((cell) => distances[cell] !== unreachable)).toBe(true);
      expect(free).toHaveLength(2 * nodes - 1);
      expect(neighbours.reduce((sum, edges) => sum + edges, 0)).toBe(free.length - 1);
    }),
    { numRuns: cases },
  );
});

test("on 5 x 7 a shuffled edge list leads to each spanning tree as often as counting all orders says", () => {
  const expected = kruskalByCounting();
  const rng = Rng.fromSeed("trees");
  const generator = wallGenerator({ kind: "tree", density: 0 }, 5, 7);
  const level = new Uint8Array(35);
  const draws = 20_000;
  const counts = new Map<string, number>();
  for (let count = 0; count < draws; count++) {
    generator.draw(rng, level, 0);
    counts.set(level.join(""), (counts.get(level.join("")) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [tree, share] of expected) {
    const deviation = Math.sqrt(draws * share * (1 - share));
    expect(Math.abs(counts.get(tree)! - draws * share)).toBeLessThan(5 * deviation);
  }
});

/** The share of all 7! orders of the edges of a 2 x 3 grid of nodes that leads to each tree, by joining sets of nodes. */
function kruskalByCounting(): Map<string, number> {
  const edges = [
    [0, 1, 8 + 1],
    [1, 2, 8 + 3],
    [3, 4, 22 + 1],
    [4, 5, 22 + 3],
    [0, 3, 15],
    [1, 4, 17],
    [2, 5, 19],
  ] as const;
  const shares = new Map<string, number>();
  const orders = permutations([...edges.keys()]);
  for (const order of orders) {
    const level = new Uint8Array(35).fill(wall);
    for (const node of [8, 10, 12, 22, 24, 26]) level[node] = floor;
    const sets = [0, 1, 2, 3, 4, 5];
    for (const edge of order) {
      const [a, b, cell] = edges[edge]!;
      const [from, to] = [sets[a]!, sets[b]!];
      if (from === to) continue;
      sets.forEach((set, node) => {
        if (set === from) sets[node] = to;
      });
      level[cell] = floor;
    }
    shares.set(level.join(""), (shares.get(level.join("")) ?? 0) + 1 / orders.length);
  }
  return shares;
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}

describe("blocks", () => {
  test.each([0.25, 0.5, 0.1, 0.9, 1 / 65_536])(
    "bits are 1 with probability %d, each for itself",
    (density) => {
      const threshold = Math.round(density * 65_536);
      const p = threshold / 65_536;
      const rng = Rng.fromSeed(`bits ${density}`);
      const words = 20_000;
      const ones = new Array<number>(32).fill(0);
      let pairs = 0;
      for (let count = 0; count < words; count++) {
        const word = bernoulliWord(rng, threshold);
        for (let bit = 0; bit < 32; bit++) {
          ones[bit]! += (word >>> bit) & 1;
          if (bit < 31) pairs += (word >>> bit) & (word >>> (bit + 1)) & 1;
        }
      }
      const total = ones.reduce((sum, one) => sum + one, 0);
      expect(Math.abs(total - 32 * words * p)).toBeLessThan(5 * Math.sqrt(32 * words * p * (1 - p)) + 1e-9);
      for (const one of ones)
        expect(Math.abs(one - words * p)).toBeLessThan(5 * Math.sqrt(words * p * (1 - p)) + 1);
      // Neighbours: variance of a sum of overlapping products of independent bits.
      const variance = 31 * words * (p ** 2 * (1 - p ** 2) + 2 * p ** 3 * (1 - p));
      expect(Math.abs(pairs - 31 * words * p ** 2)).toBeLessThan(5 * Math.sqrt(variance) + 1);
    },
  );

  test("one bit for each combination of random bits: the share of ones is exactly the threshold", () => {
    for (const [threshold, words] of [
      [0x8000, 1],
      [0x4000, 2],
      [0xc000, 2],
      [0xa000, 3],
    ] as const) {
      let ones = 0;
      for (let bits = 0; bits < 2 ** words; bits++) {
        let used = 0;
        const rng = { int32: () => (bits >>> used++) & 1 } as Rng;
        ones += bernoulliWord(rng, threshold) & 1;
        expect(used).toBe(words);
      }
      expect(ones / 2 ** words).toBe(threshold / 65_536);
    }
  });
});

test("parameters of the newer generators appear only where they are given", () => {
  expect(JSON.stringify(wallsSchema("blocks").parse(undefined))).toBe('{"kind":"blocks","density":0.25}');
  expect(wallsSchema("open").parse({ kind: "edges", passable: 0.5 })).toEqual({
    kind: "edges",
    density: 0.25,
    passable: 0.5,
  });
});

describe("edges", () => {
  const edgesWalls = (passable: number): Walls => ({ kind: "edges", density: 0.25, passable });

  test("nodes are free, pillars are walls, and each edge is passable for itself with the declared probability", () => {
    const [height, width, draws] = [7, 9, 8000];
    const generator = wallGenerator({ kind: "edges", density: 0.25 }, height, width);
    const rng = Rng.fromSeed("edges");
    const level = new Uint8Array(height * width);
    const free = new Float64Array(height * width);
    let both = 0;
    const [one, next] = [width + 2, width + 4];
    for (let draw = 0; draw < draws; draw++) {
      generator.draw(rng, level, 0);
      level.forEach((code, cell) => {
        if (code === floor) free[cell]!++;
      });
      if (level[one] === floor && level[next] === floor) both++;
    }
    const near = (count: number, p: number) =>
      expect(Math.abs(count - draws * p)).toBeLessThan(5 * Math.sqrt(draws * p * (1 - p)));
    for (let row = 1; row < height - 1; row++) {
      for (let column = 1; column < width - 1; column++) {
        const count = free[row * width + column]!;
        const oddOnes = (row % 2) + (column % 2);
        if (oddOnes === 1) near(count, 0.75);
        else expect(count).toBe(oddOnes === 2 ? draws : 0);
      }
    }
    near(both, 0.75 ** 2);
    // 12 nodes and 17 edges of which three quarters are passable.
    expect(generator.freeCells).toBe(12 + 12);
  });

  test("with all edges passable only pillars stand; with none nodes are alone", () => {
    expect(freeCells(draw(edgesWalls(1), 7, 9, 0))).toHaveLength(12 + 17);
    expect(freeCells(draw(edgesWalls(0), 7, 9, 0))).toHaveLength(12);
  });

  test.each(["edges", "tree"] as const)("%s is refused on even sizes", (kind) => {
    expect(() => wallGenerator({ kind, density: 0 }, 8, 9)).toThrow(/levels\.walls\.kind.*8 x 9.*odd/);
  });
});

describe("noise", () => {
  test("a cell is wall exactly where the field of the interior is above the threshold", () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: -1, max: 1, noNaN: true }), (seed, threshold) => {
        const level = draw({ kind: "noise", density: 0, threshold, cell: 4, octaves: 2 }, 8, 11, seed);
        const field = new Int32Array(6 * 9);
        gradientNoise({ cell: 4, octaves: 2 }, 6, 9).draw(Rng.fromSeed(seed), field);
        const walls = Array.from({ length: 8 * 11 }, (_, cell) => {
          const [row, column] = [Math.floor(cell / 11) - 1, (cell % 11) - 1];
          const inside = row >= 0 && row < 6 && column >= 0 && column < 9;
          return !inside || field[row * 9 + column]! > asNoise(threshold) ? wall : floor;
        });
        expect([...level]).toEqual(walls);
      }),
      { numRuns: cases },
    );
  });

  test("the share of walls by place in a cell of side 2 is what the angles of gradients say", () => {
    const [side, draws] = [4, 8000];
    const generator = wallGenerator({ kind: "noise", density: 0 }, side, side);
    const rng = Rng.fromSeed("noise walls");
    const level = new Uint8Array(side * side);
    const walls = [0, 0, 0, 0];
    const inside = [5, 6, 9, 10];
    for (let draw = 0; draw < draws; draw++) {
      generator.draw(rng, level, 0);
      inside.forEach((cell, place) => {
        walls[place]! += level[cell]!;
      });
    }
    const expected = [0, shareOnEdge(), shareOnEdge(), null];
    expected.forEach((share, place) => {
      if (share === null) return;
      const deviation = Math.sqrt(draws * share * (1 - share));
      expect(Math.abs(walls[place]! - draws * share)).toBeLessThanOrEqual(5 * deviation);
    });
    expect(generator.freeCells).toBeGreaterThanOrEqual(2);
    expect(generator.freeCells).toBeLessThanOrEqual(4);
  });

  test("what cannot be had is refused with its place", () => {
    expect(() => wallGenerator({ kind: "noise", density: 0, cell: 6, octaves: 2 }, 9, 9)).toThrow(
      "levels.walls.cell",
    );
  });
});

/**
 * P(sqrt(2) / 4 (cos a - cos b) > 1/4) over pairs of the 256 directions: half way between two lattice points both count
 * half, at distance 1/2.
 */
function shareOnEdge(): number {
  const components = Array.from({ length: 256 }, (_, k) => Math.cos(((k + 0.5) * Math.PI) / 128));
  const above = components.flatMap((a) => components.filter((b) => Math.SQRT2 * (a - b) > 1));
  return above.length / 256 ** 2;
}

test("walls are described by their own figures alone", () => {
  const described = (["open", "blocks", "tree", "edges", "noise"] as const).map((kind) =>
    describeWalls({ kind, density: 0.3 }),
  );
  expect(described).toEqual([
    "open walls",
    "blocks walls of density 0.3",
    "tree walls",
    "edges walls with 0.75 of the edges passable",
    "noise walls above 0.25",
  ]);
});
