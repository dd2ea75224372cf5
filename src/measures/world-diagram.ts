// From what a world declares of its causes, and an objective, to the influence diagram of some steps.
import { type InfluenceDiagram, influenceDiagram, type NamedEdge } from "../causal/diagram.ts";
import { actionCause, episodeOver } from "../environments/causes.ts";
import { type Environment, eventWeights, type Objective } from "../environments/environment.ts";
import { causesOf } from "../environments/variable-states.ts";

/** The node of a variable, an action or an event at a time: "keys held 1". Steps are counted from 0, and a step leads from time t to t + 1. */
export function nodeAt(name: string, time: number): string {
  return `${name} ${time}`;
}

/**
 * The influence diagram of `steps` steps on a given level. Chance nodes are the variables of the state at times 0 to `steps` and whether
 * the rules have ended the episode by then; decisions are the actions at times 0 to steps - 1, each of which sees what observations show of
 * its time, and whether there is anything left to act in; utilities are the events that the objective weighs, at times 1 to `steps`. The edges are the declared causes, repeated in
 * every step. What has ended lets no event happen; variables are taken to go on, since nothing after the end depends on them.
 * Throws an Error for a world that declares no causes, and for an objective on events that it does not have.
 */
export function worldDiagram(
  environment: Environment,
  objective: Objective,
  steps: number,
): InfluenceDiagram {
  const { variables, events, ends, seen } = causesOf(environment);
  const weights = eventWeights(environment, objective);
  const weighed = environment.events.filter((_, event) => weights[event] !== 0);
  const times = Array.from({ length: steps }, (_, time) => time);
  const into = (child: string, causes: readonly string[], time: number) =>
    causes.map((cause): NamedEdge => [nodeAt(cause, time), nodeAt(child, time + 1)]);
  const end = ends.length > 0;
  const goesOn = (time: number) => (end && time > 0 ? [episodeOver] : []);
  const edges = times.flatMap((time) => [
    ...[...seen, ...goesOn(time)].map((name): NamedEdge => [nodeAt(name, time), nodeAt(actionCause, time)]),
    ...variables.flatMap(({ name, from }) => into(name, from, time)),
    ...(end ? into(episodeOver, [...ends, ...goesOn(time)], time) : []),
    ...weighed.flatMap((event) => into(event, [...events[event]!, ...goesOn(time)], time)),
  ]);
  const slice = (time: number) => [
    ...variables.map(({ name }) => nodeAt(name, time)),
    ...goesOn(time).map((name) => nodeAt(name, time)),
    ...(time > 0 ? weighed.map((event) => nodeAt(event, time)) : []),
    ...(time < steps ? [nodeAt(actionCause, time)] : []),
  ];
  return influenceDiagram(
    {
      nodes: [...times, steps].flatMap(slice),
      edges,
      decisions: times.map((time) => nodeAt(actionCause, time)),
      utilities: times.flatMap((time) => weighed.map((event) => nodeAt(event, time + 1))),
    },
    `diagram of ${environment.name}`,
  );
}
