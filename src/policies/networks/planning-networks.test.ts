// Networks that can plan (DRC, VIN), against their equations, the reference runtime and published sizes.
import { describe, expect, test } from "vitest";
import { evaluateTraced, floats } from "../../../tests/support/evaluate.ts";
import { Rng } from "../../base/rng.ts";
import {
  add,
  concatenate,
  mul,
  square,
  sum,
  type Value,
  type Values,
  valueAndGrad,
} from "../../engine/ops.ts";
import { nodeRuntime } from "../../engine/runtime-node.ts";
import { referenceRuntime } from "../../engine/runtime-reference.ts";
import { sizeOf, type Tensor, type TensorSpec } from "../../engine/tensor.ts";
import { trace } from "../../engine/trace.ts";
import { environmentNamed } from "../../environments/index.ts";
import { createNetwork, parseNetwork } from "../network.ts";
import type { Network } from "./architecture.ts";
import {
  deepRepeatedConvLstm,
  type RepeatedConvLstmSpec,
  repeatedConvLstmNetwork,
} from "./memory-network.ts";
import { type ValueIterationSpec, valueIterationEncoder } from "./value-iteration.ts";

const actions = 4;

function specsOf(tensors: Readonly<Record<string, Tensor>>): Record<string, TensorSpec> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { shape }]) => [name, { shape, dtype: "float32" as const }]),
  );
}

function normals(rng: Rng, shape: readonly number[], scale = 1): Tensor {
  return floats(
    Array.from({ length: sizeOf(shape) }, () => scale * rng.normal()),
    shape,
  );
}

/** A loss with a weight of its own for every answer. */
function lossOf(logits: Value, values: Value, weights: Value): Value {
  return add(sum(mul(logits, weights)), sum(square(values)));
}

/** Gradients by onnxruntime, checked against the reference runtime and, along a random direction, differences. */
async function checkGradients(
  forward: (parameters: Values, inputs: Values) => Value,
  parameters: Readonly<Record<string, Tensor>>,
  inputs: Readonly<Record<string, Tensor>>,
  rng: Rng,
): Promise<void> {
  const names = Object.keys(parameters);
  const traced = await trace(
    (values) => {
      const current = Object.fromEntries(names.map((name) => [name, values[name]]));
      const { loss, gradients } = valueAndGrad((p) => ({ loss: forward(p, values), aux: {} }))(current);
      return { "the loss": loss, ...gradients };
    },
    specsOf({ ...parameters, ...inputs }),
  );
  const program = await nodeRuntime({ threads: 1 }).load(traced);
  const answer = await program.run({ ...parameters, ...inputs });
  const found = Object.fromEntries(names.map((name) => [name, Array.from(answer[name].data)]));
  const reference = await referenceRuntime().load(traced);
  const expected = await reference.run({ ...parameters, ...inputs });
  await reference.release();
  for (const name of names) {
    const scale = 1 + Math.max(...found[name].map(Math.abs));
    found[name].forEach((entry, i) => {
      expect(Math.abs(entry - expected[name].data[i]), `${name}[${i}]`).toBeLessThan(1e-4 * scale);
    });
  }
  const norm = Math.hypot(...names.flatMap((name) => found[name]));
  const step = 3e-4;
  let agreeing = 0;
  for (let draw = 0; draw < 5; draw++) {
    const directions = Object.fromEntries(names.map((name) => [name, normals(rng, parameters[name].shape)]));
    const lossAt = async (by: number) => {
      const moved = names.map((name): [string, Tensor] => {
        const { shape, data } = parameters[name];
        const entries = Array.from(data, (x, i) => x + by * directions[name].data[i]);
        return [name, floats(entries, shape)];
      });
      return (await program.run({ ...Object.fromEntries(moved), ...inputs }))["the loss"].data[0];
    };
    const measured = ((await lossAt(step)) - (await lossAt(-step))) / (2 * step);
    const slope = names.reduce(
      (total, name) => total + found[name].reduce((part, g, i) => part + g * directions[name].data[i], 0),
      0,
    );
    if (Math.abs(measured - slope) < 1e-2 * (1 + norm)) agreeing++;
  }
  await program.release();
  // A step can cross the kink of a rectifier or of a largest element, where differences are off.
  expect(agreeing).toBeGreaterThanOrEqual(4);
}

