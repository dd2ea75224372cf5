// The form in which models are built and inspected here: plain data, without the wire format's messages.
import { TensorProto_DataType as DataType } from "onnx-buf";

export type OnnxType = "float32" | "int32" | "int64" | "bool" | "uint8";
export type OnnxData = Float32Array | Int32Array | BigInt64Array | Uint8Array;

/** An array inside a model: a constant, or a parameter. */
export interface OnnxTensor {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly number[];
  readonly data: OnnxData;
}

/** An input or output of a model. An extent that is not fixed has a name in place of its number. */
export interface OnnxPort {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly (number | string)[];
}

/** A plain number or list is of integers; other kinds say what they are. */
export type OnnxAttribute = number | readonly number[] | string | { readonly float: number };

/** One operation. The default operator set has the empty domain; an absent optional input is an empty string. */
export interface OnnxNode {
  readonly op: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** A model with its nodes in an order in which they can run. */
export interface OnnxGraph {
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
  readonly constants: readonly OnnxTensor[];
  readonly nodes: readonly OnnxNode[];
}

/** Version of the operator set that models are written in. */
export const opsetVersion = 22;
/** Version of the file format that goes with the operator set. */
export const irVersion = 10n;

/** The numbers that stand for element types in model bytes. */
export const typeCodes: Readonly<Record<OnnxType, DataType>> = {
  float32: DataType.FLOAT,
  int32: DataType.INT32,
  int64: DataType.INT64,
  bool: DataType.BOOL,
  uint8: DataType.UINT8,
};
