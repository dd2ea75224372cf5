// An influence diagram, and its incentives, as a layered drawing.
import type { IncentiveAnalysis } from "../../causal/analyse.ts";
import type { InfluenceDiagram } from "../../causal/diagram.ts";
import type { ColorName } from "../palette.ts";
import { marksOf } from "./incentive-marks.ts";
import type { LayeredDrawing } from "./layered-drawing.ts";

/** Colours of agents, in their order; with more agents they come again, and the names below the nodes tell them apart. */
const agentColors: readonly ColorName[] = ["blue", "vermilion", "green", "purple", "orange"];

/** Decisions in the agent's colour, with dashed links to them; with several agents each node names whose it is. */
export function diagramDrawing(diagram: InfluenceDiagram, analysis?: IncentiveAnalysis): LayeredDrawing {
  const { nodes, agents, graph } = diagram;
  return {
    nodes: nodes.map(({ name, kind, agent }) => ({
      name,
      kind,
      ...(agents.length > 1 && agent !== null && { note: agent }),
      color: agent === null ? null : agentColors[agents.indexOf(agent) % agentColors.length]!,
      marks: analysis ? marksOf(analysis, name) : [],
    })),
    edges: graph.arcs.map(([from, to]) => ({ from, to, informs: nodes[to]!.kind === "decision" })),
  };
}
