// `innergap cid analyse`: which incentives the edges of a diagram admit.
import { analyseIncentives, type IncentiveAnalysis } from "../causal/analyse.ts";
import { diagramToJson } from "../causal/diagram-json.ts";
import { incentiveKeys, incentiveMarks } from "../drawing/diagram/incentive-marks.ts";
import { markCharacters } from "../drawing/diagram/mark-symbol.ts";
import { textTableLines } from "../drawing/table.ts";
import type { Arguments } from "./arguments.ts";
import { type CidSource, cidSource } from "./cid-source.ts";
import { analysisColumns, analysisTables, unknownMark } from "./cid-tables.ts";
import type { Terminal } from "./terminal.ts";
import { wrap } from "./wording.ts";

export function analyseDiagram(args: Arguments, terminal: Terminal): object {
  const source = cidSource(args);
  const analysis = analyseIncentives(source.diagram);
  printAnalysis(source, analysis, terminal);
  return { ...analysis, diagram: diagramToJson(source.diagram) };
}

/** A table for each decision, what is requisite, and whether recall suffices. */
export function printAnalysis(source: CidSource, analysis: IncentiveAnalysis, terminal: Terminal): void {
  const width = Math.min(terminal.width, 110);
  for (const line of wrap(`${source.title}: ${source.about}`, width)) terminal.print(line);
  for (const { title, rows } of analysisTables(source.diagram, analysis)) {
    terminal.print();
    if (title !== null) terminal.print(title);
    const columns = analysisColumns.map(({ title: column }) => ({ title: column, align: "left" as const }));
    const cells = rows.map((row) => ({ cells: row }));
    for (const line of textTableLines({ columns, rows: cells }, terminal.width)) terminal.print(line);
  }
  terminal.print();
  for (const line of wrap(legendText(analysis), width)) terminal.print(line);
  for (const line of wrap(`requisite graph: ${analysis.requisiteGraph.join(", ") || "no edges"}`, width))
    terminal.print(line);
  const recall = analysis.sufficientRecall
    ? "sufficient recall: yes"
    : `sufficient recall: no (${analysis.reason ?? ""})`;
  for (const line of wrap(recall, width)) terminal.print(line);
}

function legendText(analysis: IncentiveAnalysis): string {
  const marks = incentiveKeys.map(
    (key) => `${markCharacters[incentiveMarks[key].shape]} ${incentiveMarks[key].title}`,
  );
  const unknown = analysis.sufficientRecall
    ? ""
    : `, ${unknownMark} cannot be told without sufficient recall`;
  return `(chance) [decision] <utility>; ${marks.join(", ")}${unknown}`;
}
