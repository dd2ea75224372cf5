// What memory and heads can be built on, by kind.
import { z } from "zod";
import { type ConvolutionalSpec, convolutionalEncoder, convolutionalSchema } from "./convolutional.ts";
import type { Encoder } from "./encoder.ts";
import { type ImpalaSpec, impalaEncoder, impalaSchema } from "./impala.ts";
import { mlpEncoder } from "./mlp.ts";
import { type ResidualMlpSpec, residualMlpEncoder, residualMlpSchema } from "./residual-mlp.ts";
import { type ValueIterationSpec, valueIterationEncoder, valueIterationSchema } from "./value-iteration.ts";

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

export type EncoderSpec =
  | MlpEncoderSpec
  | ResidualMlpSpec
  | ConvolutionalSpec
  | ImpalaSpec
  | ValueIterationSpec;

export const encoderSchema = z.discriminatedUnion("kind", [
  mlpEncoderSchema,
  residualMlpSchema,
  convolutionalSchema,
  impalaSchema,
  valueIterationSchema,
]);

/** The encoder for observations of that shape; throws an InputError where the observations are not what it looks at. */
export function createEncoder(
  spec: EncoderSpec,
  observationShape: readonly number[],
  /** Names of the observation's channels; only a network that attends to one of them asks. */
  channels: readonly string[] = [],
): Encoder {
  switch (spec.kind) {
    case "mlp":
      return mlpEncoder(spec, observationShape);
    case "residual-mlp":
      return residualMlpEncoder(spec, observationShape);
    case "conv":
      return convolutionalEncoder(spec, observationShape);
    case "impala":
      return impalaEncoder(spec, observationShape);
    case "vin":
      return valueIterationEncoder(spec, observationShape, channels);
  }
}
