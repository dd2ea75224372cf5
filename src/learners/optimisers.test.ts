import { expect, test } from "vitest";
import { evaluate, floats } from "../../tests/support/evaluate.ts";
import { Rng } from "../base/rng.ts";
import type { Tensor } from "../engine/tensor.ts";
import {
  applyUpdates,
  chain,
  clipByGlobalNorm,
  descend,
  flattened,
  type Optimiser,
  scaleByAdam,
} from "./optimisers.ts";
import { prefixed, withoutPrefix } from "./prefix.ts";

const learningRate = 0.01;

/** Parameters after each of some gradients, with all state passed on from update to update. */
async function run(optimiser: Optimiser, start: Tensor, gradients: readonly Tensor[]): Promise<number[][]> {
  let parameters: Record<string, Tensor> = { w: start };
  let state = optimiser.init({ w: start.shape });
  const path: number[][] = [];
  for (const gradient of gradients) {
    const inputs = {
      ...prefixed("p/", parameters),
      ...prefixed("s/", state),
      g: gradient,
      rate: floats([learningRate], []),
    };
    const outputs = await evaluate((x) => {
      const step = optimiser.update({ w: x.g }, withoutPrefix("s/", x), x.rate);
      return {
        ...prefixed("p/", applyUpdates(withoutPrefix("p/", x), step.updates)),
        ...prefixed("s/", step.state),
      };
    }, inputs);
    parameters = tensors(withoutPrefix("p/", outputs), parameters);
    state = tensors(withoutPrefix("s/", outputs), state);
    path.push(Array.from(parameters.w.data));
  }
  return path;
}

function tensors(numbers: Record<string, number[]>, shapes: Record<string, Tensor>): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(numbers).map(([name, data]) => [name, floats(data, shapes[name].shape)]),
  );
}

/** Adam in double precision, as its paper's algorithm 1 writes it. */
function adamByThePaper(
  start: number[],
  gradients: readonly number[][],
  beta1: number,
  beta2: number,
  epsilon: number,
) {
  const [m, v, w] = [start.map(() => 0), start.map(() => 0), [...start]];
  return gradients.map((gradient, index) => {
    for (const [i, g] of gradient.entries()) {
      m[i] = beta1 * m[i] + (1 - beta1) * g;
      v[i] = beta2 * v[i] + (1 - beta2) * g * g;
      const corrected = m[i] / (1 - beta1 ** (index + 1));
      w[i] -= (learningRate * corrected) / (Math.sqrt(v[i] / (1 - beta2 ** (index + 1))) + epsilon);
    }
    return [...w];
  });
}

test("Adam follows its paper, from the first update on", async () => {
  const rng = Rng.fromSeed("adam");
  const start = Array.from({ length: 6 }, () => rng.normal());
  const gradients = Array.from({ length: 8 }, () =>
    Array.from({ length: 6 }, () => rng.normal() * 10 ** rng.between(-4, 2)),
  );
  const adam = chain(scaleByAdam({ beta1: 0.9, beta2: 0.999, epsilon: 1e-5 }), descend());
  const found = await run(
    adam,
    floats(start, [2, 3]),
    gradients.map((gradient) => floats(gradient, [2, 3])),
  );
  const expected = adamByThePaper(start, gradients, 0.9, 0.999, 1e-5);
  expected.forEach((parameters, update) => {
    parameters.forEach((parameter, i) => {
      // Relative to the distance moved, which is what an error in the correction would show in.
      const moved = Math.abs(parameter - start[i]);
      expect(Math.abs(found[update][i] - parameter)).toBeLessThan(1e-4 * moved + 2e-7);
    });
  });
});

test("a parameter without gradient stays where it is, and its means stay clear of denormals", async () => {
  const adam = scaleByAdam({ beta1: 0.5, beta2: 0.5, epsilon: 1e-5 });
  const still = Array.from({ length: 3 }, () => floats([0]));
  expect((await run(chain(adam, descend()), floats([0.25]), still)).at(-1)).toEqual([0.25]);
  const state = { ...adam.init({ w: [1] }), "mean/w": floats([1e-44]) };
  const next = await evaluate((x) => adam.update({ w: x.g }, withoutPrefix("s/", x), x.g).state, {
    ...prefixed("s/", state),
    g: floats([0]),
  });
  expect(next["mean/w"][0]).toBeGreaterThan(1.2e-38);
});

test("clipping by norm scales all gradients together, and only down", async () => {
  const clipped = (maximum: number) =>
    evaluate((x) => ({ ...clipByGlobalNorm(maximum).update({ a: x.a, b: x.b }, {}, x.a).updates }), {
      a: floats([3, 0]),
      b: floats([4], [1, 1]),
    });
  const short = await clipped(1);
  [short.a[0], short.a[1], short.b[0]].forEach((entry, i) => {
    expect(entry).toBeCloseTo([0.6, 0, 0.8][i], 5);
  });
  expect(await clipped(10)).toEqual({ a: [3, 0], b: [4] });
});

test("bricks of a chain act in order and keep their states apart", async () => {
  const two = chain(clipByGlobalNorm(1), chain(scaleByAdam({ beta1: 0, beta2: 0, epsilon: 1 })), descend());
  expect(Object.keys(two.init({ w: [2] })).sort()).toEqual(
    ["mean-weight", "mean/w", "square-weight", "square/w"].map((name) => `1/0/${name}`),
  );
  // Clipped to [.6, .8], then g / (|g| + 1).
  const [after] = await run(two, floats([0, 0]), [floats([3, 4])]);
  expect(after[0]).toBeCloseTo((-learningRate * 0.6) / 1.6, 6);
  expect(after[1]).toBeCloseTo((-learningRate * 0.8) / 1.8, 6);
});

test("on one long array the same comes out as on each parameter alone", async () => {
  const bricks = chain(
    clipByGlobalNorm(1),
    scaleByAdam({ beta1: 0.9, beta2: 0.99, epsilon: 1e-5 }),
    descend(),
  );
  const rng = Rng.fromSeed("flattened");
  const shapes = { a: [2, 3], b: [4], c: [] };
  const draw = (shape: readonly number[]) =>
    floats(
      Array.from({ length: shape.reduce((size, extent) => size * extent, 1) }, () => rng.normal()),
      shape,
    );
  const gradients = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, draw(shape)]));
  const updatesOf = (optimiser: Optimiser) =>
    evaluate((x) => optimiser.update(withoutPrefix("g/", x), withoutPrefix("s/", x), x.rate).updates, {
      ...prefixed("g/", gradients),
      ...prefixed("s/", optimiser.init(shapes)),
      rate: floats([0.01], []),
    });
  const [apart, together] = [await updatesOf(bricks), await updatesOf(flattened(bricks))];
  expect(Object.keys(together)).toEqual(Object.keys(apart));
  for (const [name, values] of Object.entries(apart)) {
    values.forEach((value, i) => {
      expect(together[name][i]).toBeCloseTo(value, 6);
    });
  }
});
