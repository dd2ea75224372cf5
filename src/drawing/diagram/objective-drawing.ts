// One graph of an objective graph as a layered drawing.
import { effectWord, type ObjectiveGraph } from "../../causal/objective-graphs/objective-graph.ts";
import type { SignedGraph } from "../../causal/objective-graphs/signed-graph.ts";
import type { LayeredDrawing } from "./layered-drawing.ts";

/** Actions as decisions, both objectives as diamonds with a word whose they are; arrows that do not raise by 1 say what they do. Attributes without edges are left out. */
export function objectiveDrawing(
  objectives: ObjectiveGraph,
  { graph, effects }: SignedGraph,
): LayeredDrawing {
  const { pursued, base, actions, continuation } = objectives;
  const shown = objectives.nodes.flatMap((_, node) => {
    const isJoined = graph.parents[node]!.length + graph.children[node]!.length > 0;
    return isJoined || node === pursued || node === base ? [node] : [];
  });
  const note = (node: number) => {
    if (node === pursued && node === base) return "pursued and base";
    if (node === pursued) return "pursued";
    if (node === base) return "base objective";
    return continuation.includes(node) ? "its continuation" : null;
  };
  return {
    kinds: { chance: "attribute", decision: "action", utility: "objective" },
    nodes: shown.map((node) => {
      const said = note(node);
      const isObjective = node === pursued || node === base;
      return {
        name: objectives.nodes[node]!,
        kind: isObjective ? "utility" : actions.includes(node) ? "decision" : "chance",
        ...(said !== null && { note: said }),
        color: node === pursued ? "vermilion" : node === base ? "blue" : null,
        marks: [],
      };
    }),
    edges: graph.arcs.map(([from, to]) => {
      const effect = effects[to]![graph.parents[to]!.indexOf(from)]!;
      const word = String(effectWord(effect));
      return {
        from: shown.indexOf(from),
        to: shown.indexOf(to),
        informs: false,
        ...(word !== "raises" && { label: word === "lowers" ? word : `× ${word}` }),
      };
    }),
  };
}
