// Shares below standard normal numbers, by columns: common causes and normal_cdf need millions of them.
import { normalDensity, normalDistribution } from "../base/normal.ts";

const perUnit = 128;
const farthest = 9;
/** Share and slope per cell at -9, -9 + 1/128, ..., 0; worked out at the first use. */
let nodes: Float64Array | null = null;

/**
 * P(Z <= z) for the first `count` of `z`, written to `out` (which may be `z`), by cubic Hermite interpolation: 1e-10 of the share near the middle,
 * 2e-7 of it at -9; exact beyond.
 */
export function normalShares(z: Float64Array, out: Float64Array, count: number): void {
  nodes ??= workedOut();
  const table = nodes;
  for (let i = 0; i < count; i++) {
    const at = z[i] as number;
    const away = at < 0 ? -at : at;
    if (!(away < farthest)) {
      out[i] = normalDistribution(at);
      continue;
    }
    const place = (farthest - away) * perUnit;
    const cell = Math.min(farthest * perUnit - 1, Math.floor(place));
    const within = place - cell;
    const node = 2 * cell;
    const from = table[node] as number;
    const slopeFrom = table[node + 1] as number;
    const rise = (table[node + 2] as number) - from;
    const slopeTo = table[node + 3] as number;
    const bend = 3 * rise - 2 * slopeFrom - slopeTo;
    const share = from + within * (slopeFrom + within * (bend + within * (slopeFrom + slopeTo - 2 * rise)));
    out[i] = at < 0 ? share : 1 - share;
  }
}

function workedOut(): Float64Array {
  const size = farthest * perUnit + 1;
  const made = new Float64Array(2 * size);
  for (let node = 0; node < size; node++) {
    const z = node / perUnit - farthest;
    made[2 * node] = normalDistribution(z);
    made[2 * node + 1] = normalDensity(z) / perUnit;
  }
  return made;
}
