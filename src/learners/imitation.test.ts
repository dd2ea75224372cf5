import { describe, expect, test } from "vitest";
import { evaluate, floats } from "../../tests/support/evaluate.ts";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { logSoftmax } from "../engine/ops.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import { baseObjective } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import { generateLevels } from "../environments/levels.ts";
import type { NetworkSpec } from "../policies/network.ts";
import { plannerPolicy } from "../policies/planner.ts";
import { allocateDecisions, type Policy } from "../policies/policy.ts";
import { sampledChance } from "../rollouts/chance.ts";
import { greedyAction } from "../rollouts/selection.ts";
import { cloningDefaults, parseCloning } from "./cloning-hyperparameters.ts";
import { type CloningOptions, createCloning } from "./imitation.ts";
import { crossEntropy } from "./losses.ts";
import { policyFromParameters, untrainedPolicy } from "./train.ts";

const runtime = nodeRuntime({ threads: 1 });
const small: NetworkSpec = { kind: "mlp", hidden: [16], activation: "relu", shared: true };
const quick = {
  ...cloningDefaults,
  rounds: 3,
  episodes_per_round: 32,
  updates_per_round: 60,
  minibatch_size: 64,
  learning_rate: 0.01,
};

function setUp(
  name: string,
  changes: Partial<CloningOptions> = {},
  parameters = {},
  levels = {},
): CloningOptions {
  const definition = environmentNamed(name);
  const environment = definition.create(parameters);
  return {
    environment,
    distribution: definition.levels(environment, levels),
    horizon: 8,
    expert: plannerPolicy(environment, { objective: baseObjective(environment), discount: 0.95 }),
    network: small,
    cloning: quick,
    rng: Rng.fromSeed(1),
    runtime,
    ...changes,
  };
}

async function clone(options: CloningOptions) {
  const cloning = await createCloning(options);
  const metrics: Record<string, number>[] = [];
  while (cloning.roundsDone < cloning.totalRounds) metrics.push(await cloning.round());
  await expect(cloning.round()).rejects.toThrow("cloning is over");
  await cloning.release();
  return { parameters: cloning.parameters(), metrics };
}

/** In states that the clone comes to on fresh levels, how often its favourite action is one that the expert may take. */
async function agreement(options: CloningOptions, policy: Policy, episodes: number): Promise<number> {
  const { environment, distribution, horizon, expert } = options;
  const levels = generateLevels(environment, distribution, Rng.fromSeed("fresh"), episodes);
  const batch = environment.batch({ lanes: episodes, horizon });
  for (let lane = 0; lane < episodes; lane++) batch.reset(lane, levels.bytes, lane * environment.levelLength);
  const count = environment.actions.length;
  const [own, right] = [allocateDecisions(episodes, count), allocateDecisions(episodes, count)];
  const memory = new Float32Array(0);
  const rng = Rng.fromSeed("chance");
  const chances = Array.from({ length: episodes }, () => sampledChance(rng));
  const actions = new Uint8Array(episodes);
  let [agreed, decisions] = [0, 0];
  for (let step = 0; step < horizon; step++) {
    await policy.decide(batch, memory, own);
    await expert.decide(batch, memory, right);
    for (let lane = 0; lane < episodes; lane++) {
      if (batch.terminated[lane]) continue;
      actions[lane] = greedyAction(own.probabilities, lane, count);
      decisions++;
      if (right.probabilities[lane * count + actions[lane]!]! > 0) agreed++;
    }
    batch.step(actions, chances);
  }
  return agreed / decisions;
}

test("cross-entropy by hand", async () => {
  const target = [0.5, 0.5, 1, 0];
  const logits = [0, 0, Math.log(3), 0];
  const { loss } = await evaluate(
    (values) => ({ loss: crossEntropy(logSoftmax(values.logits), values.target) }),
    {
      logits: floats(logits, [2, 2]),
      target: floats(target, [2, 2]),
    },
  );
  expect(loss[0]).toBeCloseTo((Math.log(2) + Math.log(4 / 3)) / 2, 6);
});

