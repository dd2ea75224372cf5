// Networks with a core, against their equations written out in double precision and against the reference runtime.
import { describe, expect, test } from "vitest";
import { evaluateTraced, floats } from "../../../tests/support/evaluate.ts";
import { InputError } from "../../base/errors.ts";
import { Rng } from "../../base/rng.ts";
import { add, mul, square, sum, type Values, valueAndGrad } from "../../engine/ops.ts";
import { referenceRuntime } from "../../engine/runtime-reference.ts";
import type { Tensor, TensorSpec } from "../../engine/tensor.ts";
import { trace } from "../../engine/trace.ts";
import { parseNetwork } from "../network.ts";
import type { Feedback, Network } from "./architecture.ts";
import { type MemorySpec, memoryNetwork } from "./memory-network.ts";

const [steps, lanes, sights, actions, units, width] = [4, 3, 3, 2, 3, 4] as const;

const specOf = (kind: MemorySpec["kind"], feedback: readonly Feedback[]): MemorySpec => ({
  kind,
  encoder: { kind: "mlp", hidden: [width], activation: "tanh" },
  units,
  feedback,
});

type Numbers = Record<string, readonly number[]>;

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

/** x W, W [x, columns]. */
function product(x: readonly number[], weight: readonly number[]): number[] {
  const columns = weight.length / x.length;
  return Array.from({ length: columns }, (_, j) =>
    x.reduce((total, entry, i) => total + entry * weight[i * columns + j]!, 0),
  );
}

const plus = (a: readonly number[], b: readonly number[]) => a.map((entry, i) => entry + b[i]!);

/** One step of one lane by the formulas of the papers; the state is h, or h then c. */
function coreByThePapers(
  kind: MemorySpec["kind"],
  p: Numbers,
  x: readonly number[],
  state: readonly number[],
) {
  if (kind === "dense") {
    const output = plus(product(x, p["core/weight"]!), p["core/bias"]!).map((sum) => Math.max(sum, 0));
    return { output, state: [] };
  }
  const input = plus(product(x, p["core/input-weight"]!), p["core/bias"]!);
  const hidden = state.slice(0, units);
  const recurrent = product(hidden, p["core/state-weight"]!);
  const gate = (sums: readonly number[], index: number) => sums.slice(index * units, (index + 1) * units);
  if (kind === "gru") {
    const reset = plus(gate(input, 0), gate(recurrent, 0)).map(logistic);
    const keep = plus(gate(input, 1), gate(recurrent, 1)).map(logistic);
    const recalled = plus(gate(recurrent, 2), p["core/state-bias"]!);
    const fresh = gate(input, 2).map((sum, j) => Math.tanh(sum + reset[j]! * recalled[j]!));
    const output = fresh.map((entry, j) => (1 - keep[j]!) * entry + keep[j]! * hidden[j]!);
    return { output, state: output };
  }
  const sums = plus(input, recurrent);
  const [write, keep, read] = [gate(sums, 0), gate(sums, 1), gate(sums, 3)].map((gates) =>
    gates.map(logistic),
  );
  const proposal = gate(sums, 2).map(Math.tanh);
  const cell = state.slice(units).map((c, j) => keep![j]! * c + write![j]! * proposal[j]!);
  const output = cell.map((c, j) => read![j]! * Math.tanh(c));
  return { output, state: [...output, ...cell] };
}

interface Sequence {
  readonly memory: Tensor;
  readonly kept: Tensor;
  readonly feedback?: Tensor;
  readonly observations: Tensor;
}

/** Sequences with cleared memories in the middle, and all that is told before each step. */
function randomSequence(network: Network, rng: Rng): Sequence {
  const normal = (count: number) => Array.from({ length: count }, () => rng.normal());
  const told = network.feedback?.length ?? 0;
  const kept = Array.from({ length: steps * lanes }, () => Number(rng.below(3) > 0));
  const row = (cleared: boolean) =>
    (network.feedback ?? []).map((name) => {
      if (cleared) return 0;
      return name === "action" ? rng.below(actions) + 1 : rng.normal();
    });
  return {
    memory: floats(normal(lanes * network.memorySize), [lanes, network.memorySize]),
    kept: floats(kept, [steps, lanes]),
    ...(told > 0 && {
      feedback: floats(
        kept.flatMap((keep) => row(keep === 0)),
        [steps, lanes, told],
      ),
    }),
    observations: floats(normal(steps * lanes * sights), [steps * lanes, sights]),
  };
}

function numbersOf(tensors: Readonly<Record<string, Tensor>>): Numbers {
  return Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, Array.from(data)]));
}

