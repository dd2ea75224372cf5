// Run directories -> the study's summary: every policy beside its references, seed by seed.
import { matchedNoise, normalisedValue } from "../measures/competence.ts";
import type {
  DeploymentSummary,
  Figure,
  MeasurementSummary,
  PolicySummary,
  SettingSummary,
  StudySummary,
} from "../measures/summary.ts";
import type {
  BehaviourLine,
  EvaluationLine,
  MeasurementLine,
  MetricsLine,
  OptimumLine,
} from "../runs/format.ts";
import { figure } from "./checks.ts";
import type { Column, ComputeStage, DeployStage, Experiment, Preset, Setting, Stage } from "./experiment.ts";
import { type SeededFinding, summariseFindings } from "./findings.ts";
import { deploymentKey, referencesSetting } from "./plan.ts";
import { summariseInference } from "./summarise-inference.ts";

/** What a summary needs of one run. */
export interface SummarisedRun {
  readonly setting: string;
  readonly seed: number;
  readonly stages: readonly Stage[];
  readonly evaluations: readonly EvaluationLine[];
  /** Of training, where there are any. */
  readonly metrics?: readonly MetricsLine[];
}

/** A line together with the seed of its run; null for references. */
interface Seeded<Line> {
  readonly seed: number | null;
  readonly line: Line;
}

/** Everything the table, the report and `--json` show. Runs that have not finished yet contribute what they have. */
export function summarise(
  experiment: Experiment,
  preset: Pick<Preset, "name" | "settings">,
  runs: readonly SummarisedRun[],
): StudySummary {
  const references = runs.filter(({ setting }) => setting === referencesSetting);
  const settings = preset.settings.map((setting) => summariseSetting(experiment, setting, runs, references));
  const lines = runs.flatMap(({ evaluations }) =>
    evaluations.flatMap((line) => (line.kind === "inference" ? [line] : [])),
  );
  const inference = lines.length === 0 ? {} : { inference: summariseInference(lines) };
  const found = findingsIn(preset.settings, runs);
  const findings = found.length === 0 ? {} : { findings: summariseFindings(found) };
  return { experiment: experiment.name, preset: preset.name, settings, ...inference, ...findings };
}

/** Every finding, in the order of the settings. */
function findingsIn(settings: readonly Setting[], runs: readonly SummarisedRun[]): SeededFinding[] {
  return settings.flatMap(({ name, seeded = true }) =>
    runs
      .filter(({ setting }) => setting === name)
      .flatMap(({ seed, evaluations }) =>
        evaluations.flatMap((line) =>
          line.kind === "finding" ? [{ setting: name, seed: seeded ? seed : null, line }] : [],
        ),
      ),
  );
}

function summariseSetting(
  experiment: Experiment,
  setting: Setting,
  runs: readonly SummarisedRun[],
  references: readonly SummarisedRun[],
): SettingSummary {
  const own = runs.filter((run) => run.setting === setting.name).sort((one, other) => one.seed - other.seed);
  const deployments = setting.stages
    .filter((stage) => stage.kind === "deploy")
    .map((stage) => summariseDeployment(experiment, stage, own, linesOfReference(stage, references)));
  const steps = own.flatMap(({ metrics = [] }) => metrics.at(-1)?.global_step ?? []);
  return {
    name: setting.name,
    summary: setting.summary,
    seeds: own.map(({ seed }) => seed),
    ...(steps.length === 0 ? {} : { trainingSteps: figure(steps) }),
    deployments,
  };
}

/** Reference lines of the compute stage that stands for the same deployment. */
function linesOfReference(stage: DeployStage, references: readonly SummarisedRun[]): EvaluationLine[] {
  const key = deploymentKey(stage);
  return references.flatMap(({ stages, evaluations }) => {
    const names = stages
      .filter((other): other is ComputeStage => other.kind === "compute" && deploymentKey(other) === key)
      .map(({ name }) => name);
    return evaluations.filter((line) => line.kind !== "finding" && names.includes(line.deployment));
  });
}

function summariseDeployment(
  experiment: Experiment,
  stage: DeployStage,
  runs: readonly SummarisedRun[],
  references: readonly EvaluationLine[],
): DeploymentSummary {
  const optimum = references.find((line) => line.kind === "optimum") ?? null;
  const own = runs.flatMap(({ seed, evaluations }) =>
    evaluations
      .filter((line) => line.kind !== "finding" && line.deployment === stage.name)
      .map((line) => ({ seed, line })),
  );
  const behaviours = own.filter(
    (entry): entry is Seeded<BehaviourLine> & { seed: number } => entry.line.kind === "behaviour",
  );
  const rows = [
    ...stage.policies.map((policy) => behaviours.filter(({ line }) => line.policy === policy)),
    ...referenceRows(references),
  ].filter((lines) => lines.length > 0);
  const table = tableOf(experiment, rows[0]?.[0]?.line);
  const policies = rows.map((lines) => policySummary(table, lines[0]!.line.policy, lines, optimum));
  const noise = matchedNoiseRow(table, behaviours, references, optimum);
  return {
    name: stage.name,
    side: stage.side,
    horizon: stage.horizon,
    discount: stage.discount,
    levels: stage.count,
    census: optimum?.census ?? {},
    policies: noise ? [...policies, noise] : policies,
    excludedLevels: optimum ? excludedLevels(table, optimum) : {},
    measurements: [...own, ...references.map((line) => ({ seed: null, line }))].flatMap(measurementSummary),
  };
}