describe("a clone", () => {
  test.each(["context-choice", "delayed-reward", "patience", "long-life"])(
    "acts as the planner in %s",
    async (name) => {
      const options = setUp(name);
      const { parameters, metrics } = await clone(options);
      const policy = await policyFromParameters(options.environment, small, parameters, runtime, 16);
      expect(await agreement(options, policy, 16)).toBe(1);
      expect(metrics.at(-1)!["losses/cross_entropy"]).toBeLessThanOrEqual(
        metrics[0]!["losses/cross_entropy"]! + 1e-6,
      );
    },
  );

  test("of a planner in small keys and chests agrees with it in more than 95 % of the states it comes to", async () => {
    const full = process.env.INNERGAP_FULL === "1";
    const most = full ? 2 : 1;
    const changes = {
      horizon: 24,
      network: { ...small, hidden: [128] },
      cloning: {
        ...cloningDefaults,
        rounds: full ? 6 : 2,
        episodes_per_round: full ? 800 : 400,
        updates_per_round: full ? 400 : 200,
        minibatch_size: 256,
        learning_rate: 4e-3,
      },
    };
    const levels = { keys: [1, most], chests: [1, most] };
    const options = setUp("keys-and-chests", changes, { height: 5, width: 5 }, levels);
    const { environment, network } = options;
    const { parameters } = await clone(options);
    const policy = await policyFromParameters(environment, network, parameters, runtime, 200);
    const untrained = await untrainedPolicy(environment, network, Rng.fromSeed(1), runtime, 200);
    expect(await agreement(options, policy, 200)).toBeGreaterThan(0.95);
    expect(await agreement(options, untrained, 200)).toBeLessThan(0.5);
  });

  test("of an expert that mixes its actions mixes them alike", async () => {
    const options = setUp("context-choice");
    const expert: Policy = {
      name: "mixed",
      memorySize: 0,
      decide(batch, _memory, out) {
        for (let lane = 0; lane < batch.lanes; lane++) out.probabilities.set([0.7, 0.2, 0.1], lane * 3);
      },
    };
    const { parameters } = await clone({ ...options, expert });
    const policy = await policyFromParameters(options.environment, small, parameters, runtime, 1);
    const batch = options.environment.batch({ lanes: 1, horizon: 8 });
    batch.reset(0, Uint8Array.of(2), 0);
    const out = allocateDecisions(1, 3);
    await policy.decide(batch, new Float32Array(0), out);
    [0.7, 0.2, 0.1].forEach((probability, action) => {
      expect(out.probabilities[action]).toBeCloseTo(probability, 1);
    });
  });
});

test("equal seeds give equal bytes, other seeds others; the first parameters are those of training", async () => {
  const run = (seed: number) => clone(setUp("patience", { rng: Rng.fromSeed(seed) }));
  const [one, same, other] = [await run(3), await run(3), await run(4)];
  expect(same).toEqual(one);
  expect(other.parameters).not.toEqual(one.parameters);
  const options = setUp("patience", { rng: Rng.fromSeed(3) });
  const cloning = await createCloning(options);
  const lanes = 1;
  const batch = options.environment.batch({ lanes, horizon: 8 });
  batch.reset(0, Uint8Array.of(0), 0);
  const act = async (policy: Policy) => {
    const out = allocateDecisions(lanes, options.environment.actions.length);
    await policy.decide(batch, new Float32Array(0), out);
    return out;
  };
  const fresh = await untrainedPolicy(options.environment, small, Rng.fromSeed(3), runtime, lanes);
  const first = await policyFromParameters(options.environment, small, cloning.parameters(), runtime, lanes);
  expect(await act(first)).toEqual(await act(fresh));
});

test("the learner acts in its share of the episodes, from the second round on", async () => {
  let asked = 0;
  const told: number[] = [];
  const options = setUp("long-life");
  const expert: Policy = {
    ...options.expert,
    remember: (actions) => {
      told.push(actions.length);
    },
    decide(batch, memory, out) {
      asked++;
      return options.expert.decide(batch, memory, out);
    },
  };
  const cloning = await createCloning({ ...options, expert });
  const metrics = [await cloning.round(), await cloning.round()];
  // Eight steps per episode in each round, whoever acts.
  expect(metrics.map((one) => one.global_step)).toEqual([8 * 32, 16 * 32]);
  expect(asked).toBe(16);
  expect(told).toEqual(new Array(16).fill(32));
});

test.each([
  [{ learner_share: 2 }, /cloning\.learner_share: found 2/],
  [{ rounds: 0 }, /cloning\.rounds: found 0/],
  [{ round: 1 }, /cloning\.round: .*rounds/],
])("%j is refused with its place", (input, message) => {
  expect(() => parseCloning(input)).toThrow(InputError);
  expect(() => parseCloning(input)).toThrow(message);
});

test("more states than can be drawn from are refused", async () => {
  const cloning = { ...quick, rounds: 1000, episodes_per_round: 4096 };
  await expect(createCloning(setUp("patience", { cloning }))).rejects.toThrow("at most 1048576 states");
});
