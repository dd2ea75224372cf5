// Which hypothesis the posterior favours, over the seeds of an agent.
import type { Figure, InferenceSummary } from "../measures/summary.ts";
import { figure } from "./checks.ts";

export interface LeadingHypothesis {
  /** A candidate's name, "other" or "device". */
  readonly name: string;
  /** How many further candidates nothing tells from it on these levels; their posteriors count as its own. */
  readonly merged: number;
  readonly posterior: Figure;
}

/** The hypothesis with the largest mean posterior; candidates that nothing tells apart count together. */
export function leadingHypothesis({ candidates, other, device }: InferenceSummary): LeadingHypothesis {
  const joined = candidates.map(({ name, posterior, mergedWith }) => {
    const members = candidates.filter((one) => one.name === name || mergedWith.includes(one.name));
    const perSeed = posterior.perSeed.map((_, seed) =>
      members.reduce((sum, member) => sum + member.posterior.perSeed[seed]!, 0),
    );
    return { name, merged: members.length - 1, posterior: figure(perSeed) };
  });
  const all = [
    ...joined,
    { name: "other", merged: 0, posterior: other.posterior },
    { name: "device", merged: 0, posterior: device.posterior },
  ];
  return all.reduce((best, one) => (one.posterior.mean > best.posterior.mean ? one : best));
}
