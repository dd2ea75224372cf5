// The value-iteration network: K rounds of a planner as layers, on a reward map that is learned with it.
import { z } from "zod";
import { InputError } from "../../base/errors.ts";
import { oneOf } from "../../base/nearest.ts";
import { concatenate, convolution, max, mul, relu, slice, sum, type Values } from "../../engine/ops.ts";
import {
  type ConvolutionLayer,
  convolutionShapes,
  convolve,
  initialiseConvolutions,
} from "./convolution-layer.ts";
import type { Encoder } from "./encoder.ts";
import { requireMaps } from "./maps.ts";

export interface ValueIterationSpec {
  readonly kind: "vin";
  /** K: how often values are carried one cell further. 10 for grids of 8 x 8, 20 for 16 x 16, 36 for 28 x 28 in the paper. */
  readonly rounds: number;
  /** Channels of the layer below the reward map. Default 150 (the paper's code). */
  readonly features: number;
  /** Action channels of the planner; not the actions of the world. Default 10 (the paper's code). */
  readonly planned: number;
  /** Observation channel that shows where the agent is: action values are read there. */
  readonly attention: string;
}

export const valueIterationSchema = z.strictObject({
  kind: z.literal("vin"),
  rounds: z.int().min(1).max(128),
  features: z.int().min(1).max(1024).default(150),
  planned: z.int().min(1).max(256).default(10),
  attention: z.string(),
});

/**
 * R = 1x1 convolution of relu(3x3 convolution of the observation); Q = 3x3 convolution of (R, V), V = max over channels of Q, from
 * V = 0 and `rounds` times; the features are Q where the agent is, [planned]: Tamar et al. 2016, "Value iteration networks",
 * sections 3 and 4.1. Throws an InputError unless observations are maps with that channel.
 */
export function valueIterationEncoder(
  { rounds, features, planned, attention }: ValueIterationSpec,
  observationShape: readonly number[],
  channelNames: readonly string[],
): Encoder {
  const [channels] = requireMaps("vin", observationShape);
  const agent = channelNames.indexOf(attention);
  if (agent < 0)
    throw new InputError("network.attention", JSON.stringify(attention), oneOf(attention, channelNames));
  const layer = (name: string, from: number, outputs: number, window: number, gain: number) =>
    ({ name, channels: from, outputs, window, stride: 1, gain }) satisfies ConvolutionLayer;
  const below = layer("vin/features", channels, features, 3, Math.SQRT2);
  const reward = layer("vin/reward", features, 1, 1, 1);
  const backup = layer("vin/backup", 2, planned, 3, 1);
  const layers = [below, reward, backup];

  return {
    featureShape: [planned],
    parameterShapes: convolutionShapes(layers),
    initialise: (rng) => initialiseConvolutions(layers, rng),
    encode(parameters, observations, activations) {
      const rows = observations.shape[0] as number;
      const seen = relu(convolve(below, parameters, observations));
      const rewards = convolve(reward, parameters, seen);
      let q = fromReward(parameters, rewards, planned);
      for (let round = 1; round < rounds; round++)
        q = convolve(backup, parameters, concatenate([rewards, max(q, [1], true)], 1));
      const where = slice(observations, [0, agent], [rows, agent + 1]);
      Object.assign(activations, { [below.name]: seen, [reward.name]: rewards, "vin/action-values": q });
      return sum(mul(q, where), [2, 3]);
    },
  };

  /** The first round, where all values are 0. */
  function fromReward(parameters: Values, rewards: Values[string], outputs: number) {
    const kernel = parameters[`${backup.name}/kernel`] as Values[string];
    const bias = parameters[`${backup.name}/bias`];
    return convolution(rewards, slice(kernel, [0, 0], [outputs, 1]), { ...(bias && { bias }) });
  }
}
