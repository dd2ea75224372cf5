import { expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { type Arc, Graph } from "./graph.ts";

const square: Arc[] = [
  [3, 1],
  [3, 0],
  [1, 2],
  [0, 2],
];

test("nodes come in an order of the edges, the lowest number first where several are free", () => {
  expect(new Graph(4, square).order).toEqual([3, 0, 1, 2]);
});

test("ancestors and descendants count the nodes themselves", () => {
  const graph = new Graph(5, square);
  expect([...graph.descendants(1)]).toEqual([0, 1, 1, 0, 0]);
  expect([...graph.ancestors(2)]).toEqual([1, 1, 1, 1, 0]);
  expect([...graph.ancestors(4, 3)]).toEqual([0, 0, 0, 1, 1]);
});

test("a copy with or without edges is the graph that is built anew, and leaves the first as it was", () => {
  for (let seed = 0; seed < 200; seed++) {
    const rng = Rng.fromSeed(seed);
    const size = rng.between(2, 8);
    const all = Array.from({ length: size }, (_, to) =>
      Array.from({ length: to }, (_, from): Arc => [from, to]),
    ).flat();
    const arcs = all.filter(() => rng.unit() < 0.5);
    const graph = new Graph(size, arcs);
    const cut = arcs.filter(() => rng.unit() < 0.4);
    const anew = new Graph(
      size,
      arcs.filter((arc) => !cut.includes(arc)),
    );
    const less = graph.without(cut);
    expect([less.parents, less.children, less.order]).toEqual([anew.parents, anew.children, anew.order]);
    const [from, to] = all[rng.below(all.length)]!;
    const more = graph.with(from, to);
    expect(more.has(from, to)).toBe(true);
    expect(more.arcs.length).toBe(arcs.length + (graph.has(from, to) ? 0 : 1));
    expect([graph.parents, graph.children]).toEqual([
      new Graph(size, arcs).parents,
      new Graph(size, arcs).children,
    ]);
  }
});

test("refuses edges twice, cycles and nodes that are not there", () => {
  expect(
    () =>
      new Graph(2, [
        [0, 1],
        [0, 1],
      ]),
  ).toThrow("twice");
  expect(
    () =>
      new Graph(2, [
        [0, 1],
        [1, 0],
      ]),
  ).toThrow("cycle");
  expect(() => new Graph(2, [[0, 2]])).toThrow("no edge");
  expect(() => new Graph(4, square).with(2, 3)).toThrow("cycle");
});
