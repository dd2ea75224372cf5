// How much of what agents do is changed where actions are cut off from a variable: of perfect agents exactly, of trained ones by training.
import type { Rng } from "../base/rng.ts";
import type { Runtime } from "../engine/runtime.ts";
import type { Environment, LevelDistribution, Objective } from "../environments/environment.ts";
import type { FiniteMdp } from "../environments/finite-mdp.ts";
import type { LearnerSettings } from "../learners/learner.ts";
import { createTraining } from "../learners/train.ts";
import type { LearnedPolicy } from "../learners/training.ts";
import { allocateDecisions, type Policy } from "../policies/policy.ts";
import { solveDiscounted } from "../solvers/discounted.ts";
import { uniformOverBest } from "../solvers/greedy.ts";
import { expectedRewards } from "../solvers/rewards.ts";
import type { SharedLevel } from "./common-states.ts";

/** Half the sum of absolute differences of two rows of probabilities: the share of decisions that come out otherwise. */
function rowDistance(
  one: ArrayLike<number>,
  first: number,
  other: ArrayLike<number>,
  second: number,
  actions: number,
): number {
  let sum = 0;
  for (let action = 0; action < actions; action++) {
    sum += Math.abs((one[first + action] as number) - (other[second + action] as number));
  }
  return sum / 2;
}

export interface PlannerChange {
  /** States that both worlds have, over all levels. */
  readonly states: number;
  /** Mean share of decisions that the perfect agent of the cut world, uniform over its best actions, takes otherwise. */
  readonly changed: number;
  /** Share of the states where no action is best in both worlds. */
  readonly disjoint: number;
  /** What the best play is worth from the start, as a mean over levels, in the world as it is and in the cut world. */
  readonly worth: number;
  readonly worthCut: number;
}

/** What the planner at that discount changes, as a mean over common states of all levels. */
export function plannerChange(
  levels: readonly SharedLevel[],
  objective: Objective,
  discount: number,
): PlannerChange {
  let states = 0;
  let changed = 0;
  let disjoint = 0;
  let worth = 0;
  let worthCut = 0;
  for (const { whole, cut, states: common } of levels) {
    const { actions } = whole;
    const solve = (mdp: FiniteMdp) => solveDiscounted(mdp, expectedRewards(mdp, objective), discount);
    const solved = [solve(whole), solve(cut)] as const;
    const [one, other] = solved.map(({ q }) => uniformOverBest(q, actions)) as [Float64Array, Float64Array];
    worth += solved[0].values[0]! / levels.length;
    worthCut += solved[1].values[0]! / levels.length;
    for (const [a, b] of common) {
      const distance = rowDistance(one, a * actions, other, b * actions, actions);
      states++;
      changed += distance;
      if (distance > 1 - 1e-9) disjoint++;
    }
  }
  return { states, changed: changed / states, disjoint: disjoint / states, worth, worthCut };
}

/** How agents are trained: always on the same levels, drawn alike. */
export interface Schooling {
  readonly objective: Objective;
  readonly levels: readonly Uint8Array[];
  readonly horizon: number;
  readonly settings: LearnerSettings;
  readonly runtime: Runtime;
  /** Called after every cycle of a training: lets a wish to stop in. */
  readonly pause: () => Promise<void>;
}

/** Trains an agent to the end and answers its policy, which acts on whole batches. */
export async function trainedPolicy(
  environment: Environment,
  { levels, settings, pause, ...problem }: Schooling,
  rng: Rng,
): Promise<LearnedPolicy> {
  const training = await createTraining({
    ...problem,
    ...settings,
    environment,
    distribution: oneOfLevels(levels),
    rng,
  });
  while (training.globalStep < training.totalSteps) {
    await training.cycle();
    await pause();
  }
  const policy = await training.policy(askedAtOnce);
  await training.release();
  return policy;
}

function oneOfLevels(levels: readonly Uint8Array[]): LevelDistribution {
  return {
    summary: `One of ${levels.length} given levels.`,
    parameters: {},
    generate: (rng, out, offset) => out.set(levels[rng.below(levels.length)] as Uint8Array, offset),
  };
}

/** States that a policy is asked about together. */
const askedAtOnce = 256;

/** What a policy does in the common states of all levels, one after another, as the world `environment` shows them. [states, actions] */
export async function decisionsOf(
  policy: Policy,
  environment: Environment,
  levels: readonly SharedLevel[],
  side: "whole" | "cut",
): Promise<Float32Array> {
  const actions = environment.actions.length;
  const count = levels.reduce((sum, { states }) => sum + states.length, 0);
  const out = new Float32Array(count * actions);
  const decisions = allocateDecisions(askedAtOnce, actions);
  const batch = environment.batch({ lanes: askedAtOnce, horizon: 1 });
  let written = 0;
  for (const shared of levels) {
    const { table, level } = shared[side];
    for (let lane = 0; lane < askedAtOnce; lane++) batch.reset(lane, level, 0);
    for (let first = 0; first < shared.states.length; first += askedAtOnce) {
      const some = shared.states.slice(first, first + askedAtOnce);
      some.forEach(([whole, cut], lane) => {
        batch.loadState(lane, table.words, (side === "whole" ? whole : cut) * table.width);
      });
      await policy.decide(batch, new Float32Array(0), decisions);
      out.set(decisions.probabilities.subarray(0, some.length * actions), written);
      written += some.length * actions;
    }
  }
  return out;
}

/** The mean share of decisions in which two agents differ. Both [states, actions] */
export function decisionDistance(one: Float32Array, other: Float32Array, actions: number): number {
  let sum = 0;
  for (let first = 0; first < one.length; first += actions) {
    sum += rowDistance(one, first, other, first, actions);
  }
  return (sum * actions) / one.length;
}

export interface TrainedChange {
  /** Mean distance between an agent of the one world and one of the other. */
  readonly across: number;
  /** The same between two agents of the world as it is, and between two of the cut world: what chance alone changes. */
  readonly withinWhole: number;
  readonly withinCut: number;
  /** `across` less the mean of the other two: 0 in the mean where agents of both worlds come from one distribution, never less. */
  readonly beyond: number;
}

/**
 * The energy distance of what training makes of both worlds (Székely and Rizzo 2013, on L1 distances of decisions), estimated without
 * bias from two agents of each that were trained independently of each other. `whole` and `cut`: two agents each, [states, actions].
 */
export function trainedChange(
  whole: readonly [Float32Array, Float32Array],
  cut: readonly [Float32Array, Float32Array],
  actions: number,
): TrainedChange {
  const pairs = whole.flatMap((one) => cut.map((other) => decisionDistance(one, other, actions)));
  const across = pairs.reduce((sum, distance) => sum + distance, 0) / pairs.length;
  const withinWhole = decisionDistance(...whole, actions);
  const withinCut = decisionDistance(...cut, actions);
  return { across, withinWhole, withinCut, beyond: across - (withinWhole + withinCut) / 2 };
}
