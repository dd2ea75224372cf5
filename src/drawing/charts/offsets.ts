// Dots of nearly equal value are moved apart across the axis, so that each can be seen.

/** Places in per cent of the width that are nearer than this would hide each other. */
const nearest = 1.6;

/** Vertical offsets in pixels that keep up to five dots of nearly equal value apart. */
export function offsets(positions: readonly number[]): readonly number[] {
  const placed: { at: number; level: number }[] = [];
  const order = positions.map((at, index) => ({ at, index })).sort((a, b) => a.at - b.at);
  const levels = new Array<number>(positions.length).fill(0);
  for (const { at, index } of order) {
    const taken = new Set(placed.filter((other) => at - other.at < nearest).map((other) => other.level));
    const level = [0, 1, -1, 2, -2].find((candidate) => !taken.has(candidate)) ?? 0;
    levels[index] = level;
    placed.push({ at, level });
  }
  return levels.map((level) => level * 3.5);
}
