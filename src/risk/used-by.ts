// What a quantity rests on, directly or through others.
import { namesIn } from "./formula.ts";
import type { CoreQuantity } from "./lower-model.ts";

/** The names of `outcome` and of all quantities that it uses. `quantities` each after all that it uses. */
export function usedBy(quantities: readonly CoreQuantity[], outcome: string): ReadonlySet<string> {
  const used = new Set([outcome]);
  for (const quantity of quantities.toReversed()) {
    if (!used.has(quantity.name)) continue;
    if (quantity.kind === "formula") for (const { name } of namesIn(quantity.formula)) used.add(name);
    if (quantity.kind === "conditional") for (const name of quantity.parameters) used.add(name);
  }
  return used;
}
