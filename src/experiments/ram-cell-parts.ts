// The parts of the experiment on the RAM cell that are worked out without networks: theory, exact Bayes, decision lists, acting.
import type { Rng } from "../base/rng.ts";
import { z } from "../base/schema.ts";
import { mean } from "../base/stats.ts";
import { actOptimally, type Goal, writeRate } from "../games/question-answerer/acting.ts";
import { bestAnswer, cellIncentive, controlIncentive } from "../games/question-answerer/aligned-answerer.ts";
import { drawConflicts } from "../games/question-answerer/conflicts.ts";
import { exceptionThreshold, labelCrossing, truthCrossing } from "../games/question-answerer/crossing.ts";
import { generalLists, shortestList } from "../games/question-answerer/decision-list.ts";
import { cheapest, enumeratePrograms } from "../games/question-answerer/enumerate-programs.ts";
import { cellsOf, languageOf, targetsOf } from "../games/question-answerer/language.ts";
import { crossingCurve } from "../games/question-answerer/mean-crossing.ts";
import { expectedLengths, theoryPhase } from "../games/question-answerer/phases.ts";
import { type Class, classes, ExactBayes } from "../games/question-answerer/posterior.ts";
import {
  drawQuestions,
  drawSamples,
  onesShare,
  proxyMissShare,
  questionWorld,
} from "../games/question-answerer/world.ts";
import { type Finding, type ModelContext, modelPart } from "./model-part.ts";

const counts = (most: number) => z.array(z.int().min(1).max(most)).min(1).max(24);

/** The question and its prices, the same for all learners. */
const question = {
  errorRate: z.number().gt(0).max(0.5).default(0.05),
  noise: z.number().gt(0).lt(0.5).default(0.01),
  truthBits: z.number().gt(9).max(1000).default(32),
  deltaBits: z.number().gt(9).max(1000).default(40),
  exceptionBits: z.number().gt(0).max(1000).default(10),
};

/** Axes of the phase maps. */
const axes = {
  samples: counts(2 ** 16).default([4, 8, 16, 32, 64, 128, 256, 1024, 4096]),
  contexts: counts(2 ** 16).default([10, 20, 40, 80, 160, 320, 1280]),
};

const theoryParameters = z.strictObject({
  ...question,
  ...axes,
  timePrices: z.array(z.number().min(0).max(10)).max(24).default([0, 0.02, 0.04, 0.05, 0.055, 0.06]),
});

/** Operations that the label takes more than the truth: what names the careless rater and the topic, and two connectives. */
const deltaTime = 4;

export const theoryPart = modelPart({
  reads: "Closed forms: the class of least expected description length, and where the classes change.",
  parameters: theoryParameters,
  async work(parameters) {
    const { errorRate, noise, truthBits, deltaBits, exceptionBits } = parameters;
    const proxyBits = 9;
    const options = {
      ...parameters,
      constantBits: 3,
      proxyBits,
      proxyMiss: proxyMissShare,
      constantMiss: onesShare,
    };
    const phases = parameters.contexts.flatMap((contexts) =>
      parameters.samples.map((samples) => ({
        finding: "theory",
        conditions: { samples, contexts },
        figures: { ...expectedLengths(samples, contexts, options) },
        texts: { class: theoryPhase(samples, contexts, options) },
      })),
    );
    const crossing = { errorRate, noise, deltaBits, deltaTime };
    const prices = parameters.timePrices.map((timePrice) => ({
      finding: "time",
      conditions: { timePrice },
      figures: { crossing: labelCrossing({ ...crossing, timePrice }) },
    }));
    const thresholds = {
      finding: "thresholds",
      conditions: {},
      figures: {
        truth: truthCrossing(truthBits - proxyBits, proxyMissShare, errorRate, noise),
        label: labelCrossing(crossing),
        contexts: exceptionThreshold(deltaBits, errorRate, exceptionBits),
      },
    };
    return [thresholds, ...phases, ...prices];
  },
});

type Question = z.output<z.ZodObject<typeof question & typeof axes>>;

/** One pass over the phase map: what `ask` answers, averaged over data sets per cell. */
async function mapped(
  finding: string,
  parameters: Question & { readonly dataSets: number },
  { rng, pause }: ModelContext,
  ask: (set: DrawnSet) => Record<string, number>,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const total = parameters.contexts.length * parameters.samples.length;
  for (const contexts of parameters.contexts) {
    for (const samples of parameters.samples) {
      const answers: Record<string, number>[] = [];
      for (let set = 0; set < parameters.dataSets; set++) {
        await pause(findings.length, total, "cells");
        const drawn = drawSet(parameters, contexts, samples, rng.fork(`${contexts}-${samples}-${set}`));
        answers.push(ask(drawn));
      }
      const names = Object.keys(answers[0]!);
      const figures = Object.fromEntries(names.map((name) => [name, mean(answers.map((one) => one[name]!))]));
      findings.push({ finding, conditions: { samples, contexts }, figures });
    }
  }
  return findings;
}

type DrawnSet = ReturnType<typeof drawSet>;

/** The labels of `samples` draws among `contexts` questions, and probes on which the label alone is off. */
function drawSet({ errorRate }: Pick<Question, "errorRate">, contexts: number, samples: number, rng: Rng) {
  const world = questionWorld({ errorRate }, rng.fork("world"));
  const questions = drawQuestions(world, contexts, rng.fork("questions"));
  const times = drawSamples(contexts, samples, rng.fork("samples"));
  const probes = drawConflicts(world, "label-off", 64, rng.fork("probes"));
  return {
    data: { cells: cellsOf(world, questions), label: questions.label, times },
    probed: { cells: cellsOf(world, probes), label: probes.label },
  };
}

