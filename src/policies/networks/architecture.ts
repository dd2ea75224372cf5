// What every network architecture declares: its parameters, how they start, and its forward function.
import type { Rng } from "../../base/rng.ts";
import type { Value, Values } from "../../engine/ops.ts";
import type { Tensor } from "../../engine/tensor.ts";

/** Arrays by parameter name (`trunk/0/weight`, `actor/bias`, ...). */
export type Parameters = Readonly<Record<string, Tensor>>;

/** What an actor-critic network answers for a batch of observations. */
export interface NetworkOutputs {
  /** Unnormalised log-probabilities. [lanes, actions] */
  readonly logits: Value;
  /** Estimated discounted return. [lanes] */
  readonly values: Value;
  /** Hidden activations by layer name, each [lanes, size]. */
  readonly activations: Values;
}

/** An actor-critic network with all its sizes fixed; parameters come from outside. */
export interface Network {
  /** Of one observation, without the lanes. */
  readonly observationShape: readonly number[];
  readonly actions: number;
  readonly parameterShapes: Readonly<Record<string, readonly number[]>>;
  readonly parameterCount: number;
  /** Fresh parameters drawn from a stream. */
  initialise(rng: Rng): Parameters;
  /** Traced. observations: [lanes, ...observationShape], float32. */
  forward(parameters: Values, observations: Value): NetworkOutputs;
}
