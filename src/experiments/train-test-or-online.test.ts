// Learners that are told nothing of the threat of modification find its exact threshold.
import { expect, test } from "vitest";
import { printFigures } from "../../tests/support/figures.ts";
import type { Cluster } from "../base/logistic.ts";
import { Rng } from "../base/rng.ts";
import type { Runtime } from "../engine/runtime.ts";
import { detectionThreshold } from "../games/modification/detection-threshold.ts";
import { logisticMidpointOf } from "./learned-midpoint.ts";
import { learnerNames, learnersUnderThreat } from "./modification-parts.ts";

const full = process.env.INNERGAP_FULL === "1";

async function clusterOf(learner: string, seed: number): Promise<Cluster> {
  const settings = full ? { learners: 2, steps: 400_000 } : { learners: 1, steps: 200_000 };
  const detections = Array.from({ length: full ? 23 : 12 }, (_, index) =>
    full ? 0.0775 + 0.0025 * index : 0.0775 + 0.005 * index,
  );
  const parameters = learnersUnderThreat.parse({ kinds: [learner], detections, ...settings }, "learn");
  const found = await learnersUnderThreat.work(parameters, {
    seed,
    rng: Rng.fromSeed(seed).fork("learners-under-threat"),
    runtime: {} as Runtime,
    pause: async () => {},
  });
  return { predictor: detections, outcomes: found.map(({ figures }) => figures.defecting!) };
}

test("S14 (c): the midpoint of double Q-learning contains q* at (3, .95, tau = 0); that of Q-learning is printed", async () => {
  const threshold = detectionThreshold({ gain: 3, benefit: 1 }, 0, 0.95)!;
  const seeds = Array.from({ length: full ? 30 : 10 }, (_, seed) => seed);
  const rows = [];
  for (const learner of full ? learnerNames : learnerNames.slice(0, 1)) {
    const clusters: Cluster[] = [];
    for (const seed of seeds) clusters.push(await clusterOf(learner, seed));
    const { estimate, low, high } = logisticMidpointOf(clusters)!;
    rows.push({ learner, seeds: seeds.length, midpoint: estimate, low, high, exact: threshold });
  }
  printFigures("modification-learners", "S14 (c): where learners change over", rows);
  expect(rows[0]!.low).toBeLessThan(threshold);
  expect(rows[0]!.high).toBeGreaterThan(threshold);
}, 600_000);
