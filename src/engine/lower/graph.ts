// Collects the operations of a model under construction, each distinct one once.
import { sha256Hex } from "../../base/hash.ts";
import type { OnnxAttribute, OnnxData, OnnxNode, OnnxPort, OnnxTensor, OnnxType } from "../onnx.ts";
import { sizeOf } from "../tensor.ts";

type Attributes = Readonly<Record<string, OnnxAttribute>>;

export interface TensorType {
  readonly type: OnnxType;
  readonly shape: readonly number[];
}

/** Tensors go by name; an operation that is asked for twice with the same inputs is added once. */
export class GraphBuilder {
  readonly inputs: OnnxPort[] = [];
  readonly nodes: OnnxNode[] = [];
  readonly constants = new Map<string, OnnxTensor>();
  readonly #types = new Map<string, TensorType>();
  readonly #producers = new Map<string, OnnxNode>();
  readonly #known = new Map<string, readonly string[]>();
  /** Channels that lie together in the runtime's own layout of maps; undefined where it has none. */
  readonly channelBlock: number | undefined;

  constructor(channelBlock?: number) {
    this.channelBlock = channelBlock;
  }

  input(name: string, type: OnnxType, shape: readonly number[]): string {
    this.inputs.push({ name, type, shape });
    this.#types.set(name, { type, shape });
    return name;
  }

  /** Adds an operation with one output, and gives the output's name. */
  emit(
    op: string,
    inputs: readonly string[],
    output: TensorType,
    attributes: Attributes = {},
    domain = "",
  ): string {
    return this.emitAll(op, inputs, [output], attributes, domain)[0] as string;
  }

  emitAll(
    op: string,
    inputs: readonly string[],
    types: readonly TensorType[],
    attributes: Attributes,
    domain = "",
  ): readonly string[] {
    const key = JSON.stringify([op, inputs, attributes, domain]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const outputs = types.map((type) => this.#name(type));
    const node = { op, domain, inputs, outputs, attributes };
    this.nodes.push(node);
    for (const output of outputs) this.#producers.set(output, node);
    this.#known.set(key, outputs);
    return outputs;
  }

  /** A per cent sign keeps these names apart from those of inputs and outputs. */
  #name(type: TensorType): string {
    const name = `%${this.#types.size}`;
    this.#types.set(name, type);
    return name;
  }

  constant(type: OnnxType, shape: readonly number[], data: OnnxData): string {
    const key = JSON.stringify(["constant", type, shape, sha256Hex(bytesOf(data))]);
    const known = this.#known.get(key);
    if (known !== undefined) return known[0] as string;
    const name = this.#name({ type, shape });
    this.constants.set(name, { name, type, shape, data });
    this.#known.set(key, [name]);
    return name;
  }

  scalar(type: OnnxType, value: number): string {
    if (type === "float32") return this.constant(type, [], Float32Array.of(value));
    if (type === "int32") return this.constant(type, [], Int32Array.of(value));
    if (type === "int64") return this.constant(type, [], BigInt64Array.of(BigInt(value)));
    return this.constant(type, [], Uint8Array.of(value));
  }

  /** A list of shape-like integers, as ONNX takes axes, shapes and bounds. */
  integers(values: readonly number[]): string {
    return this.constant("int64", [values.length], BigInt64Array.from(values, BigInt));
  }

  /** Elements of all that is computed, over the number of operations; 0 where there is none. */
  meanElements(): number {
    const elements = this.nodes.flatMap(({ outputs }) => outputs.map((name) => sizeOf(this.shapeOf(name))));
    return elements.reduce((sum, size) => sum + size, 0) / Math.max(1, this.nodes.length);
  }

  /** The number in a constant of one element, undefined for anything else. */
  scalarValue(name: string): number | undefined {
    const tensor = this.constants.get(name);
    return tensor !== undefined && sizeOf(tensor.shape) === 1 ? Number(tensor.data[0]) : undefined;
  }

  /** The operation that computes a tensor, if it is `op` of that domain, ONNX's own by default. */
  made(name: string, op: string, domain = ""): OnnxNode | undefined {
    const node = this.#producers.get(name);
    return node?.op === op && node.domain === domain ? node : undefined;
  }

  typeOf(name: string): OnnxType {
    return (this.#types.get(name) as TensorType).type;
  }

  shapeOf(name: string): readonly number[] {
    return (this.#types.get(name) as TensorType).shape;
  }
}

function bytesOf(data: OnnxData): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
