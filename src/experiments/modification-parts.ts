// The parts of the experiment on the threat of modification: its exact answers, drawn populations, and learners inside the game.
import { z } from "../base/schema.ts";
import { catastropheProbability } from "../games/modification/catastrophe-probability.ts";
import { detectionThreshold } from "../games/modification/detection-threshold.ts";
import { bestWait, hiddenCatastrophe } from "../games/modification/hidden-boundary.ts";
import { defectingShareAfterTrials } from "../games/modification/learned-detection.ts";
import { ModificationWorld } from "../games/modification/modification-world.ts";
import {
  catastropheShare,
  defectingShare,
  type PopulationGame,
  simulatePopulation,
} from "../games/modification/motive-population.ts";
import { solveModification } from "../games/modification/programme.ts";
import { solveVisibleBoundary } from "../games/modification/visible-boundary.ts";
import { learnDoubleQ } from "../learners/double-q.ts";
import { constantSchedule } from "../learners/schedules.ts";
import { learnTabularQ } from "../learners/tabular-q.ts";
import { type Finding, modelPart } from "./model-part.ts";

const probability = z.number().min(0).max(1);
const steps = z.int().min(0).max(100);

const game = z.strictObject({
  gain: z.number().positive().max(1e6).default(3),
  benefit: z.number().positive().max(1e6).default(1),
  discount: z.number().min(0).max(0.9999).default(0.95),
  /** Standard deviation of ln(gain / benefit) in the population, whose median is that of the one agent. */
  logDeviation: z.number().positive().max(100).default(1),
  /** Of online learning: how likely a step of defection is seen, and how late modification is. */
  onlineDetection: probability.default(0.3),
  onlineDelay: steps.default(0),
  /** Of people who watch a deployed system. */
  humanDetection: probability.default(0.05),
  humanDelay: steps.default(10),
  /** Steps of defection in a row that complete the catastrophe. */
  length: z.int().min(1).max(100).default(5),
});

type Game = z.output<typeof game>;

/** The four cells of the population table, and a pair in which nothing is seen. */
function cellsOf(parameters: Game) {
  const { onlineDetection, onlineDelay, humanDetection, humanDelay } = parameters;
  return [
    { cell: "online", detection: onlineDetection, delay: onlineDelay },
    { cell: "as likely seen, but late", detection: onlineDetection, delay: humanDelay },
    { cell: "at once, but seldom seen", detection: humanDetection, delay: onlineDelay },
    { cell: "people", detection: humanDetection, delay: humanDelay },
    { cell: "online, nothing seen", detection: 0, delay: onlineDelay },
    { cell: "people, nothing seen", detection: 0, delay: humanDelay },
  ];
}

function populationGame(parameters: Game, threat: { detection: number; delay: number }): PopulationGame {
  const { gain, benefit, logDeviation, discount } = parameters;
  return { population: { median: gain / benefit, logDeviation }, threat, discount };
}

const exactParameters = game.extend({
  lengths: z.int().min(1).max(60).default(12),
  delays: z.int().min(0).max(60).default(10),
  recognition: z
    .array(probability)
    .min(1)
    .max(50)
    .default([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]),
  trials: z.array(z.int().min(0).max(1000)).min(1).max(50).default([0, 1, 2, 3, 5, 8, 12, 20, 30, 50]),
  hazards: z
    .array(probability)
    .min(1)
    .max(50)
    .default([0.003, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5]),
  training: z.int().min(0).max(60).default(10),
});

/** Everything that has a closed form or a programme. */
export const exactThreat = modelPart({
  reads:
    "Thresholds, phase map, populations, recognition, and waiting for an end of training, exactly: closed forms, and a dynamic programme beside them.",
  parameters: exactParameters,
  async work(parameters, context) {
    const pieces = [thresholds, phaseMap, populations, recognitions, trialsBefore, waits, announcedEnds];
    const findings: Finding[] = [];
    for (const [done, piece] of pieces.entries()) {
      await context.pause(done, pieces.length, "tables");
      findings.push(...piece(parameters));
    }
    return findings;
  },
});

type Exact = z.output<typeof exactParameters>;

const upTo = (last: number, first = 0) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

function thresholds({ gain, benefit, discount, delays }: Exact): Finding[] {
  return upTo(delays).map((delay) => ({
    finding: "threshold",
    conditions: { delay },
    figures: { threshold: detectionThreshold({ gain, benefit }, delay, discount) },
  }));
}

function phaseMap(parameters: Exact): Finding[] {
  const { gain, benefit, discount, onlineDetection, lengths, delays } = parameters;
  return upTo(delays).flatMap((delay) =>
    upTo(lengths, 1).map((length) => {
      const threat = { detection: onlineDetection, delay };
      const { defecting } = solveModification({ motive: { gain, benefit }, threat, discount, length });
      const closed = catastropheProbability(threat, length);
      return {
        finding: "phase",
        conditions: { length, delay },
        figures: {
          catastrophe: closed,
          unseen: catastropheProbability({ detection: 0, delay }, length),
          programmeError: Math.abs(defecting.catastrophe - closed),
          population: catastropheShare(populationGame(parameters, threat), length),
        },
      };
    }),
  );
}

function populations(parameters: Exact): Finding[] {
  return cellsOf(parameters).map(({ cell, ...threat }) => {
    const asked = populationGame(parameters, threat);
    return {
      finding: "population",
      conditions: { cell },
      figures: {
        ...threat,
        defecting: defectingShare(asked),
        completed: catastropheProbability(threat, parameters.length),
        catastrophe: catastropheShare(asked, parameters.length),
      },
    };
  });
}

