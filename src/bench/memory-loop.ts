// The whole PPO loop of networks with memory, on two threads: jaxgmg's LSTM, and the same on dense layers.
import { fileURLToPath } from "node:url";
import type { NetworkSpec } from "../policies/network.ts";
import type { EncoderSpec } from "../policies/networks/encoders.ts";
import { atLeast, type Measure, shown } from "./figure.ts";
import type { LoopTimes } from "./ppo-loop-run.ts";
import { runNode } from "./program.ts";

const [threads, cycles] = [2, 2];
/** jaxgmg trains its LSTM at 1,000 steps/s on such a machine. */
const bar = 3000;

/** Espeholt et al. 2018, figure 3, left: 16 channels 8x8 stride 4, 32 channels 4x4 stride 2, dense 256. */
const convolutional: EncoderSpec = {
  kind: "conv",
  layers: [
    { channels: 16, window: 8, stride: 4 },
    { channels: 32, window: 4, stride: 2 },
  ],
  dense: [256],
};

const encoders: Readonly<Record<string, EncoderSpec>> = {
  "lstm-on-convolutions": convolutional,
  "lstm-on-dense": { kind: "mlp", hidden: [256], activation: "relu" },
};

/** Every run is a process of its own, after one cycle to warm up. */
export const measure: Measure = async (report) => {
  for (const [name, encoder] of Object.entries(encoders)) {
    const { steps, total, processor } = await run({ kind: "lstm", encoder, units: 256, feedback: [] });
    report(atLeast({ name: `memory-loop/${name}`, value: steps / total, unit: "steps/s" }, bar));
    // What other programs take from the processor does not count here.
    const value = steps / processor;
    report(shown({ name: `memory-loop/${name}/processor`, value, unit: "steps per processor second" }));
  }
};

async function run(network: NetworkSpec): Promise<LoopTimes> {
  const entry = fileURLToPath(new URL("./ppo-loop-run.js", import.meta.url));
  const given = [entry, String(threads), String(cycles), JSON.stringify(network)];
  const { exitCode, stdout, stderr } = await runNode(given);
  if (exitCode !== 0) throw new Error(`the PPO loop ended with exit code ${exitCode}: ${stderr}`);
  return JSON.parse(stdout) as LoopTimes;
}
