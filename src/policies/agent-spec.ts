// Agents as data: what settings, plans and command lines say of a policy that is not trained.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import { parseInput, z } from "../base/schema.ts";

/** The name of an objective of the world, or a weight per event. */
export type ObjectiveSpec = string | Readonly<Record<string, number>>;

/** Agents that want something, and so have action values. */
export type PursuerSpec =
  /** Exact and stationary. */
  | { readonly kind: "planner"; readonly objective: ObjectiveSpec; readonly discount?: number }
  /** Towards the nearest useful thing. */
  | { readonly kind: "reactive"; readonly objective: ObjectiveSpec };

export type AgentSpec =
  /** Every action equally likely. */
  | { readonly kind: "random" }
  | { readonly kind: "fixed"; readonly action: string }
  /** A hand on the wall; gridworlds only. */
  | { readonly kind: "wall"; readonly hand: "left" | "right" }
  | PursuerSpec
  /** In proportion to exp(rationality x action value) instead of only the best. */
  | { readonly kind: "boltzmann"; readonly rationality: number; readonly agent: PursuerSpec }
  /** That share of uniform actions. */
  | { readonly kind: "noisy"; readonly share: number; readonly agent: AgentSpec }
  /** With that probability the last action again. */
  | { readonly kind: "sticky"; readonly probability: number; readonly agent: AgentSpec }
  /** What another agent does on some levels, by heart; anything where it sees what it does not know. */
  | { readonly kind: "table"; readonly levels: readonly string[]; readonly agent: AgentSpec }
  /** A program of at most eight rules, in the words of `programs/decision-list.ts`, the last resort at the end. */
  | { readonly kind: "rules"; readonly rules: readonly string[] }
  /** The first until step `steps` of the episode, then the second. */
  | {
      readonly kind: "switching";
      readonly steps: number;
      readonly first: AgentSpec;
      readonly second: AgentSpec;
    };

const share = z.number().min(0).max(1);
const objective = z.union([z.string().min(1), z.record(z.string(), z.number())]);
/** Agents inside agents are checked one by one, so that an error names the place and not all that could stand there. */
const inner = z.unknown();

/** Rules are told apart by semicolons in the text form of agents, and an agent ends at a comma. */
const ruleText = /^[^;,]+$/;

/** Letters that separate in the text form of agents cannot stand in its levels. */
const tableLevel = /^[^:;,/]+$/;

const schemas = {
  random: z.strictObject({ kind: z.literal("random") }),
  fixed: z.strictObject({ kind: z.literal("fixed"), action: z.string().min(1) }),
  wall: z.strictObject({ kind: z.literal("wall"), hand: z.enum(["left", "right"]) }),
  planner: z.strictObject({
    kind: z.literal("planner"),
    objective,
    discount: z.number().min(0).lt(1, { error: "a value below 1" }).optional(),
  }),
  reactive: z.strictObject({ kind: z.literal("reactive"), objective }),
  boltzmann: z.strictObject({ kind: z.literal("boltzmann"), rationality: z.number(), agent: inner }),
  noisy: z.strictObject({ kind: z.literal("noisy"), share, agent: inner }),
  sticky: z.strictObject({ kind: z.literal("sticky"), probability: share, agent: inner }),
  table: z.strictObject({
    kind: z.literal("table"),
    levels: z.array(z.string().regex(tableLevel, { error: "rows of a level, without : ; , or /" })).min(1),
    agent: inner,
  }),
  rules: z.strictObject({
    kind: z.literal("rules"),
    rules: z.array(z.string().regex(ruleText, { error: "a rule in words, without ; or ," })).min(1),
  }),
  switching: z.strictObject({
    kind: z.literal("switching"),
    steps: z.int().min(0),
    first: inner,
    second: inner,
  }),
} as const;

export type AgentKind = keyof typeof schemas;

export const agentKinds = Object.keys(schemas) as readonly AgentKind[];

/** Those that are made of another agent's action values. */
const pursuers: readonly string[] = ["planner", "reactive"];

/** Checks an agent given as JSON; `place` names it in errors. Throws an InputError for the first thing that is wrong. */
export function agentFromJson(value: unknown, place = "agent"): AgentSpec {
  const { kind } = parseInput(z.looseObject({ kind: z.string() }), value, place);
  const schema = agentKinds.find((known) => known === kind);
  if (schema === undefined) throw new InputError(`${place}.kind`, `"${kind}"`, oneOf(kind, agentKinds));
  const spec: Readonly<Record<string, unknown>> = parseInput(schemas[schema], value, place);
  const inside = ["agent", "first", "second"].filter((part) => part in spec);
  const parts = inside.map((part) => [part, agentFromJson(spec[part], `${place}.${part}`)] as const);
  for (const [part, { kind: innerKind }] of parts) {
    if (kind === "boltzmann" && !pursuers.includes(innerKind))
      throw new InputError(`${place}.${part}.kind`, `"${innerKind}"`, oneOf(innerKind, pursuers));
  }
  return { ...spec, ...Object.fromEntries(parts) } as AgentSpec;
}
