// Which parts of a model can be asked about, and which of them be observed.
import type { CompiledModel } from "../compile-model.ts";

export interface ModelParts {
  /** Quantities with an uncertainty of their own, as wholes, then common causes. */
  readonly about: readonly string[];
  /** Of them the probabilities: trials that succeed as often as they say can be run. */
  readonly observable: readonly string[];
}

/**
 * The parts that values of information are about. Inputs that stand inside a quantity (the choice in a mixture) count as the quantity. What
 * can be observed are quantities declared as probabilities, and shares of runs.
 */
export function modelParts({ model, program }: CompiledModel): ModelParts {
  const names = new Set(program.inputs.map(({ name }) => name.split(".", 1)[0]!));
  const quantities = model.quantities.filter(({ name }) => names.has(name));
  const isProbability = ({ unit, definition }: (typeof quantities)[number]) =>
    unit === "probability" || definition.kind === "runs";
  return {
    about: [
      ...quantities.map(({ name }) => name),
      ...model.causes.map(({ name }) => name).filter((name) => names.has(name)),
    ],
    observable: quantities.filter(isProbability).map(({ name }) => name),
  };
}
