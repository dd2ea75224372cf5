// Policies that are neural networks: the architecture as a value, and acting with parameters that can be replaced.
import { InputError } from "../base/errors.ts";
import { parseInput, z } from "../base/schema.ts";
import { softmax, type Value, type Values } from "../engine/ops.ts";
import type { Program, Runtime } from "../engine/runtime.ts";
import type { Tensor, TensorSpec } from "../engine/tensor.ts";
import { trace } from "../engine/trace.ts";
import type { Environment, EnvironmentBatch, Objective } from "../environments/environment.ts";
import type { Network, NetworkOutputs, Parameters } from "./networks/architecture.ts";
import { type ConvolutionalSpec, convolutionalSchema } from "./networks/convolutional.ts";
import { createEncoder } from "./networks/encoders.ts";
import { feedForward } from "./networks/feed-forward.ts";
import { type ImpalaSpec, impalaSchema } from "./networks/impala.ts";
import {
  type MemorySpec,
  memoryNetwork,
  memorySchema,
  type RepeatedConvLstmSpec,
  repeatedConvLstmNetwork,
  repeatedConvLstmSchema,
} from "./networks/memory-network.ts";
import { type MlpSpec, mlp, mlpSchema } from "./networks/mlp.ts";
import { type ResidualMlpSpec, residualMlpSchema } from "./networks/residual-mlp.ts";
import { type ValueIterationSpec, valueIterationSchema } from "./networks/value-iteration.ts";
import type { Decisions, Policy } from "./policy.ts";
import { rememberFeedback } from "./told-feedback.ts";

/** An architecture with its sizes, as it stands in settings and checkpoints. */
export type NetworkSpec =
  | MlpSpec
  | ResidualMlpSpec
  | ConvolutionalSpec
  | ImpalaSpec
  | ValueIterationSpec
  | MemorySpec
  | RepeatedConvLstmSpec;

const networkSchema = z.discriminatedUnion("kind", [
  mlpSchema,
  residualMlpSchema,
  convolutionalSchema,
  impalaSchema,
  valueIterationSchema,
  memorySchema,
  repeatedConvLstmSchema,
]);

/** Reads an architecture from JSON; throws an InputError that says where it is wrong. */
export function parseNetwork(input: unknown, place = "network"): NetworkSpec {
  return parseInput(networkSchema, input, place);
}

/** The network of that architecture for one environment's observations and actions. */
export function createNetwork(spec: NetworkSpec, environment: Environment): Network {
  const { shape, channels } = environment.observation;
  const actions = environment.actions.length;
  switch (spec.kind) {
    case "mlp":
      return mlp(spec, shape, actions);
    case "residual-mlp":
    case "conv":
    case "impala":
    case "vin":
      return feedForward(createEncoder(spec, shape, channels), shape, actions);
    case "drc":
      return repeatedConvLstmNetwork(spec, shape, actions, channels);
    default:
      return memoryNetwork(spec, shape, actions, channels);
  }
}

/** A neural policy; it keeps one compiled program per number of lanes. */
export interface NetworkPolicy extends Policy {
  readonly network: Network;
  /** Acts with other parameters from now on; nothing is compiled anew. Throws an InputError on a wrong shape. */
  replaceParameters(parameters: Parameters): void;
  /** As `decide`, from observations alone. observations: [lanes, ...observation shape] */
  evaluate(observations: Uint8Array, lanes: number, memory: Float32Array, out: Decisions): Promise<void>;
  activations(batch: EnvironmentBatch, memory: Float32Array): Promise<Readonly<Record<string, Float32Array>>>;
  /** Compiles for that many lanes ahead of the first decision. */
  prepare(lanes: number): Promise<void>;
  release(): Promise<void>;
}

export interface NetworkPolicyOptions {
  readonly name: string;
  readonly network: Network;
  readonly parameters: Parameters;
  readonly runtime: Runtime;
  /** Whose rewards a network that is told of rewards is told; the base objective by default. */
  readonly objective?: Objective;
}

