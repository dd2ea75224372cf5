// The regularised incomplete beta function: the distribution function of the beta distribution.
import { logGamma } from "./log-gamma.ts";

/** I_x(a, b) for a, b > 0 and x in [0, 1]; `rest` is 1 - x, handed in because the difference would lose its digits. */
export function incompleteBeta(x: number, rest: number, a: number, b: number): number {
  if (x === 0 || rest === 0) return x === 0 ? 0 : 1;
  const front = Math.exp(a * logarithm(x, rest) + b * logarithm(rest, x) - logBeta(a, b));
  // The fraction converges quickly on this side of the mode; the other side is one minus its mirror image.
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(rest, b, a)) / b;
}

/** log I_x(a, b), which stays a number where I_x itself is too small for one. `rest` is 1 - x. */
export function logIncompleteBeta(x: number, rest: number, a: number, b: number): number {
  const front = a * logarithm(x, rest) + b * logarithm(rest, x) - logBeta(a, b);
  return x < (a + 1) / (a + b + 2)
    ? front + Math.log(betaFraction(x, a, b) / a)
    : Math.log1p((-Math.exp(front) * betaFraction(rest, b, a)) / b);
}

/** log B(a, b) = log Gamma(a) + log Gamma(b) - log Gamma(a + b). */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** log(x), from 1 - x where that holds more digits. */
function logarithm(x: number, rest: number): number {
  return x < 0.5 ? Math.log(x) : Math.log1p(-rest);
}

const mostTerms = 100_000;

/** The continued fraction 1 + d1 / (1 + d2 / (1 + ...)) of I_x(a, b) (DLMF 8.17.22), inverted; by Lentz's method. */
function betaFraction(x: number, a: number, b: number): number {
  let [value, numerators, denominators] = [1, 1, 0];
  for (let term = 1; term <= mostTerms; term++) {
    const m = term >> 1;
    const d =
      term % 2 === 1
        ? (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
        : (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    denominators = 1 / (1 + d * denominators);
    numerators = 1 + d / numerators;
    value *= numerators * denominators;
    if (Math.abs(numerators * denominators - 1) < 1e-15) return 1 / value;
  }
  throw new Error(`the incomplete beta function of ${a} and ${b} at ${x} did not converge`);
}
