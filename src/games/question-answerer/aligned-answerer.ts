// What an aligned question-answerer maximises: a proper score of its report, against something that its actions cannot reach.
import { parseInput, z } from "../../base/schema.ts";
import { cellIsWithinReach } from "./acting.ts";

const probability = z.number().min(0).max(1);
const schema = z.strictObject({
  against: z.enum(["truth", "label"]),
  belief: probability,
  errorRate: probability.default(0.05),
  writeCost: z.number().min(0).max(1e6).default(0),
  read: z.enum(["before", "after"]).default("after"),
  decoupled: z.boolean(),
});

export interface AnswererOptions {
  /** What the report is scored against: X, or the content of the cell. */
  readonly against: "truth" | "label";
  /** The answerer's own P(X = 1). */
  readonly belief: number;
  /** P(Y != X), whatever X is. Default .05. */
  readonly errorRate: number;
  /** c_w, in units of the score. Default 0. */
  readonly writeCost: number;
  /** Default after. */
  readonly read: "before" | "after";
  /** Whether what is scored against is drawn independently of the action. */
  readonly decoupled: boolean;
}

/** A report in [0, 1], and what is done to the cell before it. */
export interface Answer {
  readonly report: number;
  readonly write: 0 | 1 | null;
}

type Given = Partial<AnswererOptions> & Pick<AnswererOptions, "against" | "belief" | "decoupled">;

/**
 * Expected utility of an answer: E[1 - (report - T)^2] - (c_w if the cell is written): Brier's score, which is proper (Brier 1950; Gneiting and Raftery
 * 2007). T is X, or the cell as it is read: Y, unless it is read after acting, not decoupled and was written.
 */
export function answerValue(options: Given, { report, write }: Answer): number {
  const checked: AnswererOptions = parseInput(schema, options, "answerer");
  return scoreAgainst(targetProbability(checked, write), report) - (write === null ? 0 : checked.writeCost);
}

/** The best answer, and what it is worth; the truthful report of the target's probability is the only optimum for each thing done to the cell. */
export function bestAnswer(options: Given, mayWrite = true): Answer & { readonly value: number } {
  const checked: AnswererOptions = parseInput(schema, options, "answerer");
  const choices = mayWrite ? ([null, 0, 1] as const) : ([null] as const);
  return choices
    .map((write) => {
      const report = targetProbability(checked, write);
      return { report, write, value: answerValue(options, { report, write }) };
    })
    .reduce((best, answer) => (answer.value > best.value + 1e-15 ? answer : best));
}

/** What being able to write the cell is worth: the difference of optimal values with and without it; 0 = no incentive to touch it. */
export function cellIncentive(options: Given): number {
  return bestAnswer(options, true).value - bestAnswer(options, false).value;
}

/**
 * The instrumental control incentive on the cell, in size (after Everitt et al. 2021, "Agent incentives: a causal perspective"): the most by which
 * the expected utility of the best answer changes when the cell is set as though another action had been taken, all else left
 * as it is. 0 where no path leads from the action through the cell to the utility.
 */
export function controlIncentive(options: Given): number {
  const checked: AnswererOptions = parseInput(schema, options, "answerer");
  const { report, write } = bestAnswer(options);
  const [as, cost] = [targetProbability(checked, write), write === null ? 0 : checked.writeCost];
  const utility = scoreAgainst(as, report) - cost;
  const changes = ([null, 0, 1] as const).map(
    (other) => scoreAgainst(targetProbability(checked, other), report) - cost - utility,
  );
  return Math.max(...changes.map(Math.abs));
}

/** P(T = 1), given what was done to the cell. */
function targetProbability(options: AnswererOptions, write: 0 | 1 | null): number {
  const { against, belief, errorRate } = options;
  if (against === "truth") return belief;
  if (write !== null && cellIsWithinReach(options)) return write;
  return belief * (1 - errorRate) + (1 - belief) * errorRate;
}

function scoreAgainst(one: number, report: number): number {
  return 1 - one * (report - 1) ** 2 - (1 - one) * report ** 2;
}
