// Turns a recorded function into one ONNX graph.
import type { Jaxpr } from "@jax-js/jax";
import { InputError } from "../base/errors.ts";
import * as arithmetic from "./lower/arithmetic.ts";
import { withMapsKeptBlocked } from "./lower/blocked-maps.ts";
import { dot } from "./lower/contraction.ts";
import { conv, pool, poolTranspose } from "./lower/convolution.ts";
import * as elementwise from "./lower/elementwise.ts";
import { withFusedBiases, withoutDead } from "./lower/fusion.ts";
import { GraphBuilder } from "./lower/graph.ts";
import { gather } from "./lower/indexing.ts";
import { castTensor, expand, filled, type Lazy } from "./lower/lazy.ts";
import * as movement from "./lower/movement.ts";
import { reduce } from "./lower/reduction.ts";
import { type Atom, type Equation, onnxType, type Rule, single, type Variable } from "./lower/rule.ts";
import type { OnnxGraph, OnnxNode } from "./onnx.ts";
import type { Tensor } from "./tensor.ts";
import type { Traced } from "./trace.ts";

/** The jax-js operations that can be lowered. */
export const primitives = [
  ...(["add", "mul", "idiv", "mod", "min", "max", "neg", "reciprocal", "floor", "ceil"] as const),
  ...(["sin", "cos", "asin", "atan", "exp", "log", "erf", "sqrt"] as const),
  ...(["cast", "stop_gradient", "compare", "where", "reduce", "dot", "gather"] as const),
  ...(["conv", "pool", "pool_transpose"] as const),
  ...(["transpose", "broadcast", "reshape", "flip", "shrink", "pad", "concatenate", "split", "jit"] as const),
] as const;

export type Primitive = (typeof primitives)[number];

const rules: Readonly<Record<Primitive, Rule>> = {
  add: single(arithmetic.add),
  mul: single(arithmetic.mul),
  idiv: single(elementwise.idiv),
  mod: single(elementwise.mod),
  min: single(elementwise.min),
  max: single(elementwise.max),
  neg: single(arithmetic.neg),
  reciprocal: single(arithmetic.reciprocal),
  floor: single(elementwise.unary("Floor")),
  ceil: single(elementwise.unary("Ceil")),
  sin: single(elementwise.unary("Sin")),
  cos: single(elementwise.unary("Cos")),
  asin: single(elementwise.unary("Asin")),
  atan: single(elementwise.unary("Atan")),
  exp: single(elementwise.unary("Exp")),
  log: single(elementwise.unary("Log")),
  erf: single(elementwise.unary("Erf")),
  sqrt: single(elementwise.unary("Sqrt")),
  cast: single(elementwise.cast),
  stop_gradient: single(elementwise.stopGradient),
  compare: single(elementwise.compare),
  where: single(elementwise.where),
  reduce: single(reduce),
  dot: single(dot),
  gather: single(gather),
  conv: single(conv),
  pool: single(pool),
  pool_transpose: single(poolTranspose),
  transpose: single(movement.transpose),
  broadcast: single(movement.broadcast),
  reshape: single(movement.reshape),
  flip: single(movement.flip),
  shrink: single(movement.shrink),
  pad: single(movement.pad),
  concatenate: single(movement.concatenate),
  split: movement.split,
  jit: (site, inputs) => lowerBody(site.graph, site.params.jaxpr as Jaxpr, inputs),
};

/** A graph, and the names that the inputs and outputs of the recorded function have in it, in order. */
export interface Lowered {
  readonly graph: OnnxGraph;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** How many elements an operation of the graph computes, on average. */
  readonly elementsPerOperation: number;
}

/**
 * The ONNX graph of a recorded function. Inputs keep their names; an output whose name an input has already gets
 * ".out" at its end. With `channelBlock`, convolutions are computed in ONNX Runtime's own layout of so many channels. Throws
 * an InputError naming the operation and its shapes for one that has no rule.
 */
export function lower(traced: Traced, channelBlock?: number): Lowered {
  const graph = new GraphBuilder(channelBlock);
  const inputs = Object.entries(traced.inputs).map(([name, { shape, dtype, storage }]) => {
    const tensor = graph.input(name, storage ?? dtype, shape);
    return { tensor: castTensor(graph, tensor, dtype), shape };
  });
  const constants = traced.constants.map((tensor) => lowerConstant(graph, tensor));
  const results = lowerBody(graph, traced.jaxpr, [...constants, ...inputs]);
  const inputNames = Object.keys(traced.inputs);
  const outputNames: string[] = [];
  for (const name of Object.keys(traced.outputs))
    outputNames.push(freeName(name, [...inputNames, ...outputNames]));
  const elementsPerOperation = graph.meanElements();
  return { graph: finish(graph, results, outputNames), inputNames, outputNames, elementsPerOperation };
}

