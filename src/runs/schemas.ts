// The records of format.ts as schemas; the compiler holds each to its type, so neither changes without the other.
import * as z from "zod/mini";
import type { JsonObject } from "../base/hash.ts";
import type {
  CheckpointManifest,
  EvaluationLine,
  MetricsLine,
  ReplayFile,
  RunConfig,
  RunManifest,
  StudyPlan,
  Verdict,
} from "./format.ts";
import type {
  AgentClass,
  GapRecord,
  GoalPosterior,
  InferenceLine,
  Malignity,
  WeightPosterior,
} from "./inference-format.ts";

const nonFinite = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
};
/** A number as lines hold it: the ones that are not finite are strings. */
const figure = z.union([
  z.number(),
  z.pipe(
    z.enum(["NaN", "Infinity", "-Infinity"]),
    z.transform((name: keyof typeof nonFinite) => nonFinite[name]),
  ),
]);
const whole = z.int().check(z.nonnegative());
const text = z.string();
const digest = z.string().check(z.regex(/^[0-9a-f]{64}$/));
/** Safe inside a run only: no part begins with a dot, so none leads up or is hidden. */
const relativePath = z
  .string()
  .check(z.regex(/^[A-Za-z0-9][A-Za-z0-9@._~-]*(?:\/[A-Za-z0-9][A-Za-z0-9@._~-]*){0,3}$/));
const jsonObject = z.custom<JsonObject>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
);
const figures = z.array(figure);
const byName = <T extends z.core.SomeType>(schema: T) => z.record(text, schema);

const fingerprint = z.looseObject({
  innergap: text,
  node: text,
  engine: text,
  threads: whole,
  platform: text,
  cpu: text,
});

export const runConfig: z.ZodMiniType<RunConfig> = z.looseObject({
  format: whole,
  experiment: text,
  preset: text,
  setting: text,
  seed: whole,
  threads: whole,
  stages: z.array(jsonObject),
  hash: digest,
});

export const runManifest: z.ZodMiniType<RunManifest> = z.looseObject({
  format: whole,
  kind: z.literal("run"),
  status: z.enum(["running", "interrupted", "failed", "complete"]),
  experiment: text,
  setting: text,
  seed: whole,
  started: text,
  finished: z.nullable(text),
  fingerprint,
  command: text,
  error: z.nullable(text),
  digests: z.record(relativePath, digest),
  resumed: z.exactOptional(z.array(z.looseObject({ at: text, step: z.nullable(whole), fingerprint }))),
});

export const checkpointManifest: z.ZodMiniType<CheckpointManifest> = z.looseObject({
  format: whole,
  kind: z.literal("checkpoint"),
  step: whole,
  metricsLines: whole,
  evaluationLines: whole,
  digests: z.record(relativePath, digest),
});

export const metricsLine = z.catchall(
  z.object({ global_step: whole }),
  figure,
) as unknown as z.ZodMiniType<MetricsLine>;

const interval = z.looseObject({ mean: figure, low: z.nullable(figure), high: z.nullable(figure) });

const pursuit = z.enum(["planner", "myopic", "reactive"]);
const pursuits = z.looseObject({ planner: figure, myopic: figure, reactive: figure });
const agentClass: z.ZodMiniType<AgentClass> = z.enum([
  "untrained",
  "cannot tell",
  "robust",
  "goal misgeneralising",
  "capability failure",
  "mixed",
]);

const goalPosterior: z.ZodMiniType<GoalPosterior> = z.looseObject({
  candidates: z.array(
    z.looseObject({
      name: text,
      kind: z.enum(["named", "mixture"]),
      weights: byName(figure),
      prior: figure,
      posterior: figure,
      logEvidence: figure,
      mergedWith: z.array(text),
      starc: z.exactOptional(byName(figure)),
      pursuits,
    }),
  ),
  other: z.looseObject({
    prior: figure,
    posterior: figure,
    logEvidence: figure,
    draws: z.array(z.looseObject({ weights: byName(figure), posterior: figure })),
  }),
  device: z.looseObject({ prior: figure, posterior: figure, logEvidence: figure, kinds: byName(figure) }),
  pursuits,
  pursuitDecisions: whole,
  noise: z.looseObject({ lapse: figure, softOptimal: figure }),
  decisions: whole,
  decisionsTaken: whole,
  levels: whole,
  fit: z.looseObject({
    share: z.nullable(figure),
    verdict: z.enum(["passes", "fails", "not applicable"]),
  }),
  evidencePerLevel: z.array(z.looseObject({ level: text, nats: figure })),
  answer: z.looseObject({
    kind: z.enum(["objective", "other", "device", "none", "undecided"]),
    name: z.nullable(text),
    probability: figure,
    pursuit: z.nullable(pursuit),
    among: z.exactOptional(z.array(text)),
  }),
});

