// Any network as a network of action values, and acting by them: mostly the best action, now and then any.
import { InputError } from "../base/errors.ts";
import type { Rng } from "../base/rng.ts";
import { add, max, mean, reshape, sub, type Value } from "../engine/ops.ts";
import type { Runtime } from "../engine/runtime.ts";
import type { Environment } from "../environments/environment.ts";
import { createNetwork, type NetworkPolicy, type NetworkSpec, networkPolicy } from "../policies/network.ts";
import type { Network, NetworkOutputs, Parameters } from "../policies/networks/architecture.ts";
import { greedyAction } from "../rollouts/selection.ts";
import type { LearnedPolicy } from "./training.ts";

/**
 * The same network with action values in the place of its logits, and the best of them as its value. Duelling (Wang et al. 2016, equation 9):
 * Q(a) = value head + action head(a) - mean of the action head; otherwise the action head alone, and the value head has no effect. Two
 * trunks (`shared: false`) make the two streams of the paper. Throws an InputError for a network with a memory.
 */
export function actionValueNetwork(network: Network, dueling: boolean): Network {
  if ((network.memorySize ?? 0) > 0) {
    throw new InputError(
      "network",
      "a network with a memory",
      "one without: DQN learns from single transitions",
    );
  }
  const forward: Network["forward"] = (...given): NetworkOutputs => {
    const outputs = network.forward(...given);
    const q = dueling ? duelled(outputs) : outputs.logits;
    return { ...outputs, logits: q, values: max(q, [1]) };
  };
  return { ...network, forward };
}

function duelled({ logits, values }: Pick<NetworkOutputs, "logits" | "values">): Value {
  const advantage = sub(logits, mean(logits, [1], true));
  return add(advantage, reshape(values, [logits.shape[0]!, 1]));
}

/** The network of action values for one environment. */
export function createActionValues(spec: NetworkSpec, environment: Environment, dueling: boolean): Network {
  return actionValueNetwork(createNetwork(spec, environment), dueling);
}

/** An action of one lane: the one of greatest probability or value (the first on ties), or with probability `epsilon` any. values: [lanes, actions] */
export function epsilonGreedyAction(
  values: Float32Array,
  lane: number,
  actions: number,
  epsilon: number,
  rng: Rng,
): number {
  const explore = epsilon > 0 && rng.unit() < epsilon;
  return explore ? rng.below(actions) : greedyAction(values, lane, actions);
}

type DecideArguments = globalThis.Parameters<NetworkPolicy["decide"]>;

/** Acts by action values: any action with a probability of `epsilon` / actions, the best with the rest. */
export async function epsilonGreedyPolicy(
  network: Network,
  parameters: Parameters,
  epsilon: number,
  runtime: Runtime,
  lanes: number,
): Promise<LearnedPolicy> {
  const values = networkPolicy({ name: "trained", network, parameters, runtime });
  await values.prepare(lanes);
  const { decide } = values;
  return Object.assign(values, {
    async decide(...given: DecideArguments) {
      await decide(...given);
      const [batch, , out] = given;
      makeEpsilonGreedy(out.probabilities, batch.lanes, network.actions, epsilon);
    },
  });
}

/** Replaces probabilities [lanes, actions], in place, by those of their greatest with `epsilon` spread evenly. */
function makeEpsilonGreedy(
  probabilities: Float32Array,
  lanes: number,
  actions: number,
  epsilon: number,
): void {
  for (let lane = 0; lane < lanes; lane++) {
    const best = greedyAction(probabilities, lane, actions);
    probabilities.fill(epsilon / actions, lane * actions, (lane + 1) * actions);
    probabilities[lane * actions + best]! += 1 - epsilon;
  }
}
