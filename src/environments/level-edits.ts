// Small changes of a gridworld's level that leave it playable: walls come and go, things and the agent move.
import { InputError } from "../base/errors.ts";
import type { Rng } from "../base/rng.ts";
import type { Environment } from "./environment.ts";
import { floor, wall } from "./grid.ts";
import { gridSizeOf } from "./grid-definition.ts";

/** Cells are numbered row by row, border included. A move takes all that is on a cell to a free one. */
export type LevelEdit =
  | { readonly kind: "wall"; readonly cell: number }
  | { readonly kind: "move"; readonly from: number; readonly to: number };

/** Tries of a random edit before it is given up. */
const tries = 1000;

/**
 * The level with the edit made: a wall of the interior where there is floor, or floor where there is a wall; or what is on a cell
 * moved to floor. Null where there is nothing to be done so, or where the world cannot be played on what comes out.
 * Throws an InputError where levels are not one byte per cell.
 */
export function edited(environment: Environment, level: Uint8Array, edit: LevelEdit): Uint8Array | null {
  const interior = interiorOf(environment);
  const cells = edit.kind === "wall" ? [edit.cell] : [edit.from, edit.to];
  if (!cells.every((cell) => interior.includes(cell))) return null;
  const changed = level.slice();
  if (edit.kind === "wall") {
    const code = level[edit.cell];
    if (code !== wall && code !== floor) return null;
    changed[edit.cell] = code === wall ? floor : wall;
  } else {
    if (level[edit.to] !== floor || level[edit.from] === wall || level[edit.from] === floor) return null;
    changed[edit.to] = level[edit.from]!;
    changed[edit.from] = floor;
  }
  return isPlayable(environment, changed) ? changed : null;
}

/** Every edit that can be made and leaves the level playable: walls first, then moves, each by cell. */
export function possibleEdits(environment: Environment, level: Uint8Array): LevelEdit[] {
  const interior = interiorOf(environment);
  const walls = interior.map((cell): LevelEdit => ({ kind: "wall", cell }));
  const things = interior.filter((cell) => level[cell] !== wall && level[cell] !== floor);
  const free = interior.filter((cell) => level[cell] === floor);
  const moves = things.flatMap((from) => free.map((to): LevelEdit => ({ kind: "move", from, to })));
  return [...walls, ...moves].filter((edit) => edited(environment, level, edit) !== null);
}

export interface RandomEditOptions {
  /** The edited level must answer as the level does: an edit that preserves its class. */
  readonly preserving?: (level: Uint8Array) => boolean;
}

export interface EditedLevel {
  readonly level: Uint8Array;
  readonly edit: LevelEdit;
}

/**
 * A random edit: a wall or a move with equal probability, of a uniform cell, and to a uniform free one; drawn again until it can be
 * made and, if asked for, preserves the class. Equal streams give equal edits. Throws an InputError after 1,000 draws.
 */
export function randomEdit(
  environment: Environment,
  level: Uint8Array,
  rng: Rng,
  { preserving }: RandomEditOptions = {},
): EditedLevel {
  const interior = interiorOf(environment);
  const things = interior.filter((cell) => level[cell] !== wall && level[cell] !== floor);
  const walls = interior.filter((cell) => !things.includes(cell));
  const free = walls.filter((cell) => level[cell] === floor);
  const anyOf = (cells: readonly number[]) => cells[rng.below(cells.length)]!;
  const before = preserving?.(level);
  for (let count = 0; count < tries; count++) {
    const moves = free.length > 0 && (walls.length === 0 || rng.below(2) === 1);
    if (!moves && walls.length === 0) break;
    const edit: LevelEdit = moves
      ? { kind: "move", from: anyOf(things), to: anyOf(free) }
      : { kind: "wall", cell: anyOf(walls) };
    const changed = edited(environment, level, edit);
    if (changed && preserving?.(changed) === before) return { level: changed, edit };
  }
  throw new InputError(
    "level",
    `${tries} random edits that cannot be made or change its class`,
    "a level with room for an edit",
  );
}

/** Whether the world reads the level as it prints it, which it does exactly where it can be played. */
export function isPlayable(environment: Environment, level: Uint8Array): boolean {
  try {
    const read = environment.parseLevel(environment.printLevel(level));
    return read.every((code, cell) => code === level[cell]);
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

/** The cells inside the border, row by row. Throws an InputError where levels are not one byte per cell. */
export function interiorOf(environment: Environment): number[] {
  const { height, width } = gridSizeOf(environment);
  if (environment.levelLength !== height * width) {
    throw new InputError(
      environment.name,
      `levels of ${environment.levelLength} bytes`,
      `${height * width}, one per cell`,
    );
  }
  const cells: number[] = [];
  for (let row = 1; row < height - 1; row++) {
    for (let column = 1; column < width - 1; column++) cells.push(row * width + column);
  }
  return cells;
}
