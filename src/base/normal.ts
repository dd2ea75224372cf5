// The standard normal distribution: its density, both of its tails, and their inverse.

/** exp(-z^2 / 2) / sqrt(2 pi). */
export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** P(Z <= z), to about 1e-14 of its size down to z = -38, where it is no number any more. */
export function normalDistribution(z: number): number {
  if (Number.isNaN(z)) return z;
  return z < 0 ? normalTail(-z) : 1 - normalTail(z);
}

/** P(Z > z) for z >= 0: the series of Marsaglia (2004) up to 3, beyond it Laplace's continued fraction (DLMF 7.9.1). */
function normalTail(z: number): number {
  if (z > 39) return 0;
  if (z < 3) {
    let [term, sum] = [z, z];
    for (let n = 3; Math.abs(term) > 1e-17 * sum; n += 2) {
      term *= (z * z) / n;
      sum += term;
    }
    return 0.5 - sum * normalDensity(z);
  }
  let fraction = z;
  for (let n = Math.ceil(20 + 360 / z); n > 0; n--) fraction = z + n / fraction;
  return normalDensity(z) / fraction;
}

const central = {
  over: [
    3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
    45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
  ],
  under: [
    1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867,
    39307.89580009271061, 28729.085735721942674, 5226.495278852854561,
  ],
};
const middle = {
  over: [
    1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
    1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
  ],
  under: [
    1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
    0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
  ],
};
const tail = {
  over: [
    6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123,
    0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
  ],
  under: [
    1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4,
    1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
  ],
};

/** The z with P(Z <= z) = `share`: algorithm AS 241 (Wichura 1988, PPND16), to about 1e-15 of its size; infinite at 0 and 1. */
export function normalQuantile(share: number): number {
  const q = share - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(central, 0.180625 - q * q);
  const lesser = q < 0 ? share : 1 - share;
  if (!(lesser > 0)) return lesser === 0 ? Math.sign(q) * Infinity : Number.NaN;
  const r = Math.sqrt(-Math.log(lesser));
  return Math.sign(q) * (r <= 5 ? ratio(middle, r - 1.6) : ratio(tail, r - 5));
}

interface Polynomials {
  readonly over: readonly number[];
  readonly under: readonly number[];
}

function ratio({ over, under }: Polynomials, x: number): number {
  let [top, bottom] = [over[7] as number, under[7] as number];
  for (let power = 6; power >= 0; power--) {
    top = top * x + (over[power] as number);
    bottom = bottom * x + (under[power] as number);
  }
  return top / bottom;
}
