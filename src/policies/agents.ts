// From agents as data to policies.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import type { Environment, Objective } from "../environments/environment.ts";
import type { AgentSpec, ObjectiveSpec, PursuerSpec } from "./agent-spec.ts";
import { agentName, objectiveText } from "./agent-text.ts";
import { observationTable } from "./observation-table.ts";
import { plannerPolicy } from "./planner.ts";
import type { Policy } from "./policy.ts";
import { vocabularyOf } from "./programs/conditions.ts";
import { parseProgram } from "./programs/decision-list.ts";
import { programPolicy } from "./programs/program-policy.ts";
import { reactivePolicy } from "./reactive.ts";
import { fixedActionPolicy, noisyPolicy, uniformPolicy } from "./scripted.ts";
import { stickyPolicy } from "./sticky.ts";
import { switchingPolicy } from "./switching.ts";
import { wallFollowingPolicy } from "./wall-follower.ts";

export { type AgentSpec, agentFromJson, type ObjectiveSpec, type PursuerSpec } from "./agent-spec.ts";
export { agentName, parseAgent } from "./agent-text.ts";

export interface AgentOptions {
  /** Discount of planners that name none: the training discount; .99 by default. */
  readonly discount?: number;
  /** States beyond which a level is refused; 500,000 by default. */
  readonly limit?: number;
  /** How many solved levels each planner keeps; 64 by default. */
  readonly cachedLevels?: number;
}

/**
 * The agent as a policy of that world; it is called `agentName(spec)`. Throws an InputError for objectives, events and
 * actions that the world does not have.
 */
export function agentPolicy(environment: Environment, spec: AgentSpec, options: AgentOptions = {}): Policy {
  return { ...build(environment, spec, options), name: agentName(spec) };
}

function build(environment: Environment, spec: AgentSpec, options: AgentOptions): Policy {
  const inner = (agent: AgentSpec) => agentPolicy(environment, agent, options);
  switch (spec.kind) {
    case "random":
      return uniformPolicy();
    case "fixed":
      return fixedActionPolicy(knownAction(environment, spec.action));
    case "wall":
      return wallFollowingPolicy(environment, spec.hand);
    case "planner":
    case "reactive":
      return pursuer(environment, spec, options);
    case "boltzmann":
      return pursuer(environment, spec.agent, options, spec.rationality);
    case "noisy":
      return noisyPolicy(inner(spec.agent), spec.share);
    case "sticky":
      return stickyPolicy(inner(spec.agent), spec.probability);
    case "table":
      return tableOf(environment, spec.levels, inner(spec.agent), options);
    case "rules": {
      const vocabulary = vocabularyOf(environment);
      return programPolicy(vocabulary, parseProgram(spec.rules, vocabulary));
    }
    case "switching":
      return switchingPolicy(inner(spec.first), inner(spec.second), spec.steps);
  }
}

function tableOf(
  environment: Environment,
  texts: readonly string[],
  policy: Policy,
  { limit }: AgentOptions,
): Policy {
  const levels = texts.map((text) => environment.parseLevel(text));
  return observationTable(environment, policy, limit === undefined ? { levels } : { levels, limit });
}

function pursuer(
  environment: Environment,
  spec: PursuerSpec,
  { discount = 0.99, ...kept }: AgentOptions,
  rationality?: number,
): Policy {
  const objective = objectiveOf(environment, spec.objective);
  const options = { ...kept, objective, ...(rationality === undefined ? {} : { rationality }) };
  return spec.kind === "reactive"
    ? reactivePolicy(environment, options)
    : plannerPolicy(environment, { ...options, discount: spec.discount ?? discount });
}

/** The objective of that name, or of those weights; throws an InputError with the names that the world knows. */
export function objectiveOf(environment: Environment, spec: ObjectiveSpec): Objective {
  if (typeof spec === "string") {
    const found = environment.objectives.find(({ name }) => name === spec);
    if (found) return found;
    const known = environment.objectives.map(({ name }) => name);
    throw new InputError(`objective of ${environment.name}`, `"${spec}"`, oneOf(spec, known));
  }
  const unknown = Object.keys(spec).find((event) => !environment.events.includes(event));
  if (unknown !== undefined)
    throw new InputError(`event of ${environment.name}`, `"${unknown}"`, oneOf(unknown, environment.events));
  return { name: objectiveText(spec), wants: "What these weights add up to.", weights: spec };
}

function knownAction({ name, actions }: Environment, action: string): string {
  if (actions.includes(action)) return action;
  throw new InputError(`action of ${name}`, `"${action}"`, oneOf(action, actions));
}