describe.each([
  [1, 1, []],
  [2, 3, ["action", "reward"]],
] as const)("DRC(%i, %i), told %j", (layers, ticks, feedback) => {
  const spec: RepeatedConvLstmSpec = {
    ...deepRepeatedConvLstm,
    encoder: { kind: "conv", layers: [{ channels: 2, window: 3, stride: 1 }], dense: [] },
    layers,
    ticks,
    channels: 2,
    units: 3,
    feedback,
  };
  const [steps, lanes, shape] = [3, 2, [2, 3, 4]] as const;
  const network = repeatedConvLstmNetwork(spec, shape, actions);
  const rng = Rng.fromSeed(`drc/${layers}/${ticks}`);
  const parameters = Object.fromEntries(
    Object.entries(network.initialise(rng)).map(([name, { shape: extents, data }]) => [
      name,
      floats(
        Array.from(data, (x) => x + 0.2 * rng.normal()),
        extents,
      ),
    ]),
  );
  const told = feedback.length;
  const kept = [1, 1, 0, 1, 1, 0];
  const toldRows = kept.flatMap((keep) =>
    feedback.map((name) => (name === "action" ? 2 * keep : 0.5 * keep)),
  );
  const past: Record<string, Tensor> = {
    memory: normals(rng, [lanes, network.memorySize], 0.5),
    kept: floats(kept, [steps, lanes]),
    ...(told > 0 && { feedback: floats(toldRows, [steps, lanes, told]) }),
  };
  const observations = normals(rng, [steps * lanes, ...shape]);
  const weights = normals(rng, [steps * lanes, actions]);

  const unrolled = (p: Values, { observations: seen, memory, kept: keep, feedback: tell }: Values) =>
    (network.unroll as NonNullable<Network["unroll"]>)(p, seen, {
      memory,
      kept: keep,
      ...(tell && { feedback: tell }),
    });

  test("the declared count is what initialisation makes, and the memory holds every layer", () => {
    const made = Object.values(parameters).reduce((total, { data }) => total + data.length, 0);
    expect(made).toBe(network.parameterCount);
    expect(network.memorySize).toBe(told + layers * 2 * 2 * 3 * 4);
  });

  test("gradients through time are the reference's, and differences", async () => {
    const loss = (p: Values, inputs: Values) => {
      const { logits, values } = unrolled(p, inputs);
      return lossOf(logits, values, inputs.weights);
    };
    await checkGradients(loss, parameters, { ...past, observations, weights }, rng.fork("direction"));
  });

  test("unrolled, it answers what it answers step after step", async () => {
    const all = await trace(
      (inputs) => {
        const { logits, values } = unrolled(inputs, inputs);
        return { logits, values };
      },
      specsOf({ ...parameters, ...past, observations }),
    );
    const whole = await evaluateTraced(all, { ...parameters, ...past, observations });
    const one = await trace(
      ({ seen, memory, ...rest }) => {
        const { logits, values, memory: next } = network.forward(rest, seen, memory);
        return { logits, values, next: next ?? concatenate([memory], 0) };
      },
      specsOf({ ...parameters, seen: normals(rng, [lanes, ...shape]), memory: past.memory }),
    );
    const size = network.memorySize;
    const memory = Array.from(past.memory.data);
    for (let t = 0; t < steps; t++) {
      for (let lane = 0; lane < lanes; lane++) {
        const row = t * lanes + lane;
        for (let i = 0; i < size; i++) memory[lane * size + i] *= kept[row];
        for (let i = 0; i < told; i++) memory[lane * size + i] = toldRows[row * told + i];
      }
      const per = lanes * sizeOf(shape);
      const seen = floats(Array.from(observations.data.slice(t * per, (t + 1) * per)), [lanes, ...shape]);
      const answer = await evaluateTraced(one, {
        ...parameters,
        seen,
        memory: floats(memory, [lanes, size]),
      });
      answer.logits.forEach((logit, i) => {
        expect(logit).toBeCloseTo(whole.logits[t * lanes * actions + i], 4);
      });
      answer.values.forEach((value, i) => {
        expect(value).toBeCloseTo(whole.values[t * lanes + i], 4);
      });
      answer.next.forEach((entry, i) => {
        memory[i] = entry;
      });
    }
  });
});

