// Supervised learning: a small network is fitted to labelled rows, through the same engine that trains policies.
import { InputError } from "../base/errors.ts";
import type { Rng } from "../base/rng.ts";
import { parseInput, z } from "../base/schema.ts";
import type { Program, Runtime } from "../engine/runtime.ts";
import type { Tensor } from "../engine/tensor.ts";
import type { Network, Parameters } from "../policies/networks/architecture.ts";
import { mlp } from "../policies/networks/mlp.ts";
import { DivergenceError } from "./divergence.ts";
import { prefixed, withoutPrefix } from "./prefix.ts";
import {
  type SupervisedLoss,
  type SupervisedOptimiser,
  supervisedOptimiser,
  traceSupervisedAnswers,
  traceSupervisedUpdate,
} from "./supervised-update.ts";
import { initialisationStream } from "./trained-policies.ts";

export interface SupervisedSpec {
  /** Numbers in a row. */
  readonly inputs: number;
  /** Numbers answered for a row. */
  readonly outputs: number;
  /** Units of each hidden layer; none for a linear network. */
  readonly hidden: readonly number[];
  readonly activation: "relu" | "tanh";
  readonly loss: SupervisedLoss;
  readonly optimiser: SupervisedOptimiser;
  /** Rows per step: data of no more rows are learned from whole, larger data in random minibatches, each row once per pass. */
  readonly batch: number;
}

const schema = z.strictObject({
  inputs: z.int().min(1).max(4096),
  outputs: z.int().min(1).max(4096),
  hidden: z.array(z.int().min(1).max(4096)).max(8),
  activation: z.enum(["relu", "tanh"]),
  loss: z.enum(["binary-cross-entropy", "squared-error"]),
  optimiser: z.enum(["adam", "gradient-descent"]),
  batch: z
    .int()
    .min(1)
    .max(2 ** 16),
});

/** Labelled rows. */
export interface Rows {
  /** [rows, inputs] */
  readonly inputs: Float32Array;
  /** [rows, outputs]; probabilities of 1 where the loss is a cross-entropy. */
  readonly targets: Float32Array;
  /** How much each row counts, not negative; 1 for all by default. [rows] */
  readonly weights?: Float32Array;
}

export interface FitOptions {
  /** Forked into streams for initial parameters and minibatches. */
  readonly rng: Rng;
  readonly learningRate: number;
  /** Where to start; by default as `network.initialise` draws them (orthogonal, the last layer near zero). */
  readonly parameters?: Parameters;
}

/** One network on its way. */
export interface SupervisedFit {
  readonly stepsDone: number;
  /** That many more steps; answers the mean over them of the loss before each. Throws a DivergenceError once it is not finite. */
  steps(count: number): Promise<number>;
  parameters(): Parameters;
}

/** Programs for one architecture, shared by any number of fits. */
export interface SupervisedLearner {
  readonly network: Network;
  /** Throws an InputError where the sizes of the rows do not fit. */
  fit(rows: Rows, options: FitOptions): SupervisedFit;
  /** [rows, outputs]; log odds where the loss is a cross-entropy. inputs: [rows, inputs] */
  predict(parameters: Parameters, inputs: Float32Array): Promise<Float32Array>;
  /** Weighted mean over all rows. */
  loss(parameters: Parameters, rows: Rows): Promise<number>;
  release(): Promise<void>;
}

/** Compiles the programs. Equal rows, options and runtime give equal bytes. Throws an InputError on sizes out of range. */
export async function createSupervised(spec: SupervisedSpec, runtime: Runtime): Promise<SupervisedLearner> {
  const { inputs, outputs, hidden, activation, ...rest } = parseInput(schema, spec, "supervised");
  const network = mlp({ kind: "mlp", hidden, activation, shared: true }, [inputs], outputs);
  const traced = { network, ...rest };
  const update = await runtime.load(await traceSupervisedUpdate(traced));
  const answers = await runtime.load(await traceSupervisedAnswers(traced));
  return {
    network,
    fit: (rows, options) => new Fit(spec, network, update, checked(spec, rows), options),
    predict: async (parameters, given) => {
      const rows = given.length / inputs;
      const made = { inputs: given, targets: new Float32Array(Math.ceil(rows) * outputs) };
      return (await answer(answers, spec, parameters, checked(spec, made))).outputs;
    },
    loss: async (parameters, rows) => (await answer(answers, spec, parameters, checked(spec, rows))).loss,
    async release() {
      await update.release();
      await answers.release();
    },
  };
}

/** Rows with their number and their weights filled in. */
type CheckedRows = Required<Rows> & { readonly count: number };

function checked(spec: SupervisedSpec, { inputs, targets, weights }: Rows): CheckedRows {
  const count = inputs.length / spec.inputs;
  if (!(Number.isInteger(count) && count >= 1)) {
    throw new InputError("rows.inputs", `${inputs.length} numbers`, `rows of ${spec.inputs}, at least one`);
  }
  if (targets.length !== count * spec.outputs) {
    throw new InputError("rows.targets", `${targets.length} numbers`, `${count} rows of ${spec.outputs}`);
  }
  if (
    weights &&
    (weights.length !== count || !weights.every((weight) => weight >= 0) || !weights.some(Boolean))
  ) {
    throw new InputError(
      "rows.weights",
      `${weights.length} numbers`,
      `${count}, none negative and not all 0`,
    );
  }
  return { inputs, targets, weights: weights ?? new Float32Array(count).fill(1), count };
}

