import { expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { SumTree } from "./sum-tree.ts";

test("weights 1, 0, 2, 4, 3 by hand", () => {
  const tree = new SumTree(5);
  [1, 0, 2, 4, 3].forEach((weight, index) => {
    tree.set(index, weight);
  });
  expect(tree.total).toBe(10);
  const found = [0, 0.9, 1, 2.9, 3, 6.9, 7, 9.9].map((mass) => tree.find(mass));
  expect(found).toEqual([0, 0, 2, 2, 3, 3, 4, 4]);
  tree.set(3, 0);
  expect(tree.total).toBe(6);
  expect([2.9, 3, 5.9].map((mass) => tree.find(mass))).toEqual([2, 4, 4]);
});

test("one weight is always found, and none is found in the place of one that is 0", () => {
  const single = new SumTree(1);
  single.set(0, 0.3);
  expect(single.find(0.29)).toBe(0);
  const tree = new SumTree(8);
  tree.set(2, 0.1);
  // A mass at the very end, as rounding may bring it.
  for (const mass of [0, 0.1, 0.2, 1]) expect(tree.find(mass)).toBe(2);
});

test("found and summed as by adding up one by one, whatever was set before", () => {
  const rng = Rng.fromSeed("sum-tree");
  for (let round = 0; round < 200; round++) {
    const length = rng.between(1, 40);
    const tree = new SumTree(length);
    const weights = new Float64Array(length);
    for (let change = 0; change < 60; change++) {
      const index = rng.below(length);
      weights[index] = rng.below(4) === 0 ? 0 : rng.between(1, 9);
      tree.set(index, weights[index]!);
    }
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    expect(tree.total).toBe(total);
    expect(tree.weights()).toEqual(weights);
    if (total === 0) continue;
    const mass = rng.unit() * total;
    const sums = weights.map((_, index) => weights.slice(0, index + 1).reduce((sum, weight) => sum + weight));
    const expected = sums.findIndex((sum) => sum > mass);
    expect(tree.find(mass)).toBe(expected);
  }
});

test("restored weights give the same numbers, however they came about", () => {
  const rng = Rng.fromSeed("sum-tree/restore");
  const [tree, copy] = [new SumTree(37), new SumTree(37)];
  for (let change = 0; change < 500; change++) tree.set(rng.below(37), Math.fround(rng.unit()));
  copy.set(3, 100);
  copy.restore(tree.weights());
  expect(copy.total).toBe(tree.total);
  for (let index = 0; index < 37; index++) expect(copy.get(index)).toBe(tree.get(index));
  for (let draw = 0; draw < 500; draw++) {
    const mass = rng.unit() * tree.total;
    expect(copy.find(mass)).toBe(tree.find(mass));
  }
});
