// Named arrays of parameters as one long vector, and back: what evolution searches in.
import { sizeOf, type Tensor } from "../../engine/tensor.ts";
import type { Parameters } from "../../policies/networks/architecture.ts";

/** The entries of `fixed` parameters stay as they are; all others lie one after another in the vector. */
export class ParameterVector {
  readonly dimension: number;
  readonly #parameters: Parameters;
  readonly #searched: readonly string[];

  /** Arrays of float32; names for which `isFixed` holds are not searched in. */
  constructor(parameters: Parameters, isFixed: (name: string) => boolean = () => false) {
    this.#parameters = parameters;
    this.#searched = Object.keys(parameters).filter((name) => !isFixed(name));
    this.dimension = this.#searched.reduce((sum, name) => sum + sizeOf(parameters[name]!.shape), 0);
  }

  /** The values at the start. [dimension] */
  start(): Float64Array {
    const vector = new Float64Array(this.dimension);
    let offset = 0;
    for (const name of this.#searched) {
      vector.set(this.#parameters[name]!.data, offset);
      offset += sizeOf(this.#parameters[name]!.shape);
    }
    return vector;
  }

  /** Parameters with the values of vectors[offset ...], rounded to float32. */
  parameters(vectors: Float64Array, offset = 0): Parameters {
    const result: Record<string, Tensor> = { ...this.#parameters };
    let from = offset;
    for (const name of this.#searched) {
      const { shape } = this.#parameters[name]!;
      const to = from + sizeOf(shape);
      result[name] = { dtype: "float32", shape, data: Float32Array.from(vectors.subarray(from, to)) };
      from = to;
    }
    return result;
  }
}
