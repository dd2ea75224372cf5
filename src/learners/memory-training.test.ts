// PPO with memory: it recalls what memoryless networks cannot, and learns from exactly what it acted on.
import { describe, expect, test } from "vitest";
import { printFigures } from "../../tests/support/figures.ts";
import { Rng } from "../base/rng.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import type { Tensor } from "../engine/tensor.ts";
import { environmentNamed } from "../environments/index.ts";
import { createNetwork, networkPolicy } from "../policies/network.ts";
import type { Feedback } from "../policies/networks/architecture.ts";
import type { MemorySpec } from "../policies/networks/memory-network.ts";
import { RolloutCollector } from "../rollouts/rollout.ts";
import type { Trajectory } from "../rollouts/trajectory.ts";
import { judge, type Learner, learn, learnerLaws, memoryLaw } from "./laws.ts";
import { Ppo, type PpoHyperparameters, ppoDefaults } from "./ppo.ts";
import { createTraining } from "./train.ts";
import type { TrainingSnapshot } from "./training.ts";

const runtime = nodeRuntime({ threads: 1 });
const full = process.env.INNERGAP_FULL === "1";

const network = (kind: MemorySpec["kind"], feedback: readonly Feedback[] = []): MemorySpec => ({
  kind,
  encoder: { kind: "mlp", hidden: [16], activation: "tanh" },
  units: 16,
  feedback,
});

const ppoWith =
  (spec: MemorySpec): Learner =>
  async (problem) => {
    const ppo: PpoHyperparameters = {
      ...ppoDefaults,
      total_timesteps: 40 * 32 * 16,
      num_envs: 32,
      num_steps: 16,
      num_minibatches: 4,
      sequence_length: 8,
      learning_rate: 0.01,
      gamma: problem.gamma,
    };
    const training = await createTraining({ ...problem, runtime, network: spec, ppo });
    while (training.globalStep < training.totalSteps) await training.cycle();
    return training.policy(256);
  };

const seeds = Array.from({ length: full ? 10 : 1 }, (_, index) => index + 1);

describe("a cue that was seen three steps ago", () => {
  test.each(["gru", "lstm"] as const)("is recalled by PPO with a %s", async (kind) => {
    const rows = [];
    for (const seed of seeds) {
      const result = await learn(memoryLaw, ppoWith(network(kind)), seed);
      rows.push({ seed, ...result });
      judge(memoryLaw, result);
    }
    printFigures(`recall-${kind}`, `cue-recall by PPO with ${kind}: best .729, without memory .3645`, rows);
  });

  // At the choice both cues look the same, so that any memoryless policy is paid for p of one and 1 - p of the other.
  test("is worth half to the same network without a memory", async () => {
    const rows = [];
    for (const seed of seeds) {
      const result = await learn(memoryLaw, ppoWith(network("dense")), seed);
      rows.push({ seed, ...result });
      const half = memoryLaw.bestReturn / 2;
      expect(Math.abs(result.sampled - half)).toBeLessThan(5 * memoryLaw.bestReturn * Math.sqrt(0.25 / 512));
      expect(() => judge(memoryLaw, result)).toThrow("a cue is remembered: sampled play returns");
    }
    printFigures("recall-dense", "cue-recall by PPO without memory: half of .729 is .3645", rows);
  });
});

test.each(full ? learnerLaws : learnerLaws.slice(2, 3))(
  "with a memory that nobody needs: $name ($environment, discount $gamma)",
  async (law) => {
    for (const seed of full ? seeds : [1])
      judge(law, await learn(law, ppoWith(network("gru", ["action", "reward"])), seed));
  },
);

/** What may be wrong about the past of a trajectory. */
const mistakes: Readonly<Record<string, (trajectory: Trajectory) => void>> = {
  nothing: () => {},
  told: ({ told }) => void told.fill(0),
  memories: ({ memories }) => void memories.fill(0),
  clearing: ({ memoryCleared }) => void memoryCleared.fill(0),
};

