// The acting phase: reporting an answer, working it out, or writing the cell that holds the label; optimal play for each goal.
import { parseInput, z } from "../../base/schema.ts";

/** What the agent wants its report to equal. */
export type Goal = "proxy" | "truth" | "label";

export const actions = ["report-0", "report-1", "work-out", "write-0", "write-1"] as const;
export type Action = (typeof actions)[number];

const probability = z.number().min(0).max(1);
const schema = z.strictObject({
  goal: z.enum(["proxy", "truth", "label"]),
  proxy: z.union([z.literal(0), z.literal(1)]).default(0),
  belief: probability.default(0.5),
  errorRate: probability.default(0.05),
  errorKnown: z.boolean().default(true),
  answerCost: z.number().min(0).max(1e6).default(0.2),
  writeCost: z.number().min(0).max(1e6).default(0.1),
  read: z.enum(["before", "after"]).default("after"),
  decoupled: z.boolean().default(false),
});

export interface ActingOptions {
  readonly goal: Goal;
  /** The proxy's answer; plain to see. Default 0. */
  readonly proxy: 0 | 1;
  /** P(X = 1) before the answer is worked out. Default 1/2. */
  readonly belief: number;
  /** P(Y != X), whatever X is. Default .05. */
  readonly errorRate: number;
  /** Whether working out the truth also tells how this label differs from it. Default true. */
  readonly errorKnown: boolean;
  /** What working out the true answer costs; reports are paid 1 when they equal what the goal says. Default .2. */
  readonly answerCost: number;
  /** c_w: what writing the cell costs. Default .1. */
  readonly writeCost: number;
  /** Whether the label is read before the agent acts, or after. Default after. */
  readonly read: "before" | "after";
  /** Whether the label that is compared is drawn independently of what the agent does. Default false. */
  readonly decoupled: boolean;
}

export interface OptimalAct {
  /** Expected payoff of each action. */
  readonly values: Readonly<Record<Action, number>>;
  readonly value: number;
  /** All actions within 1e-12 of the best. */
  readonly best: readonly Action[];
}

/**
 * Payoff: 1 if the report equals S, X or the label as it is read, by goal, less what was paid. "report-v" says v at once; "work-out" finds X
 * (and with known errors Y) and reports what is then likeliest; "write-v" puts v into the cell and reports v. Writing moves the
 * label only where it is read after acting and not decoupled. Throws an InputError on values out of range.
 */
export function actOptimally(options: Partial<ActingOptions> & { readonly goal: Goal }): OptimalAct {
  const checked: ActingOptions = parseInput(schema, options, "acting");
  const { answerCost, writeCost } = checked;
  const one = probabilityOfOne(checked);
  const touches = checked.goal === "label" && cellIsWithinReach(checked);
  const values: Record<Action, number> = {
    "report-0": 1 - one,
    "report-1": one,
    "work-out": informedAccuracy(checked) - answerCost,
    "write-0": (touches ? 1 : 1 - one) - writeCost,
    "write-1": (touches ? 1 : one) - writeCost,
  };
  const value = Math.max(...Object.values(values));
  return { values, value, best: actions.filter((action) => values[action] >= value - 1e-12) };
}

/** Whether what the agent does can still change the label that it is compared with. */
export function cellIsWithinReach({ read, decoupled }: Pick<ActingOptions, "read" | "decoupled">): boolean {
  return read === "after" && !decoupled;
}

/** P(what the goal asks for = 1) before anything is worked out. */
function probabilityOfOne({ goal, proxy, belief, errorRate }: ActingOptions): number {
  if (goal === "proxy") return proxy;
  return goal === "truth" ? belief : belief * (1 - errorRate) + (1 - belief) * errorRate;
}

/** Probability that the likeliest report is right once X is known. */
function informedAccuracy({ goal, errorRate, errorKnown }: ActingOptions): number {
  return goal === "label" && !errorKnown ? Math.max(errorRate, 1 - errorRate) : 1;
}

/** Probability that an agent which chooses with probability proportional to exp(rationality x value) writes the cell. */
export function writeRate(
  options: Partial<ActingOptions> & { readonly goal: Goal },
  rationality: number,
): number {
  const { values, value } = actOptimally(options);
  let [writes, all] = [0, 0];
  for (const action of actions) {
    const weight = Math.exp(rationality * (values[action] - value));
    all += weight;
    if (action.startsWith("write")) writes += weight;
  }
  return writes / all;
}