/** The columns and objectives that a deployment's world has: an experiment may look at several worlds. */
type Table = Pick<Experiment, "columns" | "objectives">;

function tableOf({ columns, objectives }: Experiment, line: BehaviourLine | undefined): Table {
  if (!line) return { columns, objectives };
  return {
    columns: columns.filter(({ events }) => events.every((event) => Object.hasOwn(line.events, event))),
    objectives: objectives.filter((name) => Object.hasOwn(line.values, name)),
  };
}

function referenceRows(references: readonly EvaluationLine[]): Seeded<BehaviourLine>[][] {
  return references
    .filter(
      (line): line is BehaviourLine => line.kind === "behaviour" && !line.policy.startsWith("noisy-planner:"),
    )
    .map((line) => [{ seed: null, line }]);
}

function measurementSummary({ seed, line }: Seeded<EvaluationLine>): MeasurementSummary[] {
  if (line.kind !== "measurement") return [];
  const { measure, policy, figures }: MeasurementLine = line;
  return [{ measure, policy, seed, figures }];
}

function policySummary(
  table: Table,
  policy: string,
  rows: readonly Seeded<BehaviourLine | null>[],
  optimum: OptimumLine | null,
): PolicySummary {
  const seeds = rows.map(({ seed }) => seed);
  const over = (value: (line: BehaviourLine) => number): Figure =>
    figure(rows.map(({ line }) => (line ? value(line) : Number.NaN)));
  return {
    policy,
    label: labelOf(policy),
    reference: seeds[0] === null || policy === matchedNoiseName,
    exact: rows.every(({ line }) => line?.exact ?? true),
    seeds,
    columns: byKey(
      table.columns,
      ({ key }) => key,
      (column) => over((line) => columnOf(line, column)),
    ),
    normalised: optimum
      ? byKey(
          table.objectives,
          (name) => name,
          (name) => over((line) => normalisedOf(line, optimum, name).value),
        )
      : {},
    values: byKey(
      table.objectives,
      (name) => name,
      (name) => over((line) => line.values[name] ?? Number.NaN),
    ),
    note: null,
  };
}

function byKey<Item>(items: readonly Item[], key: (item: Item) => string, value: (item: Item) => Figure) {
  return Object.fromEntries(items.map((item) => [key(item), value(item)]));
}

function columnOf(line: BehaviourLine, column: Column): number {
  if (column.events.length === 0) return line.steps;
  return column.events.reduce((sum, event) => sum + (line.events[event] ?? Number.NaN), 0);
}

function normalisedOf(line: BehaviourLine, { perLevel }: OptimumLine, objective: string) {
  return normalisedValue(
    line.perLevel.values[objective] ?? [],
    perLevel.optimal[objective] ?? [],
    perLevel.random[objective] ?? [],
  );
}

function excludedLevels({ objectives }: Table, { perLevel }: OptimumLine): Record<string, number> {
  return Object.fromEntries(
    objectives.map((name) => {
      const optimal = perLevel.optimal[name] ?? [];
      return [name, normalisedValue(optimal, optimal, perLevel.random[name] ?? []).excluded];
    }),
  );
}

/**
 * Matched noise, seed by seed: the noisy planner that does as badly in the first column as the trained agent, sampled.
 * A seed that no share of noise matches has NaN figures, and the note says why.
 */
function matchedNoiseRow(
  table: Table,
  behaviours: readonly (Seeded<BehaviourLine> & { seed: number })[],
  references: readonly EvaluationLine[],
  optimum: OptimumLine | null,
): PolicySummary | null {
  const curve = references.filter(
    (line): line is BehaviourLine => line.kind === "behaviour" && line.policy.startsWith("noisy-planner:"),
  );
  const trained = behaviours.filter(({ line }) => line.policy === "trained-sampled");
  const [column] = table.columns;
  if (!column || curve.length === 0 || trained.length === 0) return null;
  const matches = trained.map(({ seed, line }) => ({
    seed,
    ...matchedNoise(curve, column.events, columnOf(line, column)),
  }));
  const row = policySummary(table, matchedNoiseName, matches, optimum);
  return { ...row, note: matches.find(({ reason }) => reason !== null)?.reason ?? null };
}

const matchedNoiseName = "matched-noise";

const labels: Readonly<Record<string, string>> = {
  "trained-sampled": "trained, sampled",
  "trained-greedy": "trained, greedy",
  "trained-blinded": "trained, blinded",
  untrained: "untrained network",
  random: "random",
  [matchedNoiseName]: "planner with matched noise",
};

function labelOf(policy: string): string {
  const objective = /^planner:(.+)$/.exec(policy)?.[1];
  return objective ? `planner for ${objective}` : (labels[policy] ?? policy);
}
