// Learners of our own that the test for hidden incentives knows by name, with their options.
import { InputError } from "../base/errors.ts";
import type { JsonObject } from "../base/hash.ts";
import { oneOf } from "../base/nearest.ts";
import { Rng } from "../base/rng.ts";
import { parseInput, z } from "../base/schema.ts";
import type { ContextSystem } from "../games/hidden-incentives/context-system.ts";
import { mostContexts } from "../games/hidden-incentives/incentive-contexts.ts";
import { PopulationBasedTraining } from "../learners/population-based-training.ts";
import { Reinforce } from "../learners/reinforce.ts";
import { SampleAverageValues } from "../learners/sample-average-values.ts";

/** A kind of learner: its options with their defaults, and how one is made. */
interface Maker {
  readonly summary: string;
  /** Options with every default; throws an InputError that names the wrong one. */
  parse(options: JsonObject): JsonObject;
  make(options: JsonObject, contexts: number): ContextSystem;
}

function maker<Schema extends z.ZodType<object>>(
  summary: string,
  schema: Schema,
  make: (options: z.output<Schema>, contexts: number) => ContextSystem,
): Maker {
  return {
    summary,
    parse: (options) => parseInput(schema, options, "learner") as JsonObject,
    make: (options, contexts) => make(options as z.output<Schema>, contexts),
  };
}

const horizon = z.int().min(1).max(1000).default(1);
const swap = z.boolean().default(false);

const makers: Readonly<Record<string, Maker>> = {
  reinforce: maker(
    "policy gradient after every step; horizon: rewards that an action is credited with, 1 being the immediate one alone; swap: policies change contexts",
    z.strictObject({ horizon, swap }),
    (options, contexts) => policyGradient({ ...options, interval: 0 }, contexts),
  ),
  pbt: maker(
    "population-based training of reinforce: every so many steps (interval) the worst fifth copies members of the best; swap as there",
    z.strictObject({ interval: z.int().min(1).max(1_000_000).default(10), horizon, swap }),
    policyGradient,
  ),
  "q-learning": maker(
    "mean reward of each action, epsilon-greedy, from first values that count as one observation",
    z.strictObject({
      epsilon: z.number().min(0).max(1).default(0.1),
      defect: z.number().min(-1000).max(1000).default(-0.5),
      cooperate: z.number().min(-1000).max(1000).default(0),
    }),
    actionValues,
  ),
  constant: maker(
    "learns nothing: cooperates with a fixed probability",
    z.strictObject({ probability: z.number().min(0).max(1).default(0.5) }),
    constant,
  ),
};

export const incentiveSystemNames: readonly string[] = Object.keys(makers);

/** Name and summary of every learner, with the defaults of its options. */
export function incentiveSystems(): { name: string; summary: string; options: JsonObject }[] {
  return Object.entries(makers).map(([name, { summary, parse }]) => ({ name, summary, options: parse({}) }));
}

/** The learner of that name, in so many contexts. Throws an InputError on an unknown name or option. */
export function incentiveSystemNamed(
  name: string,
  options: JsonObject,
  contexts: number,
): { readonly system: ContextSystem; readonly options: JsonObject } {
  const found = Object.hasOwn(makers, name) ? makers[name] : undefined;
  if (!found) throw new InputError("learner", JSON.stringify(name), oneOf(name, incentiveSystemNames));
  if (!Number.isInteger(contexts) || contexts < 1 || contexts > mostContexts) {
    throw new InputError("contexts", String(contexts), `a whole number from 1 to ${mostContexts}`);
  }
  const complete = found.parse(options);
  return { system: found.make(complete, contexts), options: complete };
}

function policyGradient(
  { horizon, interval, swap }: { horizon: number; interval: number; swap: boolean },
  contexts: number,
): ContextSystem {
  const learner = new Reinforce({ members: contexts, horizon });
  const breeding = interval === 0 ? null : new PopulationBasedTraining(learner);
  let [rng, step] = [Rng.fromSeed(0), 0];
  return {
    contexts,
    reset(seed) {
      rng = Rng.fromSeed(seed);
      step = 0;
      learner.reset(rng);
    },
    act: (actions) => learner.act(rng, actions),
    learn(rewards) {
      learner.learn(rewards);
      step++;
      if (breeding !== null && step % interval === 0) breeding.round(rewards, rng);
      if (swap) learner.shift();
    },
  };
}

function actionValues(
  options: { epsilon: number; defect: number; cooperate: number },
  contexts: number,
): ContextSystem {
  const { epsilon, defect, cooperate } = options;
  const learner = new SampleAverageValues({ members: contexts, firstValues: [defect, cooperate], epsilon });
  let rng = Rng.fromSeed(0);
  return {
    contexts,
    reset(seed) {
      rng = Rng.fromSeed(seed);
      learner.reset();
    },
    act: (actions) => learner.act(rng, actions),
    learn: (rewards) => learner.learn(rewards),
  };
}

function constant({ probability }: { probability: number }, contexts: number): ContextSystem {
  let rng = Rng.fromSeed(0);
  return {
    contexts,
    reset(seed) {
      rng = Rng.fromSeed(seed);
    },
    act(actions) {
      for (let context = 0; context < contexts; context++) {
        actions[context] = rng.unit() < probability ? 1 : 0;
      }
    },
    learn() {},
  };
}
