// The closest list that never falls.

/**
 * Least-squares fit of a non-decreasing list to `values`, with positive weights (default: all 1), by pooling adjacent
 * violators: wherever the list falls, neighbours are replaced by their weighted mean (Ayer et al. 1955).
 */
export function isotonicFit(values: ArrayLike<number>, weights?: ArrayLike<number>): Float64Array {
  const levels = new Float64Array(values.length);
  const masses = new Float64Array(values.length);
  const lengths = new Int32Array(values.length);
  let blocks = 0;
  for (let index = 0; index < values.length; index++) {
    let [level, mass, length] = [
      values[index] as number,
      weights === undefined ? 1 : (weights[index] as number),
      1,
    ];
    while (blocks > 0 && (levels[blocks - 1] as number) >= level) {
      blocks--;
      const below = masses[blocks] as number;
      level = (level * mass + (levels[blocks] as number) * below) / (mass + below);
      mass += below;
      length += lengths[blocks] as number;
    }
    [levels[blocks], masses[blocks], lengths[blocks]] = [level, mass, length];
    blocks++;
  }
  const fitted = new Float64Array(values.length);
  for (let block = 0, at = 0; block < blocks; block++) {
    const end = at + (lengths[block] as number);
    fitted.fill(levels[block] as number, at, end);
    at = end;
  }
  return fitted;
}
