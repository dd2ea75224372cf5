// Lowering of the operations that act on each element by itself.
import { InputError } from "../../base/errors.ts";
import type { OnnxType } from "../onnx.ts";
import { sizeOf } from "../tensor.ts";
import type { GraphBuilder } from "./graph.ts";
import { broadcastShape, castTensor, filled, isScalar, type Lazy } from "./lazy.ts";
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
function operands(site: Site, inputs: readonly Lazy[]): readonly [Lazy, Lazy] {
  const type = outputType(site);
  return inputs.map((input) => castLazy(site.graph, input, type)) as [Lazy, Lazy];
}

function stretched(value: Lazy, site: Site): Lazy {
  return { tensor: value.tensor, shape: outputShape(site) };
}

/** The result of an operation on two constants of one element. */
function folded(site: Site, a: Lazy, b: Lazy, compute: (a: number, b: number) => number): Lazy | undefined {
  const [x, y] = [site.graph.scalarValue(a.tensor), site.graph.scalarValue(b.tensor)];
  if (x === undefined || y === undefined || outputType(site) !== "float32") return undefined;
  return filled(site.graph, "float32", Math.fround(compute(x, y)), outputShape(site));
}

export const add: SingleRule = (site, inputs) => {
  const { graph } = site;
  const [a, b] = operands(site, inputs);
  if (outputType(site) === "bool") return pointwise(graph, "Or", [a, b], "bool");
  if (isScalar(graph, a, 0)) return stretched(b, site);
  if (isScalar(graph, b, 0)) return stretched(a, site);
  const constant = folded(site, a, b, (x, y) => x + y);
  if (constant !== undefined) return constant;
  const [minusA, minusB] = [graph.made(a.tensor, "Neg"), graph.made(b.tensor, "Neg")];
  if (minusB !== undefined) return subtract(site, a, { tensor: minusB.inputs[0] as string, shape: b.shape });
  if (minusA !== undefined) return subtract(site, b, { tensor: minusA.inputs[0] as string, shape: a.shape });
  return pointwise(graph, "Add", [a, b], outputType(site));
};

/**
 * `a - b`. Where both are the same tensor the result is zero: so end the terms that carry hand-written gradients. 1 - 2 s(w)
 * with the logistic function s is the hyperbolic tangent of -w/2.
 */
function subtract(site: Site, a: Lazy, b: Lazy): Lazy {
  const { graph } = site;
  const type = outputType(site);
  if (a.tensor === b.tensor) return filled(graph, type, 0, outputShape(site));
  if (isScalar(graph, a, 1)) {
    const halved = scaledBy(graph, b.tensor, 2);
    const angle = halved === undefined ? undefined : graph.made(halved, "Sigmoid")?.inputs[0];
    const positive = angle === undefined ? undefined : graph.made(angle, "Neg")?.inputs[0];
    const half = positive === undefined ? undefined : scaledBy(graph, positive, 2);
    if (half !== undefined)
      return stretched(pointwise(graph, "Tanh", [{ tensor: half, shape: b.shape }], type), site);
  }
  return pointwise(graph, "Sub", [a, b], type);
}

/** What a tensor is `factor` times of, if it was made so. */
function scaledBy(graph: GraphBuilder, tensor: string, factor: number): string | undefined {
  const product = graph.made(tensor, "Mul");
  if (product === undefined) return undefined;
  const [a, b] = product.inputs as readonly [string, string];
  if (graph.scalarValue(b) === factor) return a;
  return graph.scalarValue(a) === factor ? b : undefined;
}

export const mul: SingleRule = (site, inputs) => {
  const { graph } = site;
  const [a, b] = operands(site, inputs);
  const type = outputType(site);
  if (type === "bool") return pointwise(graph, "And", [a, b], type);
  if (isScalar(graph, a, 0) || isScalar(graph, b, 0)) return filled(graph, type, 0, outputShape(site));
  const constant = folded(site, a, b, (x, y) => x * y);
  if (constant !== undefined) return constant;
  for (const [x, y] of [
    [a, b],
    [b, a],
  ] as const) {
    if (isScalar(graph, x, 1)) return stretched(y, site);
    if (isScalar(graph, x, -1)) return stretched(negated(graph, y), site);
    if (dividesBetter(graph, x, y)) return quotient(graph, y, reciprocalOf(graph, x) as Lazy);
  }
  return type === "float32" ? product(graph, a, b) : pointwise(graph, "Mul", [a, b], type);
};

