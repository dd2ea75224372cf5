// Optimising through one channel and not through another: whole, myopic and stop-gradient steps on R(x, y(x)).
import { InputError } from "../../base/errors.ts";

/** A return of x, which is chosen, and of y, which follows x. */
export interface CoupledReturn {
  value(x: number, y: number): number;
  /** y(x). */
  response(x: number): number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * How a step is chosen, and where it leads (Tetraspace's distinction, from the discussion of partial agency):
 * whole: by R(x + d, y(x + d)), and to there.
 * myopic: by R(x + d, y), as if y would stay; then y moves all the same, to (x + d, y(x + d)).
 * stop-gradient, its dual: by R(x + d, y(x + d)), as if y would move; then y stays all the same, at (x + d, y).
 */
export type StepKind = "whole" | "myopic" | "stop-gradient";

/** What an agent of that kind takes a move of x by `delta` to be worth. */
export function expectedReturn(
  { value, response }: CoupledReturn,
  kind: StepKind,
  { x, y }: Point,
  delta: number,
): number {
  const moved = x + delta;
  return value(moved, kind === "myopic" ? y : response(moved));
}

/** Where a move of x by `delta` leads an agent of that kind. */
export function pointAfter(coupled: CoupledReturn, kind: StepKind, { x, y }: Point, delta: number): Point {
  const moved = x + delta;
  return { x: moved, y: kind === "stop-gradient" ? y : coupled.response(moved) };
}

export interface Walk {
  /** Length of a step. */
  readonly delta: number;
  /** x stays within [low, high]. */
  readonly low: number;
  readonly high: number;
  readonly most: number;
}

/**
 * Moves x by the better of -delta and delta as long as that promises more than staying, at most `most` times. Throws an InputError on a step that is
 * not positive or a start outside [low, high].
 */
export function settle(coupled: CoupledReturn, kind: StepKind, start: Point, walk: Walk): Point {
  const { delta, low, high, most } = walk;
  if (!(delta > 0)) throw new InputError("delta", String(delta), "a positive number");
  if (!(start.x >= low && start.x <= high)) {
    throw new InputError("start", String(start.x), `a number from ${low} to ${high}`);
  }
  let point = start;
  for (let step = 0; step < most; step++) {
    const move = promisingMove(coupled, kind, point, walk);
    if (move === 0) break;
    point = pointAfter(coupled, kind, point, move);
  }
  return point;
}

function promisingMove(coupled: CoupledReturn, kind: StepKind, point: Point, walk: Walk): number {
  let [best, bestReturn] = [0, expectedReturn(coupled, kind, point, 0)];
  const moves = [Math.max(-walk.delta, walk.low - point.x), Math.min(walk.delta, walk.high - point.x)];
  for (const move of moves) {
    const found = expectedReturn(coupled, kind, point, move);
    if (found > bestReturn) [best, bestReturn] = [move, found];
  }
  return best;
}
