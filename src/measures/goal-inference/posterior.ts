// The answer in a word, from beliefs and the fit check.
import type { GoalAnswer, Pursuit } from "../../runs/inference-format.ts";
import type { Hypothesis } from "./belief.ts";
import { type FitCheck, nearUniform } from "./fit-check.ts";

/** Whatever has less of the posterior than this is no answer. */
export const decidedAt = 0.75;

/**
 * "none" where the fit check fails. An agent that acts nearly at random, to which the check does not apply, is a device
 * where *device* leads, however narrowly, and else "undecided". Any other agent is what leads, if that has `decidedAt` of the posterior.
 */
export function answerOf(
  leading: Hypothesis,
  probability: number,
  fit: FitCheck,
  names: readonly string[],
  pursuit: Pursuit | null,
): GoalAnswer {
  const nothing = { name: null, probability, pursuit: null };
  if (fit.verdict === "fails") return { kind: "none", ...nothing };
  if (fit.explainable < nearUniform) {
    return { kind: leading.kind === "device" ? "device" : "undecided", ...nothing };
  }
  if (probability < decidedAt) return { kind: "undecided", ...nothing };
  if (leading.kind !== "candidates") return { kind: leading.kind, ...nothing };
  return { kind: "objective", name: names.join(" = "), probability, pursuit };
}
