// A diagram as a page of its own: the picture and its tables in one HTML file.
import { analyseIncentives, type IncentiveAnalysis } from "../causal/analyse.ts";
import { classifyObjective } from "../causal/objective-graphs/classify-objective.ts";
import type { ObjectiveGraph } from "../causal/objective-graphs/objective-graph.ts";
import { diagramDrawing } from "../drawing/diagram/diagram-drawing.ts";
import type { LayeredDrawing } from "../drawing/diagram/layered-drawing.ts";
import { layeredSvg } from "../drawing/diagram/layered-svg.ts";
import { objectiveDrawing } from "../drawing/diagram/objective-drawing.ts";
import { element, fragment, type Markup } from "../drawing/markup.ts";
import { formatCompact } from "../drawing/numbers.ts";
import { cssColor } from "../drawing/palette.ts";
import { htmlTable } from "../drawing/table.ts";
import { type ReportPart, reportPage } from "../reports/page.ts";
import { openingHeader } from "../reports/sections/opening.ts";
import { evidenceText } from "./cid-classify.ts";
import type { CidSource } from "./cid-source.ts";
import { analysisColumns, analysisTables, unknownMark } from "./cid-tables.ts";

/** One HTML document: no network, every text escaped. */
export function diagramPage({ title, about, diagram, objectives }: CidSource): string {
  const analysis = analyseIncentives(diagram);
  const parts = objectives === null ? diagramParts(diagram, analysis) : objectiveParts(objectives);
  const facts: [string, string][] = [
    ["nodes", String((objectives ?? diagram).nodes.length)],
    ["decisions", String(diagram.nodes.filter(({ kind }) => kind === "decision").length)],
    ["sufficient recall", analysis.sufficientRecall ? "yes" : "no"],
  ];
  return reportPage({
    title: `${title} (innergap)`,
    header: openingHeader(
      objectives ? "innergap, objective graph" : "innergap, influence diagram",
      title,
      about,
      objectives ? facts.slice(0, 1) : facts,
    ),
    parts,
    footer: element("p", {}, "innergap."),
    data: {},
  });
}

function diagramParts(diagram: CidSource["diagram"], analysis: IncentiveAnalysis): readonly ReportPart[] {
  const tables = analysisTables(diagram, analysis).map(({ title, rows }) =>
    htmlTable(
      {
        caption: title ?? "Incentives that the edges admit",
        columns: analysisColumns.map((column) => ({ title: column.title, align: "left" as const })),
        rows: rows.map((row) => ({ cells: row.map((cell, column) => spoken(cell, column)) })),
      },
      title ?? "Incentives by node",
    ),
  );
  return [
    {
      id: "diagram",
      title: "Diagram",
      body: figure(diagramDrawing(diagram, analysis), "The diagram with its incentives"),
    },
    {
      id: "incentives",
      title: "Incentives",
      body: fragment(
        analysis.reason === undefined
          ? null
          : element("p", {}, `Some criteria (${unknownMark}) cannot be asked: ${analysis.reason}.`),
        tables,
      ),
    },
    {
      id: "requisite",
      title: "Requisite graph",
      body: element("p", {}, element("code", {}, analysis.requisiteGraph.join(", ") || "no edges")),
    },
  ];
}

/** A mark in its colour, read as yes. */
function spoken(cell: string, column: number): Markup | string {
  const { mark } = analysisColumns[column]!;
  if (mark === null || cell === "") return cell;
  if (cell === unknownMark) return element("span", { role: "img", "aria-label": "cannot be told" }, cell);
  return element("span", { role: "img", "aria-label": "yes", style: `color:${cssColor(mark.color)}` }, cell);
}

function objectiveParts(objectives: ObjectiveGraph): readonly ReportPart[] {
  const { classes, plans, notes } = classifyObjective(objectives);
  const believed =
    objectives.believed === objectives.training ? [] : [{ name: "believed", graph: objectives.believed }];
  const figures = [...objectives.family, ...believed].map(({ name, graph }) =>
    fragment(element("h3", {}, name), figure(objectiveDrawing(objectives, graph), `The graph of ${name}`)),
  );
  const planTable = htmlTable(
    {
      caption: "What the agent does where it knows the graph, and what that does for the base objective",
      columns: ["graph", "best plan for what is pursued", "base objective", "at best", "served"].map(
        (title) => ({ title, align: "left" as const }),
      ),
      rows: plans.map(({ graph, plan, base, baseAtBest, servesBase }) => ({
        cells: [
          graph,
          plan.join(", ") || "nothing",
          formatCompact(base.lowest),
          formatCompact(baseAtBest),
          servesBase ? "yes" : "no",
        ],
      })),
    },
    "Plans by graph",
  );
  const items = classes.map((one) =>
    element("li", {}, element("strong", {}, one.class), `: ${evidenceText(one)}`),
  );
  return [
    {
      id: "classes",
      title: "Classes",
      body: fragment(
        classes.length === 0 ? element("p", {}, "None of the classes holds.") : element("ul", {}, items),
        notes.map((note) => element("p", { class: "quiet" }, note)),
      ),
    },
    { id: "graphs", title: "Graphs", body: fragment(figures) },
    { id: "plans", title: "Plans", body: planTable },
  ];
}

/** A picture in a region of its own that scrolls sideways where the page is too narrow for it. */
function figure(drawing: LayeredDrawing, label: string): Markup {
  return element(
    "div",
    { class: "scroll", role: "region", tabindex: 0, "aria-label": label },
    layeredSvg(drawing, { inPage: true }),
  );
}
