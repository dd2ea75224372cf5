// Records and lines of JSON come back as they were; no byte of a sealed record changes unseen.
import fc from "fast-check";
import { expect, test } from "vitest";
import { DamagedDataError } from "../base/errors.ts";
import { decodeLines, decodeSealed, encodeLine, encodeSealed } from "./json-text.ts";

const utf8 = new TextEncoder();
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)));
const object = fc.dictionary(
  fc.string().filter((key) => key !== "__proto__" && key !== "self"),
  json,
);

test("a sealed record comes back with its own digest", () => {
  fc.assert(
    fc.property(object, (given) => {
      const { self, ...back } = decodeSealed(utf8.encode(encodeSealed(given)), "file");
      expect(back).toEqual({ ...given });
      expect(self).toMatch(/^[0-9a-f]{64}$/);
    }),
  );
});

test("sealing is the same the second time", () => {
  fc.assert(
    fc.property(object, (given) => {
      expect(encodeSealed(JSON.parse(encodeSealed(given)))).toBe(encodeSealed(given));
    }),
  );
});

test("any other byte anywhere in a sealed record is noticed", () => {
  fc.assert(
    fc.property(object, fc.nat(), fc.integer({ min: 1, max: 255 }), (given, place, change) => {
      const bytes = utf8.encode(encodeSealed(given));
      bytes[place % bytes.length]! ^= change;
      expect(() => decodeSealed(bytes, "file")).toThrow(DamagedDataError);
    }),
  );
});

test("nesting too deep for the machine is damage, not a crash", () => {
  const deep = `{"a":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
  expect(() => decodeSealed(utf8.encode(deep), "file")).toThrow(DamagedDataError);
});

test("lines come back; wherever the file is cut, the lines before the cut do", () => {
  fc.assert(
    fc.property(fc.array(object), fc.nat(), (lines, cut) => {
      const bytes = utf8.encode(lines.map(encodeLine).join(""));
      const whole = decodeLines(bytes, "file");
      expect(whole.objects).toEqual(lines);
      expect(whole.torn).toBe(0);
      const end = bytes.length === 0 ? 0 : cut % bytes.length;
      const part = decodeLines(bytes.subarray(0, end), "file");
      const complete = whole.ends.filter((at) => at <= end);
      expect(part.ends).toEqual(complete);
      expect(part.objects).toEqual(lines.slice(0, complete.length));
      expect(part.torn).toBe(end - (complete.at(-1) ?? 0));
    }),
  );
});

test.each([
  ["an empty line", "{}\n\n{}\n", "line 2"],
  ["a line that is no object", "{}\n[]\n", "line 2"],
  ["two objects in a line", "{}\n{}{}\n", "line 2"],
  ["carriage returns", "{}\r\n{}\r\n", "line 1"],
  ["a byte order mark", "\ufeff{}\n", "line 1"],
  ["a torn line in the middle", '{"a":\n{}\n', "line 1"],
])("%s is damage and is named", (_, text, place) => {
  expect(() => decodeLines(utf8.encode(text), "file")).toThrow(place);
});

test("bytes that are no UTF-8 are damage", () => {
  expect(() => decodeLines(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d, 10), "file")).toThrow("UTF-8");
});

test("numbers that are not finite are written as strings", () => {
  expect(encodeLine({ a: Number.NaN, b: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], c: 1 })).toBe(
    '{"a":"NaN","b":["Infinity","-Infinity"],"c":1}\n',
  );
});
