// `--vary` in all its forms, and what is none of them.
import { expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { parseVary } from "./sweep-options.ts";

test.each([
  ["a.b=1,2.5,1e-3", [1, 2.5, 0.001]],
  ["a.b=true, false", [true, false]],
  ["a.b=choice:relu,tanh", ["relu", "tanh"]],
  ["a.b=[64,64],[128],[]", [[64, 64], [128], []]],
  ['a.b="x,y",null', ["x,y", null]],
  ["a.b=word", ["word"]],
  ['a.b={"kind":"x","n":[1,2]},{"kind":"y"}', [{ kind: "x", n: [1, 2] }, { kind: "y" }]],
])("%s is a list", (text, values) => {
  expect(parseVary(text)).toEqual({ path: "a.b", values: { kind: "list", values } });
});

test.each([
  ["a=log:1e-4..1e-2", "log", 1e-4, 1e-2, null],
  ["a=uniform:-1..+1/5", "uniform", -1, 1, 5],
  ["a=whole:2..9/3", "whole", 2, 9, 3],
])("%s is a range", (text, scale, low, high, count) => {
  expect(parseVary(text)).toEqual({ path: "a", values: { kind: "range", scale, low, high, count } });
});

test.each([
  ["", /^--vary/],
  ["a", /^--vary/],
  ["=1", /^--vary/],
  ["a=", /^--vary a/],
  ["a=1,", /^--vary a/],
  ["a=1,,2", /^--vary a/],
  ["a..b=1", /single dots/],
  ["__proto__.x=1", /single dots/],
  ["a=[1,2", /complete JSON/],
  ["a=1x", /a number as JSON/],
  ['a={"constructor":1}', /finite number, true/],
  ['a={"b":1e999}', /finite number, true/],
  ["a=lgo:1..2", /did you mean log\?/],
  ["a=log:1", /LOW\.\.HIGH/],
  ["a=log:1..x", /a finite number/],
  ["a=log:1..2/x", /a finite number/],
  ["a=log:1..Infinity", /a finite number/],
])("%j is refused", (text, message) => {
  expect(() => parseVary(text)).toThrow(InputError);
  expect(() => parseVary(text)).toThrow(message);
});
