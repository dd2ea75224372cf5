// A network of three parts: an encoder, a core that may have a memory, and the heads.
import { concatenate, mul, reshape, split, type Value, type Values } from "../../engine/ops.ts";
import { sizeOf } from "../../engine/tensor.ts";
import type { Feedback, Network, NetworkOutputs, Past } from "./architecture.ts";
import type { Core } from "./core.ts";
import { actorCriticHeads, dense, denseShapes, initialiseDense } from "./dense.ts";
import type { Encoder } from "./encoder.ts";
import { feedbackFeatures, feedbackWidth, withFeedback } from "./feedback.ts";

export interface CoredNetworkOptions {
  readonly observationShape: readonly number[];
  readonly actions: number;
  readonly encoder: Encoder;
  /** For features of that shape, those of the feedback included. */
  readonly core: (featureShape: readonly number[]) => Core;
  readonly feedback: readonly Feedback[];
}

/**
 * Encoder, then the feedback beside the features (Wang et al. 2016, "Learning to reinforcement learn"), then the core,
 * then the heads. Memory: the feedback, then the states of the core.
 */
export function coredNetwork(options: CoredNetworkOptions): Network {
  const { observationShape, actions, encoder, feedback } = options;
  const [first = 0, ...extents] = encoder.featureShape;
  const core = options.core([first + feedbackWidth(feedback, actions), ...extents]);
  const heads = actorCriticHeads(core.outputs, actions);
  const memoryParts = [feedback.length, ...core.stateSizes].filter((size) => size > 0);
  const memorySize = memoryParts.reduce((sum, size) => sum + size, 0);
  const parameterShapes = { ...encoder.parameterShapes, ...core.parameterShapes, ...denseShapes(heads) };

  /** What the core is given, and the activations on the way there. */
  function prepared(parameters: Values, observations: Value, told: Value | undefined, activations: Values) {
    const features = encoder.encode(parameters, observations, activations);
    const seen = told ? withFeedback(features, feedbackFeatures(told, feedback, actions)) : features;
    return core.prepare(parameters, seen);
  }

  function decided(parameters: Values, taken: Value, activations: Values): NetworkOutputs {
    const [actor, critic] = heads;
    const output = core.conclude?.(parameters, taken) ?? taken;
    if (core.conclude) activations["core/concluded"] = output;
    const values = reshape(dense(critic, parameters, output), [output.shape[0] as number]);
    return { logits: dense(actor, parameters, output), values, activations };
  }

  /** Feedback and states as they lie in a memory. [lanes, memorySize] */
  function parted(memory: Value | undefined): readonly [told: Value | undefined, states: readonly Value[]] {
    if (memorySize === 0) return [undefined, []];
    if (!memory) throw new Error("a network with a memory was asked without one");
    const parts = split(memory, memoryParts, 1);
    return feedback.length > 0 ? [parts[0], parts.slice(1)] : [undefined, parts];
  }

  function forward(parameters: Values, observations: Value, memory?: Value): NetworkOutputs {
    const activations: Values = {};
    const [told, states] = parted(memory);
    const input = prepared(parameters, observations, told, activations);
    const step = core.step(parameters, input, states);
    Object.assign(activations, step.activations);
    const outputs = decided(parameters, step.output, activations);
    if (memorySize === 0) return outputs;
    return { ...outputs, memory: concatenate([...(told ? [told] : []), ...step.states], 1) };
  }

  function unroll(parameters: Values, observations: Value, past: Past): NetworkOutputs {
    const activations: Values = {};
    const [steps, lanes] = past.kept.shape as readonly [number, number];
    const rows = steps * lanes;
    const told = past.feedback && reshape(past.feedback, [rows, feedback.length]);
    const input = prepared(parameters, observations, told, activations);
    const each = new Array<number>(steps).fill(lanes);
    const inputs = split(input, each, 0);
    const kept = split(reshape(past.kept, [rows, 1]), each, 0);
    let states = parted(past.memory)[1];
    const taken = inputs.map((now, step) => {
      const held = states.map((state) => mul(state, kept[step] as Value));
      const taken = core.step(parameters, now, held);
      states = taken.states;
      return taken;
    });
    const joined = (values: readonly Value[]) =>
      steps === 1 ? (values[0] as Value) : concatenate(values, 0);
    for (const name of Object.keys(taken[0]?.activations ?? {}))
      activations[name] = joined(taken.map((step) => step.activations[name] as Value));
    return decided(parameters, joined(taken.map(({ output }) => output)), activations);
  }

  return {
    observationShape,
    actions,
    parameterShapes,
    parameterCount: Object.values(parameterShapes).reduce((sum, shape) => sum + sizeOf(shape), 0),
    memorySize,
    ...(feedback.length > 0 && { feedback }),
    initialise: (rng) => ({
      ...encoder.initialise(rng.fork("encoder")),
      ...core.initialise(rng.fork("core")),
      ...initialiseDense(heads, rng.fork("heads")),
    }),
    forward,
    ...(memorySize > 0 && { unroll }),
  };
}
