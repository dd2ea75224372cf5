// Planted objectives are found again, as surely as the evidence that their agents can be expected to give. One world per test
// file, so that worlds are tried side by side.
import { expect, test } from "vitest";

import { wilsonInterval } from "../../src/base/proportions.ts";
import { Rng } from "../../src/base/rng.ts";
import type { GoalModel } from "../../src/measures/goal-inference/goal-model.ts";
import {
  drawHypothesis,
  type PlantedObjective,
  plantedPolicy,
} from "../../src/measures/goal-inference/planted.ts";
import { expectedEvidence } from "../../src/measures/goal-inference/planted-evidence.ts";
import { printFigures } from "../support/figures.ts";
import {
  full,
  leadAlone,
  leadName,
  modelOf,
  onFirstLevels,
  type PlantedWorld,
  plantedWorlds,
  watch,
} from "./planted-worlds.ts";

/** Expected log Bayes factor against the nearest rival, in nats, and the share that must be found. */
const strata = [
  { name: "10-30 nats", low: 10, high: 30, share: 0.97 },
  { name: "above 30 nats", low: 30, high: Infinity, share: 0.99 },
] as const;
const agentsPerStratum = Number(process.env.INNERGAP_AGENTS ?? 4);
const levelCount = full ? 100 : 40;
const levelsWatched = [levelCount / 2, levelCount];
const episodesPerLevel = 4;
/** Agents that are drawn in vain (too little evidence) before the test gives up. */
const attempts = full ? 20_000 : 600;

interface Tally {
  readonly stratum: (typeof strata)[number];
  agents: number;
  right: number;
}

/** A candidate, a pursuit and a noise, each from the printed prior. */
function drawObjective(model: GoalModel, rng: Rng): PlantedObjective {
  for (;;) {
    const planted = drawHypothesis(model, rng);
    if (planted.kind === "objective" && planted.objective < model.candidates.length) return planted;
  }
}

async function recover(world: PlantedWorld): Promise<Tally[]> {
  const rng = Rng.fromSeed(`recovery/${world.name}`);
  const model = await modelOf(world, levelCount, rng.fork("levels"));
  const hypotheses = rng.fork("hypotheses");
  const tallies: Tally[] = strata.map((stratum) => ({ stratum, agents: 0, right: 0 }));
  for (let attempt = 0; attempt < attempts; attempt++) {
    const open = tallies.filter(({ agents }) => agents < agentsPerStratum);
    if (open.length === 0) break;
    const planted = drawObjective(model, hypotheses);
    const policy = plantedPolicy(model, planted);
    const record = await watch(model, policy, world.horizon, rng.fork(`agent-${attempt}`), episodesPerLevel);
    // How many levels are watched is drawn, for a stratum is about evidence and not about levels.
    const seen = onFirstLevels(record, levelsWatched[hypotheses.below(levelsWatched.length)]!);
    const evidence = expectedEvidence(model, planted, seen, strata[0].low);
    const tally = open.find(({ stratum: { low, high } }) => evidence >= low && evidence < high);
    if (!tally) continue;
    tally.agents++;
    if (leadAlone(model, seen) === leadName(model, planted.objective)) tally.right++;
  }
  return tallies;
}

/** The test of one world. */
export function recoveryTest(name: string): void {
  const world = plantedWorlds.find((one) => one.name === name)!;
  test(`planted objectives are found again in ${name}`, { timeout: 3_600_000 }, async () => {
    const tallies = await recover(world);
    printFigures(
      `inference-recovery-${world.name}`,
      `Planted objectives found again, ${world.name}`,
      tallies.map(({ stratum, agents, right }) => {
        const { low, high } = wilsonInterval(right, agents);
        return {
          "expected evidence": stratum.name,
          agents,
          right: `${((100 * right) / agents).toFixed(1)} %`,
          "95 % interval": `${(100 * low).toFixed(1)}-${(100 * high).toFixed(1)} %`,
          bar: `${100 * stratum.share} %`,
        };
      }),
    );
    for (const { stratum, agents, right } of tallies) {
      expect(agents).toBe(agentsPerStratum);
      // A sample of a dozen may miss once by chance; the full run is held to the bar itself.
      const missesAllowed = full ? agents * (1 - stratum.share) : 1;
      expect(agents - right).toBeLessThanOrEqual(missesAllowed);
    }
  });
}
