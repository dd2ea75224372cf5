// Acting by look-up tables over observations: by action values, or by logits. What was never seen is answered with any action.
import { InputError } from "../base/errors.ts";
import type { Tensor } from "../engine/tensor.ts";
import type { Environment } from "../environments/environment.ts";
import type { Parameters } from "../policies/networks/architecture.ts";
import { ObservationKeys } from "../policies/observation-keys.ts";
import type { LearnedPolicy } from "./training.ts";

/** Writes what a row of a table says, at out[first ... first + actions). */
type Reading = (row: Float32Array, out: Float32Array, first: number) => void;

/**
 * Acts by action values: the best action, alike where several are, and with a probability of `epsilon` any. Parameters: `observations` int32 [count,
 * words], `values` float32 [count, actions]. Throws an InputError where they do not fit.
 */
export function actionValueTablePolicy(
  environment: Environment,
  parameters: Parameters,
  epsilon: number,
): LearnedPolicy {
  const actions = environment.actions.length;
  return lookUpPolicy(environment, parameters, { table: "values", estimates: null }, (row, out, first) => {
    const best = row.reduce((most, value) => Math.max(most, value), -Infinity);
    const several = row.reduce((count, value) => count + (value === best ? 1 : 0), 0);
    for (let action = 0; action < actions; action++) {
      out[first + action] = epsilon / actions + (row[action] === best ? (1 - epsilon) / several : 0);
    }
  });
}

/**
 * Acts with probabilities in proportion to exp(logit). Parameters: `observations` int32 [count, words], `logits` float32 [count, actions], `baseline`
 * float32 [count, 1], the estimated return. Throws an InputError where they do not fit.
 */
export function logitTablePolicy(environment: Environment, parameters: Parameters): LearnedPolicy {
  const names = { table: "logits", estimates: "baseline" };
  return lookUpPolicy(environment, parameters, names, (row, out, first) => {
    const most = row.reduce((best, logit) => Math.max(best, logit), -Infinity);
    const sum = row.reduce((all, logit) => all + Math.exp(logit - most), 0);
    row.forEach((logit, action) => {
      out[first + action] = Math.exp(logit - most) / sum;
    });
  });
}

interface Names {
  readonly table: string;
  /** What the present is worth; null where the greatest entry of the row says it. */
  readonly estimates: string | null;
}

function lookUpPolicy(
  environment: Environment,
  parameters: Parameters,
  names: Names,
  reading: Reading,
): LearnedPolicy {
  const actions = environment.actions.length;
  const { shape } = environment.observation;
  let keys = new ObservationKeys(shape);
  let table: Float32Array = new Float32Array(0);
  let estimates: Float32Array | null = null;

  function replaceParameters(given: Parameters): void {
    const count = given.observations?.shape[0] ?? 0;
    const known = new ObservationKeys(shape);
    const observations = required(given, "observations", "int32", [count, known.width]);
    const rows = required(given, names.table, "float32", [count, actions]);
    const worth = names.estimates && required(given, names.estimates, "float32", [count, 1]);
    known.restore(observations.data as Int32Array);
    keys = known;
    table = rows.data as Float32Array;
    estimates = worth ? (worth.data as Float32Array) : null;
  }

  replaceParameters(parameters);
  return {
    name: "trained",
    memorySize: 0,
    replaceParameters,
    async release() {},
    decide({ observations, lanes }, _memory, out) {
      for (let lane = 0; lane < lanes; lane++) {
        const number = keys.find(observations, lane);
        if (number < 0) {
          out.probabilities.fill(1 / actions, lane * actions, (lane + 1) * actions);
          out.values[lane] = 0;
          continue;
        }
        const row = table.subarray(number * actions, (number + 1) * actions);
        reading(row, out.probabilities, lane * actions);
        out.values[lane] = estimates ? estimates[number]! : Math.max(...row);
      }
    },
  };
}

function required(
  parameters: Parameters,
  name: string,
  dtype: Tensor["dtype"],
  shape: readonly number[],
): Tensor {
  const tensor: Tensor | undefined = parameters[name];
  const found = tensor ? `${tensor.dtype} [${tensor.shape}]` : "nothing";
  const expected = `${dtype} [${shape}]`;
  if (!tensor || found !== expected) throw new InputError(`parameters/${name}`, found, expected);
  return tensor;
}
