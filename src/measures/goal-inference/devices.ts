// Hypotheses without an objective: what can be said of an agent by habits alone.

import { InputError } from "../../base/errors.ts";
import { logSumExp } from "../../base/log-sum-exp.ts";
import type { FiniteMdp } from "../../environments/finite-mdp.ts";
import { asGrid, type Hand, nowhere, wallFollowingMove } from "../../environments/wall-following.ts";
import type { DecisionRecord } from "./decision-record.ts";

/** How well one kind of device foretells a record. */
export interface DeviceEvidence {
  readonly name: string;
  /** Log predictive of each level's decisions given all levels before it, in nats; they sum to logEvidence. [mdps] */
  readonly perLevel: Float64Array;
  /** Log marginal likelihood of all decisions. */
  readonly logEvidence: number;
}

/** What one kind of device expects of new decisions, after a record to learn from. */
export interface DevicePrediction {
  readonly name: string;
  /** Log marginal likelihood of the record to learn from. */
  readonly logEvidence: number;
  /** Posterior predictive of each decision of the other record. [test.count, actions] */
  readonly probabilities: Float64Array;
}

/**
 * Evidence of each kind of device. `mdps` are the record's levels in order. The kinds, each with a uniform prior inside:
 * - "uniform": every action equally likely;
 * - "fixed direction": one action always, with each share of lapses (uniform actions);
 * - "action frequencies": the action depends on the last one only, or on there being none; Dirichlet(1/2)-multinomial
 *   for each of these |A| + 1 contexts, carried on from level to level;
 * - "wall-following", on grids only: the left- and the right-hand rule (environments/wall-following.ts) with each lapse.
 */
export function deviceEvidence(
  record: DecisionRecord,
  mdps: readonly FiniteMdp[],
  lapses: readonly number[],
): { readonly kinds: readonly DeviceEvidence[] } {
  const kinds = devicesFor(mdps, lapses).map((device) => {
    const perLevel = device.learn(record, mdps);
    return { name: device.name, perLevel, logEvidence: perLevel.reduce((sum, nats) => sum + nats, 0) };
  });
  return { kinds };
}

/** The same devices, told `train` and asked about `test`; the levels of both are numbered as in `mdps`. */
export function devicePredictions(
  train: DecisionRecord,
  test: DecisionRecord,
  mdps: readonly FiniteMdp[],
  lapses: readonly number[],
): readonly DevicePrediction[] {
  return devicesFor(mdps, lapses).map((device) => {
    const perLevel = device.learn(train, mdps);
    return {
      name: device.name,
      logEvidence: perLevel.reduce((sum, nats) => sum + nats, 0),
      probabilities: device.predict(test, mdps),
    };
  });
}

interface Device {
  readonly name: string;
  /** Takes in a record; answers the log predictive of each level. [mdps] */
  learn(record: DecisionRecord, mdps: readonly FiniteMdp[]): Float64Array;
  /** [record.count, actions] */
  predict(record: DecisionRecord, mdps: readonly FiniteMdp[]): Float64Array;
}

function devicesFor(mdps: readonly FiniteMdp[], lapses: readonly number[]): Device[] {
  const wrong = lapses.find((lapse) => !(lapse >= 0 && lapse <= 1));
  if (lapses.length === 0 || wrong !== undefined) {
    throw new InputError("lapses", String(wrong ?? "none"), "one or more numbers in [0, 1]");
  }
  const [first] = mdps;
  if (first === undefined) throw new InputError("levels", "none", "at least one");
  const { actions } = first;
  const directions = Array.from(
    { length: actions },
    (_, action): Script =>
      () =>
        action,
  );
  const devices = [
    new Scripts("uniform", actions, [() => nowhere], lapses),
    new Scripts("fixed direction", actions, directions, lapses),
    new Frequencies(actions),
  ];
  const grid = asGrid(first.environment);
  if (grid === null) return devices;
  const rule =
    (hand: Hand): Script =>
    (mdp, state, previous) =>
      wallFollowingMove(
        mdp.level,
        grid.width,
        mdp.table.words[state * mdp.table.width] as number,
        previous,
        hand,
      );
  return [...devices, new Scripts("wall-following", actions, [rule("left"), rule("right")], lapses)];
}

/** The one action that a rule would take in a state, given the action before; `nowhere` for any, equally likely. */
type Script = (mdp: FiniteMdp, state: number, previous: number) => number;

/** Rules, each with each share of lapses, all equally likely beforehand: (1 - lapse) x [a is the rule's] + lapse / |A|. */
class Scripts implements Device {
  /** Log likelihood of all that was learned. [scripts, lapses] */
  readonly #logLikelihoods: Float64Array;

