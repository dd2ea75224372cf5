// The regularised incomplete gamma functions: both tails of the gamma distribution, as logarithms.
import { logGamma } from "./log-gamma.ts";

const mostTerms = 1_000_000;

/**
 * log P(a, x) and log Q(a, x) = log(1 - P(a, x)) for a, x > 0: the series of P below a + 1 (DLMF 8.11.4), the continued fraction of Q
 * above (DLMF 8.9.2, by Lentz's method).
 */
export function logIncompleteGamma(a: number, x: number): { readonly lower: number; readonly upper: number } {
  const front = a * Math.log(x) - x - logGamma(a);
  if (x < a + 1) {
    const lower = Math.min(0, front + Math.log(series(a, x)));
    return { lower, upper: Math.log1p(-Math.exp(lower)) };
  }
  const upper = Math.min(0, front + Math.log(fraction(a, x)));
  return { lower: Math.log1p(-Math.exp(upper)), upper };
}

function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n <= mostTerms; n++) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * 1e-17) return sum;
  }
  throw new Error(`the incomplete gamma function of ${a} at ${x} did not converge`);
}

function fraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Number.MAX_VALUE;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n <= mostTerms; n++) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) return value;
  }
  throw new Error(`the incomplete gamma function of ${a} at ${x} did not converge`);
}
