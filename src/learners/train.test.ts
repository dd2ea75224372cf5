import { describe, expect, test } from "vitest";
import { cycles, stored } from "../../tests/support/trainings.ts";
import { Rng } from "../base/rng.ts";
import type { Runtime } from "../engine/runtime.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import { environmentNamed } from "../environments/index.ts";
import type { NetworkSpec } from "../policies/network.ts";
import { allocateDecisions } from "../policies/policy.ts";
import { DivergenceError } from "./divergence.ts";
import { type PpoHyperparameters, ppoDefaults } from "./ppo.ts";
import { createTraining, policyFromParameters, type Training, untrainedPolicy } from "./train.ts";

const runtime = nodeRuntime({ threads: 1 });
const network: NetworkSpec = { kind: "mlp", hidden: [12], activation: "relu", shared: true };
const small: PpoHyperparameters = {
  ...ppoDefaults,
  total_timesteps: 6 * 8 * 10 + 5,
  num_envs: 8,
  num_steps: 10,
  num_minibatches: 2,
  update_epochs: 2,
  learning_rate: 0.003,
};

function world(name: string) {
  const definition = environmentNamed(name);
  const environment = definition.create({});
  return { environment, distribution: definition.levels(environment, {}) };
}

/** Horizons that do not divide the steps of a cycle leave lanes in the middle of their episodes. */
function start(name: string, seed: number, ppo: Partial<PpoHyperparameters> = {}, on: Runtime = runtime) {
  const rng = Rng.fromSeed(seed);
  return createTraining({ ...world(name), horizon: 7, network, rng, runtime: on, ppo: { ...small, ...ppo } });
}

describe.each(["keys-and-chests", "cheese-in-the-corner", "biased-coins"])("%s", (name) => {
  test("equal seeds give equal bytes, other seeds others", async () => {
    const [one, same, other] = await Promise.all([start(name, 1), start(name, 1), start(name, 2)]);
    expect(await cycles(one, 3)).toEqual(await cycles(same, 3));
    await cycles(other, 3);
    expect(one.snapshot()).toEqual(same.snapshot());
    expect(one.parameters()).not.toEqual(other.parameters());
  });

  test.each([0, 1, 3])("interrupted after %i cycles and taken up again, nothing differs", async (before) => {
    const whole = await start(name, 3);
    const firstMetrics = await cycles(whole, before);
    const interrupted = await start(name, 3);
    expect(await cycles(interrupted, before)).toEqual(firstMetrics);
    const snapshot = stored(interrupted.snapshot());
    // What the interrupted training did after its snapshot leaves no trace in it.
    await cycles(interrupted, 1);
    const resumed = await start(name, 3);
    resumed.restore(snapshot);
    expect(resumed.globalStep).toBe(whole.globalStep);
    expect(await cycles(resumed, 3)).toEqual(await cycles(whole, 3));
    expect(resumed.snapshot()).toEqual(whole.snapshot());
  });
});

test("training is over after its whole cycles", async () => {
  const training = await start("patience", 1);
  expect(training.totalSteps).toBe(480);
  const metrics = await cycles(training, 6);
  expect(metrics.map((one) => one.global_step)).toEqual([80, 160, 240, 320, 400, 480]);
  const rates = metrics.map((one) => one["charts/learning_rate"] / small.learning_rate);
  rates.forEach((rate, cycle) => {
    expect(rate).toBeCloseTo(1 - cycle / 6, 12);
  });
  await expect(training.cycle()).rejects.toThrow("training is over after 480 steps");
});

test("metrics go by their canonical names", async () => {
  const [metrics] = await cycles(await start("long-life", 1), 1);
  const losses = ["value_loss", "policy_loss", "entropy", "old_approx_kl", "approx_kl", "clipfrac"];
  for (const name of [...losses, "explained_variance"]) expect(metrics).toHaveProperty([`losses/${name}`]);
  // Paid at every step for 7 steps; of 10 steps in 8 lanes, one episode each has ended.
  expect(metrics).toMatchObject({
    "charts/episodes": 8,
    "charts/episodic_return": 7,
    "charts/episodic_length": 7,
    "events/paid": 7,
  });
});

test("no figure is made up where no episode ended", async () => {
  const training = await start("long-life", 1, { num_steps: 5 });
  const [metrics] = await cycles(training, 1);
  expect(metrics["charts/episodes"]).toBe(0);
  expect(metrics).not.toHaveProperty(["charts/episodic_return"]);
});

describe("divergence", () => {
  test("stops the cycle with an error and leaves the last good state", async () => {
    // The first step overflows every parameter, which the second one meets as a loss that is no number.
    const training = await start("keys-and-chests", 1, { learning_rate: 1e38, anneal_lr: false });
    const before = stored(training.snapshot());
    await expect(training.cycle()).rejects.toThrow(DivergenceError);
    expect(stored(training.snapshot())).toEqual(before);
    await expect(training.cycle()).rejects.toThrow("training has diverged");
  });

  test("in the acting policy is named, and leaves the last good state too", async () => {
    const training = await start("keys-and-chests", 1);
    const { arrays, scalars } = stored(training.snapshot());
    (arrays["parameters/actor/bias"].data as Float32Array).fill(Number.NaN);
    training.restore({ arrays, scalars });
    await expect(training.cycle()).rejects.toThrow("the policy's probabilities in lane 0 sum to NaN");
    expect(stored(training.snapshot())).toEqual({ arrays, scalars });
  });
});

