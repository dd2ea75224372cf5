// Gridworlds in which the agent walks: up, left, down, right; walls stop it, things are entered.
import type { BatchOptions, ChanceOracle } from "./environment.ts";
import { agentChannel, type GridEnvironment, moveOffsets, wall } from "./grid.ts";
import { GridBatch } from "./grid-batch.ts";

/**
 * A wall leaves the agent in place; a move onto a cell with a thing on it is told to the world by `enter`. One who idles on a thing, or
 * bumps into a wall beside it, does not enter it again. Worlds in which more happens than that override `tick`.
 */
export abstract class WalkingBatch extends GridBatch {
  /** How far each action moves the agent, and the idle action, which comes last, not at all. [actions + 1] */
  readonly #moves: Int32Array;

  constructor(environment: GridEnvironment, options: BatchOptions) {
    super(environment, options);
    this.#moves = Int32Array.of(...moveOffsets(environment.width), 0);
  }

  /** The agent has moved onto a cell with a thing on it. */
  protected abstract enter(lane: number, cell: number, code: number, chance: ChanceOracle): void;

  /**
   * What else happens in a step, once the agent has moved from `from` to `positions[lane]` and entered what lies there (which may have ended
   * the episode). A bump is an action other than idling (`action < 4`) that leaves it where it was. Deterministic worlds that do not move by
   * themselves do nothing when the agent idles.
   */
  protected tick(_lane: number, _from: number, _action: number, _chance: ChanceOracle): void {}

  protected advance(
    first: number,
    count: number,
    actions: Uint8Array,
    chances: readonly ChanceOracle[],
  ): void {
    const { size, cells, planes, planeStride, positions, terminated, truncated, elapsed, horizon } = this;
    const moves = this.#moves;
    const agentPlane = agentChannel * size;
    const ticking = this.tick !== WalkingBatch.prototype.tick;
    for (let index = 0; index < count; index++) {
      const lane = first + index;
      if ((terminated[lane]! | truncated[lane]!) !== 0) continue;
      const from = positions[lane]!;
      const action = actions[index]!;
      const move = moves[action]!;
      const code = cells[lane * size + from + move]!;
      // Arithmetic instead of a branch: whether a random move meets a wall is what a processor predicts worst.
      const to = from + (move & ((code & wall) - 1));
      const drawn = lane * planeStride + agentPlane;
      planes[drawn + from] = 0;
      planes[drawn + to] = 1;
      positions[lane] = to;
      if (code > wall && move !== 0) this.enter(lane, to, code, chances[index]!);
      if (ticking) this.tick(lane, from, action, chances[index]!);
      const age = elapsed[lane]! + 1;
      elapsed[lane] = age;
      if (age >= horizon && terminated[lane] === 0) truncated[lane] = 1;
    }
  }
}
