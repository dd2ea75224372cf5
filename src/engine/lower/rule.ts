// What a lowering rule is, and how it reads the parameters of the operation it is for.
import type { Jaxpr } from "@jax-js/jax";
import { InputError } from "../../base/errors.ts";
import type { OnnxType } from "../onnx.ts";
import type { GraphBuilder } from "./graph.ts";
import type { Lazy } from "./lazy.ts";

export type Equation = Jaxpr["eqns"][number];
export type Variable = Jaxpr["inBinders"][number];
export type Atom = Equation["inputs"][number];

/** Shape and type as jax-js records them. */
export interface ArrayType {
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Whether the type gives way to the one it meets, as that of a bare number does. */
  readonly weakType: boolean;
}

/** What a rule is given besides its inputs. */
export interface Site {
  readonly graph: GraphBuilder;
  readonly params: Readonly<Record<string, unknown>>;
  readonly inputTypes: readonly ArrayType[];
  readonly outputTypes: readonly ArrayType[];
}

/** Adds the ONNX operations for one jax-js operation and gives its outputs. */
export type Rule = (site: Site, inputs: readonly Lazy[]) => readonly Lazy[];

/** For the operations with one output. */
export type SingleRule = (site: Site, inputs: readonly Lazy[]) => Lazy;

export function single(rule: SingleRule): Rule {
  return (site, inputs) => [rule(site, inputs)];
}

/** The ONNX name of a jax-js element type; throws an InputError for one that the engine does not compute with. */
export function onnxType(dtype: string): OnnxType {
  if (dtype === "float32" || dtype === "int32" || dtype === "bool") return dtype;
  throw new InputError("lowering", `element type ${dtype}`, "float32, int32 or bool");
}

export function outputShape(site: Site): readonly number[] {
  return (site.outputTypes[0] as ArrayType).shape;
}

export function outputType(site: Site): OnnxType {
  return onnxType((site.outputTypes[0] as ArrayType).dtype);
}

function malformed(name: string, value: unknown): InputError {
  return new InputError(
    `lowering parameter "${name}"`,
    JSON.stringify(value) ?? "nothing",
    "what jax-js records",
  );
}

export function integerParam(site: Site, name: string): number {
  const value = site.params[name];
  if (typeof value !== "number") throw malformed(name, value);
  return value;
}

export function integersParam(site: Site, name: string): readonly number[] {
  const value = site.params[name];
  if (!Array.isArray(value) || !value.every(Number.isInteger)) throw malformed(name, value);
  return value as number[];
}

export function pairsParam(site: Site, name: string): readonly (readonly [number, number])[] {
  const value = site.params[name];
  if (!Array.isArray(value) || !value.every((pair) => Array.isArray(pair) && pair.length === 2)) {
    throw malformed(name, value);
  }
  return value as [number, number][];
}

export function textParam(site: Site, name: string): string {
  const value = site.params[name];
  if (typeof value !== "string") throw malformed(name, value);
  return value;
}
