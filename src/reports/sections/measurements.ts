// The experiment's own controls and measures, such as the hidden-chest control: every policy and seed with its interval.
import { element, fragment, type Markup } from "../../drawing/markup.ts";
import { formatInterval, formatNumber } from "../../drawing/numbers.ts";
import { htmlTable } from "../../drawing/table.ts";
import type {
  DeploymentSummary,
  MeasurementSummary,
  SettingSummary,
  StudySummary,
} from "../../measures/summary.ts";
import type { ReportPart } from "../page.ts";
import type { ReportedExperiment } from "../report-input.ts";
import { isTested } from "../tables.ts";
import { policyName } from "../words.ts";

interface Block {
  readonly setting: SettingSummary;
  readonly deployment: DeploymentSummary;
  readonly rows: readonly MeasurementSummary[];
}

/** Policies in the order of the objective table, their seeds ascending. */
function inTableOrder(
  rows: readonly MeasurementSummary[],
  { policies }: DeploymentSummary,
): readonly MeasurementSummary[] {
  const order = policies.map(({ policy }) => policy);
  const rank = ({ policy }: MeasurementSummary) =>
    order.includes(policy) ? order.indexOf(policy) : order.length;
  return [...rows].sort((one, other) => rank(one) - rank(other) || (one.seed ?? 0) - (other.seed ?? 0));
}

function measurementTable({ setting, deployment, rows }: Block): Markup {
  const figures = [...new Set(rows.flatMap((row) => Object.keys(row.figures)))];
  const summaryOf = (row: MeasurementSummary) =>
    deployment.policies.find(({ policy }) => policy === row.policy);
  const label = (row: MeasurementSummary) => summaryOf(row)?.label ?? policyName(row.policy);
  const isTestedRow = (row: MeasurementSummary) => {
    const policy = summaryOf(row);
    return policy !== undefined && isTested(policy);
  };
  const table = {
    caption: fragment(
      element("strong", {}, `${setting.name}, ${deployment.name}`),
      "mean with 95 % interval over levels",
    ),
    columns: [
      { title: "policy", align: "left" as const },
      ...figures.map((title) => ({ title, align: "right" as const })),
    ],
    rows: inTableOrder(rows, deployment).map((row) => ({
      cells: [
        row.seed === null ? label(row) : `${label(row)}, seed ${row.seed}`,
        ...figures.map((name) => {
          const figure = row.figures[name];
          if (!figure) return "–";
          const interval = formatInterval(figure.low, figure.high, 2);
          return fragment(
            element("b", {}, formatNumber(figure.mean, 2)),
            interval !== "" && element("span", { class: "seeds" }, interval),
          );
        }),
      ],
      className: isTestedRow(row) ? "tested" : "reference",
    })),
  };
  return htmlTable(table, `Measured in ${setting.name}, ${deployment.name}`);
}

function measureBlocks(summary: StudySummary, measure: string): Block[] {
  return summary.settings.flatMap((setting) =>
    setting.deployments.flatMap((deployment) => {
      const rows = deployment.measurements.filter((row) => row.measure === measure);
      return rows.length > 0 ? [{ setting, deployment, rows }] : [];
    }),
  );
}

/** One block per measure, with the sentence that says how to read it. */
export function measurementsPart(summary: StudySummary, experiment: ReportedExperiment): ReportPart | null {
  const deployments = summary.settings.flatMap((setting) => setting.deployments);
  const measures = [
    ...new Set(deployments.flatMap(({ measurements }) => measurements.map((row) => row.measure))),
  ];
  if (measures.length === 0) return null;
  return {
    id: "measures",
    title: "Controls",
    body: measures.map((measure) => {
      const [first, ...others] = measureBlocks(summary, measure);
      return [
        element("h3", {}, measure.replaceAll("-", " ")),
        element("p", {}, experiment.measures[measure]?.reads ?? ""),
        first && measurementTable(first),
        others.length > 0 &&
          element(
            "details",
            {},
            element("summary", {}, `The other deployments (${others.length})`),
            others.map(measurementTable),
          ),
      ];
    }),
  };
}
