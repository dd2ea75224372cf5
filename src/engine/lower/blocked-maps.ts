// Keeps maps in ONNX Runtime's own layout from one convolution to the next, where reordering them between is not needed.
import type { OnnxNode } from "../onnx.ts";
import { sameShape, sizeOf } from "../tensor.ts";
import {
  blockedDomain,
  channelSums,
  channelsLast,
  type Extents,
  exchanged,
  fromChannelsLast,
  intoBlocks,
  outOfBlocks,
  rowsIntoBlocks,
  rowsOutOfBlocks,
} from "./blocked-forms.ts";
import { withoutDead } from "./fusion.ts";
import type { GraphBuilder } from "./graph.ts";
import { reshapeTensor } from "./lazy.ts";

/** Operations that give the same wherever the elements lie, as long as those of all operands lie alike. */
const elementwise = new Set([
  ...["Add", "Sub", "Mul", "Div", "Max", "Min", "Relu", "Neg", "Abs", "Sign", "Reciprocal", "Sqrt"],
  ...["Exp", "Log", "Sigmoid", "Tanh", "Cast", "Less", "LessOrEqual", "Equal", "Not", "And", "Or", "Where"],
]);

const toLast = [0, 2, 3, 1];
const fromLast = [0, 3, 1, 2];
const swapped = [1, 0, 2, 3];

/**
 * Adds, to a finished graph in whose convolutions `block` channels lie together, the same computation with maps left in that
 * layout through sums, rectifiers and their gradients; biases, residual sums and rectifiers join their convolutions. Gives the
 * new names of the outputs. What no output depends on any more is for the caller to take away.
 */
export function withMapsKeptBlocked(
  graph: GraphBuilder,
  block: number,
  outputs: readonly string[],
): readonly string[] {
  const nodes = withoutDead(graph.nodes, outputs);
  if (!nodes.some(({ op }) => op === "ReorderOutput")) return outputs;
  const rewriting = new Rewriting(graph, block, nodes, outputs);
  for (const node of nodes) rewriting.add(node);
  return outputs.map((name) => rewriting.now(name));
}

/** Goes over the former operations in their order; what has a better form is added anew, and so is what reads it. */
class Rewriting {
  readonly #graph: GraphBuilder;
  readonly #block: number;
  readonly #uses = new Map<string, number>();
  /** What is read in blocks, be it after operations on each element. */
  readonly #wanted: ReadonlySet<string>;
  readonly #renamed = new Map<string, string>();
  /** The same maps in blocks, by their former names. */
  readonly #blocked = new Map<string, string>();
  readonly #producers = new Map<string, OnnxNode>();

  constructor(graph: GraphBuilder, block: number, nodes: readonly OnnxNode[], outputs: readonly string[]) {
    this.#graph = graph;
    this.#block = block;
    for (const name of [...nodes.flatMap(({ inputs }) => inputs), ...outputs])
      this.#uses.set(name, (this.#uses.get(name) ?? 0) + 1);
    for (const node of nodes) for (const name of node.outputs) this.#producers.set(name, node);
    this.#wanted = wantedBlocked(nodes);
  }

  now(name: string): string {
    return this.#renamed.get(name) ?? name;
  }

  /** Adds what one operation of the former graph has become. */
  add(node: OnnxNode): void {
    const [output] = node.outputs as readonly [string];
    const direct = this.#direct(node);
    if (direct !== undefined) {
      node.outputs.forEach((name, i) => {
        this.#renamed.set(name, direct[i] as string);
      });
      return;
    }
    const inBlocks = this.#inBlocks(node);
    if (inBlocks !== undefined) this.#blocked.set(output, inBlocks);
    if (inBlocks !== undefined && elementwise.has(node.op) && this.#graph.typeOf(output) === "float32")
      this.#renamed.set(output, outOfBlocks(this.#graph, inBlocks));
    else this.#repeat(node);
  }

  #repeat({ op, domain, inputs, outputs, attributes }: OnnxNode): void {
    const types = outputs.map((name) => ({
      type: this.#graph.typeOf(name),
      shape: this.#graph.shapeOf(name),
    }));
    const now = inputs.map((name) => this.now(name));
    if (now.every((name, i) => name === inputs[i])) return;
    const found = this.#graph.emitAll(op, now, types, attributes, domain);
    outputs.forEach((name, i) => {
      this.#renamed.set(name, found[i] as string);
    });
  }

