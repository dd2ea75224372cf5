// Records what a function computes, once, as a jaxpr: the form in which runtimes receive it.
import { defaultDevice, init, type Array as JaxArray, type Jaxpr, makeJaxpr, numpy } from "@jax-js/jax";
import { InnergapError } from "../base/errors.ts";
import type { Values } from "./ops/gradient.ts";
import type { DType, Tensor, TensorSpec } from "./tensor.ts";
import { freeingConstants, jaxDType, take, Value } from "./value.ts";

/** A recorded function. */
export interface Traced {
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  readonly outputs: Readonly<Record<string, TensorSpec>>;
  /** The recorded computation; its inputs are `constants` and then `inputs`, in order, its outputs `outputs`. */
  readonly jaxpr: Jaxpr;
  readonly constants: readonly Tensor[];
  /** The function itself on jax-js arrays, one per input, which it consumes: what the jaxpr is a record of. */
  readonly apply: (arrays: JaxArray[]) => JaxArray[];
}

let ready: Promise<void> | undefined;

/** Starts jax-js on its WebAssembly backend, once. */
export function startJax(): Promise<void> {
  ready ??= init("wasm").then((devices) => {
    if (!devices.includes("wasm")) throw new InnergapError("jax-js has no WebAssembly backend here");
    defaultDevice("wasm");
  });
  return ready;
}

/**
 * Records `fn` for inputs of the given shapes and types. `fn` runs once, on values without numbers, so its control flow
 * can depend on shapes only.
 */
export async function trace(
  fn: (inputs: Values) => Values,
  specs: Readonly<Record<string, TensorSpec>>,
): Promise<Traced> {
  await startJax();
  const names = Object.keys(specs);
  let outputs: Record<string, TensorSpec> = {};
  const apply = (arrays: JaxArray[]): JaxArray[] => {
    const results = fn(Object.fromEntries(names.map((name, i) => [name, new Value(arrays[i] as JaxArray)])));
    outputs = specsOf(results);
    return Object.values(results).map(take);
  };
  const examples = names.map((name) => example(specs[name] as TensorSpec));
  const closed = freeingConstants(() => makeJaxpr(apply)(examples).jaxpr);
  const constants = closed.consts.map((array) => constantTensor(array as JaxArray));
  for (const array of examples) array.dispose();
  return { inputs: specs, outputs, jaxpr: closed.jaxpr, constants, apply };
}

/** Carries shape and type only: jax-js does not fill an array of zeros before it is read. */
function example(spec: TensorSpec): JaxArray {
  return numpy.zeros([...spec.shape], { dtype: jaxDType(spec.dtype) });
}

function specsOf(values: Values): Record<string, TensorSpec> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { shape: [...value.shape], dtype: value.dtype }]),
  );
}

/** The contents of a constant as a tensor; consumes the array. */
function constantTensor(array: JaxArray): Tensor {
  const shape = [...array.shape];
  const dtype = new Value(array).dtype;
  return { shape, dtype, data: plainData(array.dataSync(), dtype) };
}

/** Numbers as they come from jax-js in the array type of ours; bool as bytes of 0 and 1. */
export function plainData(data: ArrayLike<number | bigint>, dtype: DType): Tensor["data"] {
  if (dtype === "float32") return Float32Array.from(data as ArrayLike<number>);
  if (dtype === "int32") return Int32Array.from(data as ArrayLike<number>);
  return Uint8Array.from(data as ArrayLike<number>, (x) => (x === 0 ? 0 : 1));
}