const bayesParameters = z.strictObject({
  ...question,
  ...axes,
  nodes: z.int().min(5).max(7).default(6),
  dataSets: z.int().min(1).max(10_000).default(3),
  timePrice: z.number().min(0).max(10).default(0),
  /** Of the crossing curves. */
  rates: z.array(z.number().gt(0).max(0.5)).min(1).max(10).default([0.05, 0.025]),
  curveSamples: z.int().min(1).max(10_000).default(400),
  curveDataSets: z.int().min(1).max(100_000).default(200),
});

export const bayesPart = modelPart({
  reads: "Exact Bayes over all programs of the language, each with and without exceptions.",
  parameters: bayesParameters,
  async work(parameters, context) {
    const { noise, timePrice, nodes, curveSamples: samples, curveDataSets: dataSets } = parameters;
    const language = languageOf(priced(parameters));
    const programs = enumeratePrograms(language, nodes);
    const targets = targetsOf("systematic");
    const bayes = new ExactBayes({ language, programs, targets, noise, timePrice });
    const findings: Finding[] = (["proxy", "truth", "label"] as const).map((target) => ({
      finding: "prices",
      conditions: { target },
      figures: { bits: cheapest(programs, targets[target]!) },
    }));
    for (const errorRate of parameters.rates) {
      await context.pause(0, 1, "curves");
      const rng = context.rng.fork(`curve-${errorRate}`);
      const world = questionWorld({ errorRate }, rng.fork("world"));
      const curve = crossingCurve(bayes, world, { samples, dataSets, rng: rng.fork("labels") });
      const passed = curve.firstPassage.map((first) => first ?? Infinity).sort((a, b) => a - b);
      const median = passed[passed.length >> 1]!;
      findings.push({
        finding: "crossing",
        conditions: { rate: errorRate },
        figures: { crossing: curve.crossing, firstPassage: median === Infinity ? null : median },
      });
      for (let n = 0; n <= samples; n += Math.max(1, Math.floor(samples / 40))) {
        findings.push({
          finding: "odds",
          conditions: { rate: errorRate, samples: n },
          figures: { odds: curve.mean[n]! },
        });
      }
    }
    const phases = await mapped("bayes", parameters, context, ({ data, probed }) => {
      const { classes: found, answers } = bayes.posterior(data);
      const label = Array.from(probed.cells, (cell, i) =>
        probed.label[i] === 1 ? answers[cell]! : 1 - answers[cell]!,
      );
      return { ...found, labelOverTruth: mean(label) };
    });
    return [...findings, ...phases];
  },
});

function priced({ truthBits, deltaBits, exceptionBits }: Question) {
  return { truthBits, deltaBits, exceptionBits };
}

const listParameters = z.strictObject({
  ...question,
  ...axes,
  dataSets: z.int().min(1).max(10_000).default(10),
});

export const listsPart = modelPart({
  reads: "Decision lists of least description length: exceptions, at most one rule, a default.",
  parameters: listParameters,
  async work(parameters, context) {
    const language = languageOf(priced(parameters));
    const lists = generalLists(language);
    const options = { language, targets: targetsOf("systematic"), noise: parameters.noise };
    return mapped("lists", parameters, context, ({ data, probed }) => {
      const found = shortestList(data, lists, options);
      const said = Array.from(probed.cells, (cell) => (found.list.table[cell >> 5]! >>> (cell & 31)) & 1);
      return {
        ...(Object.fromEntries(classes.map((name) => [name, found.class === name ? 1 : 0])) as Record<
          Class,
          number
        >),
        labelOverTruth: mean(said.map((answer, i) => (answer === probed.label[i] ? 1 : 0))),
      };
    });
  },
});

const actingParameters = z.strictObject({
  belief: z.number().min(0).max(1).default(0.5),
  errorRate: z.number().min(0).max(1).default(0.05),
  answerCost: z.number().min(0).max(10).default(0.3),
  writeCosts: z
    .array(z.number().min(0).max(10))
    .min(1)
    .max(50)
    .default([0.05, 0.1, 0.15, 0.2, 0.25, 0.29, 0.31, 0.35, 0.4]),
  rationality: z.number().min(0).max(1e6).default(200),
});

/** The ways in which the label that is compared may hang together with what the agent does. */
export const channels = {
  "read after": { read: "after", decoupled: false },
  "read before": { read: "before", decoupled: false },
  decoupled: { read: "after", decoupled: true },
} as const;

export const actingPart = modelPart({
  reads:
    "Optimal play of agents that want proxy, truth or label, where the cell can be written; and what an aligned answerer does.",
  parameters: actingParameters,
  async work({ belief, errorRate, answerCost, writeCosts, rationality }) {
    const goals: readonly Goal[] = ["proxy", "truth", "label"];
    const acts = Object.entries(channels).flatMap(([channel, reach]) =>
      goals.flatMap((goal) =>
        writeCosts.map((writeCost) => {
          const options = { goal, belief, errorRate, answerCost, writeCost, ...reach };
          const { value, best } = actOptimally(options);
          const figures = { writes: writeRate(options, rationality), value };
          return {
            finding: "act",
            conditions: { channel, goal, writeCost },
            figures,
            texts: { best: best.join(" or ") },
          };
        }),
      ),
    );
    const answers = Object.entries(channels).flatMap(([channel, reach]) =>
      (["truth", "label"] as const).map((against) => {
        const options = { against, belief: 0.7, errorRate, writeCost: writeCosts[0]!, ...reach };
        const { report, write } = bestAnswer(options);
        const figures = {
          report,
          writes: write === null ? 0 : 1,
          incentive: cellIncentive(options),
          control: controlIncentive(options),
        };
        return { finding: "answerer", conditions: { channel, against }, figures };
      }),
    );
    return [...acts, ...answers];
  },
});
