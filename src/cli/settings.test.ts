import {
  array,
  assert,
  boolean,
  constant,
  double,
  integer,
  oneof,
  property,
  string,
  uniqueArray,
} from "fast-check";
import { expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { parseConfig, parseOverride, parseSeeds } from "./settings.ts";

const scalar = oneof(
  double({ noNaN: true, noDefaultInfinity: true }),
  integer(),
  boolean(),
  string(),
  constant(null),
);

test("a value written as JSON comes back as that value", () => {
  assert(
    property(oneof(scalar, array(scalar)), (value) => {
      const read = parseOverride(`train.ppo.x=${JSON.stringify(value)}`);
      // JSON has no negative zero, so the text is what must agree.
      expect(JSON.stringify(read)).toBe(JSON.stringify({ path: "train.ppo.x", value }));
    }),
  );
});

test("an object is read as JSON has it", () => {
  const value = { kind: "gru", encoder: { kind: "mlp", hidden: [8] } };
  expect(parseOverride(`network=${JSON.stringify(value)}`)).toEqual({ path: "network", value });
});

test("a bare word is a text, and only the first equals sign divides", () => {
  expect(parseOverride("generator=blocks")).toEqual({ path: "generator", value: "blocks" });
  expect(parseOverride("a.b=x=y")).toEqual({ path: "a.b", value: "x=y" });
});

test.each([
  "",
  "path",
  "=1",
  "a=",
  "a..b=1",
  ".a=1",
  "__proto__.x=1",
  "a.constructor=1",
  'a={"__proto__":1}',
  'a={"b":{"constructor":1}}',
  'a={"b":1e999}',
  `a=${"[".repeat(8)}1${"]".repeat(8)}`,
  "a=1e999",
  "a=[1",
  "a=NaN",
  "a=1.2.3",
])("--set %j is refused", (text) => {
  expect(() => parseOverride(text)).toThrow(InputError);
});

test("a list of seeds comes back as it was written", () => {
  assert(
    property(uniqueArray(integer({ min: 0, max: 1e6 }), { minLength: 1, maxLength: 20 }), (seeds) => {
      expect(parseSeeds(`${seeds.join(",")},`)).toEqual(seeds);
    }),
  );
});

test("ranges hold both ends, a count starts at zero", () => {
  expect(parseSeeds("3-5")).toEqual([3, 4, 5]);
  expect(parseSeeds("0-1,7")).toEqual([0, 1, 7]);
  expect(parseSeeds("3")).toEqual([0, 1, 2]);
});

test.each(["", "a", "0", "-1", "1,,2", "5-3", "1,1", "0-3,2", "1.5", "0-99999", "99999999999,", "1e3"])(
  "--seeds %j is refused",
  (text) => {
    expect(() => parseSeeds(text)).toThrow(InputError);
  },
);

test("a configuration file says what the flags say", () => {
  const text = `\uFEFF{"preset":"full","seeds":[3],"workers":2,"set":{"train.ppo.gamma":0.9}}`;
  expect(parseConfig(text, "c.json")).toEqual({
    preset: "full",
    seeds: [3],
    workers: 2,
    set: [{ path: "train.ppo.gamma", value: 0.9 }],
  });
});

test.each([
  ["{", "c.json"],
  ["[]", "c.json"],
  ['{"seed":[1]}', "did you mean seeds?"],
  ['{"workers":0}', "c.json: workers"],
  ['{"seeds":"x"}', "c.json: seeds"],
  ['{"set":{"a":{"b":1e999}}}', "c.json: set: a"],
  ['{"__proto__":1}', "__proto__"],
])("the configuration %s is refused, and the complaint names %s", (text, named) => {
  expect(() => parseConfig(text, "c.json")).toThrow(InputError);
  expect(() => parseConfig(text, "c.json")).toThrow(named);
});

test("no text at all makes the parsers fail in another way than by an InputError", () => {
  assert(
    property(string(), (text) => {
      for (const parse of [parseOverride, parseSeeds, (one: string) => parseConfig(one, "c.json")]) {
        try {
          parse(text);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }
    }),
  );
});
