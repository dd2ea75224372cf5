// The networks that one can begin with, by name: a sensible size of each kind, with where it comes from.

import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import type { NetworkSpec } from "./network.ts";
import { smallConvolutional } from "./networks/convolutional.ts";
import { largeImpala } from "./networks/impala.ts";
import { deepRepeatedConvLstm } from "./networks/memory-network.ts";

export interface CatalogueEntry {
  readonly name: string;
  readonly summary: string;
  readonly spec: NetworkSpec;
}

export const networkCatalogue: readonly CatalogueEntry[] = [
  {
    name: "mlp",
    summary: "three dense layers on the flattened observation",
    spec: { kind: "mlp", hidden: [128, 128, 128], activation: "relu", shared: true },
  },
  {
    name: "residual-mlp",
    summary: "dense layers that add to what comes in (jaxgmg's relu:3x128)",
    spec: { kind: "residual-mlp", width: 128, blocks: 2 },
  },
  {
    name: "small-conv",
    summary: "two convolutions, 8 x 8 and 4 x 4, and two dense layers (Espeholt et al. 2018, small; jaxgmg)",
    spec: smallConvolutional,
  },
  {
    name: "impala",
    summary: "three sections of residual blocks and a dense layer (Espeholt et al. 2018, large)",
    spec: largeImpala,
  },
  {
    name: "small-conv-gru",
    summary: "the small convolutions below a GRU of 256",
    spec: {
      kind: "gru",
      encoder: { ...smallConvolutional, dense: [256] },
      units: 256,
      feedback: [],
    },
  },
  {
    name: "small-conv-lstm",
    summary: "the small convolutions below an LSTM of 256 (jaxgmg's impala:small:lstm)",
    spec: {
      kind: "lstm",
      encoder: { ...smallConvolutional, dense: [256] },
      units: 256,
      feedback: [],
    },
  },
  {
    name: "drc-3-3",
    summary: "three ConvLSTM layers, three ticks a step (Guez et al. 2019)",
    spec: deepRepeatedConvLstm,
  },
];

/** Throws an InputError with the nearest name for one that is none. */
export function catalogueEntry(name: string, place = "network"): CatalogueEntry {
  const found = networkCatalogue.find((entry) => entry.name === name);
  if (found) return found;
  const names = networkCatalogue.map((entry) => entry.name);
  throw new InputError(place, JSON.stringify(name), oneOf(name, names));
}
