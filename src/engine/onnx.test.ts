// Model bytes: round trips, foreign encodings, and what is refused.
import { create, toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  StringStringEntryProtoSchema,
  TensorProto_DataLocation,
  TensorProto_DataType,
  TensorProtoSchema,
} from "onnx-buf";
import { describe, expect, it } from "vitest";
import { InputError } from "../base/errors.ts";
import { type OnnxGraph, type OnnxTensor, type OnnxType, parseModel, readModel, writeModel } from "./onnx.ts";

const runs = { numRuns: Number(process.env.INNERGAP_CASES ?? 10) * 10, seed: 3 };

const name = fc.string({ maxLength: 12 });
const type = fc.constantFrom<OnnxType[]>("float32", "int32", "int64", "bool", "uint8");
const attribute = fc.oneof(
  fc.integer(),
  fc.array(fc.integer()),
  fc.string(),
  fc.record({ float: fc.float({ noNaN: true }) }),
);

const tensor: fc.Arbitrary<OnnxTensor> = fc
  .tuple(
    name,
    type,
    fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }),
    fc.array(fc.nat(255), { minLength: 27, maxLength: 27 }),
  )
  .map(([label, kind, shape, numbers]) => {
    const length = shape.reduce((product, extent) => product * extent, 1);
    const values = numbers.slice(0, length);
    if (kind === "float32")
      return { name: label, type: kind, shape, data: Float32Array.from(values, (x) => x / 7) };
    if (kind === "int32")
      return { name: label, type: kind, shape, data: Int32Array.from(values, (x) => x - 99) };
    if (kind === "int64") return { name: label, type: kind, shape, data: BigInt64Array.from(values, BigInt) };
    return { name: label, type: kind, shape, data: Uint8Array.from(values) };
  });

const port = fc.record({
  name,
  type,
  shape: fc.array(fc.oneof(fc.integer({ min: 0, max: 2 ** 40 }), fc.string({ minLength: 1 }))),
});

const graph: fc.Arbitrary<OnnxGraph> = fc.record({
  inputs: fc.array(port, { maxLength: 4 }),
  outputs: fc.array(port, { maxLength: 4 }),
  constants: fc.array(tensor, { maxLength: 4 }),
  nodes: fc.array(
    fc.record({
      op: name,
      domain: name,
      inputs: fc.array(name, { maxLength: 4 }),
      outputs: fc.array(name, { maxLength: 4 }),
      attributes: fc.dictionary(fc.string({ minLength: 1 }), attribute, {
        noNullPrototype: true,
        maxKeys: 4,
      }),
    }),
    { maxLength: 6 },
  ),
});

/** Keys such as __proto__ are not attributes that anything could have. */
function ordinary({ nodes }: OnnxGraph): boolean {
  return nodes.every(({ attributes }) => !Object.hasOwn(attributes, "__proto__"));
}

function modelWith(part: Parameters<typeof create<typeof GraphProtoSchema>>[1]): Uint8Array {
  return toBinary(ModelProtoSchema, create(ModelProtoSchema, { graph: create(GraphProtoSchema, part) }));
}

const external = create(TensorProtoSchema, {
  name: "weights",
  dataLocation: TensorProto_DataLocation.EXTERNAL,
  externalData: [create(StringStringEntryProtoSchema, { key: "location", value: "secrets.bin" })],
});

describe("model bytes", () => {
  it("hold the graph that was written", () => {
    fc.assert(
      fc.property(graph.filter(ordinary), (written) => {
        expect(readModel(writeModel(written))).toEqual(written);
      }),
      runs,
    );
  });

  it("may list numbers one by one instead of as bytes", () => {
    const listed = [
      { name: "f", dataType: TensorProto_DataType.FLOAT, dims: [2n], floatData: [1.5, -2] },
      { name: "i", dataType: TensorProto_DataType.INT32, dims: [2n], int32Data: [7, -8] },
      { name: "l", dataType: TensorProto_DataType.INT64, dims: [1n], int64Data: [9n] },
      { name: "b", dataType: TensorProto_DataType.BOOL, dims: [2n], int32Data: [1, 0] },
    ];
    const { constants } = readModel(
      modelWith({ initializer: listed.map((x) => create(TensorProtoSchema, x)) }),
    );
    expect(constants.map(({ data }) => Array.from<number | bigint>(data))).toEqual([
      [1.5, -2],
      [7, -8],
      [9n],
      [1, 0],
    ]);
  });

  it("are refused when they are no model", () => {
    expect(() => readModel(Uint8Array.of(255, 255, 255))).toThrow(InputError);
    expect(() => readModel(new Uint8Array())).toThrow(/no graph/);
  });

  it("are refused when they hold fewer numbers than a shape says", () => {
    const short = create(TensorProtoSchema, {
      name: "s",
      dataType: TensorProto_DataType.FLOAT,
      dims: [3n],
      floatData: [1],
    });
    expect(() => readModel(modelWith({ initializer: [short] }))).toThrow(/"s".*1 numbers.*3/);
  });
});

describe("numbers kept in another file", () => {
  const value = create(AttributeProtoSchema, {
    name: "value",
    type: AttributeProto_AttributeType.TENSOR,
    t: external,
  });
  const node = create(NodeProtoSchema, { opType: "Constant", attribute: [value] });
  const inner = create(GraphProtoSchema, { node: [node] });
  const branch = create(AttributeProtoSchema, {
    name: "then",
    type: AttributeProto_AttributeType.GRAPH,
    g: inner,
  });

  it.each([
    ["a constant", { initializer: [external] }],
    ["a sparse constant", { sparseInitializer: [{ values: external }] }],
    ["an attribute", { node: [node] }],
    [
      "a graph within an attribute",
      { node: [create(NodeProtoSchema, { opType: "If", attribute: [branch] })] },
    ],
  ])("are refused in %s", (_, part) => {
    const bytes = modelWith(part as Parameters<typeof modelWith>[0]);
    expect(() => parseModel(bytes)).toThrow(/"weights".*another file/);
  });

  it("are refused even when the location is not declared", () => {
    const undeclared = create(TensorProtoSchema, {
      ...external,
      dataLocation: TensorProto_DataLocation.DEFAULT,
    });
    expect(() => parseModel(modelWith({ initializer: [undeclared] }))).toThrow(InputError);
  });
});
