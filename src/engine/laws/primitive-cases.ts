// For each operation that is lowered, random computations that contain it.
import { type Array as JaxArray, jit, lax, numpy } from "@jax-js/jax";
import type { Rng } from "../../base/rng.ts";
import type { Primitive } from "../lower.ts";
import * as ops from "../ops.ts";
import type { DType } from "../tensor.ts";
import { take, Value } from "../value.ts";
import * as arranging from "./arranging-cases.ts";
import * as convolving from "./convolving-cases.ts";
import { caseOf, type MakeCase } from "./graded.ts";
import {
  broadcastPair,
  type LawCase,
  type Operand,
  pick,
  type Range,
  randomOperand,
  randomShape,
  randomTensor,
  someAxes,
} from "./random.ts";

type Unary = (x: JaxArray) => JaxArray;
type Binary = (x: JaxArray, y: JaxArray) => JaxArray;

function unary(apply: Unary, range: Range, differentiable = true): MakeCase {
  return (rng) => {
    const x = randomOperand(rng, randomShape(rng, 0, 3), "float32", range);
    return caseOf([x], ([value]) => new Value(apply(take(value))), differentiable);
  };
}

function binary(apply: Binary, dtypes: readonly DType[], ranges: readonly [Range, Range]): MakeCase {
  return (rng) => {
    const dtype = pick(rng, dtypes);
    const xs = broadcastPair(rng).map((shape, i) => randomOperand(rng, shape, dtype, ranges[i]));
    return caseOf(xs, ([x, y]) => new Value(apply(take(x), take(y))), dtype === "float32");
  };
}

const plain: Range = [-2, 2];
const allTypes: readonly DType[] = ["float32", "int32", "bool"];
/** Away from zero, so that quotients keep their digits. */
const divisors: Range = [1, 3];

const orders: readonly Binary[] = [numpy.less, numpy.lessEqual, numpy.greater, numpy.greaterEqual];
const equalities: readonly Binary[] = [numpy.equal, numpy.notEqual];

function compareCase(rng: Rng): LawCase {
  const dtype = pick(rng, allTypes);
  // jax-js has no order of false and true.
  const compare = pick(rng, dtype === "bool" ? equalities : [...orders, ...equalities]);
  const xs = broadcastPair(rng).map((shape) => randomOperand(rng, shape, dtype, plain));
  return caseOf(xs, ([x, y]) => new Value(compare(take(x), take(y))), false);
}

function castCase(rng: Rng): LawCase {
  const x = randomOperand(rng, randomShape(rng, 0, 3), pick(rng, allTypes), plain);
  const to = pick(rng, [numpy.float32, numpy.int32, numpy.bool]);
  return caseOf([x], ([value]) => new Value(numpy.astype(take(value), to)), false);
}

function whereCase(rng: Rng): LawCase {
  const [a, b] = broadcastPair(rng);
  const condition = randomOperand(rng, pick(rng, [a, b]), "bool", plain);
  const xs = [a, b].map((shape) => randomOperand(rng, shape, "float32", plain));
  return caseOf(xs, ([x, y]) => ops.where(fixed(condition), x, y), true);
}

/** An operand as a constant of the computation. */
function fixed({ tensor, view }: Operand): Value {
  return view(ops.constant(tensor.data, tensor.shape, tensor.dtype as DType));
}

function reduceCase(rng: Rng): LawCase {
  const kind = rng.below(4);
  // Products of many integers leave their range.
  const shape = randomShape(rng, 1, kind === 1 ? 2 : 4);
  const axes = someAxes(rng, shape.length, 1);
  const dtype = pick(rng, kind < 2 ? (["float32", "int32"] as const) : allTypes);
  // Products of numbers near zero would lose their digits in the gradient, which divides by each factor.
  const x = randomOperand(rng, shape, dtype, kind === 1 ? [1, 2] : plain);
  const folds: Unary[] = [
    (value) => value.sum(axes),
    (value) => value.prod(axes),
    (value) => value.min(axes),
    (value) => value.max(axes),
  ];
  return caseOf([x], ([value]) => new Value(folds[kind](take(value))), dtype === "float32");
}

