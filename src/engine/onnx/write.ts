// Writes graphs as ONNX model bytes.
import { create, toBinary } from "@bufbuild/protobuf";
import {
  AttributeProto_AttributeType as AttributeKind,
  type AttributeProto,
  AttributeProtoSchema,
  GraphProtoSchema,
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
import {
  irVersion,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxNode,
  type OnnxPort,
  type OnnxTensor,
  opsetVersion,
  typeCodes,
} from "./graph.ts";

/** Model bytes of a graph. */
export function writeModel(graph: OnnxGraph): Uint8Array {
  const domains = new Set(graph.nodes.map(({ domain }) => domain).filter((domain) => domain !== ""));
  const set = (domain: string, version: number) =>
    create(OperatorSetIdProtoSchema, { domain, version: BigInt(version) });
  const model = create(ModelProtoSchema, {
    irVersion,
    producerName: "innergap",
    opsetImport: [set("", opsetVersion), ...[...domains].map((domain) => set(domain, 1))],
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
