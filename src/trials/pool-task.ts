// What a task of the local pool is made of: JSON goes in and comes out, progress is told on the way.
import type { Json } from "../base/hash.ts";

/** What a task may use of the pool. */
export interface TaskContext {
  /** Tells the pool's owner something. JSON; arrives in order. */
  progress(message: Json): void;
  /** Aborted when the task should stop at its next safe point, with what it needs to go on later put away. */
  readonly signal: AbortSignal;
}

/** The default export of a pool entry. What it throws fails this task alone. */
export type Task = (task: Json, context: TaskContext) => Promise<Json>;

/** How a task ended. */
export type TaskResult =
  | { readonly status: "done"; readonly value: Json }
  | { readonly status: "failed"; readonly error: TaskError }
  /** Asked to stop before it began. */
  | { readonly status: "cancelled" };

export interface TaskError {
  readonly name: string;
  readonly message: string;
  /** Exit code that the error asks for (see base/errors.ts). */
  readonly exitCode: number;
  /** Where in the child it happened; empty when the child itself ended. */
  readonly stack: string;
}

/** From the pool to a child. */
export type Order =
  | { readonly kind: "task"; readonly entry: string; readonly task: Json }
  | { readonly kind: "stop" };

/** From a child to the pool. */
export type Answer =
  | { readonly kind: "progress"; readonly message: Json }
  | Exclude<TaskResult, { readonly status: "cancelled" }>;