/** A product over random axes: some shared, some summed over, the others of one side only, in any order. */
function dotCase(rng: Rng): LawCase {
  const dtype = pick(rng, ["float32", "float32", "int32"] as const);
  const [shared, summed] = [randomShape(rng, 0, 2), randomShape(rng, 1, 2)];
  const sides = [0, 1].map(() => {
    const tags = [
      ...shared.map((extent, i) => ({ extent, kind: "shared", i })),
      ...summed.map((extent, i) => ({ extent, kind: "summed", i })),
      ...randomShape(rng, 0, 2).map((extent, i) => ({ extent, kind: "own", i })),
    ];
    const order = tags.map((_, i) => i);
    rng.shuffle(order);
    const axes = order.map((i) => tags[i]);
    const places = (kind: string, count: number) =>
      Array.from({ length: count }, (_, i) => axes.findIndex((axis) => axis.kind === kind && axis.i === i));
    return {
      operand: randomOperand(
        rng,
        axes.map((axis) => axis.extent),
        dtype,
        [-2, 2],
      ),
      batch: places("shared", shared.length),
      contracting: places("summed", summed.length),
    };
  });
  const [left, right] = sides;
  const numbers = {
    lhsBatchDims: left.batch,
    rhsBatchDims: right.batch,
    lhsContractingDims: left.contracting,
    rhsContractingDims: right.contracting,
  };
  const apply = ([x, y]: Value[]) => new Value(lax.dot(take(x), take(y), numbers));
  return caseOf([left.operand, right.operand], apply, dtype === "float32");
}

function gatherCase(rng: Rng): LawCase {
  const shape = randomShape(rng, 1, 3);
  const x = randomOperand(rng, shape, pick(rng, ["float32", "int32"] as const), plain);
  const axes = someAxes(rng, shape.length, 1);
  const points = randomShape(rng, 0, 2);
  const indices = axes.map((axis) => {
    const extents = points.map((extent) => (rng.below(4) === 0 ? 1 : extent));
    return randomTensor(rng, extents, "int32", [0, shape[axis] - 1]);
  });
  const names = indices.map((_, i) => `index${i}`);
  return {
    inputs: { x: x.tensor, ...Object.fromEntries(names.map((name, i) => [name, indices[i]])) },
    compute(inputs) {
      const index = shape.map((_, axis) =>
        axes.includes(axis) ? take(inputs[names[axes.indexOf(axis)]]) : [],
      );
      return { result: new Value(take(x.view(inputs.x)).slice(...(index as []))) };
    },
  };
}

const softening = jit(function softening(x: JaxArray) {
  return numpy.tanh(x.ref).mul(numpy.exp(x));
});

/** Total over the operations, so that one without a case does not compile. */
export const primitiveCases: Readonly<Record<Primitive, MakeCase>> = {
  add: binary((x, y) => x.add(y), allTypes, [plain, plain]),
  mul: binary((x, y) => x.mul(y), allTypes, [plain, plain]),
  idiv: binary((x, y) => x.div(y), ["int32"], [[-9, 9], divisors]),
  mod: binary((x, y) => x.mod(y), ["int32"], [[-9, 9], divisors]),
  min: binary(numpy.minimum, ["float32", "int32"], [plain, plain]),
  max: binary(numpy.maximum, ["float32", "int32"], [plain, plain]),
  neg: unary(numpy.negative, plain),
  reciprocal: unary(numpy.reciprocal, [0.5, 2]),
  floor: unary(numpy.floor, plain),
  ceil: unary(numpy.ceil, plain),
  sin: unary(numpy.sin, plain),
  cos: unary(numpy.cos, plain),
  asin: unary(numpy.asin, [-0.9, 0.9]),
  atan: unary(numpy.atan, plain),
  exp: unary(numpy.exp, plain),
  // The logarithm of jax-js is off by up to 1.2e-5, which is too much where it is small.
  log: unary(numpy.log, [5, 50]),
  erf: unary(lax.erf, plain),
  sqrt: unary(numpy.sqrt, [0.1, 4]),
  cast: castCase,
  stop_gradient: unary((x) => lax.stopGradient(x.ref).mul(x), plain),
  compare: compareCase,
  where: whereCase,
  reduce: reduceCase,
  dot: dotCase,
  gather: gatherCase,
  conv: convolving.conv,
  pool: convolving.pool,
  pool_transpose: convolving.pool,
  transpose: arranging.transpose,
  broadcast: arranging.broadcast,
  reshape: arranging.reshape,
  flip: arranging.flip,
  shrink: arranging.shrink,
  pad: arranging.pad,
  concatenate: arranging.concatenate,
  split: arranging.split,
  jit: unary(softening, plain),
};
