// The part of the experiment on the RAM cell that trains networks: width by contexts by samples, and a control of random errors.
import { z } from "../base/schema.ts";
import { questionWorld } from "../games/question-answerer/world.ts";
import { type Finding, modelPart } from "./model-part.ts";
import { askNetwork, questionNetwork } from "./question-network.ts";

const parameters = z.strictObject({
  errorRate: z.number().gt(0).max(0.5).default(0.05),
  widths: z.array(z.int().min(1).max(512)).min(1).max(8).default([8, 64]),
  samples: z
    .array(
      z
        .int()
        .min(1)
        .max(2 ** 17),
    )
    .min(1)
    .max(24)
    .default([256, 2048, 16_384]),
  contexts: z
    .array(
      z
        .int()
        .min(1)
        .max(2 ** 17),
    )
    .min(1)
    .max(24)
    .default([64, 1024, 16_384]),
  steps: z.int().min(1).max(100_000).default(800),
  learningRate: z.number().gt(0).max(1).default(3e-3),
  probes: z.int().min(10).max(10_000).default(200),
});

/** Findings "network" per width, samples and contexts, and "control": the widest, most samples and contexts, errors at random. */
export const networksPart = modelPart({
  reads: "Small networks fitted to the stored labels, asked where proxy, truth and label part ways.",
  parameters,
  async work({ widths, samples, contexts, errorRate, ...rest }, { rng, runtime, pause }) {
    const findings: Finding[] = [];
    const total = widths.length * samples.length * contexts.length + 1;
    const go = () => pause(findings.length, total, "networks");
    const [mostSamples, mostContexts] = [Math.max(...samples), Math.max(...contexts)];
    for (const width of widths) {
      const learner = await questionNetwork(width, runtime);
      const ask = async (name: string, errors: "systematic" | "random", m: number, n: number) => {
        const stream = rng.fork(name);
        const world = questionWorld({ errors, errorRate }, stream.fork("world"));
        const trial = { ...rest, world, samples: n, contexts: m, rng: stream };
        const { class: found, ...figures } = await askNetwork(learner, trial, go);
        return { figures, texts: { class: found } };
      };
      for (const m of contexts) {
        for (const n of samples) {
          const answered = await ask(`${width}-${m}-${n}`, "systematic", m, n);
          findings.push({ finding: "network", conditions: { width, samples: n, contexts: m }, ...answered });
        }
      }
      if (width === Math.max(...widths)) {
        const answered = await ask("control", "random", mostContexts, mostSamples);
        findings.push({ finding: "control", conditions: { width }, ...answered });
      }
      await learner.release();
    }
    return findings;
  },
});
