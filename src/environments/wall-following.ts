// Walking along walls: the oldest way through a maze that wants nothing.
import type { Environment } from "./environment.ts";
import { type GridEnvironment, moveNames, moveOffsets, wall } from "./grid.ts";

/** The hand that stays on the wall. */
export type Hand = "left" | "right";

/** No action was taken before: the episode begins. The number of moves, as decision records have it. */
export const noHeading: number = moveNames.length;
/** All four neighbours are walls, so that the rule has nowhere to go. */
export const nowhere = -1;

/** Quarter turns to the left in the order in which directions are tried: towards the hand, straight, away, back. */
const turns: Readonly<Record<Hand, readonly number[]>> = { right: [3, 0, 1, 2], left: [1, 0, 3, 2] };

/**
 * The world as a grid, or null. A grid has a height and a width, levels of one byte per cell, and the four moves in
 * the order of `moveNames`; its first state word is the agent's cell, and walls have the code `wall`.
 */
export function asGrid(environment: Environment): GridEnvironment | null {
  const { height, width } = environment as Partial<GridEnvironment>;
  const grid =
    height !== undefined &&
    width !== undefined &&
    environment.levelLength === height * width &&
    environment.actions.length === moveNames.length &&
    moveNames.every((move, action) => environment.actions[action] === move);
  return grid ? (environment as GridEnvironment) : null;
}

/**
 * The move of one who keeps a hand on the wall: the first direction without a wall of "towards the hand, straight, away
 * from the hand, back", relative to the last move, which is `heading` whether or not it was blocked. Without a heading
 * (`noHeading`) the first of up, left, down, right that has no wall. `nowhere` between four walls.
 */
export function wallFollowingMove(
  level: Uint8Array,
  width: number,
  cell: number,
  heading: number,
  hand: Hand,
): number {
  const moves = moveOffsets(width);
  const started = heading !== noHeading;
  for (let attempt = 0; attempt < moves.length; attempt++) {
    const move = started ? (heading + (turns[hand][attempt] as number)) % moves.length : attempt;
    if (level[cell + (moves[move] as number)] !== wall) return move;
  }
  return nowhere;
}