test("DRC(3, 3) on 10 x 10 in three colours has the published 1.29 million parameters", () => {
  const { parameterCount } = repeatedConvLstmNetwork(deepRepeatedConvLstm, [3, 10, 10], 4);
  // Encoder 1,568 + 16,416; each layer 128 (33 + 96) 9 + 128 + 64; dense 819,456; heads 1,028 + 257.
  expect(parameterCount).toBe(1568 + 16_416 + 3 * 148_800 + 819_456 + 1285);
  expect(parameterCount / 1e6).toBeCloseTo(1.29, 2);
});

describe("a value-iteration network", () => {
  const spec: ValueIterationSpec = { kind: "vin", rounds: 4, features: 3, planned: 2, attention: "mouse" };
  const shape = [2, 4, 5] as const;
  const encoder = valueIterationEncoder(spec, shape, ["wall", "mouse"]);
  const rng = Rng.fromSeed("vin");
  const parameters = Object.fromEntries(
    Object.entries(encoder.initialise(rng)).map(([name, { shape: extents, data }]) => [
      name,
      floats(
        Array.from(data, (x) => x + 0.2 * rng.normal()),
        extents,
      ),
    ]),
  );
  const rows = 3;
  const cells = 20;
  const mouse = [7, 0, 19];
  const observations = floats(
    Array.from({ length: rows }, (_, row) => [
      ...Array.from({ length: cells }, () => Number(rng.below(3) === 0)),
      ...Array.from({ length: cells }, (_cell, cell) => Number(cell === mouse[row])),
    ]).flat(),
    [rows, ...shape],
  );

  /** 3x3 cross-correlation with zeros around, maps by channel. */
  function convolved(
    maps: readonly (readonly number[])[],
    kernel: ArrayLike<number>,
    bias: ArrayLike<number>,
    window: number,
  ) {
    const reach = (window - 1) / 2;
    return Array.from({ length: bias.length }, (_, o) =>
      Array.from({ length: cells }, (_cell, cell) => {
        const [y, x] = [Math.floor(cell / 5), cell % 5];
        let total = bias[o];
        maps.forEach((map, c) => {
          for (let dy = -reach; dy <= reach; dy++) {
            for (let dx = -reach; dx <= reach; dx++) {
              if (y + dy < 0 || y + dy > 3 || x + dx < 0 || x + dx > 4) continue;
              const weight = kernel[((o * maps.length + c) * window + dy + reach) * window + dx + reach];
              total += weight * map[(y + dy) * 5 + x + dx];
            }
          }
        });
        return total;
      }),
    );
  }

  test("iterates values on its reward map as the paper says, and reads them where the agent is", async () => {
    const traced = await trace(
      ({ seen, ...rest }) => ({ features: encoder.encode(rest, seen, {}) }),
      specsOf({ ...parameters, seen: observations }),
    );
    const { features } = await evaluateTraced(traced, { ...parameters, seen: observations });
    const p = (name: string) => parameters[name].data;
    for (let row = 0; row < rows; row++) {
      const maps = [0, 1].map((c) =>
        Array.from(observations.data.slice((row * 2 + c) * cells, (row * 2 + c + 1) * cells)),
      );
      const seen = convolved(maps, p("vin/features/kernel"), p("vin/features/bias"), 3).map((map) =>
        map.map((x) => Math.max(x, 0)),
      );
      const [reward] = convolved(seen, p("vin/reward/kernel"), p("vin/reward/bias"), 1);
      let value = new Array<number>(cells).fill(0);
      let q: number[][] = [];
      for (let round = 0; round < spec.rounds; round++) {
        q = convolved([reward, value], p("vin/backup/kernel"), p("vin/backup/bias"), 3);
        value = value.map((_, cell) => Math.max(...q.map((map) => map[cell])));
      }
      q.forEach((map, a) => {
        expect(features[row * spec.planned + a]).toBeCloseTo(map[mouse[row]], 4);
      });
    }
  });

  test("has the reference's gradients, and differences", async () => {
    const weights = normals(rng, [rows, spec.planned]);
    const loss = (p: Values, inputs: Values) =>
      sum(mul(encoder.encode(p, inputs.observations, {}), inputs.weights));
    await checkGradients(loss, parameters, { observations, weights }, rng.fork("direction"));
  });

  test("says which channels there are where the one to attend to is none of them", () => {
    const environment = environmentNamed("cheese-in-the-corner").create({});
    const wrong = parseNetwork({ kind: "vin", rounds: 3, attention: "moues" });
    expect(() => createNetwork(wrong, environment)).toThrow(
      /network\.attention: found "moues", expected .*mouse/,
    );
  });
});
