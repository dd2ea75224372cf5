// What the experiment on incentives found, in sentences, for or against the claim.
import type { StudySummary } from "../measures/summary.ts";
import { inWords } from "./checks.ts";
import type { Check } from "./experiment.ts";
import { privilegedKinds } from "./incentives-classes.ts";
import { comparableKinds, kindsIn, leastReturn, rateOf, sharesIn } from "./incentives-rates.ts";
import { type IncentiveWorld, incentiveWorlds } from "./incentives-worlds.ts";

function ofWorld(summary: StudySummary, world: IncentiveWorld): string[] {
  const kinds = kindsIn(summary, world);
  if (kinds.length === 0) return [];
  const comparable = comparableKinds(summary, world);
  const left = kinds.filter((kind) => !comparable.includes(kind) && !privilegedKinds.includes(kind));
  const rates = comparable.flatMap((kind) => {
    const [bad, repaired] = (["bad", "repaired"] as const).map((incentive) =>
      rateOf(summary, { world, incentive, kind }, "seen", "proxy"),
    );
    return bad && repaired ? [`${kind} ${bad.mean.toFixed(2)}, repaired ${repaired.mean.toFixed(2)}`] : [];
  });
  const shares = sharesIn(summary, world, "seen");
  return [
    ...(rates.length > 0 ? [`${world.name}, proxy rate under the bad incentive: ${rates.join("; ")}.`] : []),
    ...(shares
      ? [
          `${world.name}: of the variance of the proxy rate the incentive explains ${inWords(shares.rows)}, the kind of agent ${inWords(shares.columns)}, their interaction ${inWords(shares.interaction)}.`,
        ]
      : [`${world.name}: fewer than two kinds can be compared, so that nothing is said of kinds of agents.`]),
    ...(left.length > 0
      ? [
          `${world.name}: ${left.join(", ")} did not reach ${leastReturn} of what is to be had in training under both incentives: a matter of capability, and left out.`,
        ]
      : []),
  ];
}

export function incentivesStatements(summary: StudySummary, results: readonly Check[]): string[] {
  const rivals = results.filter(({ name }) => name.includes("the rival claim"));
  const own = results.filter((check) => !rivals.includes(check));
  const [failing, open] = [
    own.filter(({ holds }) => holds === false),
    own.filter(({ holds }) => holds === null),
  ];
  const borne = rivals.filter(({ holds }) => holds === true).length;
  return [
    ...incentiveWorlds.flatMap((world) => ofWorld(summary, world)),
    failing.length === 0 && open.length === 0
      ? "Every check of the claim holds: the incentive decides, and the search does not."
      : `Of ${own.length} checks of the claim, ${failing.length} ${failing.length === 1 ? "speaks" : "speak"} against it and ${open.length} cannot tell.`,
    `That the planner does more harm on novel layouts than kinds without search is borne out in ${borne} of ${rivals.length} worlds.`,
  ];
}
