// Writes computation graphs as ONNX model bytes, and reads them back.
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  AttributeProto_AttributeType as AttributeKind,
  type AttributeProto,
  AttributeProtoSchema,
  TensorProto_DataLocation as DataLocation,
  TensorProto_DataType as DataType,
  type GraphProto,
  GraphProtoSchema,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "onnx-buf";
import { InputError } from "../base/errors.ts";
import { sizeOf } from "./tensor.ts";

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
const irVersion = 10n;

const typeCodes: Readonly<Record<OnnxType, DataType>> = {
  float32: DataType.FLOAT,
  int32: DataType.INT32,
  int64: DataType.INT64,
  bool: DataType.BOOL,
  uint8: DataType.UINT8,
};

/** Model bytes of a graph. */
export function writeModel(graph: OnnxGraph): Uint8Array {
  const model = create(ModelProtoSchema, {
    irVersion,
    producerName: "innergap",
    opsetImport: [create(OperatorSetIdProtoSchema, { domain: "", version: BigInt(opsetVersion) })],
    graph: create(GraphProtoSchema, {
      name: "innergap",
      input: graph.inputs.map(writePort),
      output: graph.outputs.map(writePort),
      initializer: graph.constants.map(writeTensor),
      node: graph.nodes.map(writeNode),
    }),
  });
  return toBinary(ModelProtoSchema, model);
}

function writePort(port: OnnxPort): ValueInfoProto {
  const dim = port.shape.map((extent) =>
    create(TensorShapeProto_DimensionSchema, {
      value:
        typeof extent === "number"
          ? { case: "dimValue", value: BigInt(extent) }
          : { case: "dimParam", value: extent },
    }),
  );
  const tensor = create(TypeProto_TensorSchema, {
    elemType: typeCodes[port.type],
    shape: create(TensorShapeProtoSchema, { dim }),
  });
  return create(ValueInfoProtoSchema, {
    name: port.name,
    type: create(TypeProtoSchema, { value: { case: "tensorType", value: tensor } }),
  });
}

function writeTensor(tensor: OnnxTensor): TensorProto {
  const { data } = tensor;
  return create(TensorProtoSchema, {
    name: tensor.name,
    dataType: typeCodes[tensor.type],
    dims: tensor.shape.map(BigInt),
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice(),
  });
}

function writeNode(node: OnnxNode): NodeProto {
  return create(NodeProtoSchema, {
    opType: node.op,
    domain: node.domain,
    input: [...node.inputs],
    output: [...node.outputs],
    attribute: Object.entries(node.attributes).map(([name, value]) => writeAttribute(name, value)),
  });
}

function writeAttribute(name: string, value: OnnxAttribute): AttributeProto {
  if (typeof value === "number") {
    return create(AttributeProtoSchema, { name, type: AttributeKind.INT, i: BigInt(value) });
  }
  if (typeof value === "string") {
    return create(AttributeProtoSchema, {
      name,
      type: AttributeKind.STRING,
      s: new TextEncoder().encode(value),
    });
  }
  if ("float" in value)
    return create(AttributeProtoSchema, { name, type: AttributeKind.FLOAT, f: value.float });
  return create(AttributeProtoSchema, { name, type: AttributeKind.INTS, ints: value.map(BigInt) });
}

/**
 * The graph of model bytes. Throws an InputError when the bytes are no model, when a part of it keeps its numbers in
 * another file (a runtime would read that file unasked), or when it holds what this project's graphs cannot express.
 */
export function readModel(bytes: Uint8Array): OnnxGraph {
  const graph = parseModel(bytes).graph as GraphProto;
  return {
    inputs: graph.input.map(readPort),
    outputs: graph.output.map(readPort),
    constants: graph.initializer.map(readTensor),
    nodes: graph.node.map(readNode),
  };
}

/** The typed message of model bytes, after the checks that make it safe to load. */
export function parseModel(bytes: Uint8Array): ModelProto {
  let model: ModelProto;
  try {
    model = fromBinary(ModelProtoSchema, bytes);
  } catch (error) {
    throw new InputError("ONNX model", `bytes that do not parse (${String(error)})`, "an ONNX model");
  }
  if (model.graph === undefined) throw new InputError("ONNX model", "no graph", "a model with a graph");
  refuseExternal(model.graph);
  for (const fn of model.functions) refuseExternalNodes(fn.node);
  for (const info of model.trainingInfo) {
    if (info.initialization !== undefined) refuseExternal(info.initialization);
    if (info.algorithm !== undefined) refuseExternal(info.algorithm);
  }
  return model;
}

