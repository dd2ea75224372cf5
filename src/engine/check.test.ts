// What a runtime refuses to run on.
import { describe, expect, it } from "vitest";
import { InputError } from "../base/errors.ts";
import { checkInput } from "./check.ts";
import type { Tensor, TensorSpec } from "./tensor.ts";

const spec: TensorSpec = { shape: [2, 3], dtype: "float32" };
const right: Tensor = { shape: [2, 3], dtype: "float32", data: new Float32Array(6) };

describe("an input", () => {
  it("passes when it is as declared", () => {
    expect(checkInput("x", spec, right)).toBe(right);
    const bytes: Tensor = { shape: [2, 3], dtype: "uint8", data: new Uint8Array(6) };
    expect(checkInput("x", { ...spec, storage: "uint8" }, bytes)).toBe(bytes);
  });

  it.each<[string, Tensor | undefined, RegExp]>([
    ["missing", undefined, /input "x": found nothing, expected float32\[2,3\]/],
    ["of another shape", { ...right, shape: [3, 2] }, /float32\[3,2\]/],
    ["of another type", { ...right, dtype: "int32", data: new Int32Array(6) }, /int32\[2,3\]/],
    ["too short", { ...right, data: new Float32Array(5) }, /length 5/],
    ["held in another kind of array", { ...right, data: new Int32Array(6) }, /Int32Array/],
  ])("is refused when it is %s", (_, tensor, message) => {
    expect(() => checkInput("x", spec, tensor)).toThrow(InputError);
    expect(() => checkInput("x", spec, tensor)).toThrow(message);
  });
});
