// The page of a sweep: the ranking, the figure over each setting that varied, and what was asked when.
import { dotPlot } from "../drawing/charts/dot-plot.ts";
import { element, fragment, type Markup } from "../drawing/markup.ts";
import { formatCompact, formatInterval, formatNumber } from "../drawing/numbers.ts";
import { htmlTable } from "../drawing/table.ts";
import { type RankedPoint, type SweepRanking, type SweepRecord, sweepFiles } from "../trials/sweep-record.ts";
import { copyable, type ReportPart, reportPage } from "./page.ts";
import { openingHeader } from "./sections/opening.ts";
import { parameterPlot } from "./sweep-page-parameters.ts";
import { pointLabel, rankingDigits, rankingNotes, shortNames, valueWord } from "./sweep-words.ts";
import { counted, momentName } from "./words.ts";

/** A plot with more rows than that is no picture any more; the table has them all. */
const mostRows = 40;

/** One HTML document: no network, every text escaped. */
export function sweepPage(ranking: SweepRanking, record: SweepRecord): string {
  const { declaration, points, experiment } = ranking;
  const parts = [
    rankingPart(ranking),
    parametersPart(ranking),
    failuresPart(points),
    declaredPart(record),
    runsPart(ranking),
  ];
  return reportPage({
    title: `Sweep of ${experiment} (innergap)`,
    header: openingHeader("innergap, report of a sweep", `Sweep of ${experiment}`, question(ranking), [
      ["preset", declaration.preset],
      ["points", String(points.length)],
      ["seeds", String(declaration.seeds.length)],
      ["declared", momentName(declaration.created)],
    ]),
    parts: parts.filter((part) => part !== null),
    footer: element("p", {}, `innergap, ${counted(points.length, "point")}.`),
    data: {},
  });
}

function question({ declaration, paths }: SweepRanking): string {
  const end = declaration.best;
  return `At which ${shortNames(paths).join(", ")} is ${declaration.figure} ${end}?`;
}

function rankingPart(ranking: SweepRanking): ReportPart {
  const { points, paths, declaration } = ranking;
  const digits = rankingDigits(ranking);
  const shown = points.filter(({ rank }) => rank !== null).slice(0, mostRows);
  const rows = shown.map((point) => ({
    label: `${point.rank}: ${paths.map((path) => valueWord(point.values[path]!)).join(", ")}`,
    reference: point.share < 1,
    dots: point.perSeed.map((value, index) => ({
      label: point.seeds[index] === null ? "without seed" : `seed ${point.seeds[index]}`,
      value,
    })),
    mean: point.mean!,
    low: point.low,
    high: point.high,
  }));
  const label = `${declaration.figure} of ${counted(points.length, "point")}, ${declaration.best} first`;
  return {
    id: "ranking",
    title: "Ranking",
    body: fragment(
      element("p", {}, `${declaration.figure}, ${declaration.best} first: ${declaration.method}.`),
      rankingNotes(ranking).map((note) => element("p", { class: "quiet" }, note)),
      rows.length > 0 &&
        element(
          "figure",
          {},
          element("figcaption", {}, `rank: ${shortNames(paths).join(", ")}`),
          dotPlot(rows, { label, digits }),
        ),
      shown.length < points.length && element("p", { class: "small quiet" }, "The table has all points."),
      rankingTable(ranking, label),
    ),
  };
}

function rankingTable(ranking: SweepRanking, label: string): Markup {
  const { points, paths, look } = ranking;
  const digits = rankingDigits(ranking);
  const rungs = points.some(({ share }) => share < 1);
  const right = (title: string) => ({ title, align: "right" as const });
  return htmlTable(
    {
      caption: label,
      columns: [
        { title: "rank", align: "left" },
        ...shortNames(paths).map(right),
        ...(rungs ? [right("budget")] : []),
        right("seeds"),
        right("mean"),
        right(look ? "each seed" : "95 % interval"),
        right("failed runs"),
      ],
      rows: points.map((point) => ({
        cells: [
          point.rank === null ? "–" : String(point.rank),
          ...paths.map((path) => valueWord(point.values[path]!)),
          ...(rungs ? [formatCompact(point.share)] : []),
          String(point.perSeed.length),
          formatNumber(point.mean, digits),
          point.low === null
            ? point.perSeed.map((value) => formatNumber(value, digits)).join(" ")
            : formatInterval(point.low, point.high, digits),
          String(point.failures.length),
        ],
      })),
    },
    label,
  );
}

function parametersPart(ranking: SweepRanking): ReportPart {
  const { points, paths, declaration } = ranking;
  const digits = rankingDigits(ranking);
  const names = shortNames(paths);
  return {
    id: "parameters",
    title: "Over each setting",
    body: fragment(
      element(
        "p",
        {},
        "Every point's mean over seeds; what else varied is not held fixed. Hollow: a smaller budget.",
      ),
      paths.map((path, index) =>
        element(
          "figure",
          {},
          element("figcaption", {}, `${declaration.figure} over ${names[index]}`),
          parameterPlot(points, path, { label: `${declaration.figure} over ${path}`, digits }),
        ),
      ),
    ),
  };
}

function failuresPart(points: readonly RankedPoint[]): ReportPart | null {
  const failures = points.flatMap((point) => point.failures);
  if (failures.length === 0) return null;
  const table = {
    caption: "Runs that failed",
    columns: ["run", "why"].map((title) => ({ title, align: "left" as const })),
    rows: failures.map(({ run, error }) => ({ cells: [element("code", {}, run), error] })),
  };
  return { id: "failures", title: "Failures", body: htmlTable(table, table.caption) };
}

/** All calls: who asks one folder again and again, with one figure after the other, is seen. */
function declaredPart({ declarations }: SweepRecord): ReportPart {
  const table = {
    caption: "Every call that this folder has seen, written down before its runs",
    columns: ["at", "varied", "method", "figure", "seeds"].map((title) => ({
      title,
      align: "left" as const,
    })),
    rows: declarations.map((one) => ({
      cells: [
        momentName(one.created),
        one.vary.join("  "),
        one.method,
        `${one.figure}, ${one.best}`,
        one.seeds.join(", "),
      ],
    })),
  };
  return {
    id: "declared",
    title: "What was asked",
    body: fragment(htmlTable(table, table.caption), copyable("command", declarations.at(-1)?.command ?? "")),
  };
}

function runsPart({ points, paths }: SweepRanking): ReportPart {
  const table = {
    caption: "Runs of each point, below trials/",
    columns: ["point", "runs"].map((title) => ({ title, align: "left" as const })),
    rows: points.map((point) => ({
      cells: [
        pointLabel(point, paths),
        point.runs.map((run, index) => [
          index > 0 && ", ",
          element("a", { href: `${sweepFiles.trials}/${run}/report.html` }, run),
        ]),
      ],
    })),
  };
  return { id: "runs", title: "Runs", body: htmlTable(table, table.caption) };
}
