// A story of pseudo-alignment as a tiny world: a few states, what happens in them, and how deployment differs from training.
import type { Environment, Objective } from "../../environments/environment.ts";
import { tinyDefinition } from "../../environments/tiny-world.ts";

/** Levels of a story's world. */
export const phases = { training: 0, deployment: 1, belief: 2 } as const;

export type Phase = keyof typeof phases;

export interface StoryWorld {
  /** The objective graph's story of that name is the same one. */
  readonly name: string;
  /** Levels: training, deployment, and where the agent errs, training as it believes it to be. */
  readonly environment: Environment;
  readonly errs: boolean;
  readonly pursued: Objective;
  /** What is to be served, by phase: the same, unless only some of it falls into a phase. */
  readonly base: Readonly<Record<"training" | "deployment", Objective>>;
}

export interface StoryRules {
  readonly name: string;
  readonly summary: string;
  readonly states: readonly string[];
  readonly actions: readonly string[];
  readonly events: readonly string[];
  /** The event that is pursued. */
  readonly pursued: string;
  /** The event that is meant to happen, by phase where it has two names. */
  readonly base: string | Readonly<Record<"training" | "deployment", string>>;
  readonly errs?: boolean;
  /** The next state, or `ended` of tiny worlds; calls `emit` with each event. */
  step(state: number, phase: Phase, action: string, emit: (event: string) => void): number;
}

export function storyWorld(rules: StoryRules): StoryWorld {
  const { name, summary, states, actions, events, errs = false } = rules;
  const of = (event: string, wants: string): Objective => ({
    name: wants,
    wants: event,
    weights: { [event]: 1 },
  });
  const base = typeof rules.base === "string" ? { training: rules.base, deployment: rules.base } : rules.base;
  const names = Object.keys(phases) as readonly Phase[];
  const environment = tinyDefinition({
    name,
    id: `innergap/${name}-v0`,
    summary,
    actions,
    events,
    objective: of(base.training, "base"),
    sights: states,
    levels: errs ? names.length : names.length - 1,
    stochastic: false,
    see: (state) => state,
    step: (state, level, action, _chance, emit) =>
      rules.step(state, names[level]!, actions[action]!, (event) => emit(events.indexOf(event))),
  }).create({});
  return {
    name,
    environment,
    errs,
    pursued: of(rules.pursued, "pursued"),
    base: { training: of(base.training, "base"), deployment: of(base.deployment, "base") },
  };
}
