// The models that come with the package, as YAML texts by name.
import { InputError } from "../../base/errors.ts";
import { oneOf } from "../../base/nearest.ts";
import { innerAlignment, innerAlignmentCommonCauses } from "./inner-alignment.ts";
import { powerSeeking } from "./power-seeking.ts";

/** Texts that `parseModel` reads; each is a file that one may write out and change. */
export const shippedModels: Readonly<Record<string, string>> = {
  "power-seeking": powerSeeking,
  "inner-alignment": innerAlignment,
  "inner-alignment-common-causes": innerAlignmentCommonCauses,
};

/** The text of that model; throws an InputError that lists the names. */
export function shippedModel(name: string, place = "model"): string {
  if (Object.hasOwn(shippedModels, name)) return shippedModels[name]!;
  throw new InputError(place, JSON.stringify(name), oneOf(name, Object.keys(shippedModels)));
}
