// Quantiles of the beta distribution, by Newton's method on the log odds.
import { logBeta, logIncompleteBeta } from "../base/incomplete-beta.ts";
import { normalQuantile } from "../base/normal.ts";

/**
 * The x with I_x(a, b) = `share`, for a share up to 1/2 or so (above, ask for the other tail of Beta(b, a)). The logarithm of the
 * distribution function is concave in the log odds of x, so that Newton's steps come up from below without ever passing the answer.
 */
export function betaLowerQuantile(share: number, a: number, b: number): { x: number; rest: number } {
  if (!(share > 0)) return share === 0 ? { x: 0, rest: 1 } : { x: Number.NaN, rest: Number.NaN };
  const target = Math.log(share);
  const constant = logBeta(a, b);
  const spread = Math.sqrt(1 / a + 1 / b);
  // Where rounding has made the slope useless, no step may leave the neighbourhood.
  const farthest = 50 / a + 10 * spread;
  let odds = Math.log(a / b) + Math.max(-3, normalQuantile(share)) * spread;
  for (let step = 0; step < mostSteps; step++) {
    if (odds < leastOdds) return { x: 0, rest: 1 };
    const [x, rest] = sides(odds);
    const below = logIncompleteBeta(x, rest, a, b);
    // dF / d(log odds) = density * x * (1 - x)
    const slope = Math.exp(
      -a * Math.log1p(Math.exp(-odds)) - b * Math.log1p(Math.exp(odds)) - constant - below,
    );
    const move = (target - below) / slope;
    // Far below 1e-300 the log odds are as good as log x, and the slope is a.
    odds += Number.isFinite(move) ? Math.max(-farthest, move) : (target - below) / a;
    if (!(Math.abs(move) > 1e-13 * (1 + Math.abs(odds)))) break;
  }
  const [x, rest] = sides(odds);
  return { x, rest };
}

const mostSteps = 200;
const leastOdds = -700;

function sides(odds: number): readonly [x: number, rest: number] {
  return [1 / (1 + Math.exp(-odds)), 1 / (1 + Math.exp(odds))];
}
