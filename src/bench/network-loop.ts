// The whole PPO loop of larger networks, on two threads: jaxgmg's small convolutional one, its LSTM, and an LSTM on dense layers.
import { fileURLToPath } from "node:url";
import type { NetworkSpec } from "../policies/network.ts";
import { smallConvolutional } from "../policies/networks/convolutional.ts";
import type { EncoderSpec } from "../policies/networks/encoders.ts";
import { atLeast, type Measure, shown } from "./figure.ts";
import type { LoopTimes } from "./ppo-loop-run.ts";
import { runNode } from "./program.ts";

const [threads, cycles] = [2, 2];
/** The encoder of `smallConvolutional`: the LSTM stands in the place of its second dense layer. */
const { dense, ...maps } = smallConvolutional;
const lstm = (encoder: EncoderSpec): NetworkSpec => ({ kind: "lstm", encoder, units: 256, feedback: [] });

/** With the bars: jaxgmg trains its small convolutional network at 1,800 steps/s and its LSTM at 1,000 on such a machine. */
const networks: Readonly<Record<string, { readonly network: NetworkSpec; readonly bar: number }>> = {
  "small-convolutions": { network: smallConvolutional, bar: 7000 },
  "lstm-on-convolutions": { network: lstm({ ...maps, dense: dense.slice(0, 1) }), bar: 3000 },
  "lstm-on-dense": { network: lstm({ kind: "mlp", hidden: [256], activation: "relu" }), bar: 3000 },
};

/** Every run is a process of its own, after one cycle to warm up. */
export const measure: Measure = async (report) => {
  for (const [name, { network, bar }] of Object.entries(networks)) {
    const { steps, total, processor } = await run(network);
    report(atLeast({ name: `network-loop/${name}`, value: steps / total, unit: "steps/s" }, bar));
    // What other programs take from the processor does not count here.
    const value = steps / processor;
    report(shown({ name: `network-loop/${name}/processor`, value, unit: "steps per processor second" }));
  }
};

async function run(network: NetworkSpec): Promise<LoopTimes> {
  const entry = fileURLToPath(new URL("./ppo-loop-run.js", import.meta.url));
  const given = [entry, String(threads), String(cycles), JSON.stringify(network)];
  const { exitCode, stdout, stderr } = await runNode(given);
  if (exitCode !== 0) throw new Error(`the PPO loop ended with exit code ${exitCode}: ${stderr}`);
  return JSON.parse(stdout) as LoopTimes;
}
