// The answer in a word, from beliefs and the fit check.
import type { GoalAnswer, Pursuit } from "../../runs/inference-format.ts";
import type { Hypothesis } from "./belief.ts";
import { type FitCheck, nearUniform } from "./fit-check.ts";

/** Whatever has less of the posterior than this is no answer. */
export const decidedAt = 0.75;
/** What is listed for an undecided agent has this much of the posterior together. */
export const credible = 0.95;

/**
 * "none" where the fit check fails. An agent that acts nearly at random, to which the check does not apply, is a device:
 * what its choices hold beyond chance is too little for any goal to be theirs. Any other agent is what leads, if that has
 * `decidedAt` of the posterior; else the answer is "undecided", among the fewest that have `credible` of it together.
 */
export function answerOf(
  leading: Hypothesis,
  probability: number,
  fit: FitCheck,
  names: readonly string[],
  pursuit: Pursuit | null,
  deviceProbability: number,
  among: readonly string[],
): GoalAnswer {
  const nothing = { name: null, probability, pursuit: null };
  if (fit.verdict === "fails") return { kind: "none", ...nothing };
  if (fit.explainable < nearUniform) {
    return { kind: "device", ...nothing, probability: deviceProbability };
  }
  if (probability < decidedAt) return { kind: "undecided", ...nothing, among };
  if (leading.kind !== "candidates") return { kind: leading.kind, ...nothing };
  return { kind: "objective", name: names.join(" = "), probability, pursuit };
}
