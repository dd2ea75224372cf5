// The core that keeps nothing: a dense layer where others have a memory.
import { relu } from "../../engine/ops.ts";
import type { Core } from "./core.ts";
import { type DenseLayer, dense, denseShapes, initialiseDense } from "./dense.ts";

/** max(x W + b, 0): what jaxgmg has in place of its LSTM. inputs x units + units parameters; no state. */
export function denseCore(inputs: number, units: number): Core {
  const layer: DenseLayer = { name: "core", inputs, outputs: units, gain: Math.SQRT2 };
  return {
    outputs: units,
    stateSizes: [],
    parameterShapes: denseShapes([layer]),
    initialise: (rng) => initialiseDense([layer], rng),
    prepare: (parameters, features) => relu(dense(layer, parameters, features)),
    step: (_parameters, prepared) => ({ output: prepared, states: [], activations: { core: prepared } }),
  };
}
