// The gated recurrent unit: one state, of which a gate lets pass and another overwrites.
import { add, matmul, mul, sigmoid, split, sub, tanh } from "../../engine/ops.ts";
import type { Core } from "./core.ts";
import { gateBiases, gateWeights } from "./gates.ts";

/**
 * r, z = logistic(x W + h U + b); n = tanh(x W + b + r (h U + d)); h' = (1 - z) n + z h: Cho et al. 2014, with the reset gate
 * behind the matrix product, as PyTorch, Flax and cuDNN have it, so that one product serves all gates. The columns of W
 * [inputs, 3 units], U [units, 3 units] and b are those of r, z, n; d [units]. Weights start orthogonal, biases at 0.
 * 3 units (inputs + units + 1) + units parameters. State: h.
 */
export function gruCore(inputs: number, units: number): Core {
  const gates = 3 * units;
  return {
    outputs: units,
    stateSizes: [units],
    parameterShapes: {
      "core/input-weight": [inputs, gates],
      "core/state-weight": [units, gates],
      "core/bias": [gates],
      "core/state-bias": [units],
    },
    initialise: (rng) => ({
      "core/input-weight": gateWeights(inputs, units, 3, rng),
      "core/state-weight": gateWeights(units, units, 3, rng),
      "core/bias": gateBiases(units, [0, 0, 0]),
      "core/state-bias": gateBiases(units, [0]),
    }),
    prepare: (parameters, features) =>
      add(matmul(features, parameters["core/input-weight"]), parameters["core/bias"]),
    step(parameters, prepared, [hidden]) {
      const [fromInput, proposal] = split(prepared, [2 * units, units], 1);
      const product = matmul(hidden, parameters["core/state-weight"]);
      const [fromState, recalled] = split(product, [2 * units, units], 1);
      const [reset, keep] = split(sigmoid(add(fromInput, fromState)), [units, units], 1);
      const fresh = tanh(add(proposal, mul(reset, add(recalled, parameters["core/state-bias"]))));
      const output = add(fresh, mul(keep, sub(hidden, fresh)));
      return { output, states: [output], activations: { "core/hidden": output } };
    },
  };
}
