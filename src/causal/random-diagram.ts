// Random diagrams: what laws and comparisons are tried on.
import { InputError } from "../base/errors.ts";
import type { Rng } from "../base/rng.ts";
import { parseInput, z } from "../base/schema.ts";
import { type InfluenceDiagram, influenceDiagram, type NamedEdge } from "./diagram.ts";
import { hasSufficientRecall } from "./sufficient-recall.ts";

export const randomDiagramSchema = z.strictObject({
  nodes: z.int().min(2).max(500).default(8),
  decisions: z.int().min(1).default(1),
  utilities: z.int().min(1).default(1),
  /** Decisions and utilities are dealt out to them in turn; names only where there are several. */
  agents: z.int().min(1).default(1),
  /** Share of the possible edges that are drawn. */
  density: z.number().min(0).max(1).default(0.4),
  /** Drawn edges into one node; what connects nodes, and links that make recall sufficient, come on top. */
  maxParents: z.int().min(1).default(4),
  sufficientRecall: z.boolean().default(false),
});

export type RandomDiagramOptions = z.input<typeof randomDiagramSchema>;

/** How many diagrams are drawn in search of one with sufficient recall, before links are added that make it so. */
const mostDraws = 20;

/**
 * A random diagram whose nodes stand in an order of its edges, utilities last. Each possible edge is drawn alike; then a decision that has no utility of
 * its agent below it gets an edge to one, and a node without edges one edge. With `sufficientRecall`, diagrams are drawn until one has it;
 * after 20 in vain, each decision of the last observes its agent's earlier decisions and what they observed, which always is
 * enough. Chance nodes are X1, X2, ..., decisions D1, ..., utilities U1, ...; agents, where several, A1, .... The same stream gives
 * the same diagram.
 */
export function randomDiagram(
  rng: Rng,
  options: RandomDiagramOptions = {},
  place = "random",
): InfluenceDiagram {
  const chosen = parseInput(randomDiagramSchema, options, place);
  const { nodes, decisions, utilities, agents, sufficientRecall } = chosen;
  if (decisions + utilities > nodes) {
    throw new InputError(
      `${place}.nodes`,
      String(nodes),
      `at least ${decisions} decisions + ${utilities} utilities`,
    );
  }
  if (agents > Math.min(decisions, utilities)) {
    throw new InputError(`${place}.agents`, String(agents), "a decision and a utility for each agent");
  }
  for (let draw = 1; ; draw++) {
    const plan = drawn(rng, chosen);
    const diagram = built(plan, agents);
    if (!sufficientRecall || hasSufficientRecall(diagram)) return diagram;
    if (draw === mostDraws) return built(withRecall(plan), agents);
  }
}

interface Plan {
  readonly names: readonly string[];
  /** By name, which agent a decision or utility is of. */
  readonly agentOf: ReadonlyMap<string, number>;
  /** By child, the places of the parents. */
  readonly parents: readonly ReadonlySet<number>[];
}

function drawn(rng: Rng, options: z.output<typeof randomDiagramSchema>): Plan {
  const { nodes, decisions, utilities, agents, density, maxParents } = options;
  const inner = nodes - utilities;
  const isDecision = choose(rng, inner, decisions);
  const counts = { X: 0, D: 0, U: 0 };
  const agentOf = new Map<string, number>();
  const names = Array.from({ length: nodes }, (_, place) => {
    const letter = place >= inner ? "U" : isDecision.has(place) ? "D" : "X";
    const name = `${letter}${++counts[letter]}`;
    if (letter !== "X") agentOf.set(name, (counts[letter] - 1) % agents);
    return name;
  });
  const parents = names.map((_, child) => {
    const drawn = range(Math.min(child, inner)).filter(() => rng.unit() < density);
    return new Set(
      drawn.length <= maxParents ? drawn : [...choose(rng, drawn.length, maxParents)].map((at) => drawn[at]!),
    );
  });
  for (let place = 0; place < nodes; place++) {
    const name = names[place]!;
    if (name.startsWith("D")) {
      const own = range(nodes).filter((at) => at >= inner && agentOf.get(names[at]!) === agentOf.get(name));
      if (!own.some((utility) => leadsTo(parents, place, utility)))
        parents[own[rng.below(own.length)]!]!.add(place);
    }
  }
  for (let place = 0; place < nodes; place++) {
    if (parents[place]!.size > 0 || parents.some((set) => set.has(place))) continue;
    if (place >= inner) parents[place]!.add(rng.below(inner));
    else parents[rng.between(place + 1, nodes - 1)]!.add(place);
  }
  return { names, agentOf, parents };
}

/** Every decision observes its agent's earlier decisions and all that they observed. */
function withRecall({ names, agentOf, parents }: Plan): Plan {
  const remembering = parents.map((set) => new Set(set));
  const decisions = range(names.length).filter((place) => names[place]!.startsWith("D"));
  for (const later of decisions) {
    for (const earlier of decisions) {
      if (earlier >= later || agentOf.get(names[earlier]!) !== agentOf.get(names[later]!)) continue;
      for (const known of [earlier, ...remembering[earlier]!]) remembering[later]!.add(known);
    }
  }
  return { names, agentOf, parents: remembering };
}

function built({ names, agentOf, parents }: Plan, agents: number): InfluenceDiagram {
  const edges = parents.flatMap((set, child) =>
    [...set].toSorted((a, b) => a - b).map((parent): NamedEdge => [names[parent]!, names[child]!]),
  );
  const group = (letter: string) => {
    const of = (agent: number) =>
      names.filter((name) => name.startsWith(letter) && agentOf.get(name) === agent);
    if (agents === 1) return of(0);
    return Object.fromEntries(range(agents).map((agent) => [`A${agent + 1}`, of(agent)]));
  };
  return influenceDiagram({ nodes: names, edges, decisions: group("D"), utilities: group("U") });
}

function leadsTo(parents: readonly ReadonlySet<number>[], from: number, to: number): boolean {
  const above = new Set([to]);
  for (const node of above) for (const parent of parents[node]!) above.add(parent);
  return above.has(from);
}

/** `count` different whole numbers below `size`. */
function choose(rng: Rng, size: number, count: number): ReadonlySet<number> {
  const left = range(size);
  return new Set(range(count).map(() => left.splice(rng.below(left.length), 1)[0]!));
}

const range = (size: number) => Array.from({ length: size }, (_, index) => index);
