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
 * can be observed are quantities declared as probabilities, shares of runs, and what has no unit and a distribution on 0 to 1.
 */
export function modelParts({ model, program, distributions }: CompiledModel): ModelParts {
  const names = new Set(program.inputs.map(({ name }) => name.split(".", 1)[0]!));
  const quantities = model.quantities.filter(({ name }) => names.has(name));
  const isProbability = ({ name, unit, definition }: (typeof quantities)[number]) => {
    if (unit !== undefined) return unit === "probability";
    const [low, high] = distributions.get(name)?.support ?? [Number.NaN, Number.NaN];
    return definition.kind === "runs" || (low === 0 && high === 1);
  };
  return {
    about: [
      ...quantities.map(({ name }) => name),
      ...model.causes.map(({ name }) => name).filter((name) => names.has(name)),
    ],
    observable: quantities.filter(isProbability).map(({ name }) => name),
  };
}
