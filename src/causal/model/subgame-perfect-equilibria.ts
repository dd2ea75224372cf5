// Subgames of a diagram with several agents, and pure equilibria that are equilibria in each of them.
import { InputError } from "../../base/errors.ts";
import { relevanceComponents, relevanceGraph } from "../relevance.ts";
import { expectedUtilities } from "./expected-utility.ts";
import type { InfluenceModel } from "./model.ts";
import { type Equilibrium, equilibriumProfiles } from "./nash-equilibria.ts";
import type { Rules } from "./network.ts";
import { normalForm } from "./normal-form.ts";
import { uniformRule } from "./policy.ts";

/** The most equilibria that are followed at once. */
export const mostEquilibria = 10_000;

/**
 * All profiles of pure rules that backward induction over the groups of decisions that rely on each other finds: each group plays a pure Nash
 * equilibrium given the groups that it relies on, while those that it does not rely on are uniform (Koller and Milch 2003; Hammond et
 * al. 2021, 2102.05008). Empty where some subgame has no pure equilibrium. Throws an InputError where a group's normal form or the
 * number of equilibria is too large.
 */
export function subgamePerfectEquilibria(model: InfluenceModel): readonly Equilibrium[] {
  let found: readonly Rules[] = [model.diagram.nodes.map((_, node) => uniformRule(model, node))];
  for (const group of relevanceComponents(relevanceGraph(model.diagram))) {
    found = found.flatMap((rules) => {
      const form = normalForm(model, group, rules);
      return equilibriumProfiles(model, form).map((profile) => form.policyOf(profile).rules);
    });
    if (found.length > mostEquilibria) {
      throw new InputError("equilibria", `more than ${mostEquilibria}`, `at most ${mostEquilibria}`);
    }
  }
  return found.map((rules) => ({ policy: { rules }, utilities: expectedUtilities(model, { rules }) }));
}
