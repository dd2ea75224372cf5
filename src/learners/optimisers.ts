// Optimisers as bricks {init, update} and a chain of them; updates are traced, states are plain arrays.
import {
  add,
  concatenate,
  constant,
  div,
  minimum,
  mul,
  neg,
  reshape,
  slice,
  sqrt,
  square,
  sum,
  type Value,
  type Values,
} from "../engine/ops.ts";
import { sizeOf, type Tensor } from "../engine/tensor.ts";
import { prefixed, withoutPrefix } from "./prefix.ts";

type Shapes = Readonly<Record<string, readonly number[]>>;

/** What one brick makes of the gradients. */
export interface OptimiserStep {
  /** To be added to the parameters once the last brick has had them; by parameter name. */
  readonly updates: Values;
  readonly state: Values;
}

/** One transformation of gradients, with a state of its own. */
export interface Optimiser {
  /** The state before the first update. */
  init(parameterShapes: Shapes): Record<string, Tensor>;
  /** Traced. `updates` and the result go by parameter name, `state` as `init` names it. */
  update(updates: Values, state: Values, learningRate: Value): OptimiserStep;
}

/** One brick after the other; the state of brick i stands under `i/`. */
export function chain(...bricks: readonly Optimiser[]): Optimiser {
  return {
    init: (shapes) => Object.assign({}, ...bricks.map((brick, i) => prefixed(`${i}/`, brick.init(shapes)))),
    update(gradients, state, learningRate) {
      let updates = gradients;
      const next: Values = {};
      bricks.forEach((brick, i) => {
        const step = brick.update(updates, withoutPrefix(`${i}/`, state), learningRate);
        updates = step.updates;
        Object.assign(next, prefixed(`${i}/`, step.state));
      });
      return { updates, state: next };
    },
  };
}

/**
 * The same on one long array: what the bricks compute is elementwise or a norm of everything, and one operation on all
 * parameters takes the engine less time than one for each of them.
 */
export function flattened(optimiser: Optimiser): Optimiser {
  return {
    init: (shapes) => {
      const length = Object.values(shapes).reduce((sum, shape) => sum + sizeOf(shape), 0);
      return optimiser.init({ all: [length] });
    },
    update(gradients, state, learningRate) {
      const step = optimiser.update({ all: flatten(gradients) }, state, learningRate);
      return { updates: unflatten(step.updates.all, gradients), state: step.state };
    },
  };
}

/** Traced: all arrays one after the other, in the order of the record. [elements of all] */
export function flatten(values: Values): Value {
  return concatenate(
    Object.values(values).map((value) => reshape(value, [sizeOf(value.shape)])),
    0,
  );
}

/** Traced: the inverse of `flatten`, to the names and shapes of `like`. */
function unflatten(flat: Value, like: Values): Values {
  let start = 0;
  return mapValues(like, ({ shape }) => {
    const end = start + sizeOf(shape);
    const part = reshape(slice(flat, [start], [end]), shape);
    start = end;
    return part;
  });
}

/** Scales all gradients together to a Euclidean norm of at most `maximum` (Pascanu et al. 2013). */
export function clipByGlobalNorm(maximumNorm: number): Optimiser {
  return {
    init: () => ({}),
    update(updates, state) {
      const factor = minimum(div(maximumNorm, add(globalNorm(updates), 1e-6)), 1);
      return { updates: mapValues(updates, (update) => mul(update, factor)), state };
    },
  };
}

export interface AdamOptions {
  /** Decay of the mean of gradients. */
  readonly beta1: number;
  /** Decay of the mean of squared gradients. */
  readonly beta2: number;
  /** Added to the root of the mean square. */
  readonly epsilon: number;
}

/**
 * Adam's direction, m / (sqrt v + epsilon) with both means corrected for their start at zero (Kingma and Ba 2015,
 * algorithm 1). The corrections 1 - beta^t are kept as running means of ones: computed from beta^t in single
 * precision, the early ones would lose four digits.
 */
export function scaleByAdam({ beta1, beta2, epsilon }: AdamOptions): Optimiser {
  return {
    init: (shapes) => ({
      ...zeros("mean/", shapes),
      ...zeros("square/", shapes),
      ...zeros("", { "mean-weight": [], "square-weight": [] }),
    }),
    update(gradients, state) {
      const meanWeight = average(state["mean-weight"], constant(1), beta1);
      const squareWeight = average(state["square-weight"], constant(1), beta2);
      const next: Values = { "mean-weight": meanWeight, "square-weight": squareWeight };
      const updates = mapValues(gradients, (gradient, name) => {
        const first = average(state[`mean/${name}`], gradient, beta1);
        const second = average(state[`square/${name}`], square(gradient), beta2);
        next[`mean/${name}`] = first;
        next[`square/${name}`] = second;
        const root = sqrt(div(second, squareWeight));
        return div(div(first, meanWeight), add(root, epsilon));
      });
      return { updates, state: next };
    },
  };
}

/** Turns a direction of ascent of the loss into a step down, of the learning rate's length. */
export function descend(): Optimiser {
  return {
    init: () => ({}),
    update: (updates, state, learningRate) => ({
      updates: mapValues(updates, (update) => neg(mul(update, learningRate))),
      state,
    }),
  };
}

/** Traced: the parameters after an update. */
export function applyUpdates(parameters: Values, updates: Values): Values {
  return mapValues(parameters, (parameter, name) => add(parameter, updates[name]));
}

/** Traced: Euclidean norm of all arrays together. Scalar. */
export function globalNorm(values: Values): Value {
  return sqrt(
    Object.values(values)
      .map((value) => sum(square(value)))
      .reduce((a, b) => add(a, b)),
  );
}

/**
 * Far below anything that moves a parameter. Without it the means of units that have died would sink into denormal
 * numbers, with which processors are a hundred times slower, and by rounding stay there for ever.
 */
const floor = 1e-30;

/** Traced: decay x previous + (1 - decay) x sample. */
function average(previous: Value, sample: Value, decay: number): Value {
  return add(mul(previous, decay), add(mul(sample, 1 - decay), floor));
}

function mapValues(values: Values, change: (value: Value, name: string) => Value): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]));
}

function zeros(prefix: string, shapes: Shapes): Record<string, Tensor> {
  const tensors: Record<string, Tensor> = {};
  for (const [name, shape] of Object.entries(shapes)) {
    tensors[prefix + name] = { dtype: "float32", shape, data: new Float32Array(sizeOf(shape)) };
  }
  return tensors;
}

/** What most learners descend with: norm clipping, then Adam, then a step down, on all parameters as one array. */
export function clippedAdam(adam: AdamOptions & { readonly maxNorm: number }): Optimiser {
  const { maxNorm, ...rest } = adam;
  return flattened(chain(clipByGlobalNorm(maxNorm), scaleByAdam(rest), descend()));
}