function reciprocalOf(graph: GraphBuilder, x: Lazy): Lazy | undefined {
  const divisor = graph.made(x.tensor, "Reciprocal")?.inputs[0];
  return divisor === undefined ? undefined : { tensor: divisor, shape: x.shape };
}

/** Whether to divide `y` by what `x` is the reciprocal of; a small reciprocal that is broadcast is cheaper as a factor. */
function dividesBetter(graph: GraphBuilder, x: Lazy, y: Lazy): boolean {
  const divisor = reciprocalOf(graph, x);
  return divisor !== undefined && elements(graph, divisor.tensor) >= elements(graph, y.tensor);
}

function elements(graph: GraphBuilder, tensor: string): number {
  return sizeOf(graph.shapeOf(tensor));
}

/** A tensor as a wide one times a factor of one element, if it was made so. */
function factored(graph: GraphBuilder, x: Lazy): readonly [wide: Lazy, factor: Lazy] | undefined {
  const made = graph.made(x.tensor, "Mul");
  if (made === undefined || elements(graph, x.tensor) === 1) return undefined;
  const [a, b] = made.inputs.map((tensor) => ({ tensor, shape: x.shape })) as [Lazy, Lazy];
  if (graph.shapeOf(b.tensor).length === 0) return [a, b];
  return graph.shapeOf(a.tensor).length === 0 ? [b, a] : undefined;
}

/**
 * A product in which factors of one element are multiplied with each other first, so that the wide array is read once.
 * Optimisers are chains of such factors: the norm clip, the decays, the step size.
 */
function product(graph: GraphBuilder, a: Lazy, b: Lazy): Lazy {
  const times = (x: Lazy, y: Lazy) => pointwise(graph, "Mul", [x, y], "float32");
  if (a.tensor === b.tensor) {
    const parts = factored(graph, a);
    return parts === undefined ? times(a, b) : times(times(parts[0], parts[0]), times(parts[1], parts[1]));
  }
  for (const [wide, factor] of [
    [a, b],
    [b, a],
  ] as const) {
    const parts = graph.shapeOf(factor.tensor).length === 0 ? factored(graph, wide) : undefined;
    if (parts !== undefined) return times(parts[0], times(parts[1], { tensor: factor.tensor, shape: [] }));
  }
  return times(a, b);
}

/** A quotient whose factors of one element come last, where they meet others. */
function quotient(graph: GraphBuilder, x: Lazy, y: Lazy): Lazy {
  const parts = factored(graph, x);
  const divided = (over: Lazy) => pointwise(graph, "Div", [over, y], "float32");
  return parts === undefined ? divided(x) : pointwise(graph, "Mul", [divided(parts[0]), parts[1]], "float32");
}

/** The negative; that of a negative or of a difference needs no operation more. */
function negated(graph: GraphBuilder, x: Lazy): Lazy {
  const type = graph.typeOf(x.tensor);
  const value = graph.scalarValue(x.tensor);
  if (value !== undefined) return filled(graph, type, -value, x.shape);
  const inner = graph.made(x.tensor, "Neg")?.inputs[0];
  return inner === undefined ? pointwise(graph, "Neg", [x], type) : { tensor: inner, shape: x.shape };
}

export const neg: SingleRule = (site, inputs) => negated(site.graph, inputs[0] as Lazy);

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

/** 1 / x; that of 1 + exp(z) is the logistic function of -z. */
export const reciprocal: SingleRule = (site, inputs) => {
  const { graph } = site;
  const x = inputs[0] as Lazy;
  const total = graph.made(x.tensor, "Add")?.inputs;
  const grown = total?.find((tensor) => graph.made(tensor, "Exp") !== undefined);
  const rest = total?.find((tensor) => tensor !== grown);
  if (grown !== undefined && rest !== undefined && graph.scalarValue(rest) === 1) {
    const exponent = graph.made(grown, "Exp")?.inputs[0] as string;
    return pointwise(graph, "Sigmoid", [negated(graph, { tensor: exponent, shape: x.shape })], "float32");
  }
  return pointwise(graph, "Reciprocal", [x], outputType(site));
};

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
