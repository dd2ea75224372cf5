// Lowering of the operations that act on each element by itself.
import { InputError } from "../../base/errors.ts";
import type { OnnxType } from "../onnx.ts";
import type { GraphBuilder } from "./graph.ts";
import { broadcastShape, castTensor, isScalar, type Lazy } from "./lazy.ts";
import { type ArrayType, outputShape, outputType, type SingleRule, type Site, textParam } from "./rule.ts";

/** Adds an elementwise operation; what is broadcast in every operand stays broadcast in the result. */
export function pointwise(graph: GraphBuilder, op: string, inputs: readonly Lazy[], type: OnnxType): Lazy {
  const tensors = inputs.map((input) => input.tensor);
  const held = broadcastShape(tensors.map((tensor) => graph.shapeOf(tensor)));
  const shape = broadcastShape(inputs.map((input) => input.shape));
  return { tensor: graph.emit(op, tensors, { type, shape: held }), shape };
}

function castLazy(graph: GraphBuilder, value: Lazy, type: OnnxType): Lazy {
  return { tensor: castTensor(graph, value.tensor, type), shape: value.shape };
}

/** The operands of a two-sided operation, in the type of its result. */
export function operands(site: Site, inputs: readonly Lazy[]): readonly [Lazy, Lazy] {
  const type = outputType(site);
  return inputs.map((input) => castLazy(site.graph, input, type)) as [Lazy, Lazy];
}

/** The same tensor under the shape of the result. */
export function stretched(value: Lazy, site: Site): Lazy {
  return { tensor: value.tensor, shape: outputShape(site) };
}

export const max: SingleRule = (site, inputs) => {
  const [a, b] = operands(site, inputs);
  if (outputType(site) === "bool") return pointwise(site.graph, "Or", [a, b], "bool");
  const floats = outputType(site) === "float32";
  if (floats && isScalar(site.graph, b, 0))
    return stretched(pointwise(site.graph, "Relu", [a], "float32"), site);
  if (floats && isScalar(site.graph, a, 0))
    return stretched(pointwise(site.graph, "Relu", [b], "float32"), site);
  return pointwise(site.graph, "Max", [a, b], outputType(site));
};

export const min: SingleRule = (site, inputs) => {
  const op = outputType(site) === "bool" ? "And" : "Min";
  return pointwise(site.graph, op, operands(site, inputs), outputType(site));
};

/** Quotient rounded towards zero. */
export const idiv: SingleRule = (site, inputs) => {
  const { graph } = site;
  const quotient = pointwise(graph, "Div", operands(site, inputs), outputType(site));
  if (outputType(site) === "int32") return quotient;
  const size = pointwise(graph, "Floor", [pointwise(graph, "Abs", [quotient], "float32")], "float32");
  return pointwise(graph, "Mul", [size, pointwise(graph, "Sign", [quotient], "float32")], "float32");
};

/** Remainder with the sign of the dividend. */
export const mod: SingleRule = (site, inputs) => {
  const pair = operands(site, inputs);
  const tensors = pair.map((value) => value.tensor);
  const shape = broadcastShape(tensors.map((tensor) => site.graph.shapeOf(tensor)));
  const tensor = site.graph.emit("Mod", tensors, { type: outputType(site), shape }, { fmod: 1 });
  return stretched({ tensor, shape: [] }, site);
};

/** A rule for an operation that ONNX has under another name. */
export function unary(op: string): SingleRule {
  return (site, inputs) => pointwise(site.graph, op, [inputs[0] as Lazy], outputType(site));
}

/** The same numbers: what it does to gradients was done when the function was recorded. */
export const stopGradient: SingleRule = (_site, inputs) => inputs[0] as Lazy;

export const cast: SingleRule = (site, inputs) => castLazy(site.graph, inputs[0] as Lazy, outputType(site));

const ranks = ["bool", "int32", "float32"] as const;

/** The type in which jax-js compares: the wider one, where a bare number gives way to the type it meets. */
function comparedType(a: ArrayType, b: ArrayType): OnnxType {
  const strong = a.weakType === b.weakType ? [a, b] : [a.weakType ? b : a];
  const found = strong.map(({ dtype }) => ranks.indexOf(dtype as (typeof ranks)[number]));
  if (found.includes(-1))
    throw new InputError("lowering compare", `${a.dtype} and ${b.dtype}`, ranks.join(", "));
  return ranks[Math.max(...found)] as OnnxType;
}

const comparisons: Readonly<Record<string, string>> = {
  less: "Less",
  less_equal: "LessOrEqual",
  equal: "Equal",
  not_equal: "Equal",
};

export const compare: SingleRule = (site, inputs) => {
  const { graph } = site;
  const name = textParam(site, "op");
  const op = comparisons[name];
  if (op === undefined) throw new InputError("lowering compare", name, Object.keys(comparisons).join(", "));
  const [left, right] = site.inputTypes as readonly [ArrayType, ArrayType];
  const common = comparedType(left, right);
  const ordered = common === "bool" && op !== "Equal" ? "int32" : common;
  const [a, b] = inputs.map((input) => castLazy(graph, input, ordered)) as [Lazy, Lazy];
  if (name !== "not_equal") return pointwise(graph, op, [a, b], "bool");
  if (ordered === "bool" && isScalar(graph, b, 1)) return pointwise(graph, "Not", [a], "bool");
  if (isScalar(graph, b, 0)) return castLazy(graph, a, "bool");
  return pointwise(graph, "Not", [pointwise(graph, "Equal", [a, b], "bool")], "bool");
};

export const where: SingleRule = (site, inputs) => {
  const [condition, a, b] = inputs as readonly [Lazy, Lazy, Lazy];
  const [yes, no] = operands(site, [a, b]);
  if (yes.tensor === no.tensor) return stretched(yes, site);
  return pointwise(site.graph, "Where", [condition, yes, no], outputType(site));
};
