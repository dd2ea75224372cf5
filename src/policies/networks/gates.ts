// The weights of gated recurrences: one matrix from the inputs and one from the units, a block of columns per gate.
import type { Rng } from "../../base/rng.ts";
import type { Tensor } from "../../engine/tensor.ts";
import { orthogonalMatrix } from "./orthogonal.ts";

/** `gates` orthogonal matrices [rows, units] of gain 1 side by side: every gate starts as an isometry. [rows, gates x units] */
export function gateWeights(rows: number, units: number, gates: number, rng: Rng): Tensor {
  const data = new Float32Array(rows * gates * units);
  for (let gate = 0; gate < gates; gate++) {
    const block = orthogonalMatrix(rows, units, 1, rng);
    for (let row = 0; row < rows; row++) {
      data.set(block.subarray(row * units, (row + 1) * units), (row * gates + gate) * units);
    }
  }
  return { dtype: "float32", shape: [rows, gates * units], data };
}

/** The same number for every unit of a gate. [gates x units] */
export function gateBiases(units: number, biases: readonly number[]): Tensor {
  const data = new Float32Array(biases.length * units);
  biases.forEach((bias, gate) => {
    data.fill(bias, gate * units, (gate + 1) * units);
  });
  return { dtype: "float32", shape: [data.length], data };
}
