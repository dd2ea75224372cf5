// An agent as directedness sees it: where it decides, how often, and how; and the same with its choices rearranged.
import { InputError } from "../../base/errors.ts";
import type { FiniteMdp } from "../../environments/finite-mdp.ts";
import { expectedVisits } from "../../solvers/visits.ts";
import type { DecisionRecord } from "../goal-inference/decision-record.ts";

/** Decisions of one agent on one level. */
export interface LevelDecisions {
  readonly mdp: FiniteMdp;
  /** [count] */
  readonly states: Int32Array;
  /** How often the agent decides there. [count] */
  readonly weights: Float64Array;
  /** [count, actions] */
  readonly probabilities: Float64Array;
}

/** Replaces the probabilities of one state by others. [actions] */
export type Rearrange = (probabilities: Float64Array) => void;

export interface MeasuredAgent {
  readonly decisions: readonly LevelDecisions[];
  /** The decisions of the agent whose choices were rearranged state by state. */
  rearranged(rearrange: Rearrange): readonly LevelDecisions[];
}

/**
 * A policy known everywhere: one table [states, actions] per level. States count by the expected number of decisions there in an
 * episode of at most `horizon` steps; a rearranged policy goes where it goes.
 */
export function tableAgent(
  mdps: readonly FiniteMdp[],
  tables: readonly Float64Array[],
  horizon: number,
): MeasuredAgent {
  requireLevels(mdps);
  const decisions = (policies: readonly Float64Array[]) =>
    mdps.map((mdp, level) => visited(mdp, policies[level] as Float64Array, horizon));
  return {
    decisions: decisions(tables),
    rearranged: (rearrange) =>
      decisions(tables.map((table, level) => rowsRearranged(table, mdps[level]!.actions, rearrange))),
  };
}

/**
 * An agent that was only watched: its own probabilities in the states of the record, each (level, state) counted once. Where a
 * rearranged policy would go is not known, so it is asked about the same states. mdps: the record's levels.
 */
export function recordAgent(record: DecisionRecord, mdps: readonly FiniteMdp[]): MeasuredAgent {
  requireLevels(mdps);
  const decisions = mdps.map((mdp, level) => watched(record, mdp, level));
  return {
    decisions,
    rearranged: (rearrange) =>
      decisions.map((part) => ({
        ...part,
        probabilities: rowsRearranged(part.probabilities, part.mdp.actions, rearrange),
      })),
  };
}

function requireLevels(mdps: readonly FiniteMdp[]): void {
  if (mdps.length === 0) throw new InputError("levels", "none", "at least one");
}

function visited(mdp: FiniteMdp, table: Float64Array, horizon: number): LevelDecisions {
  const { actions } = mdp;
  const visits = expectedVisits(mdp, table, horizon);
  const states = Int32Array.from(visits.keys()).filter((state) => (visits[state] as number) > 0);
  const probabilities = new Float64Array(states.length * actions);
  states.forEach((state, index) => {
    probabilities.set(table.subarray(state * actions, (state + 1) * actions), index * actions);
  });
  return {
    mdp,
    states,
    weights: Float64Array.from(states, (state) => visits[state] as number),
    probabilities,
  };
}

function watched(record: DecisionRecord, mdp: FiniteMdp, level: number): LevelDecisions {
  const { actions } = mdp;
  const rows = Int32Array.from({ length: record.count }, (_, row) => row).filter(
    (row) => record.level[row] === level,
  );
  const probabilities = new Float64Array(rows.length * actions);
  rows.forEach((row, index) => {
    const own = record.probabilities.subarray(row * actions, (row + 1) * actions);
    // Networks answer in single precision, where probabilities miss 1 by a little.
    const sum = own.reduce((total, probability) => total + probability, 0);
    own.forEach((probability, action) => {
      probabilities[index * actions + action] = probability / sum;
    });
  });
  return {
    mdp,
    states: rows.map((row) => record.state[row] as number),
    weights: new Float64Array(rows.length).fill(1),
    probabilities,
  };
}

function rowsRearranged(table: Float64Array, actions: number, rearrange: Rearrange): Float64Array {
  const copy = table.slice();
  for (let first = 0; first < copy.length; first += actions) rearrange(copy.subarray(first, first + actions));
  return copy;
}
