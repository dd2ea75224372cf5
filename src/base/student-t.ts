// Tail probabilities of Student's t, to 1e-9 of their size up to a million degrees of freedom (1e-11 up to a thousand).

/**
 * P(T > t) for Student's t with `degreesOfFreedom` > 0 (need not be whole). For t >= 0 it is half the regularised
 * incomplete beta function I_x(degreesOfFreedom / 2, 1 / 2) at x = degreesOfFreedom / (degreesOfFreedom + t^2).
 */
export function studentTail(t: number, degreesOfFreedom: number): number {
  if (Number.isNaN(t) || !(degreesOfFreedom > 0)) return Number.NaN;
  if (t < 0) return 1 - studentTail(-t, degreesOfFreedom);
  const whole = degreesOfFreedom + t * t;
  if (whole === Number.POSITIVE_INFINITY) return 0;
  const tail = incompleteBeta(degreesOfFreedom / whole, (t * t) / whole, degreesOfFreedom / 2, 0.5);
  return tail / 2;
}

/** I_x(a, b); `rest` is 1 - x, handed in because the difference would lose its digits. */
function incompleteBeta(x: number, rest: number, a: number, b: number): number {
  if (x === 0 || rest === 0) return x === 0 ? 0 : 1;
  const logBeta = logGamma(a) + logGamma(b) - logGamma(a + b);
  const front = Math.exp(a * logarithm(x, rest) + b * logarithm(rest, x) - logBeta);
  // The fraction converges quickly on this side of the mode; the other side is one minus its mirror image.
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(rest, b, a)) / b;
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

/** Logarithm of the gamma function at x > 0: Stirling's series (DLMF 5.11.1), from 10 on, reached by recurrence. */
function logGamma(x: number): number {
  let [shift, at] = [1, x];
  for (; at < 10; at++) shift *= at;
  const square = at * at;
  const series =
    (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / (1188 * square)) / square) / square) / square) / at;
  return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series - Math.log(shift);
}
