// The highest point of a smooth function of one variable.

export interface Maximum {
  readonly at: number;
  readonly value: number;
}

/** Share of the larger part in which a golden section cuts. */
const golden = (3 - Math.sqrt(5)) / 2;
const mostSteps = 100;

/**
 * A local maximum of f inside [low, high], its place to within `tolerance`; the highest point tried is returned. Parabolas through
 * the best three points where they behave, golden sections where not (Brent, "Algorithms for minimization without derivatives",
 * 1973, chapter 5).
 */
export function maximise(f: (x: number) => number, low: number, high: number, tolerance: number): Maximum {
  let [a, b] = [low, high];
  let best = a + golden * (b - a);
  let [second, third] = [best, best];
  let atBest = f(best);
  let [atSecond, atThird] = [atBest, atBest];
  let [step, stepBefore] = [0, 0];
  for (let count = 0; count < mostSteps; count++) {
    const middle = (a + b) / 2;
    if (Math.abs(best - middle) + (b - a) / 2 <= 2 * tolerance) break;
    const parabola = vertex(best, atBest, second, atSecond, third, atThird);
    const behaves =
      Math.abs(parabola) < Math.abs(stepBefore) / 2 && best + parabola > a && best + parabola < b;
    stepBefore = behaves ? step : (best < middle ? b : a) - best;
    step = behaves ? parabola : golden * stepBefore;
    if (Math.abs(step) < tolerance) step = step < 0 ? -tolerance : tolerance;
    const x = best + step;
    const atX = f(x);
    if (atX >= atBest) {
      if (x >= best) a = best;
      else b = best;
      [third, atThird, second, atSecond, best, atBest] = [second, atSecond, best, atBest, x, atX];
      continue;
    }
    if (x < best) a = x;
    else b = x;
    if (atX >= atSecond || second === best) [third, atThird, second, atSecond] = [second, atSecond, x, atX];
    else if (atX >= atThird || third === best || third === second) [third, atThird] = [x, atX];
  }
  return { at: best, value: atBest };
}

/** How far from x the parabola through three points has its vertex; NaN where there is none. */
function vertex(x: number, atX: number, y: number, atY: number, z: number, atZ: number): number {
  const r = (x - y) * (atX - atZ);
  const q = (x - z) * (atX - atY);
  return -((x - z) * q - (x - y) * r) / (2 * (q - r));
}
