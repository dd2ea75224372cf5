// Networks of an encoder and a dense, GRU or LSTM core, as they stand in settings.
import { z } from "zod";
import type { Feedback, Network } from "./architecture.ts";
import type { Core } from "./core.ts";
import { coredNetwork } from "./cored-network.ts";
import { denseCore } from "./dense-core.ts";
import { flattened } from "./encoder.ts";
import { createEncoder, type EncoderSpec, encoderSchema } from "./encoders.ts";
import { gruCore } from "./gru.ts";
import { lstmCore } from "./lstm.ts";

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
): Network {
  return coredNetwork({
    observationShape,
    actions,
    encoder: flattened(createEncoder(encoder, observationShape)),
    core: ([inputs = 0]) => cores[kind](inputs, units),
    feedback,
  });
}
