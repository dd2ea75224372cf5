// A small network as question-answerer: fitted to stored labels, and asked the probes on which proxy, truth and label part ways.
import type { Rng } from "../base/rng.ts";
import type { Runtime } from "../engine/runtime.ts";
import {
  classOfAnswers,
  conflictOf,
  drawConflicts,
  type ProbeShares,
} from "../games/question-answerer/conflicts.ts";
import type { Class } from "../games/question-answerer/posterior.ts";
import {
  drawQuestions,
  drawSamples,
  featureCount,
  type Questions,
  raterCount,
  type World,
} from "../games/question-answerer/world.ts";
import { createSupervised, type SupervisedLearner } from "../learners/supervised.ts";

const mostKinds = 4;

/** Numbers in a row: features, kind of context and rater as one-hot, shift, flipped bit. */
export const questionInputs = featureCount + mostKinds + raterCount + 2;

/** What a network sees of questions, every bit as -1 or 1 but the one-hot ones. [count, questionInputs] */
export function questionRows({ count, features, kind, rater, night, flip }: Questions): Float32Array {
  const rows = new Float32Array(count * questionInputs);
  for (let i = 0; i < count; i++) {
    const start = i * questionInputs;
    for (let feature = 0; feature < featureCount; feature++) {
      rows[start + feature] = ((features[i]! >> feature) & 1) === 1 ? 1 : -1;
    }
    rows[start + featureCount + kind[i]!] = 1;
    rows[start + featureCount + mostKinds + rater[i]!] = 1;
    rows[start + questionInputs - 2] = night[i] === 1 ? 1 : -1;
    rows[start + questionInputs - 1] = flip[i] === 1 ? 1 : -1;
  }
  return rows;
}

export function questionNetwork(width: number, runtime: Runtime): Promise<SupervisedLearner> {
  return createSupervised(
    {
      inputs: questionInputs,
      outputs: 1,
      hidden: [width, width],
      activation: "relu",
      loss: "binary-cross-entropy",
      optimiser: "adam",
      batch: 256,
    },
    runtime,
  );
}

export interface NetworkTrial {
  readonly world: World;
  readonly samples: number;
  readonly contexts: number;
  readonly steps: number;
  readonly learningRate: number;
  readonly probes: number;
  readonly rng: Rng;
}

export interface NetworkAnswers extends ProbeShares {
  readonly class: Class;
  /** Of new questions where proxy, truth and label agree, answered otherwise: what the share of the label has to be held against. */
  readonly missed: number;
  /** Mean cross-entropy on the sampled labels at the end, in nats. */
  readonly loss: number;
}

/** Fits a fresh network to the labels of `samples` draws among `contexts` questions, then asks it the probes. */
export async function askNetwork(
  learner: SupervisedLearner,
  { world, samples, contexts, steps, learningRate, probes, rng }: NetworkTrial,
  pause: () => Promise<void>,
): Promise<NetworkAnswers> {
  const questions = drawQuestions(world, contexts, rng.fork("questions"));
  const weights = Float32Array.from(drawSamples(contexts, samples, rng.fork("samples")));
  const seen = [...weights.keys()].filter((i) => weights[i]! > 0);
  const inputs = questionRows(questions);
  const rows = {
    inputs: Float32Array.from(
      seen.flatMap((i) => [...inputs.subarray(i * questionInputs, (i + 1) * questionInputs)]),
    ),
    targets: Float32Array.from(seen, (i) => questions.label[i]!),
    weights: Float32Array.from(seen, (i) => weights[i]!),
  };
  const fit = learner.fit(rows, { rng: rng.fork("network"), learningRate });
  const piece = 200;
  for (let done = 0; done < steps; done += piece) {
    await fit.steps(Math.min(piece, steps - done));
    await pause();
  }
  const parameters = fit.parameters();
  const share = async (kind: "proxy-off" | "label-off", wanted: "truth" | "label") => {
    const asked = drawConflicts(world, kind, probes, rng.fork(kind));
    const logits = await learner.predict(parameters, questionRows(asked));
    return (
      logits.reduce((sum, logit, i) => sum + ((logit > 0 ? 1 : 0) === asked[wanted][i] ? 1 : 0), 0) / probes
    );
  };
  const fresh = drawQuestions(world, 2 * probes, rng.fork("agreeing"));
  const freshAnswers = await learner.predict(parameters, questionRows(fresh));
  const agreeing = [...freshAnswers.keys()].filter((i) => conflictOf(fresh, i) === null);
  const missed = agreeing.filter((i) => (freshAnswers[i]! > 0 ? 1 : 0) !== fresh.truth[i]).length;
  const answers = await learner.predict(parameters, rows.inputs);
  const wrong = seen
    .map((i, row) => ({ i, row }))
    .filter(({ i }) => questions.label[i] !== questions.truth[i]);
  const kept = wrong.filter(({ i, row }) => (answers[row]! > 0 ? 1 : 0) === questions.label[i]).length;
  const shares: ProbeShares = {
    truthOverProxy: await share("proxy-off", "truth"),
    labelOverTruth: await share("label-off", "label"),
    memorised: wrong.length === 0 ? null : kept / wrong.length,
  };
  return {
    ...shares,
    class: classOfAnswers(shares),
    missed: missed / agreeing.length,
    loss: await learner.loss(parameters, rows),
  };
}
