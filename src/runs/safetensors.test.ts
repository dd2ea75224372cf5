// Arrays come back bit for bit; files that break a rule of the format are refused before any array is made.
import fc from "fast-check";
import { expect, test } from "vitest";
import { DamagedDataError, InputError } from "../base/errors.ts";
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from "./safetensors.ts";

const shapes = fc.array(fc.nat(4), { maxLength: 4 });
const size = (shape: readonly number[]) => shape.reduce((product, extent) => product * extent, 1);
const exactly = <T>(element: fc.Arbitrary<T>, shape: readonly number[]) =>
  fc.array(element, { minLength: size(shape), maxLength: size(shape) });

const tensor: fc.Arbitrary<StoredTensor> = shapes.chain((shape) =>
  fc.oneof(
    // Any bit pattern, other NaNs and minus zero included.
    exactly(fc.integer(), shape).map((bits) => ({
      dtype: "float32" as const,
      shape,
      data: new Float32Array(Int32Array.from(bits).buffer),
    })),
    exactly(fc.integer(), shape).map((data) => ({
      dtype: "int32" as const,
      shape,
      data: Int32Array.from(data),
    })),
    exactly(fc.nat(255), shape).map((data) => ({
      dtype: "uint8" as const,
      shape,
      data: Uint8Array.from(data),
    })),
    exactly(fc.nat(1), shape).map((data) => ({ dtype: "bool" as const, shape, data: Uint8Array.from(data) })),
  ),
);
const name = fc.string({ unit: "binary" }).filter((text) => text !== "__proto__" && text !== "__metadata__");
const tensors = fc.dictionary(name, tensor, { maxKeys: 6 });

const bits = ({ dtype, shape, data }: StoredTensor) => ({
  dtype,
  shape,
  bytes: [...new Uint8Array(data.buffer, data.byteOffset, data.byteLength)],
});

test("arrays come back bit for bit, also out of one of Node's pooled buffers", () => {
  fc.assert(
    fc.property(tensors, (given) => {
      const bytes = encodeSafetensors(given);
      for (const form of [bytes, Buffer.from(bytes)]) {
        const back = decodeSafetensors(form, "file");
        expect(Object.keys(back).sort()).toEqual(Object.keys(given).sort());
        for (const [key, value] of Object.entries(given)) expect(bits(back[key]!)).toEqual(bits(value));
      }
    }),
  );
});

test("the order in which arrays are given does not show in the bytes", () => {
  fc.assert(
    fc.property(tensors, (given) => {
      const reversed = Object.fromEntries(Object.entries(given).reverse());
      expect(encodeSafetensors(reversed)).toEqual(encodeSafetensors(given));
    }),
  );
});

test("a small file is laid out byte for byte as the format says", () => {
  const bytes = encodeSafetensors({ w: { dtype: "float32", shape: [1], data: Float32Array.of(1.5) } });
  const header =
    '{"__metadata__":{"format":"innergap","version":"1"},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
  const length = Math.ceil(header.length / 8) * 8;
  expect([...bytes.subarray(0, 8)]).toEqual([length, 0, 0, 0, 0, 0, 0, 0]);
  expect(new TextDecoder().decode(bytes.subarray(8, 8 + length))).toBe(header.padEnd(length));
  expect([...bytes.subarray(8 + length)]).toEqual([0, 0, 0xc0, 0x3f]);
});

/** A file with the given header and so many bytes of arrays. */
function file(header: unknown, bytes: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const all = new Uint8Array(8 + text.length + bytes);
  new DataView(all.buffer).setUint32(0, text.length, true);
  all.set(text, 8);
  return all;
}

const entry = (begin: number, end: number, shape: unknown = [end - begin], dtype = "U8") => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

test("a file of another program, with no metadata and any order of names, is read", () => {
  const back = decodeSafetensors(file({ b: entry(2, 4), a: entry(0, 2), none: entry(4, 4) }, 4), "file");
  expect(Object.entries(back).map(([key, { data }]) => [key, data.length])).toEqual([
    ["a", 2],
    ["b", 2],
    ["none", 0],
  ]);
});

test.each<[string, Uint8Array]>([
  ["nothing", new Uint8Array(0)],
  ["a length beyond the file", Uint8Array.of(200, 0, 0, 0, 0, 0, 0, 0, 123, 125)],
  ["a length above the limit", Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0)],
  ["no JSON", file("{", 0)],
  ["no object", file("[]", 0)],
  ["a gap", file({ a: entry(0, 2), b: entry(3, 4) }, 4)],
  ["an overlap", file({ a: entry(0, 3), b: entry(2, 4) }, 4)],
  ["a late start", file({ a: entry(1, 4) }, 4)],
  ["bytes left over", file({ a: entry(0, 3) }, 4)],
  ["bytes missing", file({ a: entry(0, 5) }, 4)],
  ["an unknown type", file({ a: entry(0, 4, [4], "F128") }, 4)],
  ["a type that is a property of objects", file({ a: entry(0, 4, [4], "constructor") }, 4)],
  ["a shape that is too small", file({ a: entry(0, 4, [3]) }, 4)],
  ["a negative extent", file({ a: entry(0, 4, [-2, -2]) }, 4)],
  ["a product beyond safe integers", file({ a: entry(0, 4, [2 ** 52, 2 ** 52, 0]) }, 4)],
  ["offsets the wrong way round", file({ a: entry(4, 0, [4]) }, 4)],
  [
    "a truth value of two",
    (() => {
      const bytes = file({ a: entry(0, 1, [1], "BOOL") }, 1);
      bytes[bytes.length - 1] = 2;
      return bytes;
    })(),
  ],
])("%s is refused", (_, bytes) => {
  expect(() => decodeSafetensors(bytes, "some.safetensors")).toThrow(DamagedDataError);
  expect(() => decodeSafetensors(bytes, "some.safetensors")).toThrow(/^some\.safetensors is damaged/);
});

test("a later format of ours is refused as such", () => {
  const later = file({ __metadata__: { format: "innergap", version: "2" } }, 0);
  expect(() => decodeSafetensors(later, "file")).toThrow(InputError);
});

test("too many arrays and arrays at odds with their shape are refused", () => {
  const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, n) => [`t${n}`, entry(0, 0)]));
  expect(() => decodeSafetensors(file(many, 0), "file")).toThrow("10001 tensors");
  const wrong = { dtype: "float32", shape: [2], data: new Float32Array(3) } as const;
  expect(() => encodeSafetensors({ w: wrong })).toThrow(InputError);
});
