// Which n of many levels tell every pair of objectives apart best.

/**
 * The places of n rows, in ascending order, whose sum is largest in its smallest column. Greedy, then exchanges of one row for
 * another while they help: not always the best set, never worse than what greed alone finds. Columns that no row can
 * serve are left out of account. Equal sets: the larger total, then the earlier rows. rows: [levels][pairs].
 */
export function chooseLevels(rows: readonly (readonly number[])[], n: number): number[] {
  const served = (rows[0] ?? []).map((_, pair) => rows.some((row) => row[pair] > 0));
  const chosen: number[] = [];
  const sums = served.map(() => 0);
  const worth = (added: number, removed = -1): Worth => {
    let least = Number.POSITIVE_INFINITY;
    let total = 0;
    for (let pair = 0; pair < sums.length; pair++) {
      const sum = sums[pair] + rows[added][pair] - (removed < 0 ? 0 : rows[removed][pair]);
      if (served[pair]) least = Math.min(least, sum);
      total += sum;
    }
    return { least, total };
  };
  const move = (level: number, sign: 1 | -1) => {
    for (let pair = 0; pair < sums.length; pair++) sums[pair] += sign * rows[level][pair];
  };
  while (chosen.length < Math.min(n, rows.length)) {
    let best: { readonly level: number; readonly worth: Worth } | null = null;
    for (let level = 0; level < rows.length; level++) {
      if (chosen.includes(level)) continue;
      const found = worth(level);
      if (best === null || exceeds(found, best.worth)) best = { level, worth: found };
    }
    if (best === null) break;
    chosen.push(best.level);
    move(best.level, 1);
  }
  for (let exchanged = true; exchanged; ) {
    exchanged = false;
    for (const [place, old] of chosen.entries()) {
      const now = worth(old, old);
      for (let level = 0; level < rows.length; level++) {
        if (chosen.includes(level) || !exceeds(worth(level, old), now, true)) continue;
        move(old, -1);
        move(level, 1);
        chosen[place] = level;
        exchanged = true;
        break;
      }
    }
  }
  return chosen.sort((one, other) => one - other);
}

interface Worth {
  /** Of the pair that is served worst. */
  readonly least: number;
  readonly total: number;
}

/** By more than rounding, so that exchanges come to an end. */
const clearly = 1e-9;

function exceeds(one: Worth, other: Worth, leastAlone = false): boolean {
  if (Math.abs(one.least - other.least) > clearly) return one.least > other.least;
  return !leastAlone && one.total > other.total + clearly;
}
