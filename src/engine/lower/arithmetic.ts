// Lowering of sums, products and their inverses, with the algebra that makes them fewer.
import { sizeOf } from "../tensor.ts";
import { operands, pointwise, stretched } from "./elementwise.ts";
import type { GraphBuilder } from "./graph.ts";
import { filled, isScalar, type Lazy } from "./lazy.ts";
import { paddedWith } from "./padding.ts";
import { outputShape, outputType, type SingleRule, type Site } from "./rule.ts";

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
  return (
    paddedWith(graph, a, b) ?? paddedWith(graph, b, a) ?? pointwise(graph, "Add", [a, b], outputType(site))
  );
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
