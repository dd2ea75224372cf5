// Scaling laws of language models as published by Kaplan et al. 2020: the premise of stopping before convergence, not a finding of ours.
import { InputError } from "../../base/errors.ts";

/**
 * Constants of Kaplan et al. 2020, "Scaling laws for neural language models" (arXiv 2001.08361), appendix A: losses in nats per token,
 * parameters without embeddings, data in tokens, compute in PF-days, steps of parameter updates, batches in tokens. Later work (Hoffmann
 * et al. 2022) finds other exponents.
 */
export const kaplan = {
  /** L(N) = (Nc / N)^aN, data and training unlimited. */
  parameters: { exponent: 0.076, scale: 8.8e13 },
  /** L(D) = (Dc / D)^aD, with early stopping. */
  data: { exponent: 0.095, scale: 5.4e13 },
  /** L(Cmin) = (Cc / Cmin)^aC. */
  compute: { exponent: 0.05, scale: 3.1e8 },
  /** Bcrit(L) = B* / L^(1 / aB). */
  batch: { exponent: 0.21, scale: 2e8 },
  /** L(N, S) = (Nc / N)^aN + (Sc / S)^aS; aN is fitted anew. Its Nc is quoted from memory; no ratio of costs depends on it. */
  training: { parameterExponent: 0.077, parameterScale: 6.5e13, stepExponent: 0.76, stepScale: 2.1e3 },
  /** Measured allocation of compute C: parameters, batch, steps, data each as a power of C. */
  allocation: { parameters: 0.73, batch: 0.24, steps: 0.03, data: 0.27 },
} as const;

/** Loss of a converged model with that many parameters. */
export function lossOfParameters(parameters: number): number {
  return powerLaw(kaplan.parameters, parameters, "parameters");
}

/** Loss of a large model on that many tokens, stopped early. */
export function lossOfData(tokens: number): number {
  return powerLaw(kaplan.data, tokens, "tokens");
}

/** Loss of the best use of that much compute, in PF-days. */
export function lossOfCompute(compute: number): number {
  return powerLaw(kaplan.compute, compute, "compute");
}

/** Loss of a model with that many parameters after that many steps at a large batch (equation 1.6). */
export function lossOfTraining(parameters: number, steps: number): number {
  const { parameterExponent, parameterScale, stepExponent, stepScale } = kaplan.training;
  const converged = powerLaw(
    { exponent: parameterExponent, scale: parameterScale },
    parameters,
    "parameters",
  );
  return converged + powerLaw({ exponent: stepExponent, scale: stepScale }, steps, "steps");
}

/** Tokens per batch beyond which a larger batch hardly saves steps, at that loss. */
export function criticalBatch(loss: number): number {
  requirePositive(loss, "loss");
  return kaplan.batch.scale / loss ** (1 / kaplan.batch.exponent);
}

/** The share above the converged loss at which training of best compute stops: aN / aS, about 10 % (equation B.10 ff.). */
export function stoppingShare(): number {
  return kaplan.training.parameterExponent / kaplan.training.stepExponent;
}

/** Exponents that follow from the laws alone (appendix B.2): 1 / aC = 1 / aS + 1 / aB + 1 / aN; each resource goes as C^(aC / its own). */
export function allocationByAlgebra() {
  const { parameterExponent, stepExponent } = kaplan.training;
  const compute = 1 / (1 / stepExponent + 1 / kaplan.batch.exponent + 1 / parameterExponent);
  return {
    compute,
    parameters: compute / parameterExponent,
    batch: compute / kaplan.batch.exponent,
    steps: compute / stepExponent,
  };
}

/**
 * What training that stops a share `early` above the converged loss takes, over training to the same loss that stops a share `late` above
 * it (appendix B.3): its parameters ((1 + early) / (1 + late))^(1 / aN), its steps ((1 + 1 / early) / (1 + 1 / late))^(1 / aS), and their product.
 */
export function costOfStopping(early: number, late: number) {
  requirePositive(early, "early");
  requirePositive(late, "late");
  const { parameterExponent, stepExponent } = kaplan.training;
  const parameters = ((1 + early) / (1 + late)) ** (1 / parameterExponent);
  const steps = ((1 + 1 / early) / (1 + 1 / late)) ** (1 / stepExponent);
  return { parameters, steps, compute: parameters * steps };
}

/**
 * What a model of `ratio` times the best size takes for the same loss, over the best size (appendix B.4): steps [1 + (aS / aN)(1 - ratio^-aN)]^(-1 / aS),
 * compute ratio times that. Throws an InputError where so small a model never reaches that loss.
 */
export function costOfSize(ratio: number) {
  requirePositive(ratio, "ratio");
  const { parameterExponent, stepExponent } = kaplan.training;
  const left = 1 + (stepExponent / parameterExponent) * (1 - ratio ** -parameterExponent);
  if (left <= 0) throw new InputError("ratio", String(ratio), "a model that is large enough for the loss");
  const steps = left ** (-1 / stepExponent);
  return { steps, compute: ratio * steps };
}

function powerLaw(
  law: { readonly exponent: number; readonly scale: number },
  amount: number,
  place: string,
): number {
  requirePositive(amount, place);
  return (law.scale / amount) ** law.exponent;
}

function requirePositive(amount: number, place: string): void {
  if (!(amount > 0 && amount < Number.POSITIVE_INFINITY))
    throw new InputError(place, String(amount), "a number above 0");
}
