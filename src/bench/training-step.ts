// How fast one optimiser step of PPO is, beside PyTorch and beside its own matrix products.
import { Rng } from "../base/rng.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import { sizeOf, type Tensor, type TensorSpec } from "../engine/tensor.ts";
import { type PpoHyperparameters, ppoDefaults } from "../learners/ppo-hyperparameters.ts";
import { ppoOptimiser, tracePpoUpdate } from "../learners/ppo-update.ts";
import { mlp } from "../policies/networks/mlp.ts";
import { atLeast, type Measure, median, shown } from "./figure.ts";
import { type LayerSize, matrixProducts } from "./matrix-products.ts";
import { type Peer, startPeer } from "./python-peer.ts";

const [features, hidden, actions] = [363, 128, 4];
/** Both heads stand on one trunk, as in the peer. */
const layers: readonly LayerSize[] = [
  { inputs: features, outputs: hidden, first: true },
  { inputs: hidden, outputs: hidden, first: false },
  { inputs: hidden, outputs: actions, first: false },
  { inputs: hidden, outputs: 1, first: false },
];
/** The value clipping that the peer does without is switched off; everything else stands at its default. */
const hyperparameters: PpoHyperparameters = { ...ppoDefaults, clip_vloss: false };
const turns = 7;
/** Long enough for a turn to hold hundreds of steps, short enough for the machine to stay the same from turn to turn. */
const secondsPerTurn = 0.4;
/** OpenMP's threads keep spinning for up to 200 ms after the peer's turn, on a core that the next turn needs. */
const idleMilliseconds = 400;
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
  const step = await trainingStep(batch, threads);
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

/** A function that makes one step after the other, each from the parameters that the last one left. */
async function trainingStep(
  batch: number,
  threads: number,
): Promise<{ run(): Promise<void>; release(): Promise<void> }> {
  const rng = Rng.fromSeed("bench/training-step");
  const network = mlp(
    { kind: "mlp", hidden: [hidden, hidden], activation: "relu", shared: true },
    [features],
    actions,
  );
  const traced = await tracePpoUpdate(network, hyperparameters, batch);
  const program = await nodeRuntime({ threads }).load(traced);
  const parameters = Object.entries(network.initialise(rng));
  const state = Object.entries(ppoOptimiser(hyperparameters).init(network.parameterShapes));
  const carried = new Map<string, Tensor>([
    ...parameters.map(([name, tensor]) => [`parameters/${name}`, tensor] as const),
    ...state.map(([name, tensor]) => [`optimiser/${name}`, tensor] as const),
  ]);
  const minibatch = Object.entries(traced.inputs).filter(([name]) => !carried.has(name));
  const inputs = Object.fromEntries(minibatch.map(([name, spec]) => [name, sample(name, spec, rng)]));
  return {
    run: async () => {
      const outputs = await program.run({ ...inputs, ...Object.fromEntries(carried) });
      for (const name of carried.keys()) carried.set(name, outputs[name]);
    },
    release: () => program.release(),
  };
}

/** Plausible contents of one input of the update, by its name. */
function sample(name: string, { shape, dtype, storage }: TensorSpec, rng: Rng): Tensor {
  const length = sizeOf(shape);
  if (storage === "uint8") {
    return { dtype: storage, shape, data: Uint8Array.from({ length }, () => Number(rng.below(10) === 0)) };
  }
  if (dtype === "int32") return { dtype, shape, data: Int32Array.from({ length }, () => rng.below(actions)) };
  const draw = () => {
    if (name === "learningRate") return hyperparameters.learning_rate;
    return name === "oldLogProbability" ? -Math.log(actions) : rng.normal();
  };
  return { dtype, shape, data: Float32Array.from({ length }, draw) };
}

/** Calls during `secondsPerTurn`, after a few that warm up. */
async function callsPerSecond(call: () => Promise<void>): Promise<number> {
  for (let warming = 0; warming < 3; warming++) await call();
  const started = performance.now();
  let calls = 0;
  while (performance.now() - started < 1000 * secondsPerTurn) {
    await call();
    calls++;
  }
  return (1000 * calls) / (performance.now() - started);
}
