// Runs recorded functions with onnxruntime-node.
import { env, InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import { InputError } from "../base/errors.ts";
import { checkInput } from "./check.ts";
import { blockedDomain } from "./lower/blocked-forms.ts";
import { type Lowered, lower } from "./lower.ts";
import { writeModel } from "./onnx.ts";
import type { Program, Runtime } from "./runtime.ts";
import type { Tensor, TensorSpec } from "./tensor.ts";
import type { Traced } from "./trace.ts";

/**
 * Programs whose operations compute fewer elements than this, on average, run on one thread: there, waking the others
 * takes longer than they save (measured: a training step gains from two threads at 2,048 samples, and loses at 256).
 */
const sharedFromElements = 16_384;

export interface NodeRuntimeOptions {
  /** The most threads that work inside one operation. */
  readonly threads: number;
  /** Elements per operation from which a program is shared among them; 16,384 by default. */
  readonly sharedFrom?: number;
  /** Whether convolutions may use ONNX Runtime's own layout of channels; true by default. */
  readonly ownLayout?: boolean;
}

/** No processor has more channels to a block. */
const mostChannels = 64;

/** ONNX Runtime on this machine's processor; operations run one after another. */
export function nodeRuntime(options: NodeRuntimeOptions): Runtime {
  const { threads, sharedFrom = sharedFromElements, ownLayout = true } = options;
  if (!Number.isInteger(threads) || threads < 1) {
    throw new InputError("threads", String(threads), "an integer of at least 1");
  }
  return {
    fingerprint: `onnxruntime-node ${env.versions.node ?? "unknown"}`,
    threads,
    load: async (traced) =>
      loadProgram(lower(traced, ownLayout ? await channelBlock() : undefined), traced, threads, sharedFrom),
  };
}

let block: Promise<number | undefined> | undefined;

/** Found once, by looking at where ONNX Runtime puts the channels of one map. */
function channelBlock(): Promise<number | undefined> {
  block ??= findChannelBlock();
  return block;
}

/** How many channels lie together in ONNX Runtime's own layout on this processor; undefined where it has no such layout. */
async function findChannelBlock(): Promise<number | undefined> {
  const shape = [1, mostChannels, 1, 2];
  const map = { name: "x", type: "float32", shape } as const;
  const node = { op: "ReorderInput", domain: blockedDomain, inputs: ["x"], outputs: ["y"], attributes: {} };
  const graph = { inputs: [map], outputs: [{ ...map, name: "y" }], constants: [], nodes: [node] };
  try {
    const session = await InferenceSession.create(writeModel(graph), { logSeverityLevel: 4 });
    const numbers = Float32Array.from({ length: 2 * mostChannels }, (_, i) => i);
    const results = await session.run({ x: new OrtTensor("float32", numbers, shape) });
    await session.release();
    // The second place of the first channel comes after all channels of its block.
    const found = ((results.y as OrtTensor).data as Float32Array).indexOf(1);
    return found > 1 ? found : undefined;
  } catch {
    return undefined;
  }
}

async function loadProgram(
  lowered: Lowered,
  traced: Traced,
  threads: number,
  sharedFrom: number,
): Promise<Program> {
  const used = lowered.elementsPerOperation < sharedFrom ? 1 : threads;
  const session = await InferenceSession.create(writeModel(lowered.graph), {
    executionProviders: ["cpu"],
    graphOptimizationLevel: "all",
    executionMode: "sequential",
    intraOpNumThreads: used,
    interOpNumThreads: 1,
    // No quantised models here; those passes would copy the conversion of byte inputs for each of its users.
    extra: { session: { disable_quant_qdq: "1" } },
    // Errors only: they are thrown as well, and warnings would mix with what a program prints.
    logSeverityLevel: 3,
  });
  return new OrtProgram(traced, lowered, session);
}

class OrtProgram implements Program {
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  readonly outputs: Readonly<Record<string, TensorSpec>>;
  readonly #session: InferenceSession;
  readonly #inputNames: readonly string[];
  readonly #outputNames: ReadonlyMap<string, string>;

  constructor(traced: Traced, lowered: Lowered, session: InferenceSession) {
    this.inputs = traced.inputs;
    this.outputs = traced.outputs;
    this.#session = session;
    this.#inputNames = lowered.inputNames;
    this.#outputNames = new Map(
      Object.keys(traced.outputs).map((name, i) => [name, lowered.outputNames[i] as string]),
    );
  }

  async run(inputs: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>> {
    const feeds: Record<string, OrtTensor> = {};
    for (const name of this.#inputNames) {
      const { dtype, data, shape } = checkInput(name, this.inputs[name] as TensorSpec, inputs[name]);
      feeds[name] = new OrtTensor(dtype, data, shape);
    }
    const results = await this.#session.run(feeds);
    const outputs: Record<string, Tensor> = {};
    for (const [name, given] of this.#outputNames) {
      const { dtype, shape } = this.outputs[name] as TensorSpec;
      outputs[name] = { dtype, shape, data: (results[given] as OrtTensor).data as Tensor["data"] };
    }
    return outputs;
  }

  release(): Promise<void> {
    return this.#session.release();
  }
}
