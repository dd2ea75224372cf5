// Derivatives of losses by their parameters.
import { type Array as JaxArray, valueAndGrad as jaxValueAndGrad } from "@jax-js/jax";
import { take, Value } from "../value.ts";

/** Named arrays, such as the parameters of a network. */
export type Values = Record<string, Value>;

/** A loss, which is a scalar, with whatever else the computation should hand out. */
export interface Loss {
  readonly loss: Value;
  readonly aux: Values;
}

/**
 * The function that computes a loss together with its gradient by every parameter; `aux` is passed through.
 * Reverse-mode differentiation by jax-js.
 */
export function valueAndGrad(
  loss: (params: Values) => Loss,
): (params: Values) => { loss: Value; aux: Values; gradients: Values } {
  return (params) => {
    const names = Object.keys(params);
    let auxNames: string[] = [];
    const flat = (arrays: JaxArray[]): [JaxArray, JaxArray[]] => {
      const result = loss(toValues(names, arrays));
      auxNames = Object.keys(result.aux);
      return [take(result.loss), Object.values(result.aux).map(throughOperation)];
    };
    const differentiated = jaxValueAndGrad(flat as unknown as (arrays: JaxArray[]) => JaxArray, {
      hasAux: true,
    });
    const arrays = names.map((name) => take(params[name] as Value));
    const [answer, gradients] = differentiated(arrays) as unknown as [[JaxArray, JaxArray[]], JaxArray[]];
    return {
      loss: new Value(answer[0]),
      aux: toValues(auxNames, answer[1]),
      gradients: toValues(names, gradients),
    };
  };
}

/** jax-js 0.1.25 cannot hand out a parameter as it is; a reshape without effect is dropped when recording ends. */
function throughOperation(value: Value): JaxArray {
  return take(value).reshape([...value.shape]);
}

function toValues(names: readonly string[], arrays: readonly JaxArray[]): Values {
  return Object.fromEntries(names.map((name, index) => [name, new Value(arrays[index] as JaxArray)]));
}
