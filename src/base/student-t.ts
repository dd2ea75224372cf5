// Tail probabilities of Student's t, to 1e-9 of their size up to a million degrees of freedom (1e-11 up to a thousand).
import { incompleteBeta } from "./incomplete-beta.ts";

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
