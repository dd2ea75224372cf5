// Random objective graphs by seed, for laws. Densities and sizes must leave a chance that two attributes are reached.
import type { Rng } from "../../src/base/rng.ts";
import {
  type Effect,
  type ObjectiveGraph,
  type ObjectiveGraphParts,
  objectiveGraph,
  type SignedEdge,
  type SignedEdges,
} from "../../src/causal/objective-graphs/objective-graph.ts";

export interface RandomObjectiveOptions {
  /** Attributes, at least 2. */
  readonly nodes: number;
  /** Probability of each edge from an earlier attribute to a later one. */
  readonly density: number;
  /** Probability that an edge lowers. */
  readonly lowering: number;
}

/**
 * A graph over attributes a0, a1, ... in the order of causes, with a deployment graph and a believed graph in which some edges are missing and others
 * new. Every attribute that has no cause in any of them is an action; objectives and one continuation are drawn from those that an action reaches in training, the two
 * objectives apart.
 */
export function randomObjectiveGraph(rng: Rng, options: RandomObjectiveOptions): ObjectiveGraph {
  const names = Array.from({ length: options.nodes }, (_, node) => `a${node}`);
  for (;;) {
    const training = randomEdges(rng, names, options);
    const [deployment, believed] = [
      varied(rng, names, options, training),
      varied(rng, names, options, training),
    ];
    const all = [training, deployment, believed].flatMap(({ edges }) => edges);
    const actions = names.filter(
      (name) => all.every(([, to]) => to !== name) && training.edges.some(([from]) => from === name),
    );
    const reached = names.filter((name) => isReached(training, actions, name));
    if (actions.length === 0 || reached.length < 2) continue;
    const pursued = reached[rng.below(reached.length)]!;
    const others = reached.filter((name) => name !== pursued);
    const base = others[rng.below(others.length)]!;
    const marks = reached.filter((name) => name !== base);
    const parts: ObjectiveGraphParts = {
      pursued,
      base,
      actions,
      continuation: [marks[rng.below(marks.length)]!],
      budget: 1 + rng.below(actions.length),
      training,
      deployment,
      believed,
    };
    return objectiveGraph(parts);
  }
}

function isReached({ edges }: SignedEdges, actions: readonly string[], name: string): boolean {
  if (actions.includes(name)) return true;
  return edges.some(([from, to]) => to === name && isReached({ edges }, actions, from));
}

function randomEdges(rng: Rng, names: readonly string[], options: RandomObjectiveOptions): SignedEdges {
  const effect = (): Effect => (rng.unit() < options.lowering ? "lowers" : "raises");
  const edges = names.flatMap((to, later) =>
    names.slice(0, later).flatMap((from): SignedEdge[] => {
      return rng.unit() < options.density ? [[from, to, effect()]] : [];
    }),
  );
  return { edges };
}

function varied(
  rng: Rng,
  names: readonly string[],
  options: RandomObjectiveOptions,
  { edges }: SignedEdges,
): SignedEdges {
  const kept = edges.filter(() => rng.unit() < 0.75);
  const fresh = randomEdges(rng, names, { ...options, density: options.density / 4 }).edges;
  const isNew = ([from, to]: SignedEdge) => !kept.some(([a, b]) => a === from && b === to);
  return { edges: [...kept, ...fresh.filter(isNew)] };
}
