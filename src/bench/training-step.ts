// How fast one optimiser step of PPO is, beside PyTorch and beside its own matrix products.
import { mlp } from "../policies/networks/mlp.ts";
import { atLeast, type Measure, median, shown } from "./figure.ts";
import { type LayerSize, matrixProducts } from "./matrix-products.ts";
import { type Peer, startPeer } from "./python-peer.ts";
import { callsPerSecond, idleMilliseconds, secondsPerTurn, turns, updateSteps } from "./update-steps.ts";

const [features, hidden, actions] = [363, 128, 4];
/** Both heads stand on one trunk, as in the peer. */
const layers: readonly LayerSize[] = [
  { inputs: features, outputs: hidden, first: true },
  { inputs: hidden, outputs: hidden, first: false },
  { inputs: hidden, outputs: actions, first: false },
  { inputs: hidden, outputs: 1, first: false },
];
const network = mlp(
  { kind: "mlp", hidden: [hidden, hidden], activation: "relu", shared: true },
  [features],
  actions,
);
const peerBar = 1.1;
const productsBar = 0.6;

export const measure: Measure = async (report) => {
  const peer = await startPeer("training_step.py", "torch");
  try {
    for (const threads of [1, 2]) {
      for (const batch of [2048, 256]) await measureOne(report, peer, batch, threads);
    }
  } finally {
    peer?.stop();
  }
};

async function measureOne(
  report: Parameters<Measure>[0],
  peer: Peer | undefined,
  batch: number,
  threads: number,
): Promise<void> {
  const step = await updateSteps(network, batch, threads);
  const products = await matrixProducts(layers, batch, threads);
  const rates = { step: [] as number[], products: [] as number[], peer: [] as number[] };
  // In turns, so that all meet the same machine.
  for (let turn = 0; turn < turns; turn++) {
    if (peer !== undefined) await new Promise((resolve) => setTimeout(resolve, idleMilliseconds));
    rates.step.push(batch * (await callsPerSecond(step.run)));
    rates.products.push(batch * (await callsPerSecond(products.run)));
    if (peer !== undefined) rates.peer.push(await peer.ask({ batch, threads, seconds: secondsPerTurn }));
  }
  await step.release();
  await products.release();
  const name = (what: string) => `training-step/batch-${batch}-threads-${threads}/${what}`;
  const value = median(rates.step);
  const unit = "samples/s";
  report(shown({ name: name("rate"), value, unit }));
  const share = median(rates.step.map((rate, turn) => rate / rates.products[turn]));
  const ofProducts = {
    name: name("against-matrix-products"),
    value: median(rates.products),
    unit,
    ratio: share,
  };
  report(batch === 2048 ? atLeast(ofProducts, productsBar) : shown(ofProducts));
  if (peer === undefined) {
    report(shown({ name: name("against-pytorch (skipped: no PyTorch)"), value: 0, unit }));
    return;
  }
  const ratio = median(rates.step.map((rate, turn) => rate / rates.peer[turn]));
  report(atLeast({ name: name("against-pytorch"), value: median(rates.peer), unit, ratio }, peerBar));
}
