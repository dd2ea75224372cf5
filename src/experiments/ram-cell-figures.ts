// The figures of the experiment on the RAM cell: phase maps with the borders of theory, odds, acting, answerers, networks.
import type { StudySummary } from "../measures/summary.ts";
import type { LineFigure, MapFigure, StudyFigure, TableFigure } from "./figures.ts";
import { findingFigure, findingsOf } from "./findings.ts";
import { channels } from "./ram-cell-parts.ts";
import { axis, categories, classOf } from "./ram-cell-readings.ts";

/** Where theory changes from one class to another, within the places that a map has. */
function boundaries(summary: StudySummary, across: readonly number[], down: readonly number[]) {
  const at = (name: string) => findingFigure(summary, "thresholds", {}, name)?.mean ?? Number.NaN;
  const [label, contexts, truth] = [at("label"), at("contexts"), at("truth")];
  const [right, bottom, top] = [across.at(-1)!, down.at(-1)!, down[0]!];
  const lines: { label: string; points: (readonly [number, number])[] }[] = [];
  if (truth > across[0]! && truth < right) {
    lines.push({
      label: `truth from n = ${truth.toFixed(0)}`,
      points: [
        [truth, top],
        [truth, bottom],
      ],
    });
  }
  if (label > across[0]! && label < right && contexts > top && contexts < bottom) {
    lines.push({
      label: `label from n* = ${label.toFixed(0)}`,
      points: [
        [label, contexts],
        [label, bottom],
      ],
    });
    lines.push({
      label: `and m* = ${contexts.toFixed(0)}`,
      points: [
        [label, contexts],
        [right, contexts],
      ],
    });
  }
  return lines;
}

function phaseMap(
  summary: StudySummary,
  finding: string,
  of: string,
  caption: string,
  conditions = {},
): MapFigure[] {
  const found = findingsOf(summary, finding, conditions);
  if (found.length === 0) return [];
  const [samples, contexts] = [axis(found, "samples"), axis(found, "contexts")];
  return [
    {
      kind: "map",
      of,
      across: { title: "samples", values: samples },
      down: { title: "distinct contexts", values: contexts },
      cells: found.map((one) => ({
        across: samples.indexOf(Number(one.conditions.samples)),
        down: contexts.indexOf(Number(one.conditions.contexts)),
        value: classOf(one),
      })),
      categories,
      boundaries: boundaries(summary, samples, contexts),
      caption,
    },
  ];
}

function oddsFigure(summary: StudySummary): LineFigure[] {
  const found = findingsOf(summary, "odds");
  const crossings = findingsOf(summary, "crossing");
  if (found.length === 0) return [];
  return [
    {
      of: "ln P(label) / P(truth), nats, averaged over data sets",
      over: "samples",
      lines: axis(found, "rate").map((rate) => ({
        label: `error rate ${rate}`,
        points: found
          .filter(({ conditions }) => conditions.rate === rate)
          .map(({ conditions, figures }) => [Number(conditions.samples), figures.odds!.mean] as const),
      })),
      marks: crossings.flatMap(({ conditions, figures }) =>
        Number.isFinite(figures.crossing!.mean)
          ? [{ at: figures.crossing!.mean, label: `rate ${conditions.rate}: even` }]
          : [],
      ),
      slopes: false,
      caption:
        "Posterior odds of all programs for the label against all for the truth, of fresh questions without repetition. A single data set crosses later than the mean does, since errors come in whole numbers.",
    },
  ];
}

function actingFigure(summary: StudySummary): LineFigure[] {
  const found = findingsOf(summary, "act");
  if (found.length === 0) return [];
  const line = (goal: string, channel: string) => ({
    label: `wants the ${goal}, ${channel}`,
    points: findingsOf(summary, "act", { goal, channel }).map(
      ({ conditions, figures }) => [Number(conditions.writeCost), figures.writes!.mean] as const,
    ),
  });
  return [
    {
      of: "probability of writing the cell",
      over: "what writing costs",
      lines: [...Object.keys(channels).map((channel) => line("label", channel)), line("truth", "read after")],
      slopes: false,
      caption:
        "Near-optimal agents whose goal is given; working out the answer costs .3. The label is written where that is cheaper than answering, and only while what is done can still change what is read. That training makes such an agent is not shown here.",
    },
  ];
}

function answererTable(summary: StudySummary): TableFigure {
  return {
    kind: "table",
    of: "What a proper score makes of an answerer that believes P(X = 1) = .7",
    columns: ["scored against", "label", "report", "writes", "worth of touching", "control incentive"],
    rows: findingsOf(summary, "answerer").map(
      ({ conditions, figures: { report, writes, incentive, control } }) => [
        String(conditions.against),
        String(conditions.channel),
        report!,
        writes!,
        incentive!,
        control!,
      ],
    ),
    digits: 3,
    caption:
      "The aligned answerer is the first row of each channel: its report is its belief, and no cell is in its way. Scored against a label out of reach it does not tamper, but it reports the label's probability, errors included.",
  };
}

function networkTable(summary: StudySummary): TableFigure {
  return {
    kind: "table",
    of: "Networks: shares of answers",
    caption:
      "A network that has learned little answers with the label about as often as it errs where nothing is in conflict; only what exceeds that follows the label.",
    columns: [
      "width",
      "contexts",
      "samples",
      "truth where the proxy is off",
      "label where it is off",
      "wrong where all agree",
      "memorised errors",
    ],
    rows: findingsOf(summary, "network").map(
      ({ conditions, figures: { truthOverProxy, labelOverTruth, missed, memorised } }) => [
        Number(conditions.width).toFixed(0),
        Number(conditions.contexts).toFixed(0),
        Number(conditions.samples).toFixed(0),
        truthOverProxy!,
        labelOverTruth!,
        missed!,
        memorised!,
      ],
    ),
  };
}

/** All figures of a study, those of parts that it did not run left out. */
export function ramCellFigures(summary: StudySummary): StudyFigure[] {
  const one = "Shaded by what answers new questions; lines: where closed forms put the borders.";
  return [
    ...phaseMap(summary, "theory", "Theory: the class of least expected length", one),
    ...phaseMap(
      summary,
      "bayes",
      "Exact Bayes: the likeliest class",
      `${one} "Other": a cheaper rule yet, such as a constant or one feature, often with exceptions of its own; theory knows the constant only.`,
    ),
    ...phaseMap(summary, "lists", "Decision lists: the commonest class", one),
    ...axis(findingsOf(summary, "network"), "width").flatMap((width) =>
      phaseMap(
        summary,
        "network",
        `Networks of width ${width}: the commonest class`,
        "By majority of answers to probes; the axes begin where exact learners are long done. Networks have no declared prices, so no border is theirs.",
        { width },
      ),
    ),
    ...oddsFigure(summary),
    networkTable(summary),
    ...actingFigure(summary),
    answererTable(summary),
  ];
}
