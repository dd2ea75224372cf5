// How much of a proxy is in a network at each point of its training: the toy of early stopping, trained through the engine.
import type { Rng } from "../base/rng.ts";
import type { Runtime } from "../engine/runtime.ts";
import { sizeOf } from "../engine/tensor.ts";
import type { ProxyToy } from "../games/early-stopping/gradient-flow.ts";
import {
  createSupervised,
  type Rows,
  type SupervisedLearner,
  type SupervisedSpec,
} from "../learners/supervised.ts";
import type { Parameters } from "../policies/networks/architecture.ts";

export interface ProxyCourseOptions {
  readonly toy: ProxyToy;
  /** Units of each hidden layer; none for the linear network, which starts at weights of 0. */
  readonly hidden: readonly number[];
  readonly activation: "relu" | "tanh";
  /** Rows, half of them drawn and half their mirror images, so that no input has a mean. */
  readonly rows: number;
  readonly learningRate: number;
  /** Shares above the converged error at which training might stop, descending. */
  readonly stops: readonly number[];
  readonly mostSteps: number;
  readonly rng: Rng;
  readonly runtime: Runtime;
  /** Called now and then. */
  pause?(done: number, total: number): Promise<void>;
}

/** Where training would have stopped. */
export interface ProxyStop {
  readonly above: number;
  readonly steps: number;
  /** Effect of the proxy and of the goal on the answer where they conflict, per standard deviation. */
  readonly proxy: number;
  readonly goal: number;
}

/** Inputs of a row: the proxy S, then the goal X. */
const inputs = 2;

/**
 * Trains on target = X by plain gradient descent on all rows at once and answers, for each share, the first step whose error is no further above the
 * converged one; stops that are not reached in `mostSteps` are left out. The noise of the target is left out of the rows and added to the error: it is
 * independent of the inputs, so it moves no expected gradient, and the converged error is then exactly `irreducible`.
 */
export async function proxyCourse(options: ProxyCourseOptions): Promise<ProxyStop[]> {
  const { toy, hidden, activation, learningRate, stops, mostSteps, rng, runtime } = options;
  const rows = drawRows(toy, options.rows, rng.fork("rows"));
  const spec: SupervisedSpec = {
    inputs,
    outputs: 1,
    hidden,
    activation,
    loss: "squared-error",
    optimiser: "gradient-descent",
    batch: rows.targets.length,
  };
  const learner = await createSupervised(spec, runtime);
  const parameters = hidden.length === 0 ? zeros(learner) : undefined;
  const fit = learner.fit(rows, { rng: rng.fork("fit"), learningRate, ...(parameters && { parameters }) });
  const reached: ProxyStop[] = [];
  while (reached.length < stops.length && fit.stepsDone < mostSteps) {
    const before = fit.parameters();
    // The loss is half of the squared error, taken before the step.
    const above = (2 * (await fit.steps(1))) / toy.irreducible;
    while (reached.length < stops.length && above <= stops[reached.length]!) {
      const effects = await conflictEffects(learner, before, toy.loudness);
      reached.push({ above: stops[reached.length]!, steps: fit.stepsDone - 1, ...effects });
    }
    if (fit.stepsDone % 500 === 0) await options.pause?.(fit.stepsDone, mostSteps);
  }
  await learner.release();
  return reached;
}

/**
 * Conflict probes: the answers for copy and goal at -1 and 1 each. The effect of one is half the change of the answer as it goes from
 * -1 to 1, averaged over the other: for a linear network the weight, times the loudness for the proxy; for others the part of the function
 * on the four probes that is linear in it.
 */
async function conflictEffects(learner: SupervisedLearner, parameters: Parameters, loudness: number) {
  const probes = Float32Array.of(-loudness, -1, -loudness, 1, loudness, -1, loudness, 1);
  const [neither, goalOnly, proxyOnly, both] = (await learner.predict(
    parameters,
    probes,
  )) as unknown as number[];
  return {
    proxy: (both! + proxyOnly! - goalOnly! - neither!) / 4,
    goal: (both! + goalOnly! - proxyOnly! - neither!) / 4,
  };
}

export function drawRows({ correlation, loudness }: ProxyToy, count: number, rng: Rng): Rows {
  const half = Math.ceil(count / 2);
  const given = new Float32Array(2 * half * inputs);
  const targets = new Float32Array(2 * half);
  const rest = Math.sqrt(1 - correlation ** 2);
  for (let row = 0; row < half; row++) {
    const goal = rng.normal();
    const proxy = loudness * (correlation * goal + rest * rng.normal());
    for (const [at, sign] of [
      [row, 1],
      [half + row, -1],
    ] as const) {
      given[at * inputs] = sign * proxy;
      given[at * inputs + 1] = sign * goal;
      targets[at] = sign * goal;
    }
  }
  return { inputs: given, targets };
}

function zeros({ network }: SupervisedLearner): Parameters {
  return Object.fromEntries(
    Object.entries(network.parameterShapes).map(([name, shape]) => [
      name,
      { dtype: "float32", shape, data: new Float32Array(sizeOf(shape)) },
    ]),
  );
}
