// Networks of an encoder and a core (dense, GRU, LSTM or repeated ConvLSTM), as they stand in settings.
import { z } from "zod";
import type { Feedback, Network } from "./architecture.ts";
import type { Core } from "./core.ts";
import { coredNetwork } from "./cored-network.ts";
import { denseCore } from "./dense-core.ts";
import { flattened } from "./encoder.ts";
import { createEncoder, type EncoderSpec, encoderSchema } from "./encoders.ts";
import { gruCore } from "./gru.ts";
import { lstmCore } from "./lstm.ts";
import { type RepeatedConvLstmSizes, repeatedConvLstmCore } from "./repeated-conv-lstm.ts";

/** DRC(D, N) on an encoder that ends in maps. */
export interface RepeatedConvLstmSpec extends RepeatedConvLstmSizes {
  readonly kind: "drc";
  readonly encoder: EncoderSpec;
  readonly feedback: readonly Feedback[];
}

/** The DRC(3, 3) of Guez et al. 2019 as Taufeeque et al. 2024 train it. */
export const deepRepeatedConvLstm: RepeatedConvLstmSpec = {
  kind: "drc",
  encoder: {
    kind: "conv",
    layers: [
      { channels: 32, window: 4, stride: 1 },
      { channels: 32, window: 4, stride: 1 },
    ],
    dense: [],
  },
  layers: 3,
  ticks: 3,
  channels: 32,
  units: 256,
  feedback: [],
};

export interface MemorySpec {
  /** What stands on the encoder: `dense` keeps nothing, `gru` and `lstm` do. */
  readonly kind: "dense" | "gru" | "lstm";
  readonly encoder: EncoderSpec;
  /** Of the core. 256 in jaxgmg and Espeholt et al. 2018. */
  readonly units: number;
  /** What of its own past it is told, besides the observation. */
  readonly feedback: readonly Feedback[];
}

/** Which feedback, in the order in which it stands in memory. */
export const feedbackSchema = z
  .array(z.enum(["action", "reward"]))
  .refine((told) => new Set(told).size === told.length && (told[0] !== "reward" || told.length === 1), {
    message: '[], ["action"], ["reward"] or ["action", "reward"]',
  });

export const memorySchema = z.strictObject({
  kind: z.enum(["dense", "gru", "lstm"]),
  encoder: encoderSchema,
  units: z.int().min(1).max(4096).default(256),
  feedback: feedbackSchema.default([]),
});

export const repeatedConvLstmSchema = z.strictObject({
  kind: z.literal("drc"),
  encoder: encoderSchema,
  layers: z.int().min(1).max(16),
  ticks: z.int().min(1).max(16),
  channels: z.int().min(1).max(256).default(32),
  units: z.int().min(1).max(4096).default(256),
  feedback: feedbackSchema.default([]),
});

/** The network for maps as observations; throws an InputError where observations or features are none. */
export function repeatedConvLstmNetwork(
  spec: RepeatedConvLstmSpec,
  observationShape: readonly number[],
  actions: number,
  channels: readonly string[] = [],
): Network {
  const encoder = createEncoder(spec.encoder, observationShape, channels);
  const core = (featureShape: readonly number[]) => repeatedConvLstmCore(featureShape, spec);
  return coredNetwork({ observationShape, actions, encoder, core, feedback: spec.feedback });
}

const cores: Readonly<Record<MemorySpec["kind"], (inputs: number, units: number) => Core>> = {
  dense: denseCore,
  gru: gruCore,
  lstm: lstmCore,
};

/** Features of any shape are flattened before the core. */
export function memoryNetwork(
  { kind, encoder, units, feedback }: MemorySpec,
  observationShape: readonly number[],
  actions: number,
  channels: readonly string[] = [],
): Network {
  return coredNetwork({
    observationShape,
    actions,
    encoder: flattened(createEncoder(encoder, observationShape, channels)),
    core: ([inputs = 0]) => cores[kind](inputs, units),
    feedback,
  });
}
