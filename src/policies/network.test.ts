import { expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import type { Runtime } from "../engine/runtime.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import { environmentNamed } from "../environments/index.ts";
import { generateLevels } from "../environments/levels.ts";
import { createNetwork, type NetworkSpec, networkPolicy, parseNetwork } from "./network.ts";
import { allocateDecisions } from "./policy.ts";

const definition = environmentNamed("keys-and-chests");
const environment = definition.create({});
const spec: NetworkSpec = { kind: "mlp", hidden: [16, 8], activation: "tanh", shared: false };
const network = createNetwork(spec, environment);
const runtime = nodeRuntime({ threads: 1 });

function batchOf(lanes: number) {
  const levels = generateLevels(
    environment,
    definition.levels(environment, {}),
    Rng.fromSeed("batch"),
    lanes,
  );
  const batch = environment.batch({ lanes, horizon: 9 });
  for (let lane = 0; lane < lanes; lane++) batch.reset(lane, levels.bytes, lane * environment.levelLength);
  return batch;
}

async function decisions(policy: ReturnType<typeof networkPolicy>, lanes: number) {
  const out = allocateDecisions(lanes, 4);
  await policy.decide(batchOf(lanes), new Float32Array(0), out);
  return out;
}

const policyWith = (seed: number, on: Runtime = runtime) =>
  networkPolicy({ name: "net", network, parameters: network.initialise(Rng.fromSeed(seed)), runtime: on });

test("the declared number of parameters is what initialisation makes", () => {
  const parameters = Object.values(network.initialise(Rng.fromSeed(1)));
  expect(parameters.reduce((sum, { data }) => sum + data.length, 0)).toBe(network.parameterCount);
  // Two towers 245-16-8, an action head 8-4 and a value head 8-1, with biases.
  expect(network.parameterCount).toBe(2 * (245 * 16 + 16 + 16 * 8 + 8) + (8 * 4 + 4) + (8 + 1));
  const shared = createNetwork({ ...spec, shared: true }, environment);
  expect(shared.parameterCount).toBe(network.parameterCount - (245 * 16 + 16 + 16 * 8 + 8));
});

test("a fresh policy is nearly indifferent, and its probabilities sum to 1", async () => {
  const { probabilities } = await decisions(policyWith(1), 10);
  for (let lane = 0; lane < 10; lane++) {
    const row = probabilities.subarray(lane * 4, lane * 4 + 4);
    expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    for (const probability of row) expect(Math.abs(probability - 0.25)).toBeLessThan(0.02);
  }
});

test("a lane's answer does not depend on the lanes beside it", async () => {
  const policy = policyWith(2);
  const [alone, beside] = [await decisions(policy, 1), await decisions(policy, 7)];
  expect(beside.values[0]).toBeCloseTo(alone.values[0], 5);
  alone.probabilities.forEach((probability, action) => {
    expect(beside.probabilities[action]).toBeCloseTo(probability, 5);
  });
});

test("parameters are replaced without compiling anew", async () => {
  let loads = 0;
  const counting: Runtime = {
    ...runtime,
    load: (traced) => {
      loads++;
      return runtime.load(traced);
    },
  };
  const policy = policyWith(1, counting);
  const before = await decisions(policy, 5);
  policy.replaceParameters(network.initialise(Rng.fromSeed(2)));
  expect(await decisions(policy, 5)).toEqual(await decisions(policyWith(2), 5));
  policy.replaceParameters(network.initialise(Rng.fromSeed(1)));
  expect(await decisions(policy, 5)).toEqual(before);
  expect(loads).toBe(1);
});

test("activations have the declared sizes, and explain the value", async () => {
  const parameters = network.initialise(Rng.fromSeed(3));
  const policy = networkPolicy({ name: "net", network, parameters, runtime });
  const layers = await policy.activations(batchOf(5), new Float32Array(0));
  const sizes = Object.entries(layers).map(([name, { length }]) => [name, length]);
  expect(Object.fromEntries(sizes)).toEqual({
    "actor-trunk/0": 80,
    "actor-trunk/1": 40,
    "critic-trunk/0": 80,
    "critic-trunk/1": 40,
  });
  const { values } = await decisions(policy, 5);
  const [weight, bias] = [parameters["critic/weight"].data, parameters["critic/bias"].data];
  values.forEach((value, lane) => {
    const top = layers["critic-trunk/1"].subarray(lane * 8, lane * 8 + 8);
    expect(value).toBeCloseTo(
      top.reduce((sum, x, i) => sum + x * weight[i], bias[0]),
      5,
    );
  });
});

test("parameters of another network are refused by name", () => {
  const { "actor/bias": bias, ...rest } = network.initialise(Rng.fromSeed(1));
  const policy = policyWith(1);
  expect(() => policy.replaceParameters(rest)).toThrow(
    "parameters/actor/bias: found nothing, expected float32 [4]",
  );
  const flat = { ...bias, shape: [2, 2] };
  expect(() => policy.replaceParameters({ ...rest, "actor/bias": flat })).toThrow("found float32 [2,2]");
  expect(() => policy.replaceParameters({ ...rest, "actor/bias": bias, extra: bias })).toThrow(
    "parameters/extra",
  );
});

test("an architecture is read from JSON, or refused with its place", () => {
  expect(parseNetwork(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
  expect(() => parseNetwork({ ...spec, activation: "gelu" }, "train.network")).toThrow(
    /train\.network\.activation/,
  );
  expect(() => parseNetwork({ ...spec, hidden: [0] })).toThrow(InputError);
});
