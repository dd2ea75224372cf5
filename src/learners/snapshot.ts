// Cycles that leave a training as it was where they fail, and snapshots: what is put back must have the form of what was there.
import { InputError } from "../base/errors.ts";
import type { Tensor } from "../engine/tensor.ts";
import type { Training, TrainingSnapshot } from "./training.ts";

/** Throws an InputError that names the first array which is missing, too many, or of another type or shape. */
export function checkArrays(found: TrainingSnapshot["arrays"], expected: TrainingSnapshot["arrays"]): void {
  const describe = (array: Tensor | undefined) => (array ? `${array.dtype} [${array.shape}]` : "nothing");
  for (const name of new Set([...Object.keys(expected), ...Object.keys(found)])) {
    const [is, should] = [describe(found[name]), describe(expected[name])];
    if (is !== should) throw new InputError(`snapshot/${name}`, is, should);
  }
}

/** Throws an Error where all steps of a training are done. */
export function requireUnfinished({
  globalStep,
  totalSteps,
}: Pick<Training, "globalStep" | "totalSteps">): void {
  if (globalStep >= totalSteps) throw new Error(`training is over after ${totalSteps} steps`);
}

/** One cycle of a training that is not over; when it throws, the training is put back to where it stood before. */
export async function cycleOrRestore<Metrics>(
  training: Pick<Training, "globalStep" | "totalSteps" | "snapshot" | "restore">,
  cycle: () => Metrics | Promise<Metrics>,
): Promise<Metrics> {
  requireUnfinished(training);
  const before = training.snapshot();
  try {
    return await cycle();
  } catch (error) {
    training.restore(before);
    throw error;
  }
}
