// Overrides reach exactly what their path says, and anything else is refused with its place.
import { expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { dqnDefaults } from "../learners/dqn-hyperparameters.ts";
import type { PpoStage, TrainStage } from "./experiment.ts";
import { keysAndChests } from "./keys-and-chests.ts";
import { applyOverrides } from "./overrides.ts";
import { resolvePreset } from "./plan.ts";

const settings = (path?: string, value?: unknown) =>
  resolvePreset(keysAndChests, "quick", path === undefined ? [] : [{ path, value }]).settings;

const stage = (list: ReturnType<typeof settings>, setting: string, name: string) =>
  JSON.parse(
    JSON.stringify(
      list
        .find((candidate) => candidate.name === setting)
        ?.stages.find(
          (candidate) => (candidate.kind === "deploy" ? candidate.name : candidate.kind) === name,
        ),
    ),
  );

test("defaults are filled in before anything is overridden", () => {
  const train = stage(settings(), "varied", "train");
  expect(train.source.levels.chestsAtLeastKeys).toBe(true);
  expect(stage(settings(), "fixed-extremes", "train").source.levels.chestsAtLeastKeys).toBe(false);
  expect(train.ppo.clip_coef).toBe(0.2);
});

test("a shorthand reaches every setting, a prefixed path one", () => {
  const all = settings("ppo.learning_rate", 0.01);
  expect(stage(all, "varied", "train").ppo.learning_rate).toBe(0.01);
  expect(stage(all, "fixed-extremes", "train").ppo.learning_rate).toBe(0.01);
  const one = settings("varied.train.ppo.learning_rate", 0.01);
  expect(stage(one, "varied", "train").ppo.learning_rate).toBe(0.01);
  expect(stage(one, "fixed-extremes", "train").ppo.learning_rate).toBe(0.001);
});

test("deploy reaches every deployment, a name one of them", () => {
  const all = settings("deploy.count", 5);
  expect(stage(all, "varied", "training").count).toBe(5);
  expect(stage(all, "varied", "deployed-12").count).toBe(5);
  const one = settings("deployed-12.horizon", 9);
  expect(stage(one, "varied", "deployed-12").horizon).toBe(9);
  expect(stage(one, "varied", "deployed-64").horizon).toBe(64);
});

test("inside a stage, kind and name are settings like others", () => {
  const all = settings("train.source.levels.walls.kind", "blocks");
  expect(stage(all, "varied", "train").source.levels.walls.kind).toBe("blocks");
  expect(() => settings("train.source.levels.walls.kind", "glass")).toThrow(/walls/);
});

test("the preset itself stays as it was declared", () => {
  const before = JSON.stringify(keysAndChests.presets);
  settings("ppo.learning_rate", 0.5);
  expect(JSON.stringify(keysAndChests.presets)).toBe(before);
});

test.each([
  ["ppo.learning_rat", 0.1, /did you mean learning_rate/],
  ["pppo.learning_rate", 0.1, /did you mean ppo/],
  ["ppo.learning_rate", "fast", /"fast".*number/],
  ["ppo.num_minibatches", 7, /divisor/],
  ["ppo.gamma", 2, /gamma/],
  ["deploy.count", 0, /whole number of at least 1/],
  ["deploy.count", 1.5, /whole number of at least 1/],
  ["deploy.discount", 1.5, /above 0 and at most 1/],
  ["deploy.source.levels.keys", [9, 3], /keys/],
  ["deploy.source.levels.keys", [200, 300], /keys/],
  ["train.kind", "deploy", /"kind"/],
  ["deploy.name", "x", /"name"/],
  ["ppo.__proto__.polluted", 1, /__proto__/],
  ["", 1, /setting/],
])("%s = %j is refused", (path, value, message) => {
  expect(() => settings(path, value)).toThrow(InputError);
  expect(() => settings(path, value)).toThrow(message);
});

test("the settings of every learner are reached by its own name, and offered where a stage has them", () => {
  const { ppo: _, ...rest } = settings()[0]!.stages[0] as PpoStage;
  const declared = [
    { name: "replayed", stages: [{ ...rest, learner: "dqn", dqn: dqnDefaults } as TrainStage] },
  ];
  const [changed] = applyOverrides(declared, [
    { path: "dqn.n_step", value: 1 },
    { path: "train.dqn.prioritized", value: true },
  ]);
  expect(changed!.stages[0]).toMatchObject({ dqn: { ...dqnDefaults, n_step: 1, prioritized: true } });
  expect(() => applyOverrides(declared, [{ path: "dqm.n_step", value: 1 }])).toThrow(/dqn/);
  expect(() => applyOverrides(declared, [{ path: "dqn.nstep", value: 1 }])).toThrow(/n_step/);
});

test("a whole network can be replaced, by one that is checked; other objects are set value by value", () => {
  const network = { kind: "residual-mlp", width: 32, blocks: 2 };
  expect(stage(settings("network", network), "varied", "train").network).toMatchObject(network);
  expect(() => settings("network", { kind: "cnn" })).toThrow(InputError);
  expect(() => settings("network", { kind: "cnn" })).toThrow(/network/);
  expect(() => settings("network", { hidden: [3] })).toThrow(/an object with a "kind"/);
  expect(() => settings("ppo", { gamma: 1 })).toThrow(InputError);
  expect(() => settings("deployed-12.source", { environment: "x" })).toThrow(/one of its settings/);
});
