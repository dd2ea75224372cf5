// One optimiser step of PPO after another on made-up samples, for benches that ask how fast it is.
import { Rng } from "../base/rng.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import { sizeOf, type Tensor, type TensorSpec } from "../engine/tensor.ts";
import { type PpoHyperparameters, ppoDefaults } from "../learners/ppo-hyperparameters.ts";
import { ppoOptimiser, tracePpoUpdate } from "../learners/ppo-update.ts";
import type { Network } from "../policies/networks/architecture.ts";

/** The value clipping that the peers do without is switched off; everything else stands at its default. */
const hyperparameters: PpoHyperparameters = { ...ppoDefaults, clip_vloss: false };
export const turns = 7;
/** Long enough for a turn to hold hundreds of steps, short enough for the machine to stay the same from turn to turn. */
export const secondsPerTurn = 0.4;
/** OpenMP's threads keep spinning for up to 200 ms after the peer's turn, on a core that the next turn needs. */
export const idleMilliseconds = 400;

/** A function that makes one step after the other, each from the parameters that the last one left. */
export async function updateSteps(
  network: Network,
  batch: number,
  threads: number,
): Promise<{ run(): Promise<void>; release(): Promise<void> }> {
  const rng = Rng.fromSeed("bench/training-step");
  const traced = await tracePpoUpdate(network, hyperparameters, batch);
  const program = await nodeRuntime({ threads }).load(traced);
  const parameters = Object.entries(network.initialise(rng));
  const state = Object.entries(ppoOptimiser(hyperparameters).init(network.parameterShapes));
  const carried = new Map<string, Tensor>([
    ...parameters.map(([name, tensor]) => [`parameters/${name}`, tensor] as const),
    ...state.map(([name, tensor]) => [`optimiser/${name}`, tensor] as const),
  ]);
  const minibatch = Object.entries(traced.inputs).filter(([name]) => !carried.has(name));
  const inputs = Object.fromEntries(
    minibatch.map(([name, spec]) => [name, sample(name, spec, rng, network.actions)]),
  );
  return {
    run: async () => {
      const outputs = await program.run({ ...inputs, ...Object.fromEntries(carried) });
      for (const name of carried.keys()) carried.set(name, outputs[name]);
    },
    release: () => program.release(),
  };
}

/** Plausible contents of one input of the update, by its name. */
function sample(name: string, { shape, dtype, storage }: TensorSpec, rng: Rng, actions: number): Tensor {
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
export async function callsPerSecond(call: () => Promise<void>): Promise<number> {
  for (let warming = 0; warming < 3; warming++) await call();
  const started = performance.now();
  let calls = 0;
  while (performance.now() - started < 1000 * secondsPerTurn) {
    await call();
    calls++;
  }
  return (1000 * calls) / (performance.now() - started);
}