function freeName(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? freeName(`${name}.out`, taken) : name;
}

/** A constant; one whose elements are all equal is kept as a single number. */
function lowerConstant(graph: GraphBuilder, { dtype, shape, data }: Tensor): Lazy {
  const type = onnxType(dtype);
  const first = data[0];
  if (first !== undefined && data.every((x) => Object.is(x, first))) return filled(graph, type, first, shape);
  return { tensor: graph.constant(type, shape, data), shape };
}

function lowerBody(graph: GraphBuilder, jaxpr: Jaxpr, inputs: readonly Lazy[]): readonly Lazy[] {
  const values = new Map<Variable, Lazy>();
  jaxpr.inBinders.forEach((variable, i) => {
    values.set(variable, inputs[i] as Lazy);
  });
  const read = (atom: Atom): Lazy => {
    if ("value" in atom) return filled(graph, onnxType(atom.aval.dtype), Number(atom.value), []);
    return values.get(atom) as Lazy;
  };
  for (const equation of jaxpr.eqns) {
    const outputs = lowerEquation(graph, equation, equation.inputs.map(read));
    equation.outBinders.forEach((variable, i) => {
      values.set(variable, outputs[i] as Lazy);
    });
  }
  return jaxpr.outs.map(read);
}

function lowerEquation(graph: GraphBuilder, equation: Equation, inputs: readonly Lazy[]): readonly Lazy[] {
  const name: string = equation.primitive;
  if (!Object.hasOwn(rules, name)) throw unlowered(equation, `one of ${primitives.join(", ")}`);
  // jax-js itself computes wrongly with them.
  if (equation.outBinders.some(({ aval }) => aval.shape.includes(0)))
    throw unlowered(equation, "no empty arrays");
  const inputTypes = equation.inputs.map((atom) => atom.aval);
  const outputTypes = equation.outBinders.map((variable) => variable.aval);
  return rules[name as Primitive]({ graph, params: equation.params, inputTypes, outputTypes }, inputs);
}

function unlowered(equation: Equation, expected: string): InputError {
  const shapes = (atoms: readonly Atom[]) =>
    atoms.map((atom) => `${atom.aval.dtype}[${atom.aval.shape}]`).join(", ");
  const found = `"${equation.primitive}" of ${shapes(equation.inputs)} giving ${shapes(equation.outBinders)}`;
  return new InputError("lowering", found, expected);
}

function finish(graph: GraphBuilder, results: readonly Lazy[], names: readonly string[]): OnnxGraph {
  const expanded = results.map((result) => expand(graph, result));
  const block = graph.channelBlock;
  const tensors = block === undefined ? expanded : withMapsKeptBlocked(graph, block, expanded);
  const nodes = withFusedBiases(graph, withoutDead(graph.nodes, tensors), tensors);
  const copies = tensors.map((tensor, i): OnnxNode => {
    return { op: "Identity", domain: "", inputs: [tensor], outputs: [names[i] as string], attributes: {} };
  });
  const all = withOutputNames(nodes, copies);
  const used = new Set(all.flatMap((node) => node.inputs));
  return {
    inputs: graph.inputs,
    outputs: tensors.map((tensor, i) => ({
      name: names[i] as string,
      type: graph.typeOf(tensor),
      shape: graph.shapeOf(tensor),
    })),
    constants: [...graph.constants.values()].filter((constant) => used.has(constant.name)),
    nodes: all,
  };
}

/** Lets the operation that computes an output bear its name; a copy is left for inputs, constants and repetitions. */
function withOutputNames(nodes: readonly OnnxNode[], copies: readonly OnnxNode[]): OnnxNode[] {
  const made = new Set(nodes.flatMap((node) => node.outputs));
  const renamed = new Map<string, string>();
  const kept = copies.filter(({ inputs, outputs }) => {
    const [from, to] = [inputs[0] as string, outputs[0] as string];
    if (!made.has(from) || renamed.has(from)) return true;
    renamed.set(from, to);
    return false;
  });
  const rename = (name: string) => renamed.get(name) ?? name;
  const rewired = [...nodes, ...kept].map((node) => ({
    ...node,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
  }));
  return rewired;
}
