// Killed at any moment and taken up again from a snapshot, every learner ends at the same bytes.
import { describe, expect, test } from "vitest";
import { cycles, stored } from "../../tests/support/trainings.ts";
import { Rng } from "../base/rng.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import { environmentNamed } from "../environments/index.ts";
import { DivergenceError } from "./divergence.ts";
import { type DqnHyperparameters, dqnDefaults } from "./dqn-hyperparameters.ts";
import type { LearnerSettings } from "./learner.ts";
import { reinforceDefaults, tabularDefaults } from "./tabular-hyperparameters.ts";
import { createTraining } from "./train.ts";
import type { Training } from "./training.ts";

const moments = Number(process.env.INNERGAP_KILLS ?? 5);
const cycleCount = 8;
const runtime = nodeRuntime({ threads: 1 });
const network = { kind: "mlp", hidden: [12], activation: "relu", shared: true } as const;

/** A replay that overflows within the training, and batches that are drawn before it does. */
const dqn: DqnHyperparameters = {
  ...dqnDefaults,
  total_timesteps: cycleCount * 4 * 10,
  num_envs: 4,
  num_steps: 10,
  train_frequency: 2,
  learning_starts: 30,
  buffer_size: 100,
  batch_size: 8,
  target_network_frequency: 3,
  n_step: 2,
};
const tabular = {
  ...tabularDefaults,
  total_timesteps: cycleCount * 40,
  num_envs: 4,
  num_steps: 10,
  max_observations: 2000,
};

const learners: Readonly<Record<string, LearnerSettings>> = {
  "DQN with uniform replay": { learner: "dqn", network, dqn },
  "DQN with prioritised replay": { learner: "dqn", network, dqn: { ...dqn, prioritized: true } },
  "Q-learning": { learner: "q", q: tabular },
  Sarsa: { learner: "sarsa", sarsa: tabular },
  REINFORCE: {
    learner: "reinforce",
    reinforce: {
      ...reinforceDefaults,
      total_timesteps: cycleCount * 4 * 7,
      num_envs: 4,
      max_observations: 2000,
    },
  },
};

/** Horizons that do not divide the steps of a cycle leave lanes in the middle of their episodes. */
function start(
  settings: LearnerSettings,
  name: string,
  seed: number,
  shuffledRewards = false,
): Promise<Training> {
  const definition = environmentNamed(name);
  const environment = definition.create({});
  const distribution = definition.levels(environment, {});
  const problem = { environment, distribution, horizon: 7, shuffledRewards, runtime };
  return createTraining({ ...problem, rng: Rng.fromSeed(seed), ...settings });
}

describe.each(Object.entries(learners))("%s", (name, settings) => {
  test(`${moments} random moments`, async () => {
    const rng = Rng.fromSeed(`resumption/${name}`);
    const killed = Array.from({ length: moments }, () => rng.below(cycleCount + 1));
    for (const [index, world] of ["keys-and-chests", "cheese-in-the-corner", "biased-coins"].entries()) {
      const whole = await start(settings, world, index);
      // What a training does after a snapshot leaves no trace in it.
      const snapshots = [stored(whole.snapshot())];
      const metrics = [];
      for (let cycle = 0; cycle < cycleCount; cycle++) {
        metrics.push(...(await cycles(whole, 1)));
        snapshots.push(stored(whole.snapshot()));
      }
      for (const moment of killed.filter((_, number) => number % 3 === index)) {
        const resumed = await start(settings, world, index);
        resumed.restore(snapshots[moment]!);
        expect(resumed.globalStep).toBe((whole.globalStep / cycleCount) * moment);
        expect(await cycles(resumed, cycleCount - moment)).toEqual(metrics.slice(moment));
        expect(stored(resumed.snapshot())).toEqual(snapshots.at(-1));
        await expect(resumed.cycle()).rejects.toThrow("training is over");
        // One that had gone further goes back as well.
        resumed.restore(snapshots[moment]!);
        expect(stored(resumed.snapshot())).toEqual(snapshots[moment]);
        await resumed.release();
      }
      await whole.release();
    }
  });

  test("other seeds give other bytes, and another snapshot is refused", async () => {
    const [one, other, tiny] = await Promise.all([
      start(settings, "keys-and-chests", 1),
      start(settings, "keys-and-chests", 2),
      start(settings, "patience", 1),
    ]);
    await cycles(one, 2);
    await cycles(other, 2);
    expect(one.parameters()).not.toEqual(other.parameters());
    expect(() => one.restore(tiny.snapshot())).toThrow(/snapshot\//);
  });
});

test("a cycle of DQN that diverges leaves the training as it was, its replay and priorities included", async () => {
  for (const prioritized of [false, true]) {
    const settings: LearnerSettings = { learner: "dqn", network, dqn: { ...dqn, prioritized } };
    const training = await start(settings, "keys-and-chests", 1);
    await cycles(training, 4);
    const { arrays, scalars } = stored(training.snapshot());
    (arrays["target/actor/bias"]!.data as Float32Array).fill(Number.NaN);
    training.restore({ arrays, scalars });
    await expect(training.cycle()).rejects.toThrow(DivergenceError);
    expect(stored(training.snapshot())).toEqual({ arrays, scalars });
  }
});

test("rewards dealt out at random change what DQN and REINFORCE learn, and nothing that is told of returns at first", async () => {
  for (const name of ["DQN with uniform replay", "REINFORCE"]) {
    const [taught, control] = await Promise.all(
      [false, true].map((dealt) => start(learners[name]!, "context-choice", 3, dealt)),
    );
    const [first, second] = [await cycles(taught!, 1), await cycles(control!, 1)];
    expect(second[0]!["charts/episodic_return"]).toBe(first[0]!["charts/episodic_return"]);
    await cycles(taught!, 5);
    await cycles(control!, 5);
    expect(control!.parameters()).not.toEqual(taught!.parameters());
  }
});
