// What every rule for the goal flag offers: it takes in steps, and says where the flag is.

/** A flag on each concept; the agent's value of a situation is the sum of flag x percept. */
export interface GoalFlags {
  /** Takes in one step. percepts: [concepts]; rereading: a second percept of X; label: the stored label; visible: whether Y is perceived. */
  observe(percepts: Float64Array, rereading: number, label: number, visible: boolean): void;
  /** Writes the flags as they are now. [concepts] */
  read(into: Float64Array): void;
}
