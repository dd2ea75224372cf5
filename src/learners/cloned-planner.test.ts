import { expect, test } from "vitest";
import { printFigures } from "../../tests/support/figures.ts";
import { Rng } from "../base/rng.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import { baseObjective, type LevelDistribution } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import { generateLevels } from "../environments/levels.ts";
import { plannerPolicy } from "../policies/planner.ts";
import type { Policy } from "../policies/policy.ts";
import { playEpisodes } from "../rollouts/episodes.ts";
import type { Selection } from "../rollouts/selection.ts";
import { cloningDefaults } from "./cloning-hyperparameters.ts";
import { createCloning } from "./imitation.ts";
import { policyFromParameters } from "./train.ts";

const runtime = nodeRuntime({ threads: 1 });
const full = process.env.INNERGAP_FULL === "1";
const seeds = full ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] : [1];
const discount = 0.95;
const horizon = 24;
const heldOut = 150;

/** The distribution without some levels: what is cloned on them was never seen. */
function without(distribution: LevelDistribution, levels: Uint8Array, size: number): LevelDistribution {
  const known = new Set<string>();
  for (let start = 0; start < levels.length; start += size)
    known.add(String(levels.subarray(start, start + size)));
  return {
    ...distribution,
    generate(rng, out, offset) {
      do distribution.generate(rng, out, offset);
      while (known.has(String(out.subarray(offset, offset + size))));
    },
  };
}

test("a clone reaches the planner's discounted return within 2 % on levels that neither was shown", async () => {
  const definition = environmentNamed("keys-and-chests");
  const side = 5;
  const environment = definition.create({ height: side, width: side });
  const distribution = definition.levels(environment, { keys: [1, 1], chests: [1, 1] });
  const { bytes } = generateLevels(environment, distribution, Rng.fromSeed("held out"), heldOut);
  const expert = plannerPolicy(environment, {
    objective: baseObjective(environment),
    discount,
    cachedLevels: 4096,
  });
  const returned = async (policy: Policy, selection: Selection) => {
    const { values } = await playEpisodes({
      environment,
      levels: bytes,
      count: heldOut,
      horizon,
      policy,
      selection,
      discount,
      rng: Rng.fromSeed("play"),
    });
    return values[environment.baseObjective]!.reduce((sum, value) => sum + value, 0) / heldOut;
  };
  const planner = await returned(expert, "sampled");
  const rows = [];
  for (const seed of seeds) {
    const start = performance.now();
    const network = { kind: "mlp", hidden: [128], activation: "relu", shared: true } as const;
    const cloning = await createCloning({
      environment,
      distribution: without(distribution, bytes, environment.levelLength),
      horizon,
      expert,
      network,
      cloning: {
        ...cloningDefaults,
        rounds: 4,
        episodes_per_round: 250,
        updates_per_round: 200,
        minibatch_size: 256,
        learning_rate: 3e-3,
      },
      rng: Rng.fromSeed(seed),
      runtime,
    });
    while (cloning.roundsDone < cloning.totalRounds) await cloning.round();
    const clone = await policyFromParameters(environment, network, cloning.parameters(), runtime, heldOut);
    rows.push({
      seed,
      planner,
      sampled: await returned(clone, "sampled"),
      greedy: await returned(clone, "greedy"),
      seconds: (performance.now() - start) / 1000,
    });
    await cloning.release();
  }
  if (full || process.env.INNERGAP_FIGURES)
    printFigures(
      "cloned-planner",
      `Clones of a planner in ${side}x${side} keys and chests, unseen levels`,
      rows,
    );
  for (const { sampled } of rows) expect(sampled).toBeGreaterThan(0.98 * planner);
}, 1_200_000);
