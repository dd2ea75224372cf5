// Causal influence diagrams: what is decided, what is wanted, and what depends on what.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import { type Arc, Graph } from "./graph.ts";

export type NodeKind = "chance" | "decision" | "utility";

export interface DiagramNode {
  readonly name: string;
  readonly kind: NodeKind;
  /** Who decides, or who wants; null for chance nodes. */
  readonly agent: string | null;
}

/** An edge by the names of its ends. */
export type NamedEdge = readonly [from: string, to: string];

/** Names of one agent's nodes, or of several agents' by the agents' names. */
export type NodesOfAgents = readonly string[] | Readonly<Record<string, readonly string[]>>;

export interface DiagramParts {
  readonly edges: readonly NamedEdge[];
  readonly decisions: NodesOfAgents;
  readonly utilities: NodesOfAgents;
  /** Nodes without edges, or all nodes where their order matters: nodes are numbered by this list, then by first mention in the edges. */
  readonly nodes?: readonly string[];
}

/** A directed acyclic graph whose nodes are chance, decisions and utilities (Howard and Matheson 1984; Everitt et al. 2021, 2102.01685). */
export interface InfluenceDiagram {
  readonly nodes: readonly DiagramNode[];
  /** Over the places of `nodes`. */
  readonly graph: Graph;
  /** Names of the agents that decide or want something; one agent of no particular name is "agent". */
  readonly agents: readonly string[];
}

/** Larger diagrams are refused: criteria take time that grows with the square of the nodes. */
export const mostNodes = 1000;

/** The name of the only agent, where none was given. */
export const onlyAgent = "agent";

/**
 * The diagram of these parts. Throws an InputError, with its place below `place`, for an edge given twice or to itself, a cycle
 * (which is printed), a decision or utility that no edge and no list of nodes mentions, a node that is both, one of two agents,
 * a utility with children, and more than `mostNodes` nodes.
 */
export function influenceDiagram(parts: DiagramParts, place = "diagram"): InfluenceDiagram {
  const roles = rolesOf(parts, place);
  const names = [...new Set([...(parts.nodes ?? []), ...parts.edges.flat()])];
  for (const [name, { at }] of roles) {
    if (!names.includes(name)) throw new InputError(at, JSON.stringify(name), oneOf(name, names));
  }
  if (names.length > mostNodes) {
    throw new InputError(place, `${names.length} nodes`, `at most ${mostNodes}`);
  }
  const nodes = names.map((name): DiagramNode => {
    const role = roles.get(name);
    return { name, kind: role?.kind ?? "chance", agent: role?.agent ?? null };
  });
  const agents = [...new Set([...roles.values()].map(({ agent }) => agent))];
  return { nodes, graph: graphOf(names, roles, parts.edges, place), agents };
}

interface Role {
  readonly kind: "decision" | "utility";
  readonly agent: string;
  readonly at: string;
}

function rolesOf({ decisions, utilities }: DiagramParts, place: string): ReadonlyMap<string, Role> {
  const roles = new Map<string, Role>();
  for (const [kind, group, key] of [
    ["decision", decisions, "decisions"],
    ["utility", utilities, "utilities"],
  ] as const) {
    for (const [agent, names, at] of byAgent(group, `${place}.${key}`)) {
      names.forEach((name, index) => {
        const known = roles.get(name);
        const here = `${at}[${index}]`;
        if (known) {
          throw new InputError(here, `"${name}", already a ${known.kind} of ${known.agent}`, "another node");
        }
        roles.set(name, { kind, agent, at: here });
      });
    }
  }
  return roles;
}

function byAgent(
  group: NodesOfAgents,
  place: string,
): (readonly [agent: string, names: readonly string[], place: string])[] {
  if (isList(group)) return [[onlyAgent, group, place]];
  return Object.entries(group).map(([agent, names]) => [agent, names, `${place}.${agent}`] as const);
}

const isList = (group: NodesOfAgents): group is readonly string[] => Array.isArray(group);

