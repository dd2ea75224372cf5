// Which formulas a definition holds.
import type { Formula } from "./formula.ts";
import type { Definition } from "./model.ts";

/** Formulas of a definition, from left to right. */
export function formulasOf(definition: Definition): readonly Formula[] {
  switch (definition.kind) {
    case "formula":
      return [definition.formula];
    case "events":
      return definition.of;
    case "mixture":
      return definition.of.flatMap(formulasOf);
    case "conditional":
      return definition.distribution.parameters.map(({ formula }) => formula);
    default:
      return [];
  }
}
