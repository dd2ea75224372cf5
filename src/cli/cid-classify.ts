// `innergap cid classify`: which kinds of pseudo-alignment an objective graph shows.
import { InputError } from "../base/errors.ts";
import { admitsInstrumentalControlIncentive } from "../causal/incentives/instrumental-control-incentive.ts";
import { classifyObjective } from "../causal/objective-graphs/classify-objective.ts";
import type { ObjectiveClass } from "../causal/objective-graphs/objective-class.ts";
import { objectiveDiagram } from "../causal/objective-graphs/objective-diagram.ts";
import type { ObjectiveGraph } from "../causal/objective-graphs/objective-graph.ts";
import { objectiveGraphToJson } from "../causal/objective-graphs/objective-graph-json.ts";
import { objectiveStories } from "../causal/objective-graphs/stories/index.ts";
import { formatCompact } from "../drawing/numbers.ts";
import { textTableLines } from "../drawing/table.ts";
import type { Arguments } from "./arguments.ts";
import { cidSource } from "./cid-source.ts";
import type { Terminal } from "./terminal.ts";
import { wrap } from "./wording.ts";

export function classifyGraph(args: Arguments, terminal: Terminal): object {
  if (args.text("story") === "list") return listStories(terminal);
  const { title, about, objectives } = cidSource(args);
  if (objectives === null)
    throw new InputError("cid classify", title, "an objective graph: a file of one, or --story NAME");
  const verdict = classifyObjective(objectives);
  const incentive = hasIncentive(objectives);
  const print = (text: string) => {
    for (const line of wrap(text, Math.min(terminal.width, 110))) terminal.print(line);
  };
  print(`${title}: ${about}`);
  print(`pursued: ${verdict.pursued}; base objective: ${verdict.base}`);
  terminal.print();
  if (verdict.classes.length === 0) print("none of the classes holds");
  for (const one of verdict.classes) print(`${one.class}: ${evidenceText(one)}`);
  for (const note of verdict.notes) print(`note: ${note}`);
  print(`instrumental control incentive on the base objective: ${incentive ? "yes" : "no"}`);
  terminal.print();
  const columns = ["graph", "best plan for what is pursued", "base objective", "at best", "served"].map(
    (column) => ({
      title: column,
      align: "left" as const,
    }),
  );
  const rows = verdict.plans.map(({ graph, plan, base, baseAtBest, servesBase }) => {
    const { lowest, highest } = base;
    const range =
      lowest === highest ? formatCompact(lowest) : `${formatCompact(lowest)} to ${formatCompact(highest)}`;
    return {
      cells: [
        graph,
        plan.join(", ") || "nothing",
        range,
        formatCompact(baseAtBest),
        servesBase ? "yes" : "no",
      ],
    };
  });
  for (const line of textTableLines({ columns, rows }, terminal.width)) terminal.print(line);
  return {
    ...verdict,
    instrumentalControlIncentive: incentive,
    objectiveGraph: objectiveGraphToJson(objectives),
  };
}

function hasIncentive(graph: ObjectiveGraph): boolean {
  const { diagram, decision } = objectiveDiagram(graph);
  return admitsInstrumentalControlIncentive(diagram, graph.base, decision);
}

/** What shows that a class holds, in words. */
export function evidenceText(one: ObjectiveClass): string {
  const way = (path: readonly string[]) => path.join(" -> ");
  switch (one.class) {
    case "robust":
      return `every best plan for what is pursued is best for the base objective in ${one.graphs.join(", ")}`;
    case "deceptive":
      return `${way(one.path)}, by way of its own continuation (${one.through}); effect ${formatCompact(one.effect)}`;
    case "instrumental":
    case "side-effect":
      return `${way(one.path)}; effect ${formatCompact(one.effect)}`;
    case "suboptimality":
      return `as it believes it does: ${plan(one.believedPlan)} (base ${formatCompact(one.believedEffect)}); if it knew: ${plan(one.truePlan)} (base ${formatCompact(one.trueEffect)})`;
    case "approximate":
      return `the same causes (${one.parents.join(", ")}), at most ${formatCompact(one.largestDifference)} apart`;
    case "general":
      return `${way(one.toPursued)} and ${way(one.toBase)}`;
  }
}

const plan = (actions: readonly string[]) => actions.join(", ") || "nothing";

function listStories(terminal: Terminal): object {
  for (const { name, class: kind, told, source } of objectiveStories) {
    for (const line of wrap(`${name} (${kind}): ${told} (${source})`, Math.min(terminal.width, 110)))
      terminal.print(line);
    terminal.print();
  }
  return {
    stories: objectiveStories.map(({ name, class: kind, told, source }) => ({
      name,
      class: kind,
      told,
      source,
    })),
  };
}
