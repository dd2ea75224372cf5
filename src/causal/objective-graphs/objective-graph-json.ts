// Objective graphs as JSON: what a file says, checked, and back.
import { parseInput, z } from "../../base/schema.ts";
import {
  effectWord,
  type ObjectiveGraph,
  type ObjectiveGraphParts,
  objectiveGraph,
  type SignedEdge,
  type SignedEdges,
} from "./objective-graph.ts";
import type { SignedGraph } from "./signed-graph.ts";

/** Sizes beyond which a file is refused rather than worked on. */
const mostEdges = 2000;
const mostLetters = 200;
const mostGraphs = 100;

const name = z.string().min(1).max(mostLetters);
const effect = z.union([z.enum(["raises", "lowers"]), z.number()]);
const edges = z.strictObject({
  edges: z
    .array(z.tuple([name, name, effect]))
    .min(1)
    .max(mostEdges),
});

const schema = z.strictObject({
  pursued: name,
  base: name,
  actions: z.array(name).min(1).max(mostEdges).optional(),
  continuation: z.array(name).max(mostEdges).optional(),
  budget: z.int().min(1).optional(),
  tolerance: z.number().min(0).optional(),
  training: edges,
  deployment: edges.optional(),
  believed: edges.optional(),
  family: z
    .record(name, edges)
    .refine((graphs) => Object.keys(graphs).length <= mostGraphs, { error: `at most ${mostGraphs} graphs` })
    .optional(),
});

/** Reads an objective graph; an InputError says where in the file, below `place`, what was found and what was expected. */
export function objectiveGraphFromJson(value: unknown, place = "objective graph"): ObjectiveGraph {
  const { actions, continuation, budget, tolerance, deployment, believed, family, ...rest } = parseInput(
    schema,
    value,
    place,
  );
  const parts: ObjectiveGraphParts = {
    ...rest,
    ...(actions && { actions }),
    ...(continuation && { continuation }),
    ...(budget !== undefined && { budget }),
    ...(tolerance !== undefined && { tolerance }),
    ...(deployment && { deployment }),
    ...(believed && { believed }),
    ...(family && { family }),
  };
  return objectiveGraph(parts, place);
}

/** What `objectiveGraphFromJson` reads: every part written out, so that defaults of another version change nothing. */
export function objectiveGraphToJson(graph: ObjectiveGraph): ObjectiveGraphParts {
  const named = (nodes: readonly number[]) => nodes.map((node) => graph.nodes[node]!);
  const edgesOf = ({ graph: { parents }, effects }: SignedGraph): SignedEdges => ({
    edges: parents.flatMap((list, node) =>
      list.map((parent, place): SignedEdge => {
        return [graph.nodes[parent]!, graph.nodes[node]!, effectWord(effects[node]![place]!)];
      }),
    ),
  });
  const graphs = graph.family.map((one) => [one.name, edgesOf(one.graph)] as const);
  const deployment = graphs.find(([title]) => title === "deployment");
  const further = graphs.filter(([title]) => title !== "training" && title !== "deployment");
  return {
    pursued: graph.nodes[graph.pursued]!,
    base: graph.nodes[graph.base]!,
    actions: named(graph.actions),
    continuation: named(graph.continuation),
    budget: graph.budget,
    tolerance: graph.tolerance,
    training: edgesOf(graph.training),
    ...(deployment && { deployment: deployment[1] }),
    believed: edgesOf(graph.believed),
    ...(further.length > 0 && { family: Object.fromEntries(further) }),
  };
}
