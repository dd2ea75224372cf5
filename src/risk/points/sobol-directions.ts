// Direction numbers of Sobol's sequence: the generator matrix of each dimension, one column per binary digit of the index.
import { initialNumbers } from "./joe-kuo.ts";

/** Binary digits of a point and of its index. */
export const digits = 32;

let cached: readonly Uint32Array[] | null = null;

/**
 * For each of the 128 dimensions its 32 direction numbers v_1, v_2, ... as binary fractions of 32 digits, the first digit uppermost.
 * v_k = m_k / 2^k with m_k from the recurrence of the dimension's primitive polynomial of degree s with coefficients a_1 ... a_(s-1):
 * m_k = 2 a_1 m_(k-1) xor ... xor 2^(s-1) a_(s-1) m_(k-s+1) xor 2^s m_(k-s) xor m_(k-s) (Bratley and Fox 1988). The first dimension is
 * van der Corput's sequence: all m_k = 1.
 */
export function sobolDirections(): readonly Uint32Array[] {
  cached ??= [
    Uint32Array.from({ length: digits }, (_, k) => 2 ** (digits - 1 - k)),
    ...initialNumbers().map(({ polynomial, initial }) => directions(polynomial, initial)),
  ];
  return cached;
}

function directions(polynomial: number, initial: readonly number[]): Uint32Array {
  const degree = initial.length;
  const column = new Uint32Array(digits);
  initial.forEach((m, k) => {
    column[k] = m * 2 ** (digits - 1 - k);
  });
  for (let k = degree; k < digits; k++) {
    const last = column[k - degree] as number;
    let next = last ^ (last >>> degree);
    for (let back = 1; back < degree; back++) {
      if ((polynomial >>> (degree - back)) & 1) next ^= column[k - back] as number;
    }
    column[k] = next;
  }
  return column;
}
