// General proxy alignment: what is pursued and the base objective both rise with something else.
import { effectTolerance } from "./best-plans.ts";
import type { ObjectiveClass } from "./objective-class.ts";
import { namesOf, type ObjectiveGraph } from "./objective-graph.ts";
import { shortestPath } from "./shortest-path.ts";
import { effectsOn } from "./signed-graph.ts";

/** The class where it holds; a note where there are common causes, but none with which both rise. */
export function generalClass(graph: ObjectiveGraph, notes: string[]): ObjectiveClass | null {
  const { training, pursued, base, nodes } = graph;
  if (pursued === base) return null;
  const only = (node: number) => Uint8Array.from(nodes, (_, other) => (other === node ? 1 : 0));
  const pathsOf = (cause: number) => {
    const toPursued = shortestPath(training.graph, cause, pursued, only(base));
    const toBase = shortestPath(training.graph, cause, base, only(pursued));
    return toPursued && toBase ? { cause, toPursued, toBase } : null;
  };
  const common = training.graph.order
    .filter((node) => node !== pursued && node !== base)
    .flatMap((node) => pathsOf(node) ?? []);
  const onPursued = effectsOn(training, pursued);
  const onBase = effectsOn(training, base);
  const rising = common.filter(
    ({ cause }) => onPursued[cause]! > effectTolerance && onBase[cause]! > effectTolerance,
  );
  const last = rising.at(-1);
  if (last === undefined) {
    if (common.length > 0) {
      const causes = namesOf(
        graph,
        common.map(({ cause }) => cause),
      ).join(", ");
      notes.push(
        `${nodes[pursued]} and ${nodes[base]} share causes, but do not both rise with one of them (${causes})`,
      );
    }
    return null;
  }
  return {
    class: "general",
    cause: nodes[last.cause]!,
    causes: namesOf(
      graph,
      rising.map(({ cause }) => cause),
    ),
    toPursued: namesOf(graph, last.toPursued),
    toBase: namesOf(graph, last.toBase),
    effects: { pursued: onPursued[last.cause]!, base: onBase[last.cause]! },
  };
}
