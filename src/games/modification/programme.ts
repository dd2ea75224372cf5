// The exact dynamic programme of the game: what an agent that may change its mind at every step does best, and what then happens.
import { InputError } from "../../base/errors.ts";
import { asDiscount, asLength, asMotive, asThreat, type Motive, type Threat } from "./threat.ts";

/** Products of delay and length that are worked through: some seconds. */
const mostCells = 100_000_000;

export interface GameOfModification {
  readonly motive: Motive;
  readonly threat: Threat;
  readonly discount: number;
  /** Consecutive steps of defection after which the catastrophe is complete. */
  readonly length: number;
}

/** What follows from a plan that begins unseen and without a run of defections. */
export interface Course {
  /** Discounted sum of what the agent gets. */
  readonly value: number;
  /** Probability that the catastrophe is ever complete. */
  readonly catastrophe: number;
}

export interface Solution {
  /** Whether the best plan defects at the first step; cooperates where it is indifferent. */
  readonly defects: boolean;
  readonly best: Course;
  /** Of the plan that defects at every step, best or not. */
  readonly defecting: Course;
  /** By the length of the run of defections behind the agent, 0 to L, while unseen: whether the best plan defects. */
  readonly plan: readonly boolean[];
  /** Rounds of policy iteration. */
  readonly rounds: number;
}

/**
 * Solves the game over (run of defections behind the agent, 0 to L; steps left since first seen, tau to 0 = modified). Policy iteration (Howard 1960), each
 * evaluation exact: seen agents by backward induction, unseen ones by writing every value as A + B V(start). Assumes nothing of what the
 * closed forms assume: that the best plan never changes its mind comes out. Throws an InputError beyond 10^8 cells.
 */
export function solveModification(game: GameOfModification): Solution {
  const motive = asMotive(game.motive);
  const threat = asThreat(game.threat);
  const discount = asDiscount(game.discount);
  const length = asLength(game.length);
  if (threat.delay * length > mostCells) {
    throw new InputError("delay x length", String(threat.delay * length), `at most ${mostCells}`);
  }
  const seen = valuesOnceSeen(Math.max(motive.gain, motive.benefit), threat.delay, discount);
  const problem: Problem = { motive, detection: threat.detection, discount, length, seen };
  const values = new Float64Array(length + 1);
  let plan = new Uint8Array(length + 1);
  let rounds = 0;
  for (let changed = true; changed; rounds++) {
    evaluate(problem, plan, values);
    const next = improved(problem, plan, values);
    changed = next.some((action, run) => action !== plan[run]);
    plan = next;
  }
  const best = { value: values[0]!, catastrophe: completion(problem, threat.delay, plan) };
  const always = new Uint8Array(length + 1).fill(1);
  evaluate({ ...problem, seen: valuesOnceSeen(motive.gain, threat.delay, discount) }, always, values);
  const defecting = { value: values[0]!, catastrophe: completion(problem, threat.delay, always) };
  return {
    defects: plan[0] === 1,
    best,
    defecting,
    plan: Array.from(plan, (action) => action === 1),
    rounds,
  };
}

interface Problem {
  readonly motive: Motive;
  readonly detection: number;
  readonly discount: number;
  readonly length: number;
  /** Value with 0, 1, ..., tau steps left. */
  readonly seen: Float64Array;
}

/** Of a seen agent by the steps it has left, each of which pays the same: it has nothing to lose. */
function valuesOnceSeen(pay: number, delay: number, discount: number): Float64Array {
  const values = new Float64Array(delay + 1);
  for (let left = 1; left <= delay; left++) values[left] = pay + discount * values[left - 1]!;
  return values;
}

/** Values of a plan by run of defections, while unseen. The longest run leads to itself, cooperation to the start. */
function evaluate(problem: Problem, plan: Uint8Array, values: Float64Array): void {
  const { motive, detection, discount, length, seen } = problem;
  const unseen = discount * (1 - detection);
  const caught = motive.gain + discount * detection * seen.at(-1)!;
  const shares = new Float64Array(length + 1);
  for (let run = length; run >= 0; run--) {
    if (plan[run] === 0) {
      values[run] = motive.benefit;
      shares[run] = discount;
    } else if (run === length) {
      values[run] = caught / (1 - unseen);
    } else {
      values[run] = caught + unseen * values[run + 1]!;
      shares[run] = unseen * shares[run + 1]!;
    }
  }
  const start = values[0]! / (1 - shares[0]!);
  for (let run = 0; run <= length; run++) values[run]! += shares[run]! * start;
}

/** The plan that takes the better action everywhere; what is as good as before, up to rounding, stays. */
function improved(problem: Problem, plan: Uint8Array, values: Float64Array): Uint8Array<ArrayBuffer> {
  const { motive, detection, discount, length, seen } = problem;
  const cooperate = motive.benefit + discount * values[0]!;
  return Uint8Array.from(plan, (action, run) => {
    const after = values[Math.min(run + 1, length)]!;
    const defect = motive.gain + discount * ((1 - detection) * after + detection * seen.at(-1)!);
    if (Math.abs(defect - cooperate) <= 1e-13 * (Math.abs(defect) + Math.abs(cooperate))) return action;
    return defect > cooperate ? 1 : 0;
  });
}

/**
 * Probability that a plan ever has L defections in a row, unseen or with the steps left once seen: as A + B P(start) by run of defections, for
 * a plan that stops in the middle of a run goes back to the start. A seen agent defects to its end.
 */
function completion({ detection, length }: Problem, delay: number, plan: Uint8Array): number {
  const seen = completionOnceSeen(length, delay);
  let [done, again] = [1, 0];
  for (let run = length - 1; run >= 0; run--) {
    done = plan[run] === 0 ? 0 : (1 - detection) * done + detection * seen[run + 1]!;
    again = plan[run] === 0 ? 1 : (1 - detection) * again;
  }
  return again === 1 ? 0 : done / (1 - again);
}

/** By run of defections behind it: 1 where an agent that was just seen, with `delay` steps left, comes to the end of the run. */
function completionOnceSeen(length: number, delay: number): Float64Array {
  const comes = new Float64Array(length + 1);
  comes[length] = 1;
  // With one step more, a run one shorter will do; a complete one stays complete.
  for (let left = 1; left <= delay; left++) comes.copyWithin(0, 1);
  return comes;
}
