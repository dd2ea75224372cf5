// Diagrams as JSON, in and out.
import { parseInput, z } from "../base/schema.ts";
import {
  type DiagramParts,
  type InfluenceDiagram,
  influenceDiagram,
  nodesOfKind,
  onlyAgent,
} from "./diagram.ts";
import { parseEdgeList } from "./edge-list.ts";

const name = z.string().min(1);
const nodesOfAgents = z.union([z.array(name), z.record(name, z.array(name))]);

/** What a diagram's JSON may hold: edges as pairs or as one line; decisions and utilities as names, or as names by agent. */
export const diagramSchema = z.strictObject({
  version: z.literal(1).default(1),
  nodes: z.array(name).optional(),
  edges: z.union([z.string(), z.array(z.tuple([name, name]))]),
  decisions: nodesOfAgents,
  utilities: nodesOfAgents,
});

/** The JSON that `diagramToJson` writes. */
export interface DiagramJson extends DiagramParts {
  readonly version: 1;
  readonly nodes: readonly string[];
}

/** The diagram that parsed JSON describes; throws an InputError with its place below `place`. */
export function diagramFromJson(value: unknown, place = "diagram"): InfluenceDiagram {
  const { nodes, edges, decisions, utilities } = parseInput(diagramSchema, value, place);
  const list = typeof edges === "string" ? parseEdgeList(edges, `${place}.edges`) : { nodes: [], edges };
  return influenceDiagram(
    { nodes: [...(nodes ?? []), ...list.nodes], edges: list.edges, decisions, utilities },
    place,
  );
}

/** A diagram as JSON that gives it back with the same numbers; one agent of no particular name is left out. */
export function diagramToJson(diagram: InfluenceDiagram): DiagramJson {
  const names = diagram.nodes.map((node) => node.name);
  const group = (kind: "decision" | "utility") => {
    const of = (agent: string) => nodesOfKind(diagram, kind, agent).map((node) => names[node]!);
    const unnamed = diagram.agents.every((agent) => agent === onlyAgent);
    return unnamed ? of(onlyAgent) : Object.fromEntries(diagram.agents.map((agent) => [agent, of(agent)]));
  };
  return {
    version: 1,
    nodes: names,
    edges: diagram.graph.arcs.map(([from, to]) => [names[from]!, names[to]!]),
    decisions: group("decision"),
    utilities: group("utility"),
  };
}
