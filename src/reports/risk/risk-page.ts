// The page on a model of risk: how the outcome is spread, what its uncertainty comes from, what to find out, and the model itself.
import { element, fragment, type Markup } from "../../drawing/markup.ts";
import type { ExplainedQuantity } from "../../risk/explain-model.ts";
import type { Quantity } from "../../risk/model.ts";
import { copyable, type ReportPart, reportPage } from "../page.ts";
import { openingHeader } from "../sections/opening.ts";
import { distributionPart } from "./distribution-part.ts";
import { informationPart } from "./information-part.ts";
import type { RiskReport } from "./risk-report.ts";
import { figureText, quantityText } from "./risk-words.ts";
import { sensitivityPart } from "./sensitivity-part.ts";

/** One HTML document: no network, every text escaped. */
export function riskPage(report: RiskReport): string {
  const { model, quantity, distribution, sensitivity, information } = report;
  const asked = model.quantities.find(({ name }) => name === quantity)?.title ?? quantity;
  const parts: ReportPart[] = [
    ...(distribution === null ? [] : [distributionPart(distribution, asked)]),
    ...(sensitivity === null ? [] : [sensitivityPart(sensitivity)]),
    ...(information === null ? [] : [informationPart(information)]),
    treePart(report),
    sourcesPart(report),
  ];
  const mean = distribution && figureText(distribution.summary.mean.estimate);
  return reportPage({
    title: `${model.title ?? model.name} (innergap)`,
    header: openingHeader(
      "innergap, model of risk",
      model.title ?? model.name,
      `${asked}: how likely, and why?`,
      [
        ["model", model.name],
        ["quantities", String(model.quantities.length)],
        ["asked about", quantity],
        ...(mean === null ? [] : [["mean", mean] as const]),
      ],
    ),
    parts,
    footer: element(
      "p",
      {},
      `innergap, ${model.quantities.length} quantities. What comes out is what the model's assumptions come to.`,
    ),
    data: {},
  });
}

function treePart({ tree }: RiskReport): ReportPart {
  return {
    id: "model",
    title: "The model",
    body: fragment(
      element("p", {}, "From the outcome down; what was told further up is only named."),
      element("ul", { class: "tree" }, branch(tree)),
    ),
  };
}

function branch(node: ExplainedQuantity): Markup {
  const name = element("b", {}, node.name);
  if (node.again) return element("li", {}, name, " (see above)");
  return element(
    "li",
    {},
    name,
    " ",
    element("code", {}, quantityText(node)),
    node.title !== null && element("span", { class: "small quiet" }, ` ${node.title}`),
    node.uses.length > 0 && element("ul", { class: "tree" }, node.uses.map(branch)),
  );
}

function remarks({ name, source, note }: Quantity): Markup {
  return element(
    "li",
    {},
    element("b", {}, name),
    source !== undefined && fragment(" ", element("code", {}, source)),
    note !== undefined && element("span", { class: "small quiet" }, ` ${note}`),
  );
}

function sourcesPart({ model, from, command }: RiskReport): ReportPart {
  const rows = model.quantities.filter(({ source, note }) => source !== undefined || note !== undefined);
  const runs = model.quantities.filter(({ definition }) => definition.kind === "runs");
  return {
    id: "sources",
    title: "Sources",
    body: fragment(
      model.source !== undefined && element("p", {}, model.source),
      model.note !== undefined && element("p", { class: "quiet" }, model.note),
      rows.length > 0 && element("h3", {}, "Where beliefs come from"),
      rows.length > 0 && element("ul", { class: "plain-list" }, rows.map(remarks)),
      runs.length > 0 &&
        element("p", {}, `Fed by runs, counted anew each time: ${runs.map(({ name }) => name).join(", ")}.`),
      model.notes.length > 0 &&
        element(
          "ul",
          {},
          model.notes.map((note) => element("li", {}, note)),
        ),
      element("p", {}, `Read from ${from}. The same again:`),
      copyable("command", command),
    ),
  };
}
