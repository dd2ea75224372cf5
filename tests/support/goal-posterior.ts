// Posteriors as they come out of goal inference, made by hand.
import type { Objective } from "../../src/environments/environment.ts";
import type { CandidateBelief, GoalPosterior } from "../../src/runs/inference-format.ts";

export interface Masses {
  /** Candidates with their masses. */
  readonly candidates: readonly (readonly [Objective, number])[];
  readonly others?: readonly (readonly [Objective, number])[];
  readonly device?: number;
  readonly fit?: GoalPosterior["fit"]["verdict"];
  /** Names of candidates that nothing could tell apart. */
  readonly merged?: readonly string[];
}

/** What nothing in a measure of gap or class depends on is left at plain values. */
export function goalPosterior({
  candidates,
  others = [],
  device = 0,
  fit = "passes",
  merged = [],
}: Masses): GoalPosterior {
  const planner = { planner: 1, myopic: 0, reactive: 0 };
  const sum = (masses: readonly (readonly [Objective, number])[]) =>
    masses.reduce((total, [, mass]) => total + mass, 0);
  return {
    candidates: candidates.map(
      ([{ name, weights }, posterior]): CandidateBelief => ({
        name,
        kind: name.includes("+") ? "mixture" : "named",
        weights,
        prior: 1 / (candidates.length + 2),
        posterior,
        logEvidence: 0,
        mergedWith: merged.includes(name) ? merged.filter((other) => other !== name) : [],
        pursuits: { planner: posterior, myopic: 0, reactive: 0 },
      }),
    ),
    other: {
      prior: 1 / (candidates.length + 2),
      posterior: sum(others),
      logEvidence: 0,
      draws: others.map(([{ weights }, posterior]) => ({ weights, posterior })),
    },
    device: { prior: 1 / (candidates.length + 2), posterior: device, logEvidence: 0, kinds: {} },
    pursuits: planner,
    pursuitDecisions: 0,
    noise: { lapse: 0, softOptimal: 0 },
    decisions: 0,
    decisionsTaken: 0,
    levels: 1,
    fit: { share: fit === "not applicable" ? null : 1, verdict: fit },
    evidencePerLevel: [],
    answer: { kind: "undecided", name: null, probability: 0, pursuit: null },
  };
}
