// The study's table as plain rows and cells: the page and the terminal show the same ones.
import { formatInterval, formatNumber } from "../drawing/numbers.ts";
import type {
  DeploymentSummary,
  Figure,
  PolicySummary,
  SettingSummary,
  StudySummary,
} from "../measures/summary.ts";
import type { ReportedExperiment } from "./report-input.ts";
import { counted, deploymentConditions, deploymentTitle } from "./words.ts";

/** One figure of one policy, ready to be shown. */
export interface FigureCell {
  readonly figure: Figure | null;
  readonly mean: string;
  /** "[0.85, 1.02]" or empty. */
  readonly interval: string;
  /** One per seed, in the order of the row's seeds; empty for rows without seeds. */
  readonly perSeed: readonly string[];
}

export interface FigureColumn {
  readonly key: string;
  readonly title: string;
  readonly group: "per episode" | "normalised value";
  readonly digits: number;
}

export interface FigureRow {
  readonly policy: string;
  readonly label: string;
  readonly exact: boolean;
  readonly reference: boolean;
  /** What the question is about: neither a reference nor the untrained network. */
  readonly tested: boolean;
  /** Seeds as numbers; empty for rows computed without one. */
  readonly seeds: readonly number[];
  readonly cells: readonly FigureCell[];
  readonly note: string | null;
}

/** Everything that is said about one deployment of one setting. */
export interface FigureTable {
  readonly setting: SettingSummary;
  readonly deployment: DeploymentSummary;
  /** "deployed distribution: deployed-12". */
  readonly title: string;
  readonly conditions: string;
  readonly columns: readonly FigureColumn[];
  readonly rows: readonly FigureRow[];
  /** Sentences below the table. */
  readonly notes: readonly string[];
}

function figureColumns(experiment: ReportedExperiment, deployment: DeploymentSummary): FigureColumn[] {
  // An experiment may look at several worlds; a table has the columns of its own.
  const there = experiment.columns.filter(({ key }) =>
    deployment.policies.some(({ columns }) => columns[key] !== undefined),
  );
  const counts = there.map(({ key, label, of, digits }): FigureColumn => {
    const available = of === null ? undefined : deployment.census[of];
    const title = available === undefined ? label : `${label} of ${formatNumber(available, digits)}`;
    return { key, title, group: "per episode", digits };
  });
  // Without references there are no best and random values to normalise by: a single run has none.
  const normalised = experiment.objectives.filter((objective) =>
    deployment.policies.some((row) => row.normalised[objective] !== undefined),
  );
  const values = normalised.map(
    (objective): FigureColumn => ({
      key: objective,
      title: objective.replaceAll("-", " "),
      group: "normalised value",
      digits: 2,
    }),
  );
  return [...counts, ...values];
}

function figureCell(figure: Figure | undefined, digits: number, seeded: boolean): FigureCell {
  if (!figure) return { figure: null, mean: "–", interval: "", perSeed: [] };
  return {
    figure,
    mean: formatNumber(figure.mean, digits),
    interval: formatInterval(figure.low, figure.high, digits),
    perSeed: seeded ? figure.perSeed.map((value) => formatNumber(value, digits)) : [],
  };
}

/** The untrained network stands beside the trained agent as references do. */
export function isTested({ reference, policy }: PolicySummary): boolean {
  return !reference && policy !== "untrained";
}

function figureRow(row: PolicySummary, columns: readonly FigureColumn[]): FigureRow {
  const seeds = row.seeds.filter((seed): seed is number => seed !== null);
  const cells = columns.map(({ key, group, digits }) =>
    figureCell((group === "per episode" ? row.columns : row.normalised)[key], digits, seeds.length > 0),
  );
  const { policy, label, exact, reference, note } = row;
  return { policy, label, exact, reference, tested: isTested(row), seeds, cells, note };
}

function tableNotes(deployment: DeploymentSummary): string[] {
  const notes = deployment.policies.flatMap(({ label, note }) =>
    note === null ? [] : [`${label}: ${note}.`],
  );
  for (const [objective, count] of Object.entries(deployment.excludedLevels)) {
    if (count === 0) continue;
    notes.push(
      `${counted(count, "level")} left out of the normalised value under ${objective.replaceAll("-", " ")}: best and random value coincide there.`,
    );
  }
  return notes;
}

/** One table per deployment, in the order of the settings. */
export function figureTables(summary: StudySummary, experiment: ReportedExperiment): readonly FigureTable[] {
  return summary.settings.flatMap((setting) =>
    setting.deployments.map((deployment) => {
      const columns = figureColumns(experiment, deployment);
      return {
        setting,
        deployment,
        title: deploymentTitle(deployment),
        conditions: deploymentConditions(deployment),
        columns,
        rows: deployment.policies.map((row) => figureRow(row, columns)),
        notes: tableNotes(deployment),
      };
    }),
  );
}
