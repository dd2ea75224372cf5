// A learned reward per event, as the world counts events.
import { baseObjective, type Environment, type Objective } from "../environments/environment.ts";
import { plannerPolicy } from "../policies/planner.ts";
import type { RewardHead } from "./reward-head.ts";

/** An event that was never paid is worth nothing: whoever weighs events has been told what there is to tell apart. */
export function eventHead(environment: Environment): RewardHead {
  const { events } = environment;
  return {
    names: events,
    told: true,
    counter: (batch) => ({
      look() {},
      add: (regression, lane, _action, reward) => regression.add(batch.events, lane * events.length, reward),
    }),
    planner: (weights, discount) =>
      plannerPolicy(environment, { objective: learnedObjective(environment, weights), discount }),
  };
}

/** What weights of events want, as an objective. */
export function learnedObjective(environment: Environment, weights: ArrayLike<number>): Objective {
  return {
    name: "learned",
    wants: `What was learned to be worth something instead of "${baseObjective(environment).name}".`,
    weights: Object.fromEntries(environment.events.map((event, kind) => [event, weights[kind]!])),
  };
}
