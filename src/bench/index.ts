// Every bench by name; a bench is loaded only when it is measured.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import type { Measure } from "./figure.ts";

export interface Bench {
  readonly name: string;
  readonly summary: string;
  load(): Promise<{ readonly measure: Measure }>;
}

export const benches: readonly Bench[] = [
  {
    name: "environment-steps",
    summary: "steps of the published worlds on one thread, levels drawn, distances found",
    load: () => import("./environment-steps.ts"),
  },
  {
    name: "training-step",
    summary: "an update of the actor-critic, against PyTorch and against its own matrix products",
    load: () => import("./training-step.ts"),
  },
  {
    name: "convolution-step",
    summary: "an update of convolutional networks, against PyTorch and against its own matrix products",
    load: () => import("./convolution-step.ts"),
  },
  {
    name: "ppo-loop",
    summary: "the whole training loop: where its time goes, and runs side by side",
    load: () => import("./ppo-loop.ts"),
  },
  {
    name: "network-loop",
    summary:
      "the whole training loop of larger networks: convolutions, an LSTM on them, an LSTM on dense layers",
    load: () => import("./network-loop.ts"),
  },
  {
    name: "goal-inference",
    summary: "solving 20 large levels for all hypotheses, and inferring what a further agent pursues",
    load: () => import("./goal-inference.ts"),
  },
  {
    name: "diagram-incentives",
    summary: "all incentives of random influence diagrams, answer by answer against PyCID",
    load: () => import("./diagram-incentives.ts"),
  },
  {
    name: "risk-draws",
    summary: "a million draws of the shipped models of risk, their Sobol indices and worth of information",
    load: () => import("./risk-draws.ts"),
  },
  {
    name: "help-latency",
    summary: "from `innergap --help` to its end, against the start of Node alone",
    load: () => import("./help-latency.ts"),
  },
  {
    name: "main-job",
    summary: "wall time and memory of `innergap run keys-and-chests` in its quick preset",
    load: () => import("./main-job.ts"),
  },
];

/** The benches whose names begin with one of the words, in the order of the list; all of them for no words. */
export function selectBenches(words: readonly string[]): readonly Bench[] {
  const names = benches.map((bench) => bench.name);
  for (const word of words) {
    if (!names.some((name) => name.startsWith(word))) {
      throw new InputError(
        "bench",
        JSON.stringify(word),
        `a name, or the beginning of one: ${oneOf(word, names)}`,
      );
    }
  }
  return benches.filter(({ name }) => words.length === 0 || words.some((word) => name.startsWith(word)));
}
