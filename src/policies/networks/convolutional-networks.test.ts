// The residual and convolutional networks: published parameter counts, forward passes by hand, gradients, refusals.
import { describe, expect, it } from "vitest";
import { InputError } from "../../base/errors.ts";
import { Rng } from "../../base/rng.ts";
import { constant, mul, sum, type Values, valueAndGrad } from "../../engine/ops.ts";
import { nodeRuntime } from "../../engine/runtime-node.ts";
import { referenceRuntime } from "../../engine/runtime-reference.ts";
import { sizeOf, type Tensor, type TensorSpec } from "../../engine/tensor.ts";
import { trace } from "../../engine/trace.ts";
import { parseNetwork } from "../network.ts";
import { catalogueEntry, networkCatalogue } from "../network-catalogue.ts";
import { convolutionalEncoder, smallConvolutional } from "./convolutional.ts";
import { createEncoder, type EncoderSpec } from "./encoders.ts";
import { feedForward } from "./feed-forward.ts";
import { impalaEncoder, largeImpala } from "./impala.ts";

const made = (spec: EncoderSpec, shape: readonly number[], actions: number) =>
  feedForward(createEncoder(spec, shape), shape, actions);

describe("parameter counts", () => {
  it("are those of the published networks", () => {
    // IMPALA on procgen's 64 x 64 x 3 with 15 actions: 626,256 in Cobbe et al.'s and its descendants' logs (recalled).
    expect(made(largeImpala, [3, 64, 64], 15).parameterCount).toBe(626_256);
    // jaxgmg's with the last action beside the features is said to have about 199,000 at 15 x 15 x 3; ours is not told it.
    const twoLayers = made({ ...largeImpala, dense: [256, 256] }, [3, 15, 15], 4).parameterCount;
    expect(twoLayers + 4 * 256).toBe(198_725);
  });

  it("are the sums of what each layer has", () => {
    const convolutions = 16 * 5 * 64 + 16 + (32 * 16 * 16 + 32);
    const tops = 2 * 2 * 32 * 256 + 256 + (256 * 256 + 256) + (256 * 4 + 4) + (256 + 1);
    expect(made(smallConvolutional, [5, 13, 13], 4).parameterCount).toBe(convolutions + tops);
    const residual = made({ kind: "residual-mlp", width: 128, blocks: 2 }, [5, 13, 13], 4);
    expect(residual.parameterCount).toBe(845 * 128 + 128 + 2 * (128 * 128 + 128) + (128 * 4 + 4) + (128 + 1));
  });
});

/** Outputs and activations of a network, and its gradients by a loss that reads all outputs. */
async function run(
  spec: EncoderSpec,
  shape: readonly number[],
  runtime = referenceRuntime(),
  parameters?: Record<string, Tensor>,
) {
  const network = made(spec, shape, 3);
  const rng = Rng.fromSeed("network");
  const data = Float32Array.from({ length: 2 * sizeOf(shape) }, () => rng.below(2));
  const inputs: Record<string, Tensor> = {
    ...network.initialise(rng.fork("parameters")),
    ...parameters,
    observations: { dtype: "float32", shape: [2, ...shape], data },
  };
  const specs = Object.fromEntries(
    Object.entries(inputs).map(([name, tensor]): [string, TensorSpec] => [
      name,
      { shape: tensor.shape, dtype: "float32" },
    ]),
  );
  const weights = constant(Float32Array.of(1, -2, 3, 0.5, 2, -1), [2, 3]);
  const program = await runtime.load(
    await trace(({ observations, ...given }) => {
      const { loss, aux, gradients } = valueAndGrad((at: Values) => {
        const { logits, values, activations } = network.forward(at, observations);
        const read = sum(mul(logits, weights));
        return { loss: sum(mul(values, read)), aux: { logits, values, ...prefixed("layer ", activations) } };
      })(given);
      return { loss, ...aux, ...prefixed("gradient ", gradients) };
    }, specs),
  );
  const answer = await program.run(inputs);
  await program.release();
  return { network, inputs, answer };
}

function prefixed<T>(prefix: string, named: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [prefix + name, value]));
}

const kinds: readonly [EncoderSpec, readonly number[]][] = [
  [{ kind: "residual-mlp", width: 6, blocks: 2 }, [2, 4, 3]],
  [{ ...smallConvolutional, dense: [8, 5] }, [3, 13, 13]],
  [{ kind: "conv", layers: [{ channels: 3, window: 3, stride: 1 }], dense: [] }, [2, 5, 6]],
  [{ kind: "impala", sections: [3, 4], blocks: 1, dense: [7] }, [2, 7, 6]],
  [{ kind: "impala", sections: [2], blocks: 2, dense: [] }, [1, 3, 3]],
];

