// Pure Nash equilibria of small games, by enumeration.
import { tolerance } from "./decision-values.ts";
import { expectedUtilities } from "./expected-utility.ts";
import type { InfluenceModel } from "./model.ts";
import { type NormalForm, normalForm } from "./normal-form.ts";
import type { Policy } from "./policy.ts";

/** What each agent does, and what it is worth to each. */
export interface Equilibrium {
  readonly policy: Policy;
  /** Expected utilities by the agents' names. */
  readonly utilities: Readonly<Record<string, number>>;
}

/**
 * All profiles of pure rules at which no agent gains more than 1e-12 (times the largest utility) by changing all of its own rules together. Contexts that
 * no profile reaches have the first option. Throws an InputError where the normal form is too large.
 */
export function pureNashEquilibria(model: InfluenceModel): readonly Equilibrium[] {
  const form = normalForm(model);
  return equilibriumProfiles(model, form).map((profile) => {
    const policy = form.policyOf(profile);
    return { policy, utilities: expectedUtilities(model, policy) };
  });
}

/** The numbers of the profiles of a normal form that are equilibria. */
export function equilibriumProfiles(model: InfluenceModel, form: NormalForm): readonly number[] {
  const near = tolerance(model);
  let left = Array.from({ length: form.profiles }, (_, profile) => profile);
  form.agents.forEach((agent, index) => {
    const others = othersRules(model, form, agent);
    const payoffs = form.payoffs[index]!;
    const best = new Map<number, number>();
    payoffs.forEach((payoff, profile) => {
      const key = others(profile);
      best.set(key, Math.max(best.get(key) ?? Number.NEGATIVE_INFINITY, payoff));
    });
    left = left.filter((profile) => payoffs[profile]! >= best.get(others(profile))! - near);
  });
  return left;
}

/** What stays of a profile's number when an agent's own rules are the first ones. */
function othersRules(
  { diagram }: InfluenceModel,
  form: NormalForm,
  agent: string,
): (profile: number) => number {
  const own = form.decisions.map((decision) => diagram.nodes[decision]!.agent === agent);
  return (profile) => {
    let rest = profile;
    let key = 0;
    let scale = 1;
    for (let index = form.decisions.length - 1; index >= 0; index--) {
      const count = form.ruleCounts[index]!;
      if (!own[index]) key += scale * (rest % count);
      scale *= count;
      rest = Math.floor(rest / count);
    }
    return key;
  };
}
