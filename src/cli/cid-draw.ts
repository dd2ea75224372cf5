// `innergap cid draw`: a diagram as a picture, a page, Graphviz's language or lines of text.
import { extname } from "node:path";
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import { analyseIncentives } from "../causal/analyse.ts";
import { diagramToJson } from "../causal/diagram-json.ts";
import { printGraphviz } from "../causal/graphviz.ts";
import { diagramDrawing } from "../drawing/diagram/diagram-drawing.ts";
import { drawingLines } from "../drawing/diagram/drawing-words.ts";
import type { LayeredDrawing } from "../drawing/diagram/layered-drawing.ts";
import { layeredSvg } from "../drawing/diagram/layered-svg.ts";
import { objectiveDrawing } from "../drawing/diagram/objective-drawing.ts";
import type { Arguments } from "./arguments.ts";
import { diagramPage } from "./cid-page.ts";
import { type CidSource, cidSource } from "./cid-source.ts";
import { deliver } from "./picture-files.ts";
import type { Terminal } from "./terminal.ts";

const extensions = [".svg", ".html", ".dot", ".txt"] as const;

export function drawDiagram(args: Arguments, terminal: Terminal): object {
  return drawSource(cidSource(args), args, terminal);
}

/** Writes what the extension of --out asks for; lines of text without --out. */
export function drawSource(source: CidSource, args: Arguments, terminal: Terminal): object {
  const out = args.text("out");
  const kind = out === null ? ".txt" : extname(out).toLowerCase();
  const format = extensions.find((one) => one === kind);
  if (format === undefined) throw new InputError("--out", JSON.stringify(out), oneOf(kind, extensions));
  const drawing = drawingOf(source, args.text("graph"));
  const texts: Readonly<Record<(typeof extensions)[number], () => string>> = {
    ".svg": () => `${layeredSvg(drawing).source}\n`,
    ".html": () => diagramPage(source),
    ".dot": () => printGraphviz(source.diagram),
    ".txt": () => `${drawingLines(drawing).join("\n")}\n`,
  };
  deliver(texts[format](), args, terminal);
  return { out, format: format.slice(1), diagram: diagramToJson(source.diagram) };
}

function drawingOf({ diagram, objectives }: CidSource, graph: string | null): LayeredDrawing {
  if (objectives === null) {
    if (graph !== null)
      throw new InputError(
        "--graph",
        JSON.stringify(graph),
        "an objective graph (--story, or a file of one)",
      );
    return diagramDrawing(diagram, analyseIncentives(diagram));
  }
  const graphs = [...objectives.family, { name: "believed", graph: objectives.believed }];
  const found = graphs.find(({ name }) => name === (graph ?? "training"));
  if (found) return objectiveDrawing(objectives, found.graph);
  throw new InputError(
    "--graph",
    JSON.stringify(graph),
    oneOf(
      graph!,
      graphs.map(({ name }) => name),
    ),
  );
}
