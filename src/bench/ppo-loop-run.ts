// One timed run of the whole PPO loop in a process of its own: `ppo-loop-run.js <threads> <cycles> [<network>]`, JSON on stdout.
import { Rng } from "../base/rng.ts";
import type { Program, Runtime } from "../engine/runtime.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import { keysAndChests } from "../environments/keys-and-chests.ts";
import { ppoDefaults } from "../learners/ppo.ts";
import { createTraining, type Training } from "../learners/train.ts";
import { parseNetwork } from "../policies/network.ts";

/** Seconds of all timed cycles, and what they were spent on. */
export interface LoopTimes {
  readonly steps: number;
  readonly total: number;
  /** Inside the engine: forward passes, and updates. */
  readonly acting: number;
  readonly updating: number;
  /** Rollout and update as a whole, engine included; gathering minibatches is a part of the update. */
  readonly rollout: number;
  readonly gather: number;
  readonly update: number;
  /** Seconds of processor time, over all threads. */
  readonly processor: number;
}

/** Three hidden layers of 128, unless another is given. */
const network = parseNetwork(
  JSON.parse(process.argv[4] ?? '{"kind":"mlp","hidden":[128,128,128],"activation":"relu","shared":true}'),
);

/** Keys and chests 13x13, 256 lanes x 128 steps, 5 passes of 8 minibatches. */
function start(runtime: Runtime, cycles: number): Promise<Training> {
  const environment = keysAndChests.create({ height: 13, width: 13 });
  const levels = { walls: { kind: "blocks" }, keys: [1, 3], chests: [10, 10] };
  return createTraining({
    environment,
    distribution: keysAndChests.levels(environment, levels),
    horizon: 128,
    network,
    rng: Rng.fromSeed("bench"),
    runtime,
    ppo: {
      ...ppoDefaults,
      total_timesteps: (cycles + 1) * 256 * 128,
      num_envs: 256,
      num_steps: 128,
      update_epochs: 5,
      num_minibatches: 8,
    },
  });
}

/** A runtime whose programs add the seconds of their runs to one of two sums. */
class TimedRuntime implements Runtime {
  readonly fingerprint: string;
  readonly threads: number;
  acting = 0;
  updating = 0;

  constructor(readonly inner: Runtime) {
    this.fingerprint = inner.fingerprint;
    this.threads = inner.threads;
  }

  async load(traced: Parameters<Runtime["load"]>[0]): Promise<Program> {
    const program = await this.inner.load(traced);
    const sum = "learningRate" in traced.inputs ? "updating" : "acting";
    const { inputs, outputs } = program;
    return {
      inputs,
      outputs,
      release: () => program.release(),
      run: async (given) => {
        const started = performance.now();
        const answer = await program.run(given);
        this[sum] += (performance.now() - started) / 1000;
        return answer;
      },
    };
  }
}

async function time(threads: number, cycles: number): Promise<LoopTimes> {
  const runtime = new TimedRuntime(nodeRuntime({ threads }));
  const training = await start(runtime, cycles);
  await training.cycle();
  runtime.acting = 0;
  runtime.updating = 0;
  let [rollout, gather, update] = [0, 0, 0];
  const [firstStep, started, used] = [training.globalStep, performance.now(), process.cpuUsage()];
  for (let cycle = 0; cycle < cycles; cycle++) {
    const metrics = await training.cycle();
    rollout += metrics["clock/rollout_seconds"];
    gather += metrics["clock/gather_seconds"];
    update += metrics["clock/update_seconds"];
  }
  const total = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(used);
  const processor = (user + system) / 1e6;
  const { acting, updating } = runtime;
  return {
    steps: training.globalStep - firstStep,
    total,
    acting,
    updating,
    rollout,
    gather,
    update,
    processor,
  };
}

const [threads, cycles] = process.argv.slice(2).map(Number);
process.stdout.write(`${JSON.stringify(await time(threads, cycles))}\n`);
