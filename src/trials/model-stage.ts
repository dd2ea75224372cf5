// The stage that works out a model: an exact solution, a simulation, or learners inside it.
import { Rng } from "../base/rng.ts";
import type { ModelStage } from "../experiments/experiment.ts";
import type { ModelContext } from "../experiments/model-part.ts";
import { Interrupted, type StageContext } from "./context.ts";

/** How long a part may work before waiting messages, such as the wish to stop, are let in. In ms. */
const turn = 100;

/** Writes all findings at once: a stage that was stopped is worked out anew, from the same stream. */
export async function runModelStage(stage: ModelStage, context: StageContext): Promise<void> {
  const { experiment, config, store, runtime } = context;
  const part = experiment.parts?.[stage.part];
  if (!part) throw new Error(`${experiment.name} has no part ${stage.part}`);
  const findings = await part.work(stage.parameters, {
    seed: config.seed,
    rng: Rng.fromSeed(config.seed).fork("model").fork(stage.name),
    runtime,
    pause: pauser(`model ${stage.name}`, context),
  });
  store.appendEvaluations(findings.map((found) => ({ kind: "finding", stage: stage.name, ...found })));
}

function pauser(stage: string, { signal, onProgress }: StageContext): ModelContext["pause"] {
  const start = performance.now();
  let last = start;
  return async (done, total, unit) => {
    const now = performance.now();
    if (now - last >= turn) {
      onProgress({ stage, done, total, unit, rate: (done * 1000) / (now - start), episodicReturn: null });
      await new Promise((resolve) => {
        setTimeout(resolve);
      });
      last = performance.now();
    }
    if (signal.aborted) throw new Interrupted();
  };
}