/** Logits and value of every row, [steps x lanes][actions + 1], by the papers. */
function answersByThePapers(spec: MemorySpec, p: Numbers, sequence: Sequence): number[][] {
  const { memory, kept, feedback, observations } = numbersOf(sequence as unknown as Record<string, Tensor>);
  const told = spec.feedback.length;
  const size = (memory?.length ?? 0) / lanes;
  const states = Array.from({ length: lanes }, (_, lane) =>
    memory!.slice(lane * size + told, (lane + 1) * size),
  );
  return Array.from({ length: steps * lanes }, (_, row) => {
    const lane = row % lanes;
    const seen = observations!.slice(row * sights, (row + 1) * sights);
    const encoded = plus(product(seen, p["trunk/0/weight"]!), p["trunk/0/bias"]!).map(Math.tanh);
    const features = spec.feedback.flatMap((name, index) => {
      const number = feedback![row * told + index]!;
      return name === "reward" ? [number] : [0, 1].map((action) => Number(number === action + 1));
    });
    const state = states[lane]!.map((entry) => entry * kept![row]!);
    const step = coreByThePapers(spec.kind, p, [...encoded, ...features], state);
    states[lane] = step.state;
    const head = (name: string) => plus(product(step.output, p[`${name}/weight`]!), p[`${name}/bias`]!);
    return [...head("actor"), ...head("critic")];
  });
}

/** A loss of every answer, with a different weight for each, so that no error can hide. */
const weightOf = (row: number, column: number) => Math.sin(1 + 3 * row + 7 * column);

const lossByThePapers = (spec: MemorySpec, p: Numbers, sequence: Sequence) =>
  answersByThePapers(spec, p, sequence)
    .map((answers, row) => {
      const logits = answers.slice(0, actions).reduce((total, x, a) => total + weightOf(row, a) * x, 0);
      return logits + answers[actions]! ** 2;
    })
    .reduce((a, b) => a + b, 0);

function specsOf(tensors: Readonly<Record<string, Tensor>>): Record<string, TensorSpec> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { shape }]) => [name, { shape, dtype: "float32" as const }]),
  );
}

/** Loss and gradients of the unrolled network. */
function traceSlopes(network: Network, inputs: Readonly<Record<string, Tensor>>, weights: Tensor) {
  return trace(
    (values) => {
      const parameters = Object.fromEntries(
        Object.keys(network.parameterShapes).map((name) => [name, values[name]!]),
      );
      const loss = (current: Values) => {
        const { memory, kept, feedback, observations } = values;
        const past = { memory: memory!, kept: kept!, ...(feedback && { feedback }) };
        const answers = network.unroll
          ? network.unroll(current, observations!, past)
          : network.forward(current, observations!);
        const total = add(sum(mul(answers.logits, values.weights!)), sum(square(answers.values)));
        return { loss: total, aux: {} };
      };
      const { loss: value, gradients } = valueAndGrad(loss)(parameters);
      return { "the loss": value, ...gradients };
    },
    specsOf({ ...inputs, weights }),
  );
}

const kinds: readonly (readonly [MemorySpec["kind"], readonly Feedback[]])[] = [
  ["dense", []],
  ["dense", ["action", "reward"]],
  ["gru", []],
  ["gru", ["reward"]],
  ["lstm", []],
  ["lstm", ["action"]],
  ["lstm", ["action", "reward"]],
];