/** Inputs of a program: a batch of rows, rewritten for every call. Places that no row fills have the weight 0. */
class Batch {
  readonly tensors: Readonly<Record<string, Tensor & { data: Float32Array }>>;

  constructor(readonly spec: SupervisedSpec) {
    const tensor = (...shape: number[]) => {
      const size = shape.reduce((product, extent) => product * extent, 1);
      return { dtype: "float32" as const, shape, data: new Float32Array(size) };
    };
    this.tensors = {
      inputs: tensor(spec.batch, spec.inputs),
      target: tensor(spec.batch, spec.outputs),
      weight: tensor(spec.batch),
    };
  }

  /** Takes rows order[start ... start + length); weights are divided by `total`, by default their sum. */
  fill(rows: CheckedRows, order: Int32Array, start: number, length: number, total?: number): void {
    const { inputs, target, weight } = this.tensors;
    const { spec } = this;
    let sum = 0;
    for (let place = 0; place < length; place++) {
      const row = order[start + place] as number;
      inputs!.data.set(rows.inputs.subarray(row * spec.inputs, (row + 1) * spec.inputs), place * spec.inputs);
      target!.data.set(
        rows.targets.subarray(row * spec.outputs, (row + 1) * spec.outputs),
        place * spec.outputs,
      );
      sum += weight!.data[place] = rows.weights[row] as number;
    }
    weight!.data.fill(0, length);
    const divisor = total ?? sum;
    if (divisor > 0) for (let place = 0; place < length; place++) weight!.data[place]! /= divisor;
  }
}

async function answer(program: Program, spec: SupervisedSpec, parameters: Parameters, rows: CheckedRows) {
  const batch = new Batch(spec);
  const order = Int32Array.from({ length: rows.count }, (_, row) => row);
  const total = rows.weights.reduce((sum, weight) => sum + weight, 0);
  const outputs = new Float32Array(rows.count * spec.outputs);
  let loss = 0;
  for (let start = 0; start < rows.count; start += spec.batch) {
    const length = Math.min(spec.batch, rows.count - start);
    batch.fill(rows, order, start, length, total);
    const answered = await program.run({ ...prefixed("parameters/", parameters), ...batch.tensors });
    outputs.set(answered.outputs!.data.subarray(0, length * spec.outputs), start * spec.outputs);
    loss += answered.loss!.data[0] as number;
  }
  return { outputs, loss };
}

class Fit implements SupervisedFit {
  readonly #spec: SupervisedSpec;
  readonly #program: Program;
  readonly #rows: CheckedRows;
  readonly #rng: Rng;
  readonly #learningRate: Tensor;
  readonly #batch: Batch;
  /** Rows in the order of the current pass; `#next` is the first one not yet learned from. */
  readonly #order: Int32Array;
  #next = 0;
  #steps = 0;
  /** Parameters and state of the optimiser, under the names that the program gives and takes. */
  #state: Readonly<Record<string, Tensor>>;

  constructor(
    spec: SupervisedSpec,
    network: Network,
    program: Program,
    rows: CheckedRows,
    options: FitOptions,
  ) {
    const { learningRate, rng } = options;
    if (!(learningRate > 0 && learningRate < Infinity)) {
      throw new InputError("learningRate", String(learningRate), "a number above 0");
    }
    this.#spec = spec;
    this.#program = program;
    this.#rows = rows;
    const initial = rng.fork(initialisationStream);
    this.#rng = rng.fork("minibatches");
    this.#learningRate = { dtype: "float32", shape: [], data: Float32Array.of(learningRate) };
    this.#batch = new Batch(spec);
    this.#order = Int32Array.from({ length: rows.count }, (_, row) => row);
    this.#state = {
      ...prefixed("parameters/", options.parameters ?? network.initialise(initial)),
      ...prefixed("optimiser/", supervisedOptimiser(spec.optimiser).init(network.parameterShapes)),
    };
    if (rows.count <= spec.batch) this.#batch.fill(rows, this.#order, 0, rows.count);
  }

  get stepsDone(): number {
    return this.#steps;
  }

  parameters(): Parameters {
    return withoutPrefix("parameters/", this.#state);
  }

  async steps(count: number): Promise<number> {
    let losses = 0;
    for (let step = 0; step < count; step++) {
      if (this.#rows.count > this.#spec.batch) this.#nextMinibatch();
      const { loss, ...state } = await this.#program.run({
        ...this.#state,
        ...this.#batch.tensors,
        learningRate: this.#learningRate,
      });
      const value = loss!.data[0] as number;
      if (!Number.isFinite(value)) throw new DivergenceError(`the fit has diverged: the loss is ${value}`);
      losses += value;
      this.#state = state;
      this.#steps++;
    }
    return losses / count;
  }

  /** The next `batch` rows of the pass; what is too few for a batch is left to the next pass, in another order. */
  #nextMinibatch(): void {
    const { batch } = this.#spec;
    if (this.#next === 0 || this.#next + batch > this.#rows.count) {
      this.#rng.shuffle(this.#order);
      this.#next = 0;
    }
    this.#batch.fill(this.#rows, this.#order, this.#next, batch);
    this.#next += batch;
  }
}