function refuseExternal(graph: GraphProto): void {
  for (const tensor of graph.initializer) refuseExternalTensor(tensor);
  for (const sparse of graph.sparseInitializer) {
    if (sparse.values !== undefined) refuseExternalTensor(sparse.values);
    if (sparse.indices !== undefined) refuseExternalTensor(sparse.indices);
  }
  refuseExternalNodes(graph.node);
}

function refuseExternalNodes(nodes: readonly NodeProto[]): void {
  for (const { attribute } of nodes) {
    for (const value of attribute) {
      for (const tensor of [value.t, ...value.tensors])
        if (tensor !== undefined) refuseExternalTensor(tensor);
      for (const sparse of [value.sparseTensor, ...value.sparseTensors]) {
        for (const tensor of [sparse?.values, sparse?.indices]) if (tensor) refuseExternalTensor(tensor);
      }
      for (const graph of [value.g, ...value.graphs]) if (graph !== undefined) refuseExternal(graph);
    }
  }
}

function refuseExternalTensor(tensor: TensorProto): void {
  if (tensor.dataLocation === DataLocation.EXTERNAL || tensor.externalData.length > 0) {
    throw new InputError(
      `ONNX tensor "${tensor.name}"`,
      "numbers kept in another file",
      "numbers inside the model",
    );
  }
}

function readType(place: string, code: number): OnnxType {
  for (const [type, known] of Object.entries(typeCodes)) if (known === code) return type as OnnxType;
  throw new InputError(place, `element type ${DataType[code] ?? code}`, Object.keys(typeCodes).join(", "));
}

function readPort(info: ValueInfoProto): OnnxPort {
  const kind = info.type?.value;
  if (kind?.case !== "tensorType" || kind.value.shape === undefined) {
    throw new InputError(`ONNX port "${info.name}"`, kind?.case ?? "no type", "a tensor with a shape");
  }
  const shape = kind.value.shape.dim.map(({ value }) => {
    if (value.case === "dimValue") return Number(value.value);
    return value.case === "dimParam" ? value.value : "";
  });
  return { name: info.name, type: readType(`ONNX port "${info.name}"`, kind.value.elemType), shape };
}

function readTensor(tensor: TensorProto): OnnxTensor {
  const place = `ONNX tensor "${tensor.name}"`;
  const type = readType(place, tensor.dataType);
  const shape = tensor.dims.map(Number);
  const data = tensor.rawData.length > 0 ? rawNumbers(tensor.rawData, type) : listedNumbers(tensor, type);
  if (data.length !== sizeOf(shape)) {
    throw new InputError(place, `${data.length} numbers`, `${sizeOf(shape)} for shape [${shape}]`);
  }
  return { name: tensor.name, type, shape, data };
}

function rawNumbers(raw: Uint8Array, type: OnnxType): OnnxData {
  const { buffer } = raw.slice();
  if (type === "float32") return new Float32Array(buffer);
  if (type === "int32") return new Int32Array(buffer);
  return type === "int64" ? new BigInt64Array(buffer) : new Uint8Array(buffer);
}

function listedNumbers(tensor: TensorProto, type: OnnxType): OnnxData {
  if (type === "float32") return Float32Array.from(tensor.floatData);
  if (type === "int64") return BigInt64Array.from(tensor.int64Data);
  return type === "int32" ? Int32Array.from(tensor.int32Data) : Uint8Array.from(tensor.int32Data);
}

function readNode(node: NodeProto): OnnxNode {
  const attributes = node.attribute.map((value) => [value.name, readAttribute(node.opType, value)]);
  return {
    op: node.opType,
    domain: node.domain,
    inputs: node.input,
    outputs: node.output,
    attributes: Object.fromEntries(attributes),
  };
}

function readAttribute(op: string, attribute: AttributeProto): OnnxAttribute {
  if (attribute.type === AttributeKind.INT) return Number(attribute.i);
  if (attribute.type === AttributeKind.INTS) return attribute.ints.map(Number);
  if (attribute.type === AttributeKind.FLOAT) return { float: attribute.f };
  if (attribute.type === AttributeKind.STRING) return new TextDecoder().decode(attribute.s);
  const kind = AttributeKind[attribute.type] ?? String(attribute.type);
  throw new InputError(
    `ONNX ${op}.${attribute.name}`,
    `an attribute of kind ${kind}`,
    "INT, INTS, FLOAT or STRING",
  );
}
