// Quantities in an order in which each can be worked out.
import { InputError } from "../base/errors.ts";
import { namesIn } from "./formula.ts";
import { formulasOf } from "./formulas-of.ts";
import type { Quantity } from "./model.ts";

/** Each quantity after all that it uses, otherwise as given. Throws an InputError that prints the cycle where there is one. */
export function orderByUse(quantities: readonly Quantity[]): readonly Quantity[] {
  const byName = new Map(quantities.map((quantity) => [quantity.name, quantity]));
  const order: Quantity[] = [];
  const done = new Set<string>();
  const path = new Set<string>();
  const visit = (quantity: Quantity): void => {
    const { name, place, definition } = quantity;
    if (done.has(name)) return;
    if (path.has(name)) {
      const names = [...path];
      const cycle = [...names.slice(names.indexOf(name)), name].join(" -> ");
      throw new InputError(place, `the cycle ${cycle}`, "quantities that do not use themselves");
    }
    path.add(name);
    for (const formula of formulasOf(definition)) {
      for (const used of namesIn(formula)) visit(byName.get(used.name)!);
    }
    path.delete(name);
    done.add(name);
    order.push(quantity);
  };
  for (const quantity of quantities) visit(quantity);
  return order;
}