  constructor(
    readonly name: string,
    readonly actions: number,
    readonly scripts: readonly Script[],
    readonly lapses: readonly number[],
  ) {
    this.#logLikelihoods = new Float64Array(scripts.length * lapses.length);
  }

  learn(record: DecisionRecord, mdps: readonly FiniteMdp[]): Float64Array {
    const { scripts, lapses, actions } = this;
    const total = this.#logLikelihoods;
    const perLevel = new Float64Array(mdps.length);
    /** Decisions of a level that a script foretold, and those that it did not. */
    const kept = new Int32Array(scripts.length);
    const broken = new Int32Array(scripts.length);
    let before = 0;
    for (let row = 0; row < record.count; ) {
      const level = record.level[row] as number;
      const mdp = mdps[level] as FiniteMdp;
      kept.fill(0);
      broken.fill(0);
      const first = row;
      for (; row < record.count && record.level[row] === level; row++) {
        for (const [index, script] of scripts.entries()) {
          const move = script(mdp, record.state[row] as number, record.previous[row] as number);
          if (move === record.action[row]) kept[index]!++;
          else if (move !== nowhere) broken[index]!++;
        }
      }
      for (let index = 0; index < total.length; index++) {
        const script = Math.floor(index / lapses.length);
        const lapse = lapses[index % lapses.length] as number;
        const anywhere = row - first - (kept[script] as number) - (broken[script] as number);
        total[index]! +=
          times(kept[script] as number, Math.log(1 - lapse + lapse / actions)) +
          times(broken[script] as number, Math.log(lapse / actions)) -
          anywhere * Math.log(actions);
      }
      const after = logMeanExp(total);
      // Once every rule is ruled out, nothing more can be lost.
      perLevel[level] = before === -Infinity ? 0 : after - before;
      before = after;
    }
    return perLevel;
  }

  predict(record: DecisionRecord, mdps: readonly FiniteMdp[]): Float64Array {
    const { scripts, lapses, actions } = this;
    const probabilities = new Float64Array(record.count * actions);
    const evidence = logMeanExp(this.#logLikelihoods);
    const weights = this.#logLikelihoods.map(
      (nats) => (evidence === -Infinity ? 1 : Math.exp(nats - evidence)) / this.#logLikelihoods.length,
    );
    for (let row = 0; row < record.count; row++) {
      const mdp = mdps[record.level[row] as number] as FiniteMdp;
      const moves = scripts.map((script) =>
        script(mdp, record.state[row] as number, record.previous[row] as number),
      );
      for (let index = 0; index < weights.length; index++) {
        const weight = weights[index] as number;
        const move = moves[Math.floor(index / lapses.length)] as number;
        const lapse = move === nowhere ? 1 : (lapses[index % lapses.length] as number);
        for (let action = 0; action < actions; action++) {
          probabilities[row * actions + action]! += (weight * lapse) / actions;
        }
        if (move !== nowhere) probabilities[row * actions + move]! += weight * (1 - lapse);
      }
    }
    return probabilities;
  }
}

/** Half an observation of every action beforehand: Jeffreys' prior of a categorical distribution. */
const halfCount = 1 / 2;

/**
 * Dirichlet-multinomial per last action: P(a | c) = (n_ca + 1/2) / (n_c + |A| / 2), with the counts n of all decisions before.
 */
class Frequencies implements Device {
  readonly name = "action frequencies";
  /** [actions + 1, actions] */
  readonly #counts: Float64Array;
  /** [actions + 1] */
  readonly #totals: Float64Array;

  constructor(readonly actions: number) {
    this.#counts = new Float64Array((actions + 1) * actions).fill(halfCount);
    this.#totals = new Float64Array(actions + 1).fill(halfCount * actions);
  }

  learn(record: DecisionRecord, mdps: readonly FiniteMdp[]): Float64Array {
    const perLevel = new Float64Array(mdps.length);
    for (let row = 0; row < record.count; row++) {
      const context = record.previous[row] as number;
      const cell = context * this.actions + (record.action[row] as number);
      const probability = (this.#counts[cell] as number) / (this.#totals[context] as number);
      perLevel[record.level[row] as number]! += Math.log(probability);
      this.#counts[cell]!++;
      this.#totals[context]!++;
    }
    return perLevel;
  }

  predict(record: DecisionRecord): Float64Array {
    const { actions } = this;
    return Float64Array.from({ length: record.count * actions }, (_, index) => {
      const context = record.previous[Math.floor(index / actions)] as number;
      return (
        (this.#counts[context * actions + (index % actions)] as number) / (this.#totals[context] as number)
      );
    });
  }
}

/** count x log, with 0 x -Infinity = 0: what never happened rules nothing out. */
function times(count: number, log: number): number {
  return count === 0 ? 0 : count * log;
}

function logMeanExp(logs: Float64Array): number {
  return logSumExp(logs) - Math.log(logs.length);
}
