// Agents drawn from the printed prior, one level each: a posterior of .8 must be right eight times in ten.
import { describe, expect, test } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { inferGoal } from "../../src/measures/goal-inference/infer-goal.ts";
import { drawHypothesis, plantedPolicy } from "../../src/measures/goal-inference/planted.ts";
import { printFigures } from "../support/figures.ts";
import { full, leadName, leadOf, modelOf, plantedWorlds, watch } from "./planted-worlds.ts";

const levelsPerWorld = full ? 20 : 4;
const agentsPerLevel = full ? 40 : 25;
const bins = 10;

interface Forecast {
  readonly probability: number;
  readonly right: boolean;
}

/** Sum over bins of their share x |share right - mean probability|. */
function calibrationError(forecasts: readonly Forecast[]): number {
  let error = 0;
  for (let bin = 0; bin < bins; bin++) {
    const inside = forecasts.filter(
      ({ probability }) => Math.min(bins - 1, Math.floor(probability * bins)) === bin,
    );
    const right = inside.filter((forecast) => forecast.right).length;
    const expected = inside.reduce((sum, { probability }) => sum + probability, 0);
    error += Math.abs(right - expected) / forecasts.length;
  }
  return error;
}

describe("calibration", () => {
  test("of the leading hypothesis, over agents from the prior", { timeout: 3_600_000 }, async () => {
    const all: Forecast[] = [];
    const rows = [];
    for (const world of plantedWorlds) {
      const rng = Rng.fromSeed(`calibration/${world.name}`);
      const forecasts: Forecast[] = [];
      for (let level = 0; level < levelsPerWorld; level++) {
        const model = await modelOf(world, 1, rng.fork(`level-${level}`));
        const hypotheses = rng.fork(`hypotheses-${level}`);
        for (let agent = 0; agent < agentsPerLevel; agent++) {
          const planted = drawHypothesis(model, hypotheses);
          const truth = planted.kind === "objective" ? leadName(model, planted.objective) : "device";
          const play = rng.fork(`agent-${level}-${agent}`);
          const record = await watch(model, plantedPolicy(model, planted), world.horizon, play);
          const { lead, probability } = leadOf(model, inferGoal(model, record));
          forecasts.push({ probability, right: lead === truth });
        }
      }
      all.push(...forecasts);
      rows.push(summary(world.name, forecasts));
    }
    rows.push(summary("all", all));
    printFigures("inference-calibration", "Calibration of the leading hypothesis, single levels", rows);
    // With a few hundred agents the bins themselves scatter: their standard error is about .03 each.
    expect(calibrationError(all)).toBeLessThanOrEqual(full ? 0.05 : 0.1);
  });
});

function summary(world: string, forecasts: readonly Forecast[]) {
  const right = forecasts.filter((forecast) => forecast.right).length / forecasts.length;
  const expected = forecasts.reduce((sum, { probability }) => sum + probability, 0) / forecasts.length;
  return {
    world,
    agents: forecasts.length,
    right,
    "mean probability": expected,
    "calibration error": calibrationError(forecasts),
  };
}
