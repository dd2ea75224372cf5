// Proximal policy optimisation (Schulman et al. 2017): what it learns from a stretch of experience.
import type { Rng } from "../base/rng.ts";
import type { Program, Runtime } from "../engine/runtime.ts";
import type { Tensor } from "../engine/tensor.ts";
import type { Network, Parameters } from "../policies/networks/architecture.ts";
import { explainedVariance, generalisedAdvantages } from "../rollouts/returns.ts";
import type { Trajectory } from "../rollouts/trajectory.ts";
import { DivergenceError } from "./divergence.ts";
import { Means } from "./means.ts";
import { Minibatch, type Samples } from "./minibatch.ts";
import {
  checkPpo,
  checkSequences,
  type PpoHyperparameters,
  sequenceLengthFor,
} from "./ppo-hyperparameters.ts";
import { ppoOptimiser, tracePpoUpdate } from "./ppo-update.ts";
import { prefixed, withoutPrefix } from "./prefix.ts";

export {
  type PpoHyperparameters,
  parsePpo,
  ppoAliases,
  ppoDefaults,
  ppoSchema,
} from "./ppo-hyperparameters.ts";

/** What an update replaces; the arrays of a state are never changed in place. */
export interface PpoState {
  readonly parameters: Parameters;
  /** Adam's running means. */
  readonly optimiser: Readonly<Record<string, Tensor>>;
}

export interface PpoUpdate {
  readonly state: PpoState;
  /** Under CleanRL's names; losses are means over all minibatches of the update. */
  readonly metrics: Record<string, number>;
}

/** The learner: a program for one minibatch, and the passes over the samples around it. */
export class Ppo {
  private constructor(
    readonly network: Network,
    readonly hyperparameters: PpoHyperparameters,
    readonly program: Program,
    readonly minibatch: Minibatch,
  ) {}

  /** Compiles the update. Throws an InputError on hyper-parameters that do not fit each other. */
  static async create(network: Network, ppo: PpoHyperparameters, runtime: Runtime): Promise<Ppo> {
    checkPpo(ppo);
    checkSequences(network, ppo);
    const rows = ppo.num_envs * ppo.num_steps;
    const size = rows / ppo.num_minibatches;
    const program = await runtime.load(await tracePpoUpdate(network, ppo, size));
    const minibatch = new Minibatch(size, rows, network, sequenceLengthFor(network, ppo));
    return new Ppo(network, ppo, program, minibatch);
  }

  init(rng: Rng): PpoState {
    return {
      parameters: this.network.initialise(rng),
      optimiser: ppoOptimiser(this.hyperparameters).init(this.network.parameterShapes),
    };
  }

  /**
   * Several passes over the samples in random order. Throws a DivergenceError, with nothing changed, as soon as a loss,
   * gradient or parameter is not finite.
   */
  async update(state: PpoState, trajectory: Trajectory, learningRate: number, rng: Rng): Promise<PpoUpdate> {
    const { update_epochs, target_kl } = this.hyperparameters;
    const samples = this.#samplesOf(trajectory);
    const means = new Means();
    let gather = 0;
    let current = state;
    for (let epoch = 0; epoch < update_epochs; epoch++) {
      this.minibatch.shuffle(rng);
      let divergence = 0;
      for (let index = 0; index < this.hyperparameters.num_minibatches; index++) {
        const start = performance.now();
        this.minibatch.fill(samples, index);
        gather += performance.now() - start;
        const step = await this.#step(current, learningRate);
        current = step.state;
        divergence = step.metrics.approx_kl;
        means.add(step.metrics);
      }
      if (target_kl !== null && divergence > target_kl) break;
    }
    checkFinite(current.parameters);
    return {
      state: current,
      metrics: {
        ...prefixed("losses/", means.values()),
        ...explained(trajectory.values, samples.targets),
        "clock/gather_seconds": gather / 1000,
      },
    };
  }

  release(): Promise<void> {
    return this.program.release();
  }

  #samplesOf(trajectory: Trajectory): Samples {
    const { gamma, gae_lambda } = this.hyperparameters;
    const advantages = generalisedAdvantages(trajectory, gamma, gae_lambda);
    const targets = advantages.map((advantage, row) => advantage + trajectory.values[row]);
    return { trajectory, advantages, targets };
  }

  /** One optimiser step on the samples that the minibatch holds. */
  async #step(state: PpoState, learningRate: number): Promise<PpoUpdate> {
    const outputs = await this.program.run({
      ...prefixed("parameters/", state.parameters),
      ...prefixed("optimiser/", state.optimiser),
      ...this.minibatch.inputs,
      learningRate: { dtype: "float32", shape: [], data: Float32Array.of(learningRate) },
    });
    const metrics: Record<string, number> = {};
    for (const [name, { data }] of Object.entries(withoutPrefix("metrics/", outputs))) {
      metrics[name] = data[0];
      if (!Number.isFinite(data[0]))
        throw new DivergenceError(`training has diverged: ${name} is ${data[0]}`);
    }
    const next = {
      parameters: withoutPrefix("parameters/", outputs),
      optimiser: withoutPrefix("optimiser/", outputs),
    };
    return { state: next, metrics };
  }
}

/** Left out where the targets do not vary: no number would mean anything. */
function explained(values: Float32Array, targets: Float32Array): Record<string, number> {
  const share = explainedVariance(values, targets);
  return Number.isNaN(share) ? {} : { "losses/explained_variance": share };
}

function checkFinite(parameters: Parameters): void {
  for (const [name, { data }] of Object.entries(parameters)) {
    const broken = data.findIndex((entry) => !Number.isFinite(entry));
    if (broken >= 0) {
      throw new DivergenceError(`training has diverged: ${name}[${broken}] is ${data[broken]}`);
    }
  }
}
