// Long short-term memory: a cell that gates write to, forget and read.
import { add, matmul, mul, sigmoid, split, tanh } from "../../engine/ops.ts";
import type { Core } from "./core.ts";
import { gateBiases, gateWeights } from "./gates.ts";

/**
 * i, f, o = logistic(x W + h U + b), g = tanh(x W + h U + b); c' = f c + i g; h' = o tanh(c'): Hochreiter and Schmidhuber
 * 1997 with the forget gate of Gers et al. 2000, no peepholes. The columns of W [inputs, 4 units], U [units, 4 units] and b
 * are those of i, f, g, o. Weights start orthogonal, biases at 0, that of the forget gate at 1, so that what is kept
 * fades slowly at first (Jozefowicz et al. 2015, "An empirical exploration of recurrent network architectures").
 * 4 units (inputs + units + 1) parameters. States: h, c.
 */
export function lstmCore(inputs: number, units: number): Core {
  const gates = 4 * units;
  return {
    outputs: units,
    stateSizes: [units, units],
    parameterShapes: {
      "core/input-weight": [inputs, gates],
      "core/state-weight": [units, gates],
      "core/bias": [gates],
    },
    initialise: (rng) => ({
      "core/input-weight": gateWeights(inputs, units, 4, rng),
      "core/state-weight": gateWeights(units, units, 4, rng),
      "core/bias": gateBiases(units, [0, 1, 0, 0]),
    }),
    prepare: (parameters, features) =>
      add(matmul(features, parameters["core/input-weight"]), parameters["core/bias"]),
    step(parameters, prepared, [hidden, cell]) {
      const sums = add(prepared, matmul(hidden, parameters["core/state-weight"]));
      const [write, keep, proposal, read] = split(sums, [units, units, units, units], 1);
      const next = add(mul(sigmoid(keep), cell), mul(sigmoid(write), tanh(proposal)));
      const output = mul(sigmoid(read), tanh(next));
      return { output, states: [output, next], activations: { "core/hidden": output, "core/cell": next } };
    },
  };
}
