// `innergap cid random`: a diagram drawn by chance, the same one for the same seed.
import { Rng } from "../base/rng.ts";
import { diagramToJson } from "../causal/diagram-json.ts";
import { printEdgeList } from "../causal/edge-list.ts";
import { type RandomDiagramOptions, randomDiagram } from "../causal/random-diagram.ts";
import type { Arguments } from "./arguments.ts";
import { drawSource } from "./cid-draw.ts";
import { deliver } from "./picture-files.ts";
import type { Terminal } from "./terminal.ts";

const most = 500;

export function makeRandomDiagram(args: Arguments, terminal: Terminal): object {
  const seed = args.whole("seed", 0, Number.MAX_SAFE_INTEGER) ?? 0;
  const density = args.number("density", 0, 1);
  const options: RandomDiagramOptions = {
    nodes: args.whole("nodes", 2, most) ?? 8,
    decisions: args.whole("decisions", 1, most) ?? 1,
    utilities: args.whole("utilities", 1, most) ?? 1,
    agents: args.whole("agents", 1, most) ?? 1,
    ...(density !== null && { density }),
    sufficientRecall: args.flag("sufficient-recall"),
  };
  const diagram = randomDiagram(Rng.fromSeed(`cid/${seed}`), options, "cid random");
  const json = diagramToJson(diagram);
  const edges = printEdgeList({ nodes: json.nodes, edges: json.edges });
  const out = args.text("out");
  if (out !== null && !out.toLowerCase().endsWith(".json")) {
    const about = `Drawn by chance, seed ${seed}.`;
    drawSource(
      { title: `random diagram ${seed}`, about, diagram, model: null, objectives: null },
      args,
      terminal,
    );
  } else if (out === null) {
    const words = (group: typeof json.decisions) =>
      isList(group)
        ? group.join(",")
        : Object.entries(group)
            .map(([agent, names]) => `${agent}=${names.join(",")}`)
            .join(" ");
    terminal.print(edges);
    terminal.print(`decisions ${words(json.decisions)}`);
    terminal.print(`utilities ${words(json.utilities)}`);
  } else deliver(`${JSON.stringify(json, null, 2)}\n`, args, terminal);
  return { seed, edges, diagram: json };
}

const isList = (group: unknown): group is readonly string[] => Array.isArray(group);
