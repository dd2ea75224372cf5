// Networks without memory: an encoder below, one head for actions and one for the value on top of it.
import { reshape } from "../../engine/ops.ts";
import { sizeOf } from "../../engine/tensor.ts";
import type { Network } from "./architecture.ts";
import { actorCriticHeads, dense, denseShapes, initialiseDense } from "./dense.ts";
import type { Encoder } from "./encoder.ts";

/** Both heads read the features of one encoder, flattened where they are maps. */
export function feedForward(encoder: Encoder, observationShape: readonly number[], actions: number): Network {
  const width = sizeOf(encoder.featureShape);
  const heads = actorCriticHeads(width, actions);
  const [actor, critic] = heads;
  const parameterShapes = { ...encoder.parameterShapes, ...denseShapes(heads) };
  return {
    observationShape,
    actions,
    parameterShapes,
    parameterCount: Object.values(parameterShapes).reduce((sum, shape) => sum + sizeOf(shape), 0),
    memorySize: 0,
    initialise: (rng) => ({ ...encoder.initialise(rng), ...initialiseDense(heads, rng) }),
    forward(parameters, observations) {
      const lanes = observations.shape[0];
      const activations = {};
      const features = reshape(encoder.encode(parameters, observations, activations), [lanes, width]);
      const logits = dense(actor, parameters, features);
      return { logits, values: reshape(dense(critic, parameters, features), [lanes]), activations };
    },
  };
}
