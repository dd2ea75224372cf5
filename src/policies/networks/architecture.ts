// What every network architecture declares: its parameters, how they start, and its forward function.
import type { Rng } from "../../base/rng.ts";
import type { Value, Values } from "../../engine/ops.ts";
import type { Tensor } from "../../engine/tensor.ts";

/** Arrays by parameter name (`trunk/0/weight`, `actor/bias`, ...). */
export type Parameters = Readonly<Record<string, Tensor>>;

/** What a network is told of its own past, besides what it keeps itself. */
export type Feedback = "action" | "reward";

/** What an actor-critic network answers for a batch of observations. */
export interface NetworkOutputs {
  /** Unnormalised log-probabilities. [lanes, actions] */
  readonly logits: Value;
  /** Estimated discounted return. [lanes] */
  readonly values: Value;
  /** Hidden activations by layer name, each [lanes, size]. */
  readonly activations: Values;
  /** Of a network with memory: what it keeps for the next step. [lanes, memorySize] */
  readonly memory?: Value;
}

/** An actor-critic network with all its sizes fixed; parameters come from outside. */
export interface Network {
  /** Of one observation, without the lanes. */
  readonly observationShape: readonly number[];
  readonly actions: number;
  readonly parameterShapes: Readonly<Record<string, readonly number[]>>;
  readonly parameterCount: number;
  /** Numbers of memory per lane; 0 for a network that sees the present alone. A cleared memory is zero. */
  readonly memorySize: number;
  /**
   * What of the past it is told, absent for nothing. It stands at the beginning of the memory, a number each in this
   * order: the last action plus 1 (0: there was none), and the last reward. Whoever plays writes it there.
   */
  readonly feedback?: readonly Feedback[];
  /** Fresh parameters drawn from a stream. */
  initialise(rng: Rng): Parameters;
  /** Traced. observations: [lanes, ...observationShape], float32; memory: [lanes, memorySize], for networks that have one. */
  forward(parameters: Values, observations: Value, memory?: Value): NetworkOutputs;
  /**
   * Traced: what `forward` answers step after step, for all steps at once: of a network with memory only. Observations are
   * [steps x lanes, ...observationShape] and outputs [steps x lanes, ...], time first; there is no memory among them.
   */
  unroll?(parameters: Values, observations: Value, past: Past): NetworkOutputs;
}

/** What the memory of consecutive steps is made of; all float32. */
export interface Past {
  /** Before the first step. [lanes, memorySize] */
  readonly memory: Value;
  /** 0 where the memory is cleared before a step, 1 elsewhere. [steps, lanes] */
  readonly kept: Value;
  /** What the beginning of the memory is before each step, already cleared where it is cleared. [steps, lanes, feedback] */
  readonly feedback?: Value;
}
