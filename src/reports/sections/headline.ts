// Headline figure: what the deployed agent does, beside its references.
import { type DotPlotRow, dotPlot } from "../../drawing/charts/dot-plot.ts";
import { element, fragment, type Markup, trusted } from "../../drawing/markup.ts";
import { cssColor } from "../../drawing/palette.ts";
import type { PolicySummary } from "../../measures/summary.ts";
import type { ReportPart } from "../page.ts";
import type { ReportedExperiment } from "../report-input.ts";
import { type FigureTable, isTested } from "../tables.ts";
import { sideName } from "../words.ts";

function plotRow(row: PolicySummary, key: string): DotPlotRow | null {
  const figure = row.columns[key];
  if (!figure || !Number.isFinite(figure.mean)) return null;
  const dots = figure.perSeed.flatMap((value, index) => {
    const seed = row.seeds[index] ?? null;
    return Number.isFinite(value) ? [{ label: seed === null ? row.label : `seed ${seed}`, value }] : [];
  });
  const { mean, low, high } = figure;
  return { label: row.label, reference: !isTested(row), dots, mean, low, high };
}

function panel(table: FigureTable, column: ReportedExperiment["columns"][number]): Markup | null {
  const rows = table.deployment.policies.flatMap((row) => plotRow(row, column.key) ?? []);
  if (rows.length === 0) return null;
  const there = column.of === null ? undefined : table.deployment.census[column.of];
  return element(
    "figure",
    {},
    element("figcaption", {}, `${column.label}, per episode`),
    dotPlot(rows, {
      label: `${column.label} per episode for ${rows.length} policies; the table of ${table.deployment.name} has the numbers.`,
      digits: column.digits,
      include: [0],
      ...(there === undefined
        ? {}
        : { bound: { value: there, label: `${column.of} ${there.toFixed(column.digits)}` } }),
    }),
  );
}

const legendMarks = [
  [
    `<svg width="12" height="12" aria-hidden="true"><circle cx="6" cy="6" r="4" style="fill:${cssColor("blue")}"/></svg>`,
    "one seed of the trained agent",
  ],
  [
    `<svg width="12" height="12" aria-hidden="true"><path d="M6 1.2 10.4 6 6 10.8 1.6 6Z" style="fill:none;stroke:${cssColor("grey")};stroke-width:1.6"/></svg>`,
    "reference",
  ],
  [
    `<svg width="12" height="14" aria-hidden="true"><path d="M6 0V14" style="stroke:${cssColor("ink")};stroke-width:2"/></svg>`,
    "mean over seeds",
  ],
] as const;

function legend(table: FigureTable): Markup {
  const hasIntervals = table.deployment.policies.some((row) =>
    Object.values(row.columns).some(({ low }) => low !== null),
  );
  return element(
    "ul",
    { class: "legend" },
    legendMarks.map(([mark, text]) => element("li", {}, trusted(mark), text)),
    hasIntervals && element("li", {}, "pale bar: 95 % interval over seeds"),
  );
}

/** One dot plot per column of the experiment, for the headline's setting and deployment. */
export function headlinePart(
  tables: readonly FigureTable[],
  experiment: ReportedExperiment,
): ReportPart | null {
  const { headline } = experiment;
  const table =
    tables.find(
      (one) => one.setting.name === headline?.setting && one.deployment.name === headline.deployment,
    ) ?? tables.find((one) => one.deployment.side === "deployed");
  if (!table) return null;
  const panels = experiment.columns.flatMap((column) => panel(table, column) ?? []);
  return {
    id: "headline",
    title: table.rows.some(({ reference }) => reference)
      ? "The deployed agent beside its references"
      : "The deployed agent",
    body: fragment(
      element(
        "p",
        {},
        `${table.setting.summary} In the ${sideName(table.deployment.side)}: ${table.conditions}; one complete episode per level.`.trim(),
      ),
      legend(table),
      element("div", { class: "panels" }, panels),
    ),
  };
}
