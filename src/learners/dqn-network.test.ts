import { expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import { environmentNamed } from "../environments/index.ts";
import { createNetwork } from "../policies/network.ts";
import { allocateDecisions } from "../policies/policy.ts";
import {
  actionValueNetwork,
  createActionValues,
  epsilonGreedyAction,
  epsilonGreedyPolicy,
} from "./dqn-network.ts";

const runtime = nodeRuntime({ threads: 1 });
const spec = { kind: "mlp", hidden: [], activation: "relu", shared: true } as const;
const environment = environmentNamed("context-choice").create({});

/** One layer that looks the answer up: rows are contexts. */
const parameters = {
  "actor/weight": { dtype: "float32", shape: [3, 3], data: Float32Array.of(1, 2, 6, 4, 1, 1, 0, 3, 3) },
  "actor/bias": { dtype: "float32", shape: [3], data: new Float32Array(3) },
  "critic/weight": { dtype: "float32", shape: [3, 1], data: Float32Array.of(10, 20, 30) },
  "critic/bias": { dtype: "float32", shape: [1], data: new Float32Array(1) },
} as const;

async function decided(dueling: boolean, epsilon: number) {
  const network = createActionValues(spec, environment, dueling);
  const policy = await epsilonGreedyPolicy(network, parameters, epsilon, runtime, 3);
  const batch = environment.batch({ lanes: 3, horizon: 2 });
  for (let lane = 0; lane < 3; lane++) batch.reset(lane, Uint8Array.of(lane), 0);
  const out = allocateDecisions(3, 3);
  await policy.decide(batch, new Float32Array(0), out);
  await policy.release();
  return { values: Array.from(out.values), probabilities: Array.from(out.probabilities) };
}

test("values by hand: the action head alone, or added to the value head less its mean", async () => {
  expect((await decided(false, 0)).values).toEqual([6, 4, 3]);
  // Means of the action head: 3, 2, 2.
  expect((await decided(true, 0)).values).toEqual([13, 22, 31]);
});

test("the best action, the first of equals, and any other by a share of epsilon", async () => {
  const { probabilities } = await decided(true, 0.3);
  [0.1, 0.1, 0.8, 0.8, 0.1, 0.1, 0.1, 0.8, 0.1].forEach((probability, index) => {
    expect(probabilities[index]).toBeCloseTo(probability, 6);
  });
});

test("actions are drawn as often as epsilon says", () => {
  const rng = Rng.fromSeed("epsilon");
  const values = Float32Array.of(0.2, 0.5, 0.3);
  const counts = [0, 0, 0];
  for (let draw = 0; draw < 9000; draw++) counts[epsilonGreedyAction(values, 0, 3, 0.3, rng)]!++;
  [900, 7200, 900].forEach((expected, action) => {
    expect(Math.abs(counts[action]! - expected)).toBeLessThan(5 * Math.sqrt(expected));
  });
  expect(epsilonGreedyAction(values, 0, 3, 0, rng)).toBe(1);
});

test("a network with a memory is refused", () => {
  const network = { ...createNetwork(spec, environment), memorySize: 4 };
  expect(() => actionValueNetwork(network, true)).toThrow(InputError);
});
