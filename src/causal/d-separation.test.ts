import fc from "fast-check";
import { describe, expect, test } from "vitest";
import "../../tests/support/seeded.ts";
import { Rng } from "../base/rng.ts";
import { activePaths, mostActivePaths, printPath } from "./active-paths.ts";
import { areSeparated, reachedByTrails } from "./d-separation.ts";
import { type Arc, Graph } from "./graph.ts";

const cases = Number(process.env.INNERGAP_SETTINGS ?? 200);

/** A graph of two to seven nodes, numbered in no order of its edges. */
function randomGraph(rng: Rng): Graph {
  const size = rng.between(2, 7);
  const number = Array.from({ length: size }, (_, node) => node);
  rng.shuffle(number);
  const arcs: Arc[] = [];
  for (let to = 1; to < size; to++) {
    for (let from = 0; from < to; from++) if (rng.unit() < 0.45) arcs.push([number[from]!, number[to]!]);
  }
  return new Graph(size, arcs);
}

const graphs = fc.integer({ min: 0, max: 1e9 }).map((seed) => {
  const rng = Rng.fromSeed(seed);
  const graph = randomGraph(rng);
  const given = Array.from({ length: graph.size }, (_, node) => node).filter(() => rng.unit() < 0.35);
  return { graph, given };
});

/** All sequences of different nodes joined by edges, each checked triple by triple with a table of who comes after whom. */
function bruteActivePaths(
  { graph, given }: { graph: Graph; given: number[] },
  from: number,
  to: number,
): string[] {
  const size = graph.size;
  const after = Array.from({ length: size }, (_, a) =>
    Array.from({ length: size }, (_, b) => a === b || graph.has(a, b)),
  );
  for (let via = 0; via < size; via++)
    for (let a = 0; a < size; a++)
      for (let b = 0; b < size; b++) after[a]![b] ||= after[a]![via]! && after[via]![b]!;
  const found: string[] = [];
  const extend = (path: number[]) => {
    const last = path.at(-1)!;
    if (last === to) {
      const open = path.slice(1, -1).every((node, index) => {
        const collider = graph.has(path[index]!, node) && graph.has(path[index + 2]!, node);
        return collider ? given.some((known) => after[node]![known]) : !given.includes(node);
      });
      if (open) found.push(path.join());
      return;
    }
    for (let next = 0; next < size; next++) {
      if (!path.includes(next) && (graph.has(last, next) || graph.has(next, last))) extend([...path, next]);
    }
  };
  if (from !== to && !given.includes(from) && !given.includes(to)) extend([from]);
  return found.sort();
}

describe("d-separation", () => {
  test("chain, fork and collider, and a collider opened by its descendant", () => {
    const chain = new Graph(3, [
      [0, 1],
      [1, 2],
    ]);
    expect(areSeparated(chain, [0], [2], [])).toBe(false);
    expect(areSeparated(chain, [0], [2], [1])).toBe(true);
    const fork = new Graph(3, [
      [1, 0],
      [1, 2],
    ]);
    expect(areSeparated(fork, [0], [2], [])).toBe(false);
    expect(areSeparated(fork, [0], [2], [1])).toBe(true);
    const collider = new Graph(4, [
      [0, 1],
      [2, 1],
      [1, 3],
    ]);
    expect(areSeparated(collider, [0], [2], [])).toBe(true);
    expect(areSeparated(collider, [0], [2], [1])).toBe(false);
    expect(areSeparated(collider, [0], [2], [3])).toBe(false);
  });

  test("agrees with the enumeration of all paths, and is the same in both directions", () => {
    fc.assert(
      fc.property(graphs, ({ graph, given }) => {
        for (let from = 0; from < graph.size; from++) {
          for (let to = 0; to < graph.size; to++) {
            if (from === to) continue;
            const paths = bruteActivePaths({ graph, given }, from, to);
            const separated = areSeparated(graph, [from], [to], given);
            expect(separated).toBe(paths.length === 0);
            expect(areSeparated(graph, [to], [from], given)).toBe(separated);
            expect(
              activePaths(graph, from, to, given)
                .map((path) => path.join())
                .toSorted(),
            ).toEqual(paths);
          }
        }
      }),
      { numRuns: cases },
    );
  });

  test("a given node counts as an end of trails as if it were not given itself", () => {
    fc.assert(
      fc.property(graphs, ({ graph, given }) => {
        for (let from = 0; from < graph.size; from++) {
          if (given.includes(from)) continue;
          const reached = reachedByTrails(graph, { fromChild: [from] }, given);
          for (const known of given) {
            const others = given.filter((node) => node !== known);
            expect(reached[known] === 1).toBe(!areSeparated(graph, [from], [known], others));
          }
        }
      }),
      { numRuns: cases },
    );
  });

  test("sets are separated where each pair is", () => {
    fc.assert(
      fc.property(graphs, fc.integer({ min: 0, max: 127 }), ({ graph, given }, bits) => {
        const nodes = Array.from({ length: graph.size }, (_, node) => node);
        const some = nodes.filter((node) => (bits >> node) & 1);
        const others = nodes.filter((node) => !((bits >> node) & 1));
        const pairs = some.every((a) => others.every((b) => areSeparated(graph, [a], [b], given)));
        expect(areSeparated(graph, some, others, given)).toBe(pairs);
      }),
      { numRuns: cases },
    );
  });
});

describe("active paths", () => {
  test("are printed with their arrows", () => {
    const graph = new Graph(4, [
      [0, 1],
      [2, 1],
      [1, 3],
    ]);
    const [path, ...more] = activePaths(graph, 0, 2, [3]);
    expect(more).toEqual([]);
    expect(printPath(graph, path!, (node) => "SCAO"[node]!)).toBe("S -> C <- A");
  });

  test("are not listed beyond a number that is named", () => {
    const size = 16;
    const arcs = Array.from({ length: size }, (_, to) =>
      Array.from({ length: to }, (_, from): Arc => [from, to]),
    ).flat();
    expect(() => activePaths(new Graph(size, arcs), 0, size - 1, [])).toThrow(String(mostActivePaths));
  });
});
