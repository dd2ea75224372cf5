// A linear policy on what the sensors say: a weight for every answer and action, and a softmax.
import { InputError } from "../../base/errors.ts";
import type { Tensor } from "../../engine/tensor.ts";
import type { Environment, EnvironmentBatch } from "../../environments/environment.ts";
import type { Parameters } from "../networks/architecture.ts";
import type { Policy } from "../policy.ts";
import { Sensors } from "./sensors.ts";

export interface LinearPolicy extends Policy {
  /** Acts with other weights from now on; throws an InputError where they do not fit the world. */
  replaceParameters(parameters: Parameters): void;
  release(): Promise<void>;
}

/** No preferences yet. linear/weight: [answers of all sensors, actions], linear/bias: [actions] */
export function linearParameters(environment: Environment): Parameters {
  const { answers } = new Sensors(environment);
  const actions = environment.actions.length;
  const zeros = (...shape: number[]): Tensor => ({
    dtype: "float32",
    shape,
    data: new Float32Array(shape.reduce((product, extent) => product * extent, 1)),
  });
  return { "linear/weight": zeros(answers, actions), "linear/bias": zeros(actions) };
}

/** Probability of an action in proportion to exp(its bias + the weights of the answers that are given now). */
export function linearPolicy(
  environment: Environment,
  parameters: Parameters,
  name = "linear",
): LinearPolicy {
  const sensors = new Sensors(environment);
  const actions = environment.actions.length;
  const firsts: number[] = [];
  let total = 0;
  for (const { answers } of sensors.sensors) {
    firsts.push(total);
    total += answers.length;
  }
  const answered = new Uint8Array(firsts.length);
  let [weights, biases] = [new Float32Array(0), new Float32Array(0)];
  const replace = (replacement: Parameters) => {
    weights = expect(replacement, "linear/weight", [total, actions]);
    biases = expect(replacement, "linear/bias", [actions]);
  };
  replace(parameters);
  return {
    name,
    memorySize: 0,
    decide({ observations, lanes }: EnvironmentBatch, _memory, { probabilities, values }) {
      values.fill(0);
      for (let lane = 0; lane < lanes; lane++) {
        sensors.read(observations, lane, answered);
        const row = lane * actions;
        for (let action = 0; action < actions; action++) {
          let logit = biases[action] as number;
          for (let sensor = 0; sensor < answered.length; sensor++) {
            logit += weights[
              ((firsts[sensor] as number) + (answered[sensor] as number)) * actions + action
            ] as number;
          }
          probabilities[row + action] = logit;
        }
        softmaxInPlace(probabilities, row, actions);
      }
    },
    replaceParameters: replace,
    async release() {},
  };
}

function softmaxInPlace(values: Float32Array, start: number, count: number): void {
  let highest = -Infinity;
  for (let index = start; index < start + count; index++)
    highest = Math.max(highest, values[index] as number);
  let sum = 0;
  for (let index = start; index < start + count; index++) {
    values[index] = Math.exp((values[index] as number) - highest);
    sum += values[index] as number;
  }
  for (let index = start; index < start + count; index++) values[index]! /= sum;
}

function expect(parameters: Parameters, name: string, shape: readonly number[]): Float32Array<ArrayBuffer> {
  const found: Tensor | undefined = parameters[name];
  const expected = `float32 [${shape}]`;
  const actual = found ? `${found.dtype} [${found.shape}]` : "nothing";
  if (actual !== expected) throw new InputError(`parameters/${name}`, actual, expected);
  return found!.data as Float32Array<ArrayBuffer>;
}
