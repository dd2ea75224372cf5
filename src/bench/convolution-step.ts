// How fast one optimiser step of PPO is on convolutional networks, beside PyTorch and beside its own matrix products.
import type { Network } from "../policies/networks/architecture.ts";
import { smallConvolutional } from "../policies/networks/convolutional.ts";
import { createEncoder, type EncoderSpec } from "../policies/networks/encoders.ts";
import { feedForward } from "../policies/networks/feed-forward.ts";
import { largeImpala } from "../policies/networks/impala.ts";
import { deepRepeatedConvLstm, repeatedConvLstmNetwork } from "../policies/networks/memory-network.ts";
import { atLeast, type Measure, median, shown } from "./figure.ts";
import { type LayerSize, matrixProducts } from "./matrix-products.ts";
import { type Peer, startPeer } from "./python-peer.ts";
import { callsPerSecond, idleMilliseconds, secondsPerTurn, turns, updateSteps } from "./update-steps.ts";

/** Keys and chests 13 x 13. */
const [observationShape, actions] = [[5, 13, 13], 4] as const;
const peerBar = 0.9;

interface Case {
  readonly name: string;
  readonly network: Network;
  readonly batch: number;
  readonly layers: readonly LayerSize[];
}

/** The value-iteration network asks for the channel of the agent by name. */
const channelNames = ["agent", ...new Array<string>(observationShape[0] - 1).fill("")];
const withoutMemory = (spec: EncoderSpec) =>
  feedForward(createEncoder(spec, observationShape, channelNames), observationShape, actions);

const patches = (
  channels: number,
  window: number,
  outputs: number,
  side: number,
  first = false,
): LayerSize => {
  return { inputs: channels * window * window, outputs, windows: side * side, first };
};
const dense = (inputs: number, outputs: number): LayerSize => ({ inputs, outputs, first: false });
const heads = [dense(256, actions), dense(256, 1)];
const section = (channels: number, outputs: number, side: number, first = false) => {
  const half = Math.ceil(side / 2);
  return [
    patches(channels, 3, outputs, side, first),
    ...new Array<LayerSize>(4).fill(patches(outputs, 3, outputs, half)),
  ];
};

/**
 * jaxgmg's small network at its minibatch; three plain 3 x 3 convolutions; the large network; DRC(3, 3) on 4 sequences of 16
 * steps; the value-iteration network with 16 rounds. In the order of the peer's.
 */
const cases: readonly Case[] = [
  {
    name: "small",
    network: withoutMemory(smallConvolutional),
    batch: 4096,
    layers: [patches(5, 8, 16, 4, true), patches(16, 4, 32, 2), dense(128, 256), dense(256, 256), ...heads],
  },
  {
    name: "three",
    network: withoutMemory({
      kind: "conv",
      layers: [16, 32, 32].map((channels) => ({ channels, window: 3, stride: 1 })),
      dense: [256],
    }),
    batch: 512,
    layers: [
      patches(5, 3, 16, 13, true),
      patches(16, 3, 32, 13),
      patches(32, 3, 32, 13),
      dense(5408, 256),
      ...heads,
    ],
  },
  {
    name: "impala",
    network: withoutMemory(largeImpala),
    batch: 512,
    layers: [
      ...section(5, 16, 13, true),
      ...section(16, 32, 7),
      ...section(32, 32, 4),
      dense(128, 256),
      ...heads,
    ],
  },
  {
    name: "drc",
    network: repeatedConvLstmNetwork(deepRepeatedConvLstm, observationShape, actions),
    batch: 64,
    layers: [
      patches(5, 4, 32, 13, true),
      patches(32, 4, 32, 13),
      ...new Array<LayerSize>(3).fill(patches(33, 3, 128, 13)),
      ...new Array<LayerSize>(9).fill(patches(96, 3, 128, 13)),
      dense(5408, 256),
      ...heads,
    ],
  },
  {
    name: "vin",
    network: withoutMemory({ kind: "vin", rounds: 16, features: 150, planned: 10, attention: "agent" }),
    batch: 256,
    layers: [
      patches(5, 3, 150, 13, true),
      patches(150, 1, 1, 13),
      patches(1, 3, 10, 13),
      ...new Array<LayerSize>(15).fill(patches(2, 3, 10, 13)),
      dense(10, actions),
      dense(10, 1),
    ],
  },
];

export const measure: Measure = async (report) => {
  const peer = await startPeer("convolution_step.py", "torch");
  try {
    for (const threads of [1, 2]) {
      for (const index of cases.keys()) await measureOne(report, peer, index, threads);
    }
  } finally {
    peer?.stop();
  }
};

async function measureOne(
  report: Parameters<Measure>[0],
  peer: Peer | undefined,
  index: number,
  threads: number,
): Promise<void> {
  const { name: kind, network, batch, layers } = cases[index];
  const step = await updateSteps(network, batch, threads);
  const products = await matrixProducts(layers, batch, threads);
  const rates = { step: [] as number[], products: [] as number[], peer: [] as number[] };
  for (let turn = 0; turn < turns; turn++) {
    if (peer !== undefined) await new Promise((resolve) => setTimeout(resolve, idleMilliseconds));
    rates.step.push(batch * (await callsPerSecond(step.run)));
    rates.products.push(batch * (await callsPerSecond(products.run)));
    const request = { network: index, batch, threads, seconds: secondsPerTurn };
    if (peer !== undefined) rates.peer.push(await peer.ask(request));
  }
  await step.release();
  await products.release();
  const name = (what: string) => `convolution-step/${kind}-threads-${threads}/${what}`;
  const unit = "samples/s";
  report(shown({ name: name("rate"), value: median(rates.step), unit }));
  const share = median(rates.step.map((rate, turn) => rate / rates.products[turn]));
  report(shown({ name: name("against-matrix-products"), value: median(rates.products), unit, ratio: share }));
  if (peer === undefined) {
    report(shown({ name: name("against-pytorch (skipped: no PyTorch)"), value: 0, unit }));
    return;
  }
  const ratio = median(rates.step.map((rate, turn) => rate / rates.peer[turn]));
  report(atLeast({ name: name("against-pytorch"), value: median(rates.peer), unit, ratio }, peerBar));
}