  /** The result of an operation that reads maps, computed from the maps in blocks. */
  #direct(node: OnnxNode): readonly string[] | undefined {
    const [input] = node.inputs as readonly [string];
    const maps = this.#blocked.get(input);
    if (node.op === "ReorderInput" && maps !== undefined) return [maps];
    if (node.op === "Gemm") return this.#product(node);
    if (node.op === "ReorderInput" || node.op === "Split") return this.#swappedParts(node);
    if (maps === undefined || this.#graph.typeOf(maps) !== "float32") return undefined;
    if (node.op === "Transpose" && sameShape(node.attributes.perm as readonly number[], toLast))
      return [channelsLast(this.#graph, this.#block, maps)];
    if (node.op === "ReduceSum" && node.attributes.keepdims === 0 && this.#isList(node.inputs[1], [0, 2, 3]))
      return [channelSums(this.#graph, this.#block, maps)];
    return undefined;
  }

  /** A product with flattened maps: the rows of the other matrix, or those of the result, are moved instead. */
  #product({ inputs, outputs, attributes }: OnnxNode): readonly string[] | undefined {
    const [graph, block] = [this.#graph, this.#block];
    const [a, b] = inputs as readonly [string, string];
    const source = this.#producers.get(a);
    const maps = source?.op === "Reshape" ? this.#blocked.get(source.inputs[0] as string) : undefined;
    if (maps === undefined || attributes.transB !== 0) return undefined;
    const extents = graph.shapeOf(maps) as Extents;
    if (graph.shapeOf(a).length !== 2 || graph.shapeOf(a)[0] !== extents[0]) return undefined;
    const flat = reshapeTensor(graph, maps, graph.shapeOf(a));
    const type = { type: "float32", shape: graph.shapeOf(outputs[0] as string) } as const;
    if (attributes.transA === 0) {
      const matrix = rowsIntoBlocks(graph, block, this.now(b), extents);
      return [graph.emit("Gemm", [flat, matrix], type, attributes)];
    }
    return [
      rowsOutOfBlocks(graph, block, graph.emit("Gemm", [flat, this.now(b)], type, attributes), extents),
    ];
  }

  /** Maps that are a matrix product, as gradients by flattened maps are, with the rows of its second matrix moved. */
  #unflattened({ inputs, outputs }: OnnxNode): string | undefined {
    const [graph, block] = [this.#graph, this.#block];
    const [input, output] = [inputs[0] as string, outputs[0] as string];
    const product = this.#producers.get(input);
    if (product?.op !== "Gemm" || product.attributes.transB !== 1) return undefined;
    const extents = graph.shapeOf(output) as Extents;
    if (!this.#wanted.has(output) || graph.shapeOf(input)[0] !== extents[0]) return undefined;
    const [a, b] = product.inputs.map((name) => this.now(name)) as [string, string];
    const type = { type: "float32", shape: graph.shapeOf(input) } as const;
    const matrix = rowsIntoBlocks(graph, block, b, extents);
    return reshapeTensor(graph, graph.emit("Gemm", [a, matrix], type, product.attributes), extents);
  }

  /** The maps in blocks that an operation makes, where its result is maps and has such a form at little cost. */
  #inBlocks(node: OnnxNode): string | undefined {
    const [output] = node.outputs as readonly [string];
    const shape = this.#graph.shapeOf(output);
    if (shape.length !== 4 || (shape[1] as number) % this.#block !== 0) return undefined;
    if (node.op === "ReorderOutput") return this.now(node.inputs[0] as string);
    if (node.op === "Transpose" && sameShape(node.attributes.perm as readonly number[], fromLast))
      return fromChannelsLast(this.#graph, this.#block, this.now(node.inputs[0] as string));
    if (node.op === "Reshape") return this.#unflattened(node);
    return elementwise.has(node.op) ? (this.#joined(node) ?? this.#eachElement(node)) : undefined;
  }

  #eachElement({ op, inputs, outputs, attributes }: OnnxNode): string | undefined {
    const graph = this.#graph;
    const [output] = outputs as readonly [string];
    const shape = graph.shapeOf(output);
    if (!inputs.some((name) => this.#blocked.has(name))) return undefined;
    const operands = inputs.map((name) => {
      if (sizeOf(graph.shapeOf(name)) === 1) return this.now(name);
      if (!sameShape(graph.shapeOf(name), shape)) return undefined;
      const known = this.#blocked.get(name);
      if (known !== undefined || !this.#wanted.has(output) || graph.typeOf(name) !== "float32") return known;
      const maps = intoBlocks(graph, this.now(name));
      this.#blocked.set(name, maps);
      return maps;
    });
    if (operands.includes(undefined)) return undefined;
    return graph.emit(op, operands as string[], { type: graph.typeOf(output), shape }, attributes);
  }

  /** A convolution with the bias, the residual sum or the rectifier that is all that reads it. */
  #joined({ op, inputs, outputs }: OnnxNode): string | undefined {
    const [output] = outputs as readonly [string];
    if (op === "Relu")
      return this.#joinedWith(inputs[0] as string, (conv) => [conv.inputs, { activation: "Relu" }]);
    if (op !== "Add") return undefined;
    const [a, b] = inputs as readonly [string, string];
    for (const [result, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const term = this.#term(other, this.#graph.shapeOf(output) as Extents);
      if (term === undefined) continue;
      const joined = this.#joinedWith(result, ({ inputs: [maps = "", kernel = "", bias = "", sum = ""] }) => {
        if (term.bias) return bias === "" ? [trimmed([maps, kernel, term.name, sum]), {}] : undefined;
        return sum === "" ? [[maps, kernel, bias, term.name], {}] : undefined;
      });
      if (joined !== undefined) return joined;
    }
    return undefined;
  }

  /** What may be added within a convolution: a number for each channel, or maps in blocks. */
  #term(name: string, shape: Extents): { readonly name: string; readonly bias: boolean } | undefined {
    const held = this.#graph.shapeOf(name);
    const channels = shape[1];
    if (sameShape(held, [channels, 1, 1]) || sameShape(held, [1, channels, 1, 1]))
      return { name: reshapeTensor(this.#graph, this.now(name), [channels]), bias: true };
    const maps = this.#blocked.get(name);
    return maps !== undefined && sameShape(held, shape) ? { name: maps, bias: false } : undefined;
  }

  #joinedWith(
    result: string,
    change: (conv: OnnxNode) => readonly [readonly string[], OnnxNode["attributes"]] | undefined,
  ): string | undefined {
    const maps = this.#blocked.get(result);
    const conv = maps === undefined ? undefined : this.#graph.made(maps, "Conv", blockedDomain);
    if (maps === undefined || conv === undefined || this.#uses.get(result) !== 1) return undefined;
    if (conv.attributes.activation !== undefined) return undefined;
    const changed = change(conv);
    if (changed === undefined) return undefined;
    const [inputs, attributes] = changed;
    const type = { type: "float32", shape: this.#graph.shapeOf(maps) } as const;
    return this.#graph.emit("Conv", inputs, type, { ...conv.attributes, ...attributes }, blockedDomain);
  }

  #isList(name: string | undefined, numbers: readonly number[]): boolean {
    const data = this.#graph.constants.get(name ?? "")?.data;
    return data !== undefined && sameShape(Array.from(data, Number), numbers);
  }

  /** Parts of maps with the channels first and the batch in blocks, as the gradient by the kernel reads them. */
  #swappedParts(node: OnnxNode): readonly string[] | undefined {
    const maps = this.#swappedMaps(node);
    if (maps === undefined) return undefined;
    const parts = node.outputs.length;
    const batch = this.#graph.shapeOf(maps)[0] as number;
    return batch % (parts * this.#block) === 0 ? exchanged(this.#graph, this.#block, maps, parts) : undefined;
  }

  /** The maps in blocks whose channels come first, in blocks of the batch, in what an operation makes or cuts into parts. */
  #swappedMaps({ op, inputs, attributes }: OnnxNode): string | undefined {
    const whole =
      op === "Split" && attributes.axis === 1 ? this.#producers.get(inputs[0] as string) : undefined;
    const reordered =
      op === "ReorderInput" ? inputs[0] : whole?.op === "ReorderInput" ? whole.inputs[0] : undefined;
    const turned = this.#producers.get(reordered ?? "");
    if (turned?.op !== "Transpose" || !sameShape(turned.attributes.perm as readonly number[], swapped))
      return undefined;
    return this.#blocked.get(turned.inputs[0] as string);
  }
}

function trimmed(inputs: readonly string[]): readonly string[] {
  return inputs.at(-1) === "" ? inputs.slice(0, -1) : inputs;
}

function wantedBlocked(nodes: readonly OnnxNode[]): ReadonlySet<string> {
  const wanted = new Set<string>();
  for (const { op, inputs, outputs, attributes } of nodes.toReversed()) {
    const turned = op === "Transpose" && sameShape(attributes.perm as readonly number[], swapped);
    const passedOn = elementwise.has(op) || turned;
    if (op === "ReorderInput" || (passedOn && wanted.has(outputs[0] as string)))
      for (const name of inputs) wanted.add(name);
  }
  return wanted;
}
