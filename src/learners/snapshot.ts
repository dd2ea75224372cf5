// Snapshots of trainings: what is put back must have the form of what was there.
import { InputError } from "../base/errors.ts";
import type { Tensor } from "../engine/tensor.ts";
import type { TrainingSnapshot } from "./training.ts";

/** Throws an InputError that names the first array which is missing, too many, or of another type or shape. */
export function checkArrays(found: TrainingSnapshot["arrays"], expected: TrainingSnapshot["arrays"]): void {
  const describe = (array: Tensor | undefined) => (array ? `${array.dtype} [${array.shape}]` : "nothing");
  for (const name of new Set([...Object.keys(expected), ...Object.keys(found)])) {
    const [is, should] = [describe(found[name]), describe(expected[name])];
    if (is !== should) throw new InputError(`snapshot/${name}`, is, should);
  }
}