function graphOf(
  names: readonly string[],
  roles: ReadonlyMap<string, Role>,
  edges: readonly NamedEdge[],
  place: string,
): Graph {
  const number = new Map(names.map((name, index) => [name, index]));
  const seen = new Set<string>();
  const arcs = edges.map(([from, to], index): Arc => {
    const at = `${place}.edges[${index}]`;
    const text = `${from}->${to}`;
    if (from === to) throw new InputError(at, text, "an edge between two nodes");
    if (seen.has(JSON.stringify([from, to])))
      throw new InputError(at, `${text} a second time`, "each edge once");
    seen.add(JSON.stringify([from, to]));
    if (roles.get(from)?.kind === "utility") {
      throw new InputError(at, `${text}, which leaves the utility "${from}"`, "utilities without children");
    }
    return [number.get(from)!, number.get(to)!];
  });
  const cycle = cycleIn(names.length, arcs);
  if (cycle) {
    const path = cycle.map((node) => names[node]).join(" -> ");
    throw new InputError(`${place}.edges`, `the cycle ${path}`, "edges without a cycle");
  }
  return new Graph(names.length, arcs);
}

/** Nodes along a cycle, the first one again at the end; null where there is none. */
function cycleIn(size: number, arcs: readonly Arc[]): readonly number[] | null {
  const children: number[][] = Array.from({ length: size }, () => []);
  for (const [from, to] of arcs) children[from]!.push(to);
  const done = new Uint8Array(size);
  for (let start = 0; start < size; start++) {
    if (done[start]) continue;
    const path = [start];
    const next = [0];
    const place = new Map([[start, 0]]);
    while (path.length > 0) {
      const node = path.at(-1)!;
      const child = children[node]![next[next.length - 1]!++];
      if (child === undefined) {
        done[node] = 1;
        place.delete(node);
        path.pop();
        next.pop();
      } else if (place.has(child)) {
        return [...path.slice(place.get(child)), child];
      } else if (!done[child]) {
        place.set(child, path.length);
        path.push(child);
        next.push(0);
      }
    }
  }
  return null;
}

/** The number of the node of that name; throws an InputError at `place` that lists the nodes. */
export function nodeNamed(diagram: InfluenceDiagram, name: string, place = "node"): number {
  const names = diagram.nodes.map((node) => node.name);
  const found = names.indexOf(name);
  if (found < 0) throw new InputError(place, JSON.stringify(name), oneOf(name, names));
  return found;
}

/** Decisions or utilities, of one agent or of all, in the order of the nodes. */
export function nodesOfKind(diagram: InfluenceDiagram, kind: NodeKind, agent?: string): readonly number[] {
  const found: number[] = [];
  diagram.nodes.forEach((node, index) => {
    if (node.kind === kind && (agent === undefined || node.agent === agent)) found.push(index);
  });
  return found;
}

/** What a decision can matter for: the utilities of its agent that come after it. Throws an Error for a node that is no decision. */
export function utilitiesBelow(diagram: InfluenceDiagram, decision: number): readonly number[] {
  const { kind, name, agent } = diagram.nodes[decision]!;
  if (kind !== "decision") throw new Error(`node ${name} is no decision`);
  const below = diagram.graph.descendants(decision);
  return nodesOfKind(diagram, "utility", agent!).filter((node) => below[node]);
}

/**
 * The diagram as one agent sees it while all others keep to what they do: decisions and utilities of the others are chance nodes.
 * A diagram of this agent alone is returned as it is.
 */
export function agentView(diagram: InfluenceDiagram, agent: string): InfluenceDiagram {
  if (diagram.agents.every((other) => other === agent)) return diagram;
  const nodes = diagram.nodes.map(
    (node): DiagramNode => (node.agent === agent ? node : { name: node.name, kind: "chance", agent: null }),
  );
  return { ...diagram, nodes, agents: [agent] };
}

/** The same nodes with other edges, for criteria that add or cut some. */
export function withGraph(diagram: InfluenceDiagram, graph: Graph): InfluenceDiagram {
  return { ...diagram, graph };
}
