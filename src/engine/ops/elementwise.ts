// Operations that act on each element by itself, with the broadcasting rules of numpy.
import { type Array as JaxArray, lax, numpy } from "@jax-js/jax";
import { InputError } from "../../base/errors.ts";
import type { DType } from "../tensor.ts";
import { alike, constant, jaxDType, type Operand, take, Value } from "../value.ts";

type Binary = (a: JaxArray, b: JaxArray) => JaxArray;

function binary(name: string, a: Operand, b: Operand, apply: Binary): Value {
  const [left, right] = alike(name, a, b);
  return new Value(apply(take(left), take(right)));
}

function arithmetic(name: string, a: Operand, b: Operand, apply: Binary): Value {
  const [left, right] = alike(name, a, b);
  if (left.dtype === "bool") throw new InputError(name, "bool", "numbers (use cast or a logical operation)");
  return new Value(apply(take(left), take(right)));
}

function real(name: string, x: Value): JaxArray {
  if (x.dtype !== "float32") throw new InputError(name, x.dtype, "float32");
  return take(x);
}

export function add(a: Operand, b: Operand): Value {
  return arithmetic("add", a, b, (x, y) => x.add(y));
}

export function sub(a: Operand, b: Operand): Value {
  return arithmetic("sub", a, b, (x, y) => x.sub(y));
}

export function mul(a: Operand, b: Operand): Value {
  return arithmetic("mul", a, b, (x, y) => x.mul(y));
}

/** Quotient; of integers, rounded towards zero. */
export function div(a: Operand, b: Operand): Value {
  return arithmetic("div", a, b, (x, y) => x.div(y));
}

/** The smaller of two numbers; where they are equal the gradient goes to `a`. */
export function minimum(a: Operand, b: Operand): Value {
  return arithmetic("minimum", a, b, numpy.minimum);
}

/** The larger of two numbers; where they are equal the gradient goes to `a`. */
export function maximum(a: Operand, b: Operand): Value {
  return arithmetic("maximum", a, b, numpy.maximum);
}

/** `x` limited to [low, high]. */
export function clip(x: Value, low: Operand, high: Operand): Value {
  return maximum(minimum(x, high), low);
}

export function neg(x: Value): Value {
  return new Value(numpy.negative(take(x)));
}

/** Absolute value; gradient 0 at 0. */
export function abs(x: Value): Value {
  return mul(x, stopGradient(sign(x)));
}

/** -1, 0 or 1, without a gradient. */
export function sign(x: Value): Value {
  return sub(cast(greater(x, 0), x.dtype), cast(less(x, 0), x.dtype));
}

export function square(x: Value): Value {
  return mul(x, x);
}

export function sqrt(x: Value): Value {
  return new Value(numpy.sqrt(real("sqrt", x)));
}

export function exp(x: Value): Value {
  return new Value(numpy.exp(real("exp", x)));
}

/** Natural logarithm. */
export function log(x: Value): Value {
  return new Value(numpy.log(real("log", x)));
}

export function reciprocal(x: Value): Value {
  return new Value(numpy.reciprocal(real("reciprocal", x)));
}

/** Largest integer not above `x`, without a gradient. */
export function floor(x: Value): Value {
  return new Value(numpy.floor(real("floor", x)));
}

/** Smallest integer not below `x`, without a gradient. */
export function ceil(x: Value): Value {
  return new Value(numpy.ceil(real("ceil", x)));
}

export function sin(x: Value): Value {
  return new Value(numpy.sin(real("sin", x)));
}

export function cos(x: Value): Value {
  return new Value(numpy.cos(real("cos", x)));
}

/**
 * `y`, which was computed from `x` without a gradient, with `slope` as its derivative by `x`. The added term is zero and
 * vanishes in lowering; what is left is the gradient written by hand, cheaper than the one of the formula for `y`.
 */
function withSlope(x: Value, y: Value, slope: Value): Value {
  return add(y, mul(stopGradient(slope), sub(x, stopGradient(x))));
}

/** max(x, 0); gradient 0 at 0. The gradient reads the result and not `x`, which a runtime then need not keep. */
export function relu(x: Value): Value {
  const y = maximum(stopGradient(x), 0);
  return withSlope(x, y, cast(notEqual(y, 0), "float32"));
}

/** Hyperbolic tangent, written as 1 - 2 / (exp(2x) + 1), which never divides infinities. */
export function tanh(x: Value): Value {
  const growth = exp(mul(stopGradient(x), 2));
  const y = sub(1, mul(2, reciprocal(add(growth, 1))));
  return withSlope(x, y, sub(1, square(y)));
}

/** Logistic function 1 / (1 + exp(-x)). */
export function sigmoid(x: Value): Value {
  const y = reciprocal(add(exp(neg(stopGradient(x))), 1));
  return withSlope(x, y, mul(y, sub(1, y)));
}

/** The same numbers, taken as a constant by gradients. */
export function stopGradient(x: Value): Value {
  return new Value(lax.stopGradient(take(x)));
}

/** Conversion to another element type; float32 to int32 cuts the fraction off, anything but 0 is true. */
export function cast(x: Value, dtype: DType): Value {
  if (x.dtype === dtype) return x;
  if (dtype === "bool") return notEqual(x, 0);
  return new Value(numpy.astype(take(x), jaxDType(dtype)));
}

export function equal(a: Operand, b: Operand): Value {
  return binary("equal", a, b, numpy.equal);
}

export function notEqual(a: Operand, b: Operand): Value {
  return binary("notEqual", a, b, numpy.notEqual);
}

export function less(a: Operand, b: Operand): Value {
  return arithmetic("less", a, b, numpy.less);
}

export function lessEqual(a: Operand, b: Operand): Value {
  return arithmetic("lessEqual", a, b, numpy.lessEqual);
}

export function greater(a: Operand, b: Operand): Value {
  return arithmetic("greater", a, b, numpy.greater);
}

export function greaterEqual(a: Operand, b: Operand): Value {
  return arithmetic("greaterEqual", a, b, numpy.greaterEqual);
}

function truth(name: string, x: Value): JaxArray {
  if (x.dtype !== "bool") throw new InputError(name, x.dtype, "bool");
  return take(x);
}

export function logicalAnd(a: Value, b: Value): Value {
  return new Value(truth("logicalAnd", a).mul(truth("logicalAnd", b)));
}

export function logicalOr(a: Value, b: Value): Value {
  return new Value(truth("logicalOr", a).add(truth("logicalOr", b)));
}

export function logicalNot(x: Value): Value {
  return new Value(numpy.notEqual(truth("logicalNot", x), take(constant(1, [], "bool"))));
}

/** `a` where the condition holds, `b` elsewhere. */
export function where(condition: Value, a: Operand, b: Operand): Value {
  const [left, right] = alike("where", a, b);
  return new Value(numpy.where(truth("where", condition), take(left), take(right)));
}