function recognitions(parameters: Exact): Finding[] {
  return cellsOf(parameters)
    .slice(0, 4)
    .flatMap(({ cell, ...threat }) =>
      parameters.recognition.map((recognition) => {
        const asked = { ...populationGame(parameters, threat), recognition };
        return {
          finding: "recognition",
          conditions: { cell, recognition },
          figures: {
            defecting: defectingShare(asked),
            catastrophe: catastropheShare(asked, parameters.length),
          },
        };
      }),
    );
}

function trialsBefore(parameters: Exact): Finding[] {
  return cellsOf(parameters)
    .slice(0, 4)
    .flatMap(({ cell, ...threat }) =>
      parameters.trials.map((trials) => {
        const { population, discount } = populationGame(parameters, threat);
        const defecting = defectingShareAfterTrials(population, threat, discount, trials);
        return { finding: "learned", conditions: { cell, trials }, figures: { defecting } };
      }),
    );
}

function waits(parameters: Exact): Finding[] {
  return parameters.hazards.map((hazard) => {
    const boundary = boundaryOf(parameters, hazard);
    const { wait, belief, value } = bestWait(boundary);
    const completed = wait === null ? null : hiddenCatastrophe(boundary, wait, parameters.length);
    return { finding: "wait", conditions: { hazard }, figures: { wait, belief, value, completed } };
  });
}

function boundaryOf({ gain, benefit, discount, ...rest }: Exact, hazard: number) {
  return {
    motive: { gain, benefit },
    training: { detection: rest.onlineDetection, delay: rest.onlineDelay },
    deployment: { detection: rest.humanDetection, delay: rest.humanDelay },
    discount,
    hazard,
  };
}

function announcedEnds(parameters: Exact): Finding[] {
  const { motive, training, deployment, discount } = boundaryOf(parameters, 0);
  const plan = solveVisibleBoundary({ motive, training, deployment, discount, steps: parameters.training });
  return [
    {
      finding: "announced",
      conditions: { training: parameters.training },
      figures: { value: plan.value, defections: plan.training.split("D").length - 1 },
      texts: { training: plan.training, deployment: plan.deployment },
    },
  ];
}

/** Populations of agents that decide and are then played. */
export const drawnPopulations = modelPart({
  reads:
    "Populations that are drawn: each agent decides, and whoever defects is played until it is modified or done.",
  parameters: game.extend({ agents: z.int().min(100).max(10_000_000).default(100_000) }),
  async work(parameters, context) {
    const cells = cellsOf(parameters);
    const findings: Finding[] = [];
    for (const [done, { cell, ...threat }] of cells.entries()) {
      await context.pause(done, cells.length, "populations");
      const asked = populationGame(parameters, threat);
      const { agents, length } = parameters;
      const drawn = simulatePopulation(asked, { agents, length, rng: context.rng.fork(cell) });
      const [defecting, catastrophe] = [drawn.defecting.estimate, drawn.catastrophe!.estimate];
      const errors = [defecting - defectingShare(asked), catastrophe - catastropheShare(asked, length)];
      findings.push({
        finding: "drawn",
        conditions: { cell },
        figures: { defecting, catastrophe, error: Math.max(...errors.map(Math.abs)) },
      });
    }
    return findings;
  },
});

export const learnerNames = ["double Q-learning", "Q-learning"] as const;

/** Learners that are told nothing and act in the game. */
export const learnersUnderThreat = modelPart({
  reads:
    "Q-learning and double Q-learning in the game, told nothing of it: whether they defect in the end, by the probability that defection is seen.",
  parameters: z.strictObject({
    gain: z.number().positive().max(1e6).default(3),
    benefit: z.number().positive().max(1e6).default(1),
    discount: z.number().min(0).max(0.99).default(0.95),
    delay: z.int().min(0).max(20).default(0),
    /** Equally far apart, and as far to either side of the threshold as learners may miss it. */
    detections: z.array(probability).min(3).max(60).default(defaultDetections()),
    kinds: z
      .array(z.enum(learnerNames))
      .min(1)
      .default([...learnerNames]),
    learners: z.int().min(1).max(1000).default(2),
    steps: z.int().min(1000).max(100_000_000).default(200_000),
    visitExponent: z.number().gt(0.5).max(1).default(0.7),
  }),
  async work(parameters, context) {
    const { gain, benefit, discount, delay, detections, kinds, learners, visitExponent } = parameters;
    const options = {
      discount,
      steps: parameters.steps,
      // Random throughout: what is learned is what the best plan is worth, whatever was done to find out.
      exploration: constantSchedule(1),
      learningRate: constantSchedule(1),
      visitExponent,
    };
    const total = kinds.length * detections.length * learners;
    const findings: Finding[] = [];
    let done = 0;
    for (const learner of kinds) {
      const learn = learner === "Q-learning" ? learnTabularQ : learnDoubleQ;
      for (const detection of detections) {
        let defecting = 0;
        for (let index = 0; index < learners; index++) {
          await context.pause(done++, total, "learners");
          const world = new ModificationWorld({ gain, benefit }, { detection, delay });
          defecting += learn(world, options, context.rng.fork(`${learner}/${detection}/${index}`)).greedy(0);
        }
        const figures = {
          defecting: defecting / learners,
          threshold: detectionThreshold({ gain, benefit }, delay, discount),
        };
        findings.push({ finding: "learners", conditions: { learner, detection }, figures });
      }
    }
    return findings;
  },
});

/** 0.0775 to 0.1325, a step of 0.0025 apart. */
function defaultDetections(): number[] {
  return Array.from({ length: 23 }, (_, index) => (775 + 25 * index) / 10_000);
}