describe.each(kinds)("%j on %j", (spec, shape) => {
  it("gives the reference's outputs, activations and gradients on ONNX Runtime", async () => {
    const reference = await run(spec, shape);
    const fast = await run(spec, shape, nodeRuntime({ threads: 1 }));
    expect(Object.keys(fast.answer)).toEqual(Object.keys(reference.answer));
    for (const [name, { data }] of Object.entries(reference.answer)) {
      const scale = Math.max(1e-3, ...Array.from(data, Math.abs));
      data.forEach((expected, i) => {
        expect(Math.abs(fast.answer[name].data[i] - expected) / scale, `${name}[${i}]`).toBeLessThan(2e-5);
      });
    }
  });

  it("names an activation per layer, and has the gradient that differences of the loss have", async () => {
    const runtime = nodeRuntime({ threads: 1 });
    const { network, inputs, answer } = await run(spec, shape, runtime);
    const layers = new Set(Object.keys(network.parameterShapes).map((name) => name.replace(/\/[^/]*$/, "")));
    const activations = Object.keys(answer).filter((name) => name.startsWith("layer "));
    expect(activations.length).toBeGreaterThanOrEqual(layers.size - 2);
    // With biases of zero, rectifiers would stand on their kinks.
    const shifted = (seed: string, base: Readonly<Record<string, Tensor>>, size: number) =>
      Object.fromEntries(
        Object.keys(network.parameterShapes).map((name) => {
          const stream = Rng.fromSeed(`${seed}/${name}`);
          return [
            name,
            { ...base[name], data: Float32Array.from(base[name].data, (x) => x + size * stream.normal()) },
          ];
        }),
      );
    const base = shifted("start", inputs, 0.2);
    const at = async (size: number) =>
      (await run(spec, shape, runtime, shifted("direction", base, size))).answer;
    const here = await at(0);
    const slope = Object.keys(network.parameterShapes).reduce((total, name) => {
      const stream = Rng.fromSeed(`direction/${name}`);
      return Array.from(here[`gradient ${name}`].data).reduce((part, g) => part + g * stream.normal(), total);
    }, 0);
    // So short that no rectifier or maximum changes sides: at 5e-4 some do, and the slope is 10 % off.
    const step = 5e-5;
    const [above, below] = [(await at(step)).loss.data[0], (await at(-step)).loss.data[0]];
    const found = (above - below) / (2 * step);
    expect(Math.abs(found - slope)).toBeLessThan(0.01 * Math.abs(slope) + 0.05);
  });
});

it("a residual layer adds a rectified layer to what comes in, by hand", async () => {
  const spec: EncoderSpec = { kind: "residual-mlp", width: 1, blocks: 1 };
  const one = (value: number, shape: number[]): Tensor => {
    return { dtype: "float32", shape, data: new Float32Array(sizeOf(shape)).fill(value) };
  };
  const { inputs, answer } = await run(spec, [3, 1, 1], referenceRuntime(), {
    "trunk/0/weight": one(0.5, [3, 1]),
    "trunk/0/bias": one(0.25, [1]),
    "trunk/1/weight": one(2, [1, 1]),
    "trunk/1/bias": one(-1, [1]),
  });
  const rows = [0, 1].map((row) => inputs.observations.data.slice(3 * row, 3 * row + 3));
  rows.forEach((row, i) => {
    const first = 0.5 * Array.from(row).reduce((total, x) => total + x, 0) + 0.25;
    expect(answer["layer trunk/0"].data[i]).toBeCloseTo(first, 6);
    expect(answer["layer trunk/1"].data[i]).toBeCloseTo(first + Math.max(0, 2 * first - 1), 6);
  });
});

it("every network of the catalogue is one that settings can hold, and another name is told the nearest", () => {
  for (const { name, spec } of networkCatalogue) {
    expect(catalogueEntry(name).spec).toBe(spec);
    expect(parseNetwork(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
  }
  expect(() => catalogueEntry("small-cnv")).toThrow(/small-conv/);
});

describe("refusals", () => {
  it("of observations that are no maps, and of sizes that mean nothing, by their place", () => {
    expect(() => convolutionalEncoder(smallConvolutional, [12])).toThrow(InputError);
    expect(() => impalaEncoder(largeImpala, [4, 4])).toThrow(/network "impala".*maps \[channels/);
    expect(() => parseNetwork({ ...smallConvolutional, dense: [0] }, "train.network")).toThrow(
      /train\.network\.dense/,
    );
    expect(() => parseNetwork({ ...largeImpala, section: [1] }, "train.network")).toThrow(/section/);
    expect(() => parseNetwork({ kind: "convnet" }, "train.network")).toThrow(/train\.network\.kind/);
    expect(parseNetwork(JSON.parse(JSON.stringify(smallConvolutional)))).toEqual(smallConvolutional);
  });
});
