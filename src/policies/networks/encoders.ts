// What memory and heads can be built on, by kind.
import { z } from "zod";
import type { Encoder } from "./encoder.ts";
import { mlpEncoder } from "./mlp.ts";

/** Dense layers on the flattened observation. */
export interface MlpEncoderSpec {
  readonly kind: "mlp";
  /** Units of each layer. */
  readonly hidden: readonly number[];
  readonly activation: "relu" | "tanh";
}

const mlpEncoderSchema = z.strictObject({
  kind: z.literal("mlp"),
  hidden: z.array(z.int().min(1)),
  activation: z.enum(["relu", "tanh"]),
});

export type EncoderSpec = MlpEncoderSpec;

export const encoderSchema = z.discriminatedUnion("kind", [mlpEncoderSchema]);

/** The encoder for observations of that shape. */
export function createEncoder(spec: EncoderSpec, observationShape: readonly number[]): Encoder {
  return mlpEncoder(spec, observationShape);
}
