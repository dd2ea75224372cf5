// Tables over observations that grow while a learner meets new ones, as arrays of a snapshot and back.
import { InputError } from "../base/errors.ts";
import type { Tensor } from "../engine/tensor.ts";
import { ObservationKeys } from "../policies/observation-keys.ts";

/** What a table holds for every observation. */
export interface Column {
  /** [capacity, width] */
  readonly data: Float64Array | Uint32Array;
  readonly width: number;
}

/** Observations by number, and columns of figures by the same number. */
export class GrowingTables {
  readonly keys: ObservationKeys;

  constructor(
    readonly observationShape: readonly number[],
    readonly capacity: number,
    readonly columns: Readonly<Record<string, Column>>,
  ) {
    this.keys = new ObservationKeys(observationShape);
  }

  /** The number of what a lane sees. Throws an InputError at one more than there is room for. */
  numberOf(observations: Uint8Array, lane: number): number {
    const number = this.keys.add(observations, lane);
    if (number < this.capacity) return number;
    throw new InputError("max_observations", `more than ${this.capacity} observations`, "a world with fewer");
  }

  /** The observations met so far. int32 [count, words] */
  observations(): Tensor {
    const { count, width } = this.keys;
    return { dtype: "int32", shape: [count, width], data: this.keys.words() };
  }

  /** One column in single precision, for policies. [count, width] */
  rounded(name: string): Tensor {
    const { data, width } = this.columns[name]!;
    const { count } = this.keys;
    return {
      dtype: "float32",
      shape: [count, width],
      data: Float32Array.from(data.subarray(0, count * width)),
    };
  }

  /** Every column to the last bit: as words of 32 bits. int32 [count, words of the column] */
  snapshot(): Record<string, Tensor> {
    return Object.fromEntries(
      Object.entries(this.columns).map(([name, { data, width }]) => {
        const copy = data.slice(0, this.keys.count * width);
        const words = new Int32Array(copy.buffer);
        return [name, { dtype: "int32", shape: [this.keys.count, wordsOf(data, width)], data: words }];
      }),
    );
  }

  /** Puts observations and columns back; throws an InputError where they do not fit. */
  restore(observations: Tensor | undefined, columns: Readonly<Record<string, Tensor>>): void {
    const count = observations?.shape[0] ?? 0;
    requireShape("observations", observations, [count, this.keys.width]);
    if (count > this.capacity)
      throw new InputError("observations", String(count), `at most ${this.capacity}`);
    for (const [name, { data, width }] of Object.entries(this.columns)) {
      requireShape(name, columns[name], [count, wordsOf(data, width)]);
    }
    this.keys.restore(observations!.data as Int32Array);
    for (const [name, { data }] of Object.entries(this.columns)) {
      const words = new Int32Array(data.buffer, data.byteOffset, data.byteLength / 4);
      words.set(columns[name]!.data);
    }
  }

  /** Gives what is not in use any more its first value again. */
  clear(name: string, value: number): void {
    const { data, width } = this.columns[name]!;
    data.fill(value, this.keys.count * width);
  }
}

function wordsOf(data: Column["data"], width: number): number {
  return (width * data.BYTES_PER_ELEMENT) / 4;
}

function requireShape(name: string, tensor: Tensor | undefined, shape: readonly number[]): void {
  const found = tensor ? `${tensor.dtype} [${tensor.shape}]` : "nothing";
  const expected = `int32 [${shape}]`;
  if (found !== expected) throw new InputError(`snapshot/${name}`, found, expected);
}
