// Learning curves: return and length of training episodes seed by seed, and the learner's own figures as small charts.
import { type LineSeries, lineChart, type Point } from "../../drawing/charts/line-chart.ts";
import { element, fragment, type Markup } from "../../drawing/markup.ts";
import type { StudySummary } from "../../measures/summary.ts";
import { isClockMetric, type MetricsLine } from "../../runs/format.ts";
import type { ReportPart } from "../page.ts";
import type { ReportRun } from "../report-input.ts";
import { metricName } from "../words.ts";

const mainMetrics = ["charts/episodic_return", "charts/episodic_length"];

/** Points of a curve in the page at most; longer records are averaged in equal groups. */
const mostPoints = 160;
const mostPointsSmall = 80;

function thinned(points: readonly Point[], most: number): readonly Point[] {
  const size = Math.ceil(points.length / most);
  if (size <= 1) return points;
  const groups: Point[] = [];
  for (let start = 0; start < points.length; start += size) {
    const group = points.slice(start, start + size);
    const mean = (which: 0 | 1) => group.reduce((sum, point) => sum + point[which], 0) / group.length;
    groups.push([mean(0), mean(1)]);
  }
  return groups;
}

function curve(metrics: readonly MetricsLine[], metric: string, most: number): readonly Point[] {
  const points = metrics.flatMap((line): Point[] => {
    const value = line[metric];
    return typeof value === "number" && Number.isFinite(value) ? [[line.global_step, value]] : [];
  });
  return thinned(points, most);
}

interface ChartSize {
  readonly height: number;
  /** Points per curve. */
  readonly most: number;
}

function chart(runs: readonly ReportRun[], metric: string, { height, most }: ChartSize): Markup | null {
  const series = runs.flatMap((run, index): LineSeries[] => {
    const points = curve(run.metrics, metric, most);
    return points.length > 0 ? [{ label: `s${run.config.seed}`, points, index }] : [];
  });
  if (series.length === 0) return null;
  const label = `${metricName(metric)} against environment steps, ${series.length} seeds; last values ${series
    .map((one) => `${one.label} ${one.points.at(-1)![1].toPrecision(3)}`)
    .join(", ")}.`;
  return element(
    "figure",
    {},
    element("figcaption", {}, metricName(metric)),
    lineChart(series, { label, height, include: metric.startsWith("charts/episodic") ? [0] : [] }),
  );
}

function isZeroThroughout(runs: readonly ReportRun[], metric: string): boolean {
  return runs.every((run) => run.metrics.every((line) => (line[metric] ?? 0) === 0));
}

function otherMetrics(runs: readonly ReportRun[]): string[] {
  const names = new Set(runs.flatMap((run) => run.metrics.flatMap((line) => Object.keys(line))));
  return [...names]
    .filter((name) => name !== "global_step" && !isClockMetric(name) && !mainMetrics.includes(name))
    .sort();
}

function settingCurves(name: string, runs: readonly ReportRun[]): Markup {
  const main = mainMetrics.flatMap((metric) => chart(runs, metric, { height: 230, most: mostPoints }) ?? []);
  const names = otherMetrics(runs);
  const zero = names.filter((metric) => isZeroThroughout(runs, metric));
  const others = names
    .filter((metric) => !zero.includes(metric))
    .flatMap((metric) => chart(runs, metric, { height: 160, most: mostPointsSmall }) ?? []);
  return fragment(
    element("h3", {}, name),
    element("div", { class: "panels" }, main),
    others.length > 0 &&
      element(
        "details",
        {},
        element("summary", {}, `The learner's own figures (${others.length})`),
        element("div", { class: "panels small-panels" }, others),
        zero.length > 0 &&
          element("p", { class: "small quiet" }, `0 throughout: ${zero.map(metricName).join("; ")}.`),
      ),
  );
}

/** Charts for every setting that trained, in the order of the summary; s0, s1, ... are its seeds. */
export function curvesPart(runs: readonly ReportRun[], summary: StudySummary): ReportPart | null {
  const trained = runs.filter(({ metrics }) => metrics.length > 0);
  const names = new Set(
    [...summary.settings, ...trained.map(({ config }) => ({ name: config.setting }))].map(({ name }) => name),
  );
  const settings = [...names].filter((name) => trained.some(({ config }) => config.setting === name));
  if (settings.length === 0) return null;
  const averaged = trained.some(({ metrics }) => metrics.length > mostPointsSmall);
  return {
    id: "curves",
    title: "Learning curves",
    body: fragment(
      element(
        "p",
        {},
        "In training, under the base objective, against environment steps. One line per seed, named s0, s1 and so on at its end.",
        averaged &&
          ` Longer records are averaged down to at most ${mostPoints} points, in the small charts ${mostPointsSmall}.`,
      ),
      settings.map((setting) =>
        settingCurves(
          setting,
          trained
            .filter(({ config }) => config.setting === setting)
            .sort((one, other) => one.config.seed - other.config.seed),
        ),
      ),
    ),
  };
}
