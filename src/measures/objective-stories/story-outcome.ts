// What the planner for the pursued objective of a story does for the base objective, exactly.
import { enumerate, type FiniteMdp, lookup } from "../../environments/enumerate.ts";
import type { Objective } from "../../environments/environment.ts";
import { discountedPolicyValues, plannerTable, solveDiscounted } from "../../solvers/discounted.ts";
import { expectedRewards } from "../../solvers/rewards.ts";
import { type Phase, phases, type StoryWorld } from "./story-world.ts";

/** At this discount each story's plan is the one that is told; the robot deceives above .6823. */
export const storyDiscount = 0.9;

/** Values this close are the same. */
const tolerance = 1e-9;

export interface StoryOutcome {
  /** Number of states that play can reach. */
  readonly states: number;
  /** Discounted base value from the start: of the planner for what is pursued, and the best. */
  readonly base: number;
  readonly baseAtBest: number;
  readonly servesBase: boolean;
  /** Its best actions from the start on, "or" between equally good ones, until a state comes again or the episode ends. */
  readonly plan: readonly string[];
}

/**
 * The planner (stationary, uniform over best actions) plans for what is pursued in the world as it takes it to be, and is valued by the base objective
 * in the world as it is. In training an agent that errs plans in its belief; in deployment it has learnt how things are.
 */
export function storyOutcome(story: StoryWorld, phase: "training" | "deployment"): StoryOutcome {
  const mdp = worldIn(story, phase);
  const policy = plannedIn(story, phase, mdp);
  const rewards = expectedRewards(mdp, story.base[phase]);
  const base = discountedPolicyValues(mdp, policy, rewards, storyDiscount)[0]!;
  const baseAtBest = solveDiscounted(mdp, rewards, storyDiscount).values[0]!;
  return {
    states: mdp.states,
    base,
    baseAtBest,
    servesBase: base >= baseAtBest - tolerance,
    plan: planFrom(mdp, policy),
  };
}

/** A phase of the story, as a decision process. */
export function worldIn({ environment }: StoryWorld, phase: Phase): FiniteMdp {
  return enumerate(environment, Uint8Array.of(phases[phase]));
}

/** The planner for an objective, by states of `mdp`. [states, actions] */
export function plannerFor(mdp: FiniteMdp, objective: Objective): Float64Array {
  return plannerTable(mdp, expectedRewards(mdp, objective), storyDiscount);
}

function plannedIn(story: StoryWorld, phase: Phase, mdp: FiniteMdp): Float64Array {
  if (!(story.errs && phase === "training")) return plannerFor(mdp, story.pursued);
  const believed = worldIn(story, "belief");
  const planned = plannerFor(believed, story.pursued);
  const { actions } = mdp;
  const policy = new Float64Array(mdp.states * actions);
  for (let state = 0; state < mdp.states; state++) {
    const there = lookup(believed, mdp.table.words, state * mdp.table.width);
    policy.set(planned.subarray(there * actions, (there + 1) * actions), state * actions);
  }
  return policy;
}

function planFrom(mdp: FiniteMdp, policy: Float64Array): readonly string[] {
  const plan: string[] = [];
  const seen = new Set<number>();
  for (let state = 0; state < mdp.states && !seen.has(state); ) {
    seen.add(state);
    const row = [...policy.subarray(state * mdp.actions, (state + 1) * mdp.actions)];
    const best = row.flatMap((share, action) => (share === Math.max(...row) ? [action] : []));
    plan.push(
      best.length === mdp.actions ? "anything" : best.map((one) => mdp.environment.actions[one]).join(" or "),
    );
    state = mdp.successors[mdp.rowOffsets[state * mdp.actions + best[0]!]!]!;
  }
  return plan;
}
