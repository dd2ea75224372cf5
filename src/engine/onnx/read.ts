// Reads ONNX model bytes, and refuses those that would make a runtime read other files.
import { fromBinary } from "@bufbuild/protobuf";
import {
  AttributeProto_AttributeType as AttributeKind,
  type AttributeProto,
  TensorProto_DataLocation as DataLocation,
  TensorProto_DataType as DataType,
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from "onnx-buf";
import { InputError } from "../../base/errors.ts";
import { sizeOf } from "../tensor.ts";
import {
  type OnnxAttribute,
  type OnnxData,
  type OnnxGraph,
  type OnnxNode,
  type OnnxPort,
  type OnnxTensor,
  type OnnxType,
  typeCodes,
} from "./graph.ts";

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
