// The laws that every runtime obeys, as data: any test runner can go through them, in Node and in the browser.
import { Rng } from "../base/rng.ts";
import {
  type ActorCriticSizes,
  actorCriticCase,
  actorCriticInputs,
  actorCriticLoss,
  logProbabilities,
  randomSizes,
} from "./laws/actor-critic-case.ts";
import { difference, largestOfKind, strict, type Tolerance } from "./laws/agreement.ts";
import { primitiveCases } from "./laws/primitive-cases.ts";
import type { LawCase } from "./laws/random.ts";
import { randomTensor } from "./laws/random.ts";
import { type Primitive, primitives } from "./lower.ts";
import * as ops from "./ops.ts";
import type { Runtime } from "./runtime.ts";
import { referenceRuntime } from "./runtime-reference.ts";
import type { DType, Tensor, TensorSpec } from "./tensor.ts";
import { type Traced, trace } from "./trace.ts";

export interface RuntimeLaw {
  readonly name: string;
  /** Throws an Error that says where the runtime differs. */
  check(runtime: Runtime, rng: Rng): Promise<void>;
}

/** Checks a law on `cases` random computations, all of them fixed by the seed. */
export async function checkRuntimeLaw(
  law: RuntimeLaw,
  runtime: Runtime,
  seed: string,
  cases: number,
): Promise<void> {
  const rng = Rng.fromSeed(`runtime-laws/${law.name}/${seed}`);
  for (let count = 0; count < cases; count++) await law.check(runtime, rng.fork(String(count)));
}

export const runtimeLaws: readonly RuntimeLaw[] = [
  ...primitives.map((primitive) => ({
    name: `${primitive} gives the reference answer, and so does its gradient`,
    check: (runtime: Runtime, rng: Rng) => primitiveAgrees(runtime, rng, primitive),
  })),
  { name: "a whole training step gives the reference answer", check: stepAgrees },
  { name: "gradients of a whole loss are its finite differences", check: gradientsAreDifferences },
  { name: "bytes that stand for numbers are read as those numbers", check: bytesAreNumbers },
  { name: "the same inputs give the same bits, and all arrays are left as they were", check: runsRepeat },
];

/** jax-js drops operations without effect, such as a cast to the same type; cases that consist of them are drawn again. */
async function primitiveAgrees(runtime: Runtime, rng: Rng, primitive: Primitive): Promise<void> {
  for (let draws = 0; draws < 100; draws++) {
    const made = primitiveCases[primitive](rng);
    const traced = await traceCase(made);
    if (operationsOf(traced.jaxpr).has(primitive)) return agreesWithReference(runtime, made, traced, strict);
  }
  throw new Error(`no case for ${primitive} contains it`);
}

/** Names of the operations of a recorded function, those of functions within it included. */
function operationsOf(jaxpr: Traced["jaxpr"]): Set<string> {
  const names = new Set<string>();
  for (const { primitive, params } of jaxpr.eqns) {
    names.add(primitive);
    if (primitive === "jit")
      for (const name of operationsOf(params.jaxpr as Traced["jaxpr"])) names.add(name);
  }
  return names;
}

/**
 * Sums over the batch are taken in another order, so that small elements lose digits to large ones. The logarithm of jax-js
 * 0.1.25 is off by up to 1.2e-5; a ratio formed from logarithms is off by as much, and so is all that depends on it.
 */
async function stepAgrees(runtime: Runtime, rng: Rng): Promise<void> {
  const sizes = randomSizes(rng);
  const made = actorCriticCase(rng, sizes);
  const relative = sizes.ratio === "logarithms" ? 5e-5 : 1e-5;
  await agreesWithReference(runtime, made, await traceCase(made), { relative, scale: largestOfKind });
}

async function agreesWithReference(
  runtime: Runtime,
  made: LawCase,
  traced: Traced,
  tolerance: Tolerance,
): Promise<void> {
  const found = await runOnce(runtime, traced, made.inputs);
  const expected = await runOnce(referenceRuntime(), traced, made.inputs);
  const wrong = difference(found, expected, tolerance);
  if (wrong !== undefined) throw new Error(`${wrong}\n${traced.jaxpr}`);
}

function traceCase(made: LawCase): Promise<Traced> {
  return trace(made.compute, specsOf(made.inputs));
}

function specsOf(inputs: Readonly<Record<string, Tensor>>): Record<string, TensorSpec> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { shape, dtype }]) => [name, { shape, dtype: dtype as DType }]),
  );
}

