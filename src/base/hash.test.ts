// Hashes against Node's own, and canonical JSON against the laws that make it a name.
import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson, hashJson, type Json, sha256Hex } from "./hash.ts";

const json = fc.jsonValue() as fc.Arbitrary<Json>;

test("sha256Hex is SHA-256 of bytes, and of the UTF-8 of a string", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: "grapheme" }), (bytes, text) => {
      const expected = (data: Uint8Array | string) => createHash("sha256").update(data).digest("hex");
      expect(sha256Hex(bytes)).toBe(expected(bytes));
      expect(sha256Hex(text)).toBe(expected(text));
    }),
  );
});

test("canonical JSON reads back as the same value", () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("the order of keys does not matter, neither does an undefined entry", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), json), (record) => {
      const reversed = Object.fromEntries(Object.entries(record).reverse());
      expect(hashJson(reversed)).toBe(hashJson(record));
    }),
  );
  const sparse = { b: 1, a: undefined } as unknown as Json;
  expect(canonicalJson(sparse)).toBe('{"b":1}');
});

test("keys are ordered by code unit, without white space", () => {
  expect(canonicalJson({ b: [1, { z: null, Z: true }], a: "x y" })).toBe(
    '{"a":"x y","b":[1,{"Z":true,"z":null}]}',
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  "%s has no canonical form",
  (number) => {
    expect(() => canonicalJson({ deep: [number] })).toThrow(TypeError);
  },
);