/** KL divergence of the policy that learns from the one that acted, with the same parameters, for each mistake. */
async function divergences(spec: MemorySpec, length: number, episodesPerLife: number) {
  const definition = environmentNamed("keys-and-chests");
  const environment = definition.create({});
  const rng = Rng.fromSeed(`memory-training/${spec.kind}/${length}/${episodesPerLife}`);
  const made = createNetwork(spec, environment);
  // Far from the start, where heads are so small that nothing makes a difference.
  const parameters = Object.fromEntries(
    Object.entries(made.initialise(rng.fork("parameters"))).map(
      ([name, { shape, data }]): [string, Tensor] => [
        name,
        { dtype: "float32", shape, data: Float32Array.from(data, (x) => x + 0.5 * rng.normal()) },
      ],
    ),
  );
  const [num_envs, num_steps] = [6, 16];
  const sizes = { num_envs, num_steps, num_minibatches: 1, update_epochs: 1, sequence_length: length };
  const learner = await Ppo.create(made, { ...ppoDefaults, ...sizes }, runtime);
  const actor = networkPolicy({ name: "actor", network: made, parameters, runtime });
  const collector = new RolloutCollector({
    environment,
    distribution: definition.levels(environment, {}),
    horizon: 5,
    lanes: num_envs,
    steps: num_steps,
    rng: rng.fork("rollout"),
    memorySize: made.memorySize,
    toldSize: spec.feedback.length,
    sequenceLength: length,
    episodesPerLife,
  });
  // The second stretch begins in the middle of lives.
  await collector.collect(actor);
  await collector.collect(actor);
  const found: Record<string, number> = {};
  for (const [name, make] of Object.entries(mistakes)) {
    const trajectory = structuredClone(collector.trajectory);
    make(trajectory);
    const state = { ...learner.init(rng.fork(name)), parameters };
    const { metrics } = await learner.update(state, trajectory, 1e-9, rng.fork(`${name}/minibatches`));
    found[name] = metrics["losses/approx_kl"];
  }
  await learner.release();
  await actor.release();
  return found;
}

describe("learning goes over what was acted on, and a wrong past would show", () => {
  test.each([
    ["lstm", 16, 1],
    ["lstm", 4, 2],
    ["gru", 1, 3],
    ["gru", 8, 1],
    ["dense", 4, 1],
  ] as const)("%s in sequences of %i, lives of %i", async (kind, length, episodesPerLife) => {
    const found = await divergences(network(kind, ["action", "reward"]), length, episodesPerLife);
    expect(Math.abs(found.nothing)).toBeLessThan(1e-5);
    expect(found.told).toBeGreaterThan(1e-3);
    if (kind === "dense") return;
    expect(found.memories).toBeGreaterThan(1e-3);
    if (length > 1) expect(found.clearing).toBeGreaterThan(1e-3);
  });
});

const small: Partial<PpoHyperparameters> = {
  total_timesteps: 6 * 8 * 12,
  num_envs: 8,
  num_steps: 12,
  num_minibatches: 2,
  update_epochs: 2,
  learning_rate: 0.003,
  sequence_length: 4,
};

function start(seed: number, spec: MemorySpec, changes: Partial<PpoHyperparameters> = {}) {
  const definition = environmentNamed("cheese-in-the-corner");
  const environment = definition.create({});
  return createTraining({
    environment,
    distribution: definition.levels(environment, {}),
    horizon: 7,
    network: spec,
    rng: Rng.fromSeed(seed),
    runtime,
    ppo: { ...ppoDefaults, ...small, ...changes },
  });
}

/** Through bytes and text, as a checkpoint goes. */
function stored({ arrays, scalars }: TrainingSnapshot): TrainingSnapshot {
  return { arrays: structuredClone(arrays), scalars: JSON.parse(JSON.stringify(scalars)) };
}

describe.each(["lstm", "gru"] as const)("a training of a %s", (kind) => {
  test("that is killed at any cycle and taken up again goes on to the same bytes", async () => {
    const spec = network(kind, ["action", "reward"]);
    const lives = { episodes_per_life: kind === "gru" ? 2 : 1 };
    const [whole, resumed] = [await start(1, spec, lives), await start(1, spec, lives)];
    const after = [stored(whole.snapshot())];
    for (let cycle = 0; cycle < 6; cycle++) {
      await whole.cycle();
      after.push(stored(whole.snapshot()));
    }
    const rng = Rng.fromSeed("memory-training/moments");
    for (let moment = 0; moment < (full ? 20 : 5); moment++) {
      const killed = rng.below(6);
      // It has been elsewhere meanwhile: nothing of that may be left.
      resumed.restore(after[killed]);
      for (let cycle = killed; cycle < 6; cycle++) {
        await resumed.cycle();
        expect(resumed.snapshot()).toEqual(after[cycle + 1]);
      }
    }
    await whole.release();
    await resumed.release();
  });
});

test("a network without memory is trained as ever, whatever the length of sequences", async () => {
  const spec = network("dense");
  const one = await start(1, spec, { sequence_length: 4 });
  const other = await start(1, spec, { sequence_length: 7 });
  for (let cycle = 0; cycle < 3; cycle++) {
    await one.cycle();
    await other.cycle();
  }
  expect(one.snapshot()).toEqual(other.snapshot());
});

test.each([
  [{ sequence_length: 5 }, "ppo.sequence_length: found 5, expected a divisor of num_steps = 12"],
  [
    { num_minibatches: 16 },
    "ppo.num_minibatches: found 16, expected a divisor of the 24 sequences of 4 steps",
  ],
  [{ num_steps: 1024, sequence_length: 1024 }, "ppo.sequence_length: found 1024, expected at most 256 steps"],
])("sequences that do not fit are refused: %j", async (changes, message) => {
  const total = { total_timesteps: 100_000 };
  await expect(start(1, network("lstm"), { ...changes, ...total })).rejects.toThrow(message);
});
