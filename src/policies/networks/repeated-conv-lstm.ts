// The deep repeated ConvLSTM: layers of memory as large as the map, ticking several times before each action.
import {
  add,
  broadcastTo,
  concatenate,
  constant,
  convolution,
  max,
  mean,
  mul,
  relu,
  reshape,
  sigmoid,
  split,
  tanh,
  type Value,
  type Values,
} from "../../engine/ops.ts";
import { sizeOf } from "../../engine/tensor.ts";
import type { Parameters } from "./architecture.ts";
import type { Core } from "./core.ts";
import { type DenseLayer, dense, denseShapes, initialiseDense } from "./dense.ts";
import { gateBiases } from "./gates.ts";
import { requireMaps } from "./maps.ts";
import { orthogonalMatrix } from "./orthogonal.ts";

export interface RepeatedConvLstmSizes {
  /** D: layers of memory. */
  readonly layers: number;
  /** N: how often all layers are gone through before an action. */
  readonly ticks: number;
  /** Of hidden state and cell of every layer. */
  readonly channels: number;
  /** Of the dense layer on top. */
  readonly units: number;
}

const window = 3;

/**
 * DRC(D, N): Guez et al. 2019, "An investigation of model-free planning", section 2 and appendix. In every tick, layer d is a
 * ConvLSTM (Shi et al. 2015, without peepholes, gates i, f, g, o as in `lstmCore`) on: the encoder's maps (encoder skip), a
 * plane that is 1 at the border, the hidden state of the layer below (of the top layer in the tick before, for the lowest),
 * its own, and its own pooled over the map and injected everywhere: a x largest + b x mean, a and b per channel, as in
 * Taufeeque et al. 2024. Then the top layer's hidden state, flattened, through a dense layer with rectifier.
 * The 3x3 kernels of what stays the same in all ticks are `core/d/input`, of the rest `core/d/state`. 1.29 M parameters for
 * D = N = 3 with 32 channels on 10 x 10, encoder included. States: h and c of each layer, [channels x height x width].
 */
export function repeatedConvLstmCore(featureShape: readonly number[], sizes: RepeatedConvLstmSizes): Core {
  const { layers, ticks, channels, units } = sizes;
  const [inputs, height, width] = requireMaps("drc", featureShape);
  const map = [channels, height, width];
  const size = sizeOf(map);
  const top: DenseLayer = { name: "core/dense", inputs: size, outputs: units, gain: Math.SQRT2 };
  const each = Array.from({ length: layers }, (_, layer) => `core/${layer}`);
  const kernelShape = (from: number) => [4 * channels, from, window, window];
  const border = borderPlane(height, width);
  const at = (parameters: Values, name: string) => parameters[name] as Value;

  const parameterShapes: Record<string, readonly number[]> = denseShapes([top]);
  for (const name of each) {
    parameterShapes[`${name}/input`] = kernelShape(inputs + 1);
    parameterShapes[`${name}/state`] = kernelShape(3 * channels);
    parameterShapes[`${name}/bias`] = [4 * channels];
    parameterShapes[`${name}/pool`] = [2, channels];
  }

  /** The hidden state over the whole map, at every place. [rows, channels, height, width] */
  function pooled(parameters: Values, name: string, hidden: Value): Value {
    const [largest, average] = split(at(parameters, `${name}/pool`), [1, 1], 0).map((row) =>
      reshape(row, [1, channels, 1, 1]),
    ) as [Value, Value];
    const injected = add(mul(max(hidden, [2, 3], true), largest), mul(mean(hidden, [2, 3], true), average));
    return broadcastTo(injected, hidden.shape);
  }

  /** One layer in one tick. */
  function remember(parameters: Values, name: string, input: Value, below: Value, own: Value, cell: Value) {
    const seen = concatenate([below, own, pooled(parameters, name, own)], 1);
    const sums = add(input, convolution(seen, at(parameters, `${name}/state`)));
    const [write, keep, proposal, read] = split(sums, new Array<number>(4).fill(channels), 1) as [
      Value,
      Value,
      Value,
      Value,
    ];
    const next = add(mul(sigmoid(keep), cell), mul(sigmoid(write), tanh(proposal)));
    return [mul(sigmoid(read), tanh(next)), next] as const;
  }

  return {
    outputs: units,
    stateSizes: each.flatMap(() => [size, size]),
    parameterShapes,
    initialise(rng) {
      const parameters: Record<string, Parameters[string]> = { ...initialiseDense([top], rng) };
      const kernel = (from: number) => {
        const shape = kernelShape(from);
        const data = orthogonalMatrix(4 * channels, from * window * window, 1, rng);
        return { dtype: "float32" as const, shape, data };
      };
      for (const name of each) {
        parameters[`${name}/input`] = kernel(inputs + 1);
        parameters[`${name}/state`] = kernel(3 * channels);
        parameters[`${name}/bias`] = gateBiases(channels, [0, 1, 0, 0]);
        const data = Float32Array.from({ length: 2 * channels }, () => rng.normal() / Math.SQRT2);
        parameters[`${name}/pool`] = { dtype: "float32", shape: [2, channels], data };
      }
      return parameters;
    },
    prepare(parameters, features) {
      const rows = features.shape[0] as number;
      const edge = broadcastTo(constant(border, [1, 1, height, width]), [rows, 1, height, width]);
      const seen = concatenate([features, edge], 1);
      const inputsOf = each.map((name) => {
        const bias = at(parameters, `${name}/bias`);
        return convolution(seen, at(parameters, `${name}/input`), { bias });
      });
      return layers === 1 ? (inputsOf[0] as Value) : concatenate(inputsOf, 1);
    },
    step(parameters, prepared, states) {
      const rows = prepared.shape[0] as number;
      const inputsOf = split(prepared, new Array<number>(layers).fill(4 * channels), 1);
      const maps = states.map((state) => reshape(state, [rows, ...map]));
      const hidden = maps.filter((_, part) => part % 2 === 0);
      const cells = maps.filter((_, part) => part % 2 === 1);
      for (let tick = 0; tick < ticks; tick++) {
        each.forEach((name, layer) => {
          const below = hidden.at(layer - 1) as Value;
          const [input, own, cell] = [inputsOf[layer], hidden[layer], cells[layer]] as [Value, Value, Value];
          [hidden[layer], cells[layer]] = remember(parameters, name, input, below, own, cell);
        });
      }
      const activations: Values = {};
      each.forEach((name, layer) => {
        activations[`${name}/hidden`] = hidden[layer] as Value;
        activations[`${name}/cell`] = cells[layer] as Value;
      });
      const flat = (value: Value) => reshape(value, [rows, size]);
      const next = each.flatMap((_, layer) => [flat(hidden[layer] as Value), flat(cells[layer] as Value)]);
      return { output: flat(hidden.at(-1) as Value), states: next, activations };
    },
    conclude: (parameters, outputs) => relu(dense(top, parameters, outputs)),
  };
}

/** 1 at the border of the map, 0 within. [height, width] */
function borderPlane(height: number, width: number): Float32Array {
  return Float32Array.from({ length: height * width }, (_, cell) => {
    const [row, column] = [Math.floor(cell / width), cell % width];
    return Number(row === 0 || column === 0 || row === height - 1 || column === width - 1);
  });
}