const weightPosterior: z.ZodMiniType<WeightPosterior> = z.looseObject({
  weights: byName(interval),
  points: z.array(z.looseObject({ weights: figures, mass: figure })),
  order: z.array(text),
  effectivePoints: figure,
});

const malignity: z.ZodMiniType<Malignity> = z.looseObject({
  malign: z.nullable(z.boolean()),
  value: interval,
  idle: figure,
  random: figure,
  delta: figure,
});

const pair = z.tuple([figure, figure]);

const gapRecord: z.ZodMiniType<GapRecord> = z.looseObject({
  range: figure,
  gap: z.nullable(interval),
  gapRange: z.nullable(pair),
  residual: z.nullable(figure),
  deviceProbability: figure,
  gammas: byName(z.looseObject({ point: figure, range: pair })),
  capability: z.nullable(figure),
  normalised: byName(figure),
  trainingNormalised: z.nullable(figure),
  training: z.exactOptional(byName(figure)),
  class: agentClass,
  malign: malignity,
});

const inferenceLine: z.ZodMiniType<InferenceLine> & z.core.$ZodTypeDiscriminable = z.looseObject({
  kind: z.literal("inference"),
  setting: text,
  seed: z.nullable(whole),
  deployment: text,
  policy: text,
  step: z.nullable(whole),
  regretLeft: z.nullable(figure),
  model: z.exactOptional(digest),
  levelSet: digest,
  posterior: goalPosterior,
  weights: z.nullable(weightPosterior),
  gap: z.nullable(gapRecord),
});

export const evaluationLine: z.ZodMiniType<EvaluationLine> = z.discriminatedUnion("kind", [
  z.looseObject({
    kind: z.literal("behaviour"),
    deployment: text,
    policy: text,
    exact: z.boolean(),
    levels: whole,
    horizon: whole,
    discount: figure,
    events: byName(figure),
    steps: figure,
    terminated: figure,
    values: byName(figure),
    perLevel: z.looseObject({ steps: figures, events: byName(figures), values: byName(figures) }),
  }),
  z.looseObject({
    kind: z.literal("optimum"),
    deployment: text,
    horizon: whole,
    discount: figure,
    perLevel: z.looseObject({ optimal: byName(figures), random: byName(figures) }),
    census: byName(figure),
  }),
  z.looseObject({
    kind: z.literal("measurement"),
    measure: text,
    deployment: text,
    policy: text,
    figures: byName(interval),
  }),
  inferenceLine,
  z.looseObject({
    kind: z.literal("finding"),
    stage: text,
    finding: text,
    conditions: byName(z.union([text, z.number(), z.boolean()])),
    figures: byName(z.nullable(figure)),
    texts: z.exactOptional(byName(text)),
  }),
]);

export const replayFile: z.ZodMiniType<ReplayFile> = z.looseObject({
  format: whole,
  environment: z.looseObject({ name: text, parameters: jsonObject }),
  deployment: text,
  policy: text,
  horizon: whole,
  episodes: z.array(z.looseObject({ level: text, actions: z.array(whole), chances: z.array(whole) })),
});

export const studyPlan: z.ZodMiniType<StudyPlan> = z.looseObject({
  format: whole,
  kind: z.literal("study"),
  created: text,
  command: text,
  planHash: digest,
  plan: z.looseObject({
    experiment: text,
    preset: text,
    question: text,
    hypothesis: text,
    refutedBy: text,
    stopRule: text,
    thresholds: byName(figure),
    seeds: z.array(whole),
    settings: z.array(
      z.looseObject({ name: text, seeded: z.exactOptional(z.boolean()), stages: z.array(jsonObject) }),
    ),
    levelHashes: byName(text),
  }),
});

export const verdict: z.ZodMiniType<Verdict> = z.looseObject({
  format: whole,
  kind: z.literal("verdict"),
  experiment: text,
  preset: text,
  planHash: digest,
  look: z.boolean(),
  statements: z.array(text),
  checks: z.array(
    z.looseObject({
      name: text,
      value: z.nullable(figure),
      low: z.nullable(figure),
      high: z.nullable(figure),
      direction: z.enum(["at most", "at least"]),
      threshold: figure,
      holds: z.nullable(z.boolean()),
    }),
  ),
  inference: z.exactOptional(
    z.array(
      z.looseObject({
        setting: text,
        deployment: text,
        policy: text,
        seeds: whole,
        posterior: byName(interval),
        other: interval,
        device: interval,
        gap: z.nullable(interval),
        capability: z.nullable(interval),
        classes: z.partialRecord(agentClass, whole),
        malign: z.nullable(z.boolean()),
      }),
    ),
  ),
  optimiserEvidence: byName(z.nullable(figure)),
  runs: z.exactOptional(byName(digest)),
  report: z.exactOptional(digest),
});