export function networkPolicy(options: NetworkPolicyOptions): NetworkPolicy {
  const { name, network, parameters, runtime, objective } = options;
  const decisions = new ProgramsByLanes(network, runtime, decide);
  const hidden = new ProgramsByLanes(network, runtime, ({ activations }) => activations);
  const { feedback } = network;
  checkParameters(network, parameters);
  let current = parameters;

  async function evaluate(observations: Uint8Array, lanes: number, memory: Float32Array, out: Decisions) {
    const answer = await decisions.run(current, observations, lanes, memory);
    out.probabilities.set(answer.probabilities.data);
    out.values.set(answer.values.data);
    if (answer.memory) memory.set(answer.memory.data);
  }

  return {
    name,
    network,
    memorySize: network.memorySize,
    replaceParameters(replacement) {
      checkParameters(network, replacement);
      current = replacement;
    },
    evaluate,
    decide: (batch, memory, out) => evaluate(batch.observations, batch.lanes, memory, out),
    ...(feedback && {
      remember: (actions: Uint8Array, memory: Float32Array, batch: EnvironmentBatch) =>
        rememberFeedback(feedback, actions, memory, batch, objective),
    }),
    async activations(batch, memory) {
      const answer = await hidden.run(current, batch.observations, batch.lanes, memory);
      return Object.fromEntries(
        Object.entries(answer).map(([layer, tensor]) => [layer, tensor.data as Float32Array]),
      );
    },
    async prepare(lanes) {
      await decisions.program(lanes);
    },
    async release() {
      await decisions.release();
      await hidden.release();
    },
  };
}

/** Throws an InputError unless `parameters` are exactly the arrays that the network declares. */
function checkParameters(network: Network, parameters: Parameters): void {
  for (const [name, shape] of Object.entries(network.parameterShapes)) {
    const found: Tensor | undefined = parameters[name];
    const expected = `float32 [${shape}]`;
    if (!found) throw new InputError(`parameters/${name}`, "nothing", expected);
    const actual = `${found.dtype} [${found.shape}]`;
    if (actual !== expected) throw new InputError(`parameters/${name}`, actual, expected);
  }
  const surplus = Object.keys(parameters).find((name) => !(name in network.parameterShapes));
  if (surplus) throw new InputError(`parameters/${surplus}`, "an array", "no such parameter in this network");
}

type Head = (outputs: NetworkOutputs) => Values;

const decide: Head = ({ logits, values, memory }) => ({
  probabilities: softmax(logits),
  values,
  ...(memory && { memory }),
});

/** The same function of the network's outputs, compiled for every number of lanes that is asked for. */
class ProgramsByLanes {
  readonly #programs = new Map<number, Promise<Program>>();

  constructor(
    readonly network: Network,
    readonly runtime: Runtime,
    readonly head: Head,
  ) {}

  program(lanes: number): Promise<Program> {
    const program = this.#programs.get(lanes) ?? this.#compile(lanes);
    this.#programs.set(lanes, program);
    return program;
  }

  async run(
    parameters: Parameters,
    observations: Uint8Array,
    lanes: number,
    memory: Float32Array,
  ): Promise<Record<string, Tensor>> {
    const program = await this.program(lanes);
    const { observationShape, memorySize } = this.network;
    const shape = [lanes, ...observationShape];
    const inputs: Record<string, Tensor> = { observations: { dtype: "uint8", shape, data: observations } };
    if (memorySize > 0) inputs.memory = { dtype: "float32", shape: [lanes, memorySize], data: memory };
    return program.run({ ...parameters, ...inputs });
  }

  async release(): Promise<void> {
    for (const program of this.#programs.values()) await (await program).release();
    this.#programs.clear();
  }

  async #compile(lanes: number): Promise<Program> {
    const { network, head } = this;
    const specs: Record<string, TensorSpec> = {};
    for (const [name, shape] of Object.entries(network.parameterShapes))
      specs[name] = { shape, dtype: "float32" };
    specs.observations = { shape: [lanes, ...network.observationShape], dtype: "float32", storage: "uint8" };
    if (network.memorySize > 0) specs.memory = { shape: [lanes, network.memorySize], dtype: "float32" };
    const traced = await trace(
      ({ observations, memory, ...parameters }) => ({
        ...head(network.forward(parameters, observations as Value, memory)),
      }),
      specs,
    );
    return this.runtime.load(traced);
  }
}