async function runOnce(
  runtime: Runtime,
  traced: Traced,
  inputs: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Tensor>> {
  const program = await runtime.load(traced);
  try {
    return await program.run(inputs);
  } finally {
    await program.release();
  }
}

/** Along a random direction, at probability ratios that keep away from the kinks of the clipped loss. */
async function gradientsAreDifferences(runtime: Runtime, rng: Rng): Promise<void> {
  const sizes: ActorCriticSizes = { ...randomSizes(rng), activation: "tanh" };
  const { ratio, ...drawn } = actorCriticInputs(rng, sizes);
  const now = await runOnce(runtime, await trace(logProbabilities(sizes), specsOf(drawn)), drawn);
  const old = now["log-probability"].data.map((log, i) => log - Math.log(ratio.data[i]));
  const inputs: Record<string, Tensor> = { ...drawn, old: { ...ratio, data: Float32Array.from(old) } };
  const names = Object.keys(drawn).filter((name) => `mean/${name}` in drawn);
  const slope = await trace((values) => {
    const params = Object.fromEntries(names.map((name) => [name, values[name]]));
    const { loss, gradients } = ops.valueAndGrad(actorCriticLoss(sizes, values))(params);
    return { ...gradients, "the loss": loss };
  }, specsOf(inputs));
  const direction = names.map((name) => randomTensor(rng, inputs[name].shape, "float32", [-1, 1]));
  const program = await runtime.load(slope);
  const gradients = await program.run(inputs);
  const step = 1e-3;
  const losses = [step, -step].map(async (size) => {
    const moved = names.map((name, i) => [name, along(inputs[name], direction[i], size)] as const);
    return (await program.run({ ...inputs, ...Object.fromEntries(moved) }))["the loss"].data[0];
  });
  const [above, below] = await Promise.all(losses);
  await program.release();
  const measured = (above - below) / (2 * step);
  const expected = names.reduce((total, name, i) => total + inner(gradients[name], direction[i]), 0);
  const scale = Math.hypot(...names.map((name, i) => norm(gradients[name]) * norm(direction[i])));
  if (Math.abs(measured - expected) > 2e-3 * scale + 5e-4) {
    throw new Error(
      `slope ${expected} by the gradient, ${measured} by differences, ${JSON.stringify(sizes)}`,
    );
  }
}

function along(x: Tensor, direction: Tensor, size: number): Tensor {
  return { ...x, data: Float32Array.from(x.data, (element, i) => element + size * direction.data[i]) };
}

function inner(x: Tensor, y: Tensor): number {
  return Array.from(x.data).reduce((total, element, i) => total + element * y.data[i], 0);
}

function norm(x: Tensor): number {
  return Math.sqrt(inner(x, x));
}

async function bytesAreNumbers(runtime: Runtime, rng: Rng): Promise<void> {
  const shape = [rng.between(1, 5), rng.between(1, 5)];
  const data = Uint8Array.from({ length: shape[0] * shape[1] }, () => rng.below(256));
  for (const dtype of ["float32", "int32"] as const) {
    const traced = await trace(({ x }) => ({ twice: ops.add(x, x), same: x }), {
      x: { shape, dtype, storage: "uint8" },
    });
    const { twice, same } = await runOnce(runtime, traced, { x: { dtype: "uint8", shape, data } });
    const right = data.every((byte, i) => twice.data[i] === 2 * byte && same.data[i] === byte);
    if (!right || same.dtype !== dtype)
      throw new Error(`bytes ${data} were read as ${same.dtype} ${same.data}`);
  }
}

async function runsRepeat(runtime: Runtime, rng: Rng): Promise<void> {
  const made = actorCriticCase(rng, randomSizes(rng));
  const traced = await traceCase(made);
  const before = copyOf(made.inputs);
  const program = await runtime.load(traced);
  const first = await program.run(made.inputs);
  const kept = copyOf(first);
  for (let repetition = 0; repetition < 3; repetition++) {
    requireSameBits(await program.run(made.inputs), kept, "differs from one run to the next");
  }
  await program.release();
  requireSameBits(first, kept, "was overwritten by a later run");
  requireSameBits(made.inputs, before, "was changed by a run");
  requireSameBits(
    await runOnce(runtime, traced, made.inputs),
    kept,
    "differs once the program is loaded again",
  );
}

function copyOf(tensors: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, { ...tensor, data: tensor.data.slice() }]),
  );
}

function requireSameBits(
  found: Readonly<Record<string, Tensor>>,
  expected: Readonly<Record<string, Tensor>>,
  broken: string,
): void {
  for (const [name, { data }] of Object.entries(expected)) {
    const other = found[name].data;
    const same = data.length === other.length && data.every((x, i) => Object.is(x, other[i]));
    if (!same) throw new Error(`${name} ${broken}`);
  }
}
