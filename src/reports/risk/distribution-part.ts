// How the outcome is spread: the exceedance curve, and its figures with their errors.
import { lineChart } from "../../drawing/charts/line-chart.ts";
import { element, fragment, type Markup } from "../../drawing/markup.ts";
import { htmlTable } from "../../drawing/table.ts";
import type { Figure } from "../../risk/estimates/figure.ts";
import type { DrawSummary } from "../../risk/estimates/summarise-draws.ts";
import type { ReportPart } from "../page.ts";
import type { RiskDistribution } from "./risk-report.ts";
import { conditionsText, figureText, percent, worstCaseText } from "./risk-words.ts";

export function distributionPart(
  { conditions, summary, worst }: RiskDistribution,
  asked: string,
): ReportPart {
  const { mean, quantiles, tail, tailMeans } = summary;
  const [low, high] = [quantiles[0], quantiles.at(-1)];
  const spread =
    low === undefined || high === undefined || low === high
      ? ""
      : `, between ${figureText(low.value.estimate)} and ${figureText(high.value.estimate)} in ${percent(high.share - low.share)} of draws`;
  const bad = tailMeans.map(
    ({ level, value }) =>
      `Over the ${tail === "upper" ? "highest" : "lowest"} ${percent(1 - level)} of draws it is ${figureText(value.estimate)} on average.`,
  );
  return {
    id: "distribution",
    title: "How likely",
    body: fragment(
      element(
        "div",
        { class: "answer" },
        element("p", {}, `${asked}: ${figureText(mean.estimate)} on average${spread}. ${bad.join(" ")}`),
        worst && worstCaseText(worst).map((text) => element("p", {}, text)),
      ),
      curve(summary),
      figures(summary),
      element("p", { class: "small quiet" }, `${conditionsText(conditions)}.`),
    ),
  };
}

function curve({ curve: points, mean, exceedances, quantiles }: DrawSummary): Markup {
  const told = quantiles
    .map(({ share, value }) => `above ${figureText(value.estimate)} in ${percent(1 - share)}`)
    .join(", ");
  return element(
    "figure",
    { class: "narrow" },
    element("figcaption", {}, "Probability of exceeding a value"),
    lineChart(
      [
        {
          label: "exceedance",
          index: 0,
          points: points.map(({ value, probability }) => [value, probability]),
        },
      ],
      {
        label: `Exceedance curve, falling from 1 to 0: ${told}.`,
        height: 260,
        include: [0, 1],
        legend: true,
        marks: [
          { x: mean.estimate, label: "mean" },
          ...exceedances.map(({ threshold }) => ({ x: threshold, label: figureText(threshold) })),
        ],
      },
    ),
    element(
      "details",
      {},
      element("summary", {}, "As a table"),
      htmlTable(
        {
          caption: "Exceedance curve",
          columns: [
            { title: "value", align: "left" },
            { title: "probability of more", align: "right" },
          ],
          rows: points.map(({ value, probability }) => ({
            cells: [figureText(value), figureText(probability)],
          })),
        },
        "Exceedance curve",
      ),
    ),
  );
}

function figures({
  mean,
  deviation,
  quantiles,
  tail,
  tailMeans,
  exceedances,
  least,
  greatest,
}: DrawSummary): Markup {
  const row = (what: string, { estimate, standardError, low, high }: Figure) => ({
    cells: [
      what,
      figureText(estimate),
      figureText(standardError),
      `${figureText(low)} to ${figureText(high)}`,
    ],
  });
  const end = tail === "upper" ? "highest" : "lowest";
  const caption = `Figures and how far draws leave them open; draws lie between ${figureText(least)} and ${figureText(greatest)}`;
  return htmlTable(
    {
      caption,
      columns: [
        { title: "figure", align: "left" },
        { title: "value", align: "right" },
        { title: "standard error", align: "right" },
        { title: "95 % interval", align: "right" },
      ],
      rows: [
        row("mean", mean),
        row("standard deviation", deviation),
        ...quantiles.map(({ share, value }) => row(`${percent(share)} quantile`, value)),
        ...tailMeans.map(({ level, value }) => row(`mean of the ${end} ${percent(1 - level)} (CVaR)`, value)),
        ...exceedances.map(({ threshold, probability }) =>
          row(`probability above ${figureText(threshold)}`, probability),
        ),
      ],
    },
    caption,
  );
}