describe.each(kinds)("%s told %j", (kind, feedback) => {
  const spec = specOf(kind, feedback);
  const network = memoryNetwork(spec, [sights], actions);
  const rng = Rng.fromSeed(`memory-network/${kind}/${feedback}`);
  // Away from their special start: zero biases and tiny heads would hide mistakes.
  const parameters = Object.fromEntries(
    Object.entries(network.initialise(rng)).map(([name, { shape, data }]) => [
      name,
      floats(
        Array.from(data, (x) => x + 0.3 * rng.normal()),
        shape,
      ),
    ]),
  );
  const sequence = randomSequence(network, rng.fork("sequence"));
  const given = network.memorySize > 0 ? sequence : { observations: sequence.observations };
  const inputs: Record<string, Tensor> = { ...parameters, ...given };
  const weights = floats(
    Array.from({ length: steps * lanes * actions }, (_, i) => weightOf(Math.floor(i / actions), i % actions)),
    [steps * lanes, actions],
  );

  test("the declared count of parameters is what initialisation makes", () => {
    const made = Object.values(parameters).reduce((total, { data }) => total + data.length, 0);
    expect(made).toBe(network.parameterCount);
    const states = { dense: 0, gru: units, lstm: 2 * units }[kind];
    expect(network.memorySize).toBe(feedback.length + states);
  });

  test("unrolled, it answers what the formulas say; gradients are their finite differences and the reference's", async () => {
    const traced = await traceSlopes(network, inputs, weights);
    const found = await evaluateTraced(traced, { ...inputs, weights });
    const p = numbersOf(parameters);
    const loss = (changed: Numbers) => lossByThePapers(spec, changed, sequence);
    expect(found["the loss"]![0]).toBeCloseTo(loss(p), 4);
    const reference = await referenceRuntime().load(traced);
    const expected = await reference.run({ ...inputs, weights });
    await reference.release();
    const step = 1e-6;
    for (const name of Object.keys(network.parameterShapes)) {
      p[name]!.forEach((_, i) => {
        const moved = (by: number) => ({ ...p, [name]: p[name]!.map((x, j) => (j === i ? x + by : x)) });
        const slope = (loss(moved(step)) - loss(moved(-step))) / (2 * step);
        const gradient = found[name]![i]!;
        const tolerance = 2e-5 * (1 + Math.abs(slope));
        expect(Math.abs(gradient - slope), `${name}[${i}] ${gradient} ${slope}`).toBeLessThan(tolerance);
        expect(Math.abs(gradient - expected[name]!.data[i]!), `${name}[${i}]`).toBeLessThan(tolerance);
      });
    }
  });

  test("step after step, with the memory carried by hand, it answers the same", async () => {
    if (!network.unroll) return expect(network.memorySize).toBe(0);
    const oneStep = await trace(
      ({ observations, memory, ...rest }) => {
        const { logits, values, memory: next } = network.forward(rest, observations!, memory);
        return { logits, values, next: next! };
      },
      specsOf({
        ...parameters,
        memory: sequence.memory,
        observations: floats(new Array<number>(lanes * sights).fill(0), [lanes, sights]),
      }),
    );
    const expected = answersByThePapers(spec, numbersOf(parameters), sequence);
    const { kept, feedback: told, observations } = sequence;
    const memory = Array.from(sequence.memory.data);
    const size = network.memorySize;
    for (let t = 0; t < steps; t++) {
      for (let lane = 0; lane < lanes; lane++) {
        const row = t * lanes + lane;
        for (let i = 0; i < size; i++) memory[lane * size + i]! *= kept.data[row]!;
        feedback.forEach((_, i) => {
          memory[lane * size + i] = told!.data[row * feedback.length + i]!;
        });
      }
      const now = floats(Array.from(observations.data.slice(t * lanes * sights, (t + 1) * lanes * sights)), [
        lanes,
        sights,
      ]);
      const answer = await evaluateTraced(oneStep, {
        ...parameters,
        memory: floats(memory, [lanes, size]),
        observations: now,
      });
      for (let lane = 0; lane < lanes; lane++) {
        const row = expected[t * lanes + lane]!;
        for (let a = 0; a < actions; a++) expect(answer.logits![lane * actions + a]).toBeCloseTo(row[a]!, 4);
        expect(answer.values![lane]).toBeCloseTo(row[actions]!, 4);
      }
      answer.next!.forEach((entry, i) => {
        memory[i] = entry;
      });
    }
  });
});

test("an LSTM of 256 units on 256 features has the published number of parameters, and so has a GRU", () => {
  const count = (kind: MemorySpec["kind"]) =>
    memoryNetwork(
      { kind, encoder: { kind: "mlp", hidden: [256], activation: "relu" }, units: 256, feedback: [] },
      [8],
      4,
    ).parameterCount -
    (8 * 256 + 256) -
    (256 * 5 + 5);
  // Keras: 4 (n + m + 1) m and, with reset_after, 3 (n + m + 2) m less the two gates that need one bias only.
  expect(count("lstm")).toBe(525_312);
  expect(count("gru")).toBe(3 * (256 + 256 + 2) * 256 - 2 * 256);
});

describe("a network that cannot be is refused", () => {
  const spec = specOf("lstm", []);
  test.each([
    [{ ...spec, kind: "lstmm" }, "network.kind"],
    [{ ...spec, units: 0 }, "network.units"],
    [{ ...spec, units: 1e9 }, "network.units"],
    [{ ...spec, unit: 3 }, "network.unit"],
    [{ ...spec, feedback: ["reward", "action"] }, "network.feedback"],
    [{ ...spec, feedback: ["pain"] }, "network.feedback[0]"],
    [{ ...spec, encoder: { kind: "lstm" } }, "network.encoder.kind"],
    [{ ...spec, encoder: { ...spec.encoder, hidden: [1.5] } }, "network.encoder.hidden[0]"],
  ])("%j", (wrong, place) => {
    expect(() => parseNetwork(wrong)).toThrow(InputError);
    expect(() => parseNetwork(wrong)).toThrow(`${place}: found`);
  });
});
