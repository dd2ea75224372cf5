// Trainings as tests go through them: some cycles with the metrics that must repeat, and snapshots as they come back from a disk.
import type { Tensor } from "../../src/engine/tensor.ts";
import type { Training, TrainingSnapshot } from "../../src/learners/training.ts";
import { isClockMetric } from "../../src/runs/format.ts";

/** Metrics of the next cycles, those of the clock apart. */
export async function cycles(training: Training, count: number): Promise<Record<string, number>[]> {
  const metrics: Record<string, number>[] = [];
  for (let cycle = 0; cycle < count; cycle++) {
    const all = Object.entries(await training.cycle());
    metrics.push(Object.fromEntries(all.filter(([name]) => !isClockMetric(name))));
  }
  return metrics;
}

/** Through bytes and text, as a checkpoint goes. */
export function stored({ arrays, scalars }: TrainingSnapshot): TrainingSnapshot {
  const copies = Object.entries(arrays).map(([name, array]): [string, Tensor] => [
    name,
    structuredClone(array),
  ]);
  return { arrays: Object.fromEntries(copies), scalars: JSON.parse(JSON.stringify(scalars)) };
}
