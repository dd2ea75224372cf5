// Makes of an operation a computation that shows its result and its gradient.
import type { Rng } from "../../base/rng.ts";
import * as ops from "../ops.ts";
import { sizeOf } from "../tensor.ts";
import type { Value } from "../value.ts";
import type { LawCase, Operand } from "./random.ts";

export type MakeCase = (rng: Rng) => LawCase;

/**
 * The result of an operation and, where it has one, its gradient by every operand: that of the sum of the results, each
 * weighted differently so that no two elements can be exchanged unnoticed.
 */
export function caseOf(
  operands: readonly Operand[],
  apply: (xs: Value[]) => Value,
  differentiable: boolean,
): LawCase {
  const names = operands.map((_, i) => `x${i}`);
  const result = (inputs: ops.Values) => apply(operands.map((operand, i) => operand.view(inputs[names[i]])));
  return {
    inputs: Object.fromEntries(operands.map(({ tensor }, i) => [names[i], tensor])),
    compute(inputs) {
      if (!differentiable) return { result: result(inputs) };
      const graded = ops.valueAndGrad((params) => {
        const y = result(params);
        return { loss: ops.sum(ops.mul(y, weights(y.shape))), aux: { result: y } };
      })(inputs);
      const gradients = Object.entries(graded.gradients).map(([name, value]) => [
        `gradient of ${name}`,
        value,
      ]);
      return { ...graded.aux, ...Object.fromEntries(gradients) };
    },
  };
}

function weights(shape: readonly number[]): Value {
  return ops.constant(
    Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.cos(i + 1)),
    shape,
  );
}
