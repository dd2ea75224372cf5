// Keys and chests where bumps into walls, or steps, are counted because they cost something.
import type { BatchOptions } from "../environment.ts";
import type { GridEnvironment } from "../grid.ts";
import { KeysAndChestsBatch } from "./batch.ts";
import type { DynamicsParameters } from "./parameters.ts";
import { stepTaken, wallBumped } from "./things.ts";

/** The plain dynamics have no `tick`, which spares them a call per step. */
export class CostlyBatch extends KeysAndChestsBatch {
  /** -1 where the event does not exist. */
  readonly #bumped: number;
  readonly #stepped: number;

  constructor(environment: GridEnvironment, options: BatchOptions, parameters: DynamicsParameters) {
    super(environment, options, parameters);
    this.#bumped = environment.events.indexOf(wallBumped);
    this.#stepped = environment.events.indexOf(stepTaken);
  }

  /** Idling is neither a step of the agent nor a bump. */
  protected override tick(lane: number, from: number, action: number): void {
    if (action >= this.environment.actions.length) return;
    const event = lane * this.eventCount;
    if (this.#stepped >= 0) this.events[event + this.#stepped] = 1;
    if (this.#bumped >= 0 && this.positions[lane] === from) this.events[event + this.#bumped] = 1;
  }
}
