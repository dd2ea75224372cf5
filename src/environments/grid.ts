// What gridworlds share: codes of cells, moves, sizes.
import { z } from "zod";
import type { Environment } from "./environment.ts";

/**
 * Codes of a cell, in levels and in the batch. The worlds' own things take the bits from 4 on, so that several
 * can share a cell.
 */
export const floor = 0;
export const wall = 1;
export const agent = 2;
export const firstThing = 4;

/** What the four actions are called, in order; there is no staying in place. */
export const moveNames = ["up", "left", "down", "right"] as const;

/** Every world draws its walls and its agent on the first two planes of its observation. */
export const wallChannel = 0;
export const agentChannel = 1;

/** Rows and columns, border included. */
export interface GridSize {
  readonly height: number;
  readonly width: number;
}

export interface GridEnvironment extends Environment, GridSize {
  /** Side of the square window around the agent that is observed, an odd number; null where the whole grid is. */
  readonly view: number | null;
  /** Channels that count what lies nowhere, from their first cell on: a window shows their first view x view cells. */
  readonly countingChannels: readonly number[];
  /**
   * Whether only items matter: walls alone are in the way, and nothing ever happens or changes but the agent's cell, except when the agent
   * enters an item, which changes what lies about for good. Optimal play is then a matter of the order of items.
   */
  readonly onlyItems: boolean;
}

/** Height or width of a grid, border included. */
export const sizeSchema = z.int().min(3).max(101);

/** Side of the window that is observed; null for the whole grid. */
export const viewSchema = z
  .int()
  .min(3)
  .max(101)
  .refine((side) => side % 2 === 1, "an odd number, with the agent in the middle")
  .nullable()
  .default(null);

/** How far each action moves the agent in a row-major grid of that width. [4] */
export function moveOffsets(width: number): Int32Array {
  return Int32Array.of(-width, -1, width, 1);
}
