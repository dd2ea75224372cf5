// Value of control: what it would pay to set, directly or because a decision would then know more.
import { reachedByTrails } from "../d-separation.ts";
import { agentView, type InfluenceDiagram, nodesOfKind } from "../diagram.ts";
import type { Graph } from "../graph.ts";
import { requisiteGraph } from "../requisite.ts";

/**
 * Whether `agent` (any agent, where none is named) can gain from choosing how `node` depends on its parents: the node is no decision of
 * the agent, and it is one of the agent's utilities or has a directed path to one in the requisite graph. Sound and complete for one decision
 * (Everitt et al. 2021, 2102.01685); with several it is read in the same way and needs sufficient recall, which is not checked here.
 * Decisions of other agents count as chance.
 */
export function admitsValueOfControl(diagram: InfluenceDiagram, node: number, agent?: string): boolean {
  return valueOfControlNodes(diagram, agent).includes(node);
}

/** Whether such a path goes through no decision; a utility itself is the end of a path without any edge. */
export function admitsDirectValueOfControl(diagram: InfluenceDiagram, node: number, agent?: string): boolean {
  return directValueOfControlNodes(diagram, agent).includes(node);
}

/**
 * Whether control of `node` can pay because `decision` reacts to it: in the requisite graph a directed path leads from the node through the
 * decision to a utility, and a trail that begins with an edge into the node is active between both, given the decision and its (original)
 * parents without the node.
 */
export function admitsIndirectValueOfControl(
  diagram: InfluenceDiagram,
  node: number,
  decision: number,
): boolean {
  return indirectValueOfControlNodes(diagram, decision).includes(node);
}

/** All nodes with value of control, in the order of the nodes. */
export function valueOfControlNodes(diagram: InfluenceDiagram, agent?: string): readonly number[] {
  return ofAgents(diagram, agent, (view) => {
    const above = requisiteGraph(view).graph.ancestors(...nodesOfKind(view, "utility"));
    return view.nodes.map(({ kind }, node) => kind !== "decision" && above[node] === 1);
  });
}

/** All nodes with direct value of control, in the order of the nodes. */
export function directValueOfControlNodes(diagram: InfluenceDiagram, agent?: string): readonly number[] {
  return ofAgents(diagram, agent, (view) => {
    const above = aboveWithout(view.graph, nodesOfKind(view, "utility"), nodesOfKind(view, "decision"));
    return view.nodes.map((_, node) => above[node] === 1);
  });
}

/** All nodes with indirect value of control by way of `decision`, in the order of the nodes. */
export function indirectValueOfControlNodes(diagram: InfluenceDiagram, decision: number): readonly number[] {
  const view = agentView(diagram, diagram.nodes[decision]!.agent!);
  const { graph } = requisiteGraph(view);
  const above = graph.ancestors(decision);
  const below = graph.descendants(decision);
  const utilities = nodesOfKind(view, "utility").filter((utility) => below[utility]);
  const family = [decision, ...view.graph.parents[decision]!];
  return view.nodes.flatMap(({ kind }, node) => {
    if (kind === "decision" || !above[node]) return [];
    const given = family.filter((other) => other !== node);
    const reached = reachedByTrails(graph, { fromChild: graph.parents[node]!, avoiding: node }, given);
    return utilities.some((utility) => reached[utility]) ? [node] : [];
  });
}

function ofAgents(
  diagram: InfluenceDiagram,
  agent: string | undefined,
  admits: (view: InfluenceDiagram) => readonly boolean[],
): readonly number[] {
  const agents = agent === undefined ? diagram.agents : [agent];
  const answers = agents.map((each) => admits(agentView(diagram, each)));
  return diagram.nodes.flatMap((_, node) => (answers.some((answer) => answer[node]) ? [node] : []));
}

/** 1 for each of `nodes` and all from which a directed path leads to one of them through none of `without`, ends included. [size] */
function aboveWithout(graph: Graph, nodes: readonly number[], without: readonly number[]): Uint8Array {
  const cut = without.flatMap((node) => graph.parents[node]!.map((parent) => [parent, node] as const));
  const left = graph.without([
    ...cut,
    ...without.flatMap((node) => graph.children[node]!.map((child) => [node, child] as const)),
  ]);
  return left.ancestors(...nodes);
}
