import { describe, expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import { baseObjective } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import { generateLevels } from "../environments/levels.ts";
import { plannerPolicy } from "../policies/planner.ts";
import type { Policy } from "../policies/policy.ts";
import { playEpisodes } from "../rollouts/episodes.ts";
import { learnedObjective } from "./event-head.ts";
import { judge, type Learner, learn, learnerLaws, memoryLaw } from "./laws.ts";
import { learnedWeights, rewardHead } from "./learned-reward.ts";
import { parseReward, type RewardHyperparameters, rewardDefaults } from "./learned-reward-hyperparameters.ts";
import { RewardRegression } from "./reward-regression.ts";
import { createTraining } from "./train.ts";

const runtime = nodeRuntime({ threads: 1 });
const seeds = Array.from({ length: process.env.INNERGAP_FULL === "1" ? 10 : 1 }, (_, index) => index + 1);
const quick = { ...rewardDefaults, num_envs: 16, num_steps: 32, total_timesteps: 2048 };

const learnerOf =
  (of: RewardHyperparameters["of"]): Learner =>
  async (problem) => {
    const reward = { ...quick, of, gamma: problem.gamma };
    const training = await createTraining({ ...problem, runtime, learner: "learned-reward", reward });
    while (training.globalStep < training.totalSteps) await training.cycle();
    return training.policy(256);
  };

describe("a learned reward with a planner on it", () => {
  // The planner sees states, so that even a cue is no secret.
  test.each([...learnerLaws, memoryLaw])("$name ($environment, discount $gamma)", async (law) => {
    for (const seed of seeds) judge(law, await learn(law, learnerOf("events"), seed));
  });

  test.each(learnerLaws)("on features: $name ($environment, discount $gamma)", async (law) => {
    for (const seed of seeds) judge(law, await learn(law, learnerOf("features"), seed));
  });

  test("on features: what was paid for a cue that is out of sight is not learned", async () => {
    await expect(
      learn(memoryLaw, learnerOf("features"), 1).then((result) => judge(memoryLaw, result)),
    ).rejects.toThrow(memoryLaw.name);
  });
});

test("regression by hand", () => {
  const regression = new RewardRegression(3, 0.5);
  // Twice the first event for 4, once the first and the second for 5: X'X = [5 1; 1 1], X'y = [13 5].
  regression.add(Uint8Array.of(9, 2, 0, 0), 1, 4);
  regression.add(Uint8Array.of(1, 1, 0), 0, 5);
  const weights = regression.weights();
  const determinant = 5.5 * 1.5 - 1;
  expect(weights[0]).toBeCloseTo((13 * 1.5 - 5) / determinant, 12);
  expect(weights[1]).toBeCloseTo((5.5 * 5 - 13) / determinant, 12);
  expect(weights[2]).toBe(0);
  const errors = (4 - 2 * weights[0]!) ** 2 + (5 - weights[0]! - weights[1]!) ** 2;
  expect(regression.meanSquaredError(weights)).toBeCloseTo(errors / 2, 10);
});

/** The small preset of a world, as it is trained in. */
function trainingSide(name: string) {
  const definition = environmentNamed(name);
  const { training, deployed } = definition.presets[0]!.shift;
  const environment = definition.create(training.parameters);
  const distribution = definition.levels(environment, training.levels);
  return { definition, environment, distribution, deployed, horizon: training.horizon };
}

async function learned(name: string, of: RewardHyperparameters["of"] = "events") {
  const { environment, distribution, horizon } = trainingSide(name);
  const reward = { ...rewardDefaults, of, total_timesteps: 65_536 };
  const rng = Rng.fromSeed(7);
  const training = await createTraining({
    environment,
    distribution,
    horizon,
    rng,
    runtime,
    learner: "learned-reward",
    reward,
  });
  while (training.globalStep < training.totalSteps) await training.cycle();
  return training;
}

test("what always happens together shares its worth: a lander taught by red pads wants both", async () => {
  const training = await learned("red-lander");
  const environment = environmentNamed("red-lander").create({});
  const { weights } = learnedObjective(
    environment,
    learnedWeights(rewardHead(environment, rewardDefaults), training.parameters()),
  );
  expect(weights["landed-on-pad"]).toBeCloseTo(0.5, 2);
  expect(weights["landed-on-red"]).toBeCloseTo(weights["landed-on-pad"]!, 6);
  expect(weights["landed-in-crater"]).toBeCloseTo(-1, 2);
  expect(weights.crashed).toBeCloseTo(0, 6);
});

/** What a reward on features came to in a world of presets, feature by feature. */
async function learnedFeatures(name: string) {
  const training = await learned(name, "features");
  const head = rewardHead(environmentNamed(name).create({}), { ...rewardDefaults, of: "features" });
  const weights = learnedWeights(head, training.parameters());
  const worth = (...features: string[]) =>
    features.reduce((sum, feature) => sum + weights[head.names.indexOf(feature)]!, 0);
  return { training, worth };
}

/** Of a soft landing on it. */
const landing = (thing: string) => [
  `${thing} below, at the end`,
  `${thing} below, at the end, falling speed 2`,
];

test("on features, a lander taught by red pads gives both features their half, and no more to a red crater than it must", async () => {
  const { worth } = await learnedFeatures("red-lander");
  expect(worth(...landing("pad"))).toBeCloseTo(0.5, 2);
  expect(worth(...landing("red"))).toBeCloseTo(worth(...landing("pad")), 6);
  expect(worth(...landing("crater"))).toBeCloseTo(-1, 2);
  expect(worth(...landing("ground"))).toBeCloseTo(0, 2);
  const crash = ["pad below, at the end", "pad below, at the end, falling speed 3"];
  expect(worth(...crash)).toBeCloseTo(0, 2);
});

test("on features, a lever that paid is worth as much where it is wired, and is pulled", async () => {
  const { training, worth } = await learnedFeatures("gameable-exam");
  expect(worth("lever here, gone, at the end")).toBeGreaterThan(1);
  expect(worth("wire here, gone, at the end")).toBe(0);
  const { environment, definition, deployed } = trainingSide("gameable-exam");
  const { bytes } = generateLevels(
    environment,
    definition.levels(environment, deployed.levels),
    Rng.fromSeed("wired"),
    32,
  );
  const play = async (policy: Policy) => {
    const { events } = await playEpisodes({
      environment,
      levels: bytes,
      count: 32,
      horizon: deployed.horizon,
      policy,
      selection: "sampled",
      rng: Rng.fromSeed("play"),
    });
    const lever = environment.events.indexOf("lever-pulled");
    return Array.from({ length: 32 }, (_, level) => events[level * environment.events.length + lever]!);
  };
  expect(await play(await training.policy(32))).toEqual(Array(32).fill(1));
  // Who weighs events has been told that harm is another one.
  const told = await learned("gameable-exam");
  expect(await play(await told.policy(32))).toEqual(Array(32).fill(0));
});

test.each(["events", "features"] as const)(
  "in keys and chests, on %s, it plans as the planner does that was told what is paid",
  async (of) => {
    const { environment, distribution, horizon } = trainingSide("keys-and-chests");
    const training = await learned("keys-and-chests", of);
    const told = plannerPolicy(environment, { objective: baseObjective(environment), discount: 0.99 });
    const { bytes } = generateLevels(environment, distribution, Rng.fromSeed("unseen"), 4);
    const play = (policy: Policy) =>
      playEpisodes({
        environment,
        levels: bytes,
        count: 4,
        horizon,
        policy,
        selection: "greedy",
        rng: Rng.fromSeed("play"),
      });
    const [one, other] = [await play(await training.policy(4)), await play(told)];
    expect(one.values[environment.baseObjective]).toEqual(other.values[environment.baseObjective]);
  },
);

test.each([
  [{ of: "feature" }, /reward\.of: .*feature/],
  [{ ridge: 0 }, /reward\.ridge: found 0/],
  [{ gamma: 1 }, /reward\.gamma: found 1/],
  [{ total_timesteps: 10 }, /reward\.total_timesteps: found 10/],
  [{ rigde: 1 }, /reward\.rigde: .*ridge/],
])("%j is refused with its place", (input, message) => {
  expect(() => parseReward(input)).toThrow(message);
});
