// The check that every runtime makes of the arrays it is handed.
import { InputError } from "../base/errors.ts";
import { sameShape, sizeOf, type Tensor, type TensorSpec } from "./tensor.ts";

/** Throws an InputError naming the input whose array is missing or not of the declared shape and type. */
export function checkInput(name: string, spec: TensorSpec, tensor: Tensor | undefined): Tensor {
  const dtype = spec.storage ?? spec.dtype;
  const expected = `${dtype}[${spec.shape}]`;
  if (tensor === undefined) throw new InputError(`input "${name}"`, "nothing", expected);
  if (tensor.dtype !== dtype || !sameShape(tensor.shape, spec.shape)) {
    throw new InputError(`input "${name}"`, `${tensor.dtype}[${tensor.shape}]`, expected);
  }
  if (tensor.data.length !== sizeOf(spec.shape) || tensor.data.constructor !== arrays[dtype]) {
    const found = `${tensor.data.constructor.name} of length ${tensor.data.length}`;
    throw new InputError(`input "${name}"`, found, `${arrays[dtype].name} of length ${sizeOf(spec.shape)}`);
  }
  return tensor;
}

const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array, uint8: Uint8Array } as const;