test("a snapshot that does not fit is refused by the name of what is wrong", async () => {
  const [training, wider] = await Promise.all([
    start("patience", 1),
    createTraining({
      ...world("patience"),
      horizon: 7,
      network: { ...network, hidden: [13] },
      rng: Rng.fromSeed(1),
      runtime,
      ppo: small,
    }),
  ]);
  expect(() => training.restore(wider.snapshot())).toThrow(
    /snapshot\/parameters\/trunk\/0\/weight: found float32 \[3,13\]/,
  );
  const { arrays, scalars } = training.snapshot();
  const { "rollout/elapsed": _, ...rest } = arrays;
  expect(() => training.restore({ arrays: rest, scalars })).toThrow(/rollout\/elapsed: found nothing/);
  const torn = { ...scalars, minibatches: [1, 2] };
  expect(() => training.restore({ arrays, scalars: torn })).toThrow(/snapshot\.minibatches/);
});

/** Counts the runs of each program, in the order of loading. */
function counting(): { runtime: Runtime; runs: number[] } {
  const runs: number[] = [];
  return {
    runs,
    runtime: {
      ...runtime,
      load: async (traced) => {
        const program = await runtime.load(traced);
        const index = runs.push(0) - 1;
        return Object.assign(Object.create(program), {
          run: (inputs: Parameters<typeof program.run>[0]) => {
            runs[index]++;
            return program.run(inputs);
          },
        });
      },
    },
  };
}

test("a target for the divergence ends the passes of a cycle early", async () => {
  const [patient, hasty] = [counting(), counting()];
  const passes = { update_epochs: 5, learning_rate: 0.01 };
  await (await start("context-choice", 1, { ...passes, target_kl: 1e9 }, patient.runtime)).cycle();
  await (await start("context-choice", 1, { ...passes, target_kl: 1e-9 }, hasty.runtime)).cycle();
  expect(patient.runs[0]).toBe(5 * small.num_minibatches);
  expect(hasty.runs[0]).toBeLessThan(5 * small.num_minibatches);
  expect(hasty.runs[0] % small.num_minibatches).toBe(0);
});

test("policies act with the parameters they are made of", async () => {
  const { environment, distribution } = world("context-choice");
  const lanes = 3;
  const batch = environment.batch({ lanes, horizon: 5 });
  for (let lane = 0; lane < lanes; lane++) batch.reset(lane, Uint8Array.of(lane), 0);
  const training = await createTraining({
    environment,
    distribution,
    horizon: 5,
    network,
    rng: Rng.fromSeed(9),
    runtime,
    ppo: small,
  });
  const decide = async (policy: Awaited<ReturnType<Training["policy"]>>) => {
    const out = allocateDecisions(lanes, environment.actions.length);
    await policy.decide(batch, new Float32Array(0), out);
    return out;
  };
  const untrained = await untrainedPolicy(environment, network, Rng.fromSeed(9), runtime, lanes);
  const initial = await decide(untrained);
  expect(await decide(await training.policy(lanes))).toEqual(initial);
  await cycles(training, 2);
  const trained = await decide(await training.policy(lanes));
  expect(trained).not.toEqual(initial);
  const loaded = await policyFromParameters(environment, network, training.parameters(), runtime, lanes);
  expect(await decide(loaded)).toEqual(trained);
});

/** Enough to learn a tiny world, in a second. */
const tinyTraining = {
  horizon: 8,
  network,
  runtime,
  ppo: {
    ...ppoDefaults,
    total_timesteps: 30 * 32 * 16,
    num_envs: 32,
    num_steps: 16,
    num_minibatches: 4,
    learning_rate: 0.01,
    gamma: 0.95,
  },
};

test("rewards dealt out at random teach nothing", async () => {
  const { environment, distribution } = world("context-choice");
  const paid = async (shuffledRewards: boolean) => {
    const training = await createTraining({
      environment,
      distribution,
      shuffledRewards,
      ...tinyTraining,
      rng: Rng.fromSeed(4),
    });
    const first = (await training.cycle())["charts/episodic_return"];
    let last = first;
    while (training.globalStep < training.totalSteps) {
      last = (await training.cycle())["charts/episodic_return"];
    }
    return { first, last };
  };
  const control = await paid(true);
  const taught = await paid(false);
  expect(control.first).toBe(taught.first);
  // Chance is a third: whatever the control settles on is right in some contexts and wrong in others.
  expect(taught.last).toBeGreaterThan(0.95);
  expect(control.last).toBeLessThan(0.6);
});

test("an agent that is paid for another objective learns that one, and is still measured by the base objective", async () => {
  const { environment, distribution } = world("patience");
  const small = { name: "small", wants: "Small payments.", weights: { "small-payment": 1 } };
  const taking = async (objective?: typeof small) => {
    const training = await createTraining({
      environment,
      distribution,
      ...(objective && { objective }),
      ...tinyTraining,
      rng: Rng.fromSeed(4),
    });
    let returns = 0;
    while (training.globalStep < training.totalSteps) {
      returns = (await training.cycle())["charts/episodic_return"];
    }
    const batch = environment.batch({ lanes: 1, horizon: 8 });
    batch.reset(0, Uint8Array.of(0), 0);
    const out = allocateDecisions(1, environment.actions.length);
    await (await training.policy(1)).decide(batch, new Float32Array(0), out);
    return { take: out.probabilities[0], returns };
  };
  const patient = await taking();
  expect(patient.take).toBeLessThan(0.1);
  expect(patient.returns).toBeGreaterThan(1.8);
  const hasty = await taking(small);
  expect(hasty.take).toBeGreaterThan(0.9);
  expect(hasty.returns).toBeCloseTo(1, 1);
});
