// Which variables of a world an objective gives a reason to control, before anything is trained.
import { type InfluenceDiagram, nodeNamed } from "../causal/diagram.ts";
import { impactIncentiveNodes } from "../causal/incentives/impact-incentive.ts";
import { instrumentalControlIncentiveNodes } from "../causal/incentives/instrumental-control-incentive.ts";
import { requisiteGraph } from "../causal/requisite.ts";
import { hasSufficientRecall } from "../causal/sufficient-recall.ts";
import { actionCause, episodeOver } from "../environments/causes.ts";
import type { Environment, Objective } from "../environments/environment.ts";
import { causesOf } from "../environments/variable-states.ts";
import { nodeAt, worldDiagram } from "./world-diagram.ts";

/** What the diagram says of one variable, as the first action finds it. */
export interface VariableIncentives {
  readonly variable: string;
  /** Whether observations show something of it. */
  readonly seen: boolean;
  /** Whether acting well can change it at some later time (impact incentive): side effects count. */
  readonly impact: boolean;
  /** Whether there is an instrumental control incentive on it at some later time: acting on it can serve the objective. */
  readonly control: boolean;
  /**
   * Whether there would be one only because later actions see the variable, although they have no use for it: a path through an information
   * link that is not requisite.
   */
  readonly controlBySight: boolean;
}

export interface WorldIncentives {
  /** Of as many steps as are needed. */
  readonly diagram: InfluenceDiagram;
  readonly steps: number;
  /** In the order of the declaration; last, where rules end episodes, whether the episode is over. */
  readonly variables: readonly VariableIncentives[];
}

/** One step pays for what an action does at once; what it does by way of the state takes a second. */
const fewestSteps = 2;

/**
 * The incentives that the first of several actions has under an objective. The criterion for instrumental control is stated for one
 * decision. Here later actions of the same agent follow, and are taken to respond to what they have use for and to nothing else: paths count
 * in the diagram without information links that are not requisite, where recall is sufficient; otherwise in all of it. As many steps are unrolled as it takes for every incentive to
 * show, at least two: a way from the action to a variable, and from there to an event, passes each variable once at most, so that one step
 * more than there are variables is always enough, and the fewest steps that say the same are taken. Later actions have the same
 * incentives as long as enough steps are left to them. Throws an Error for a world that declares no causes.
 */
export function worldIncentives(environment: Environment, objective: Objective): WorldIncentives {
  const most = fewestSteps + causesOf(environment).variables.length + 1;
  const all = within(environment, objective, most);
  for (let steps = fewestSteps; steps < most; steps++) {
    const some = within(environment, objective, steps);
    if (JSON.stringify(some.variables) === JSON.stringify(all.variables)) return some;
  }
  return all;
}

function within(environment: Environment, objective: Objective, steps: number): WorldIncentives {
  const diagram = worldDiagram(environment, objective, steps);
  const { variables, ends, seen } = causesOf(environment);
  const decision = nodeNamed(diagram, nodeAt(actionCause, 0));
  const inAll = names(diagram, instrumentalControlIncentiveNodes(diagram, decision));
  const needed = hasSufficientRecall(diagram) ? requisiteGraph(diagram) : diagram;
  const controlled = names(diagram, instrumentalControlIncentiveNodes(needed, decision));
  const changed = names(diagram, impactIncentiveNodes(diagram, decision));
  const later = Array.from({ length: steps }, (_, time) => time + 1);
  const everIn = (nodes: ReadonlySet<string>, name: string) =>
    later.some((time) => nodes.has(nodeAt(name, time)));
  const all = [...variables.map(({ name }) => name), ...(ends.length > 0 ? [episodeOver] : [])];
  return {
    diagram,
    steps,
    variables: all.map((variable) => ({
      variable,
      seen: seen.includes(variable),
      impact: everIn(changed, variable),
      control: everIn(controlled, variable),
      controlBySight: everIn(inAll, variable) && !everIn(controlled, variable),
    })),
  };
}

function names({ nodes }: InfluenceDiagram, some: readonly number[]): ReadonlySet<string> {
  return new Set(some.map((node) => nodes[node]!.name));
}
