// `innergap cid solve`: optimal policies, equilibria, and what information and control are worth.
import { InputError } from "../base/errors.ts";
import { nodesOfKind } from "../causal/diagram.ts";
import { expectedUtilities } from "../causal/model/expected-utility.ts";
import type { InfluenceModel } from "../causal/model/model.ts";
import { type Equilibrium, pureNashEquilibria } from "../causal/model/nash-equilibria.ts";
import { optimalPolicy, optimalPolicyCount } from "../causal/model/optimal-policy.ts";
import type { Outcomes } from "../causal/model/outcome.ts";
import { type Policy, policyRows } from "../causal/model/policy.ts";
import { subgamePerfectEquilibria } from "../causal/model/subgame-perfect-equilibria.ts";
import { instrumentalControl } from "../causal/quantities/instrumental-control.ts";
import { valueOfControl } from "../causal/quantities/value-of-control.ts";
import { valueOfInformation } from "../causal/quantities/value-of-information.ts";
import { valueOfResponding } from "../causal/quantities/value-of-responding.ts";
import { formatNumber } from "../drawing/numbers.ts";
import { textTableLines } from "../drawing/table.ts";
import type { Arguments } from "./arguments.ts";
import { type CidSource, cidSource } from "./cid-source.ts";
import { bracketed } from "./cid-tables.ts";
import type { Terminal } from "./terminal.ts";
import { wrap } from "./wording.ts";

/** Equilibria beyond which the terminal shows no more; JSON has all. */
const mostShown = 12;

export function solveDiagram(args: Arguments, terminal: Terminal): object {
  const source = cidSource(args);
  const { model } = source;
  if (model === null) {
    throw new InputError(
      "cid solve",
      `${source.title}, a diagram without numbers`,
      "domains and tables: a file of a model, or an example that has them",
    );
  }
  for (const line of wrap(`${source.title}: ${source.about}`, Math.min(terminal.width, 110)))
    terminal.print(line);
  terminal.print();
  return model.diagram.agents.length > 1 ? solveGame(model, terminal) : solveOne(source, model, terminal);
}

/** By node, null where a criterion that needs sufficient recall cannot be asked, or the diagram is too large to enumerate. */
type ByNode = Readonly<Record<string, number | null>>;

interface Quantities {
  readonly valueOfInformation: ByNode;
  readonly valueOfResponding: ByNode;
  readonly instrumentalControl: ByNode;
}

function solveOne(source: CidSource, model: InfluenceModel, terminal: Terminal): object {
  const { diagram } = model;
  const solution = optimalPolicy(model);
  const decisions = nodesOfKind(diagram, "decision");
  const control = byNode(
    model,
    (node) => valueOfControl(model, node),
    (node) => diagram.nodes[node]!.kind !== "decision",
  );
  const quantities = decisions.map((decision) => quantitiesOf(model, decision));
  const policy = rowsOf(model, solution.policy, solution.best);
  const count = solution.sufficientRecall ? optimalPolicyCount(solution) : null;

  terminal.print(
    `expected utility ${digits(solution.value)}${count === null || count === 1 ? "" : `, by ${count} optimal pure policies`}`,
  );
  terminal.print();
  printPolicy(policy, terminal);
  for (const [index, decision] of decisions.entries()) {
    terminal.print();
    if (decisions.length > 1) terminal.print(`decision ${diagram.nodes[decision]!.name}`);
    printQuantities(source, control, quantities[index]!, terminal);
  }
  const one = <Value>(values: readonly Value[]) =>
    values.length === 1
      ? values[0]
      : Object.fromEntries(
          decisions.map((decision, index) => [diagram.nodes[decision]!.name, values[index]]),
        );
  return {
    expectedUtility: solution.value,
    sufficientRecall: solution.sufficientRecall,
    optimalPolicies: count,
    policy,
    valueOfInformation: one(quantities.map((each) => each.valueOfInformation)),
    valueOfControl: control,
    valueOfResponding: one(quantities.map((each) => each.valueOfResponding)),
    instrumentalControl: one(quantities.map((each) => each.instrumentalControl)),
  };
}

function quantitiesOf(model: InfluenceModel, decision: number): Quantities {
  const below = model.diagram.graph.descendants(decision);
  return {
    valueOfInformation: byNode(
      model,
      (node) => valueOfInformation(model, node, decision),
      (node) => below[node] === 0,
    ),
    valueOfResponding: byNode(
      model,
      (node) => valueOfResponding(model, node, decision),
      (node) => below[node] === 0,
    ),
    instrumentalControl: byNode(
      model,
      (node) => instrumentalControl(model, node, decision).size,
      (node) => below[node] === 1,
    ),
  };
}

/** A figure for every node that it can be asked of. */
function byNode(
  model: InfluenceModel,
  ask: (node: number) => number,
  fits: (node: number) => boolean,
): ByNode {
  return Object.fromEntries(
    model.diagram.nodes.flatMap(({ name }, node) =>
      fits(node) ? [[name, unlessRefused(() => ask(node))] as const] : [],
    ),
  );
}

function unlessRefused(ask: () => number): number | null {
  try {
    return ask();
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

interface PolicyText {
  readonly decision: string;
  readonly context: Outcomes;
  readonly option: Outcomes[string] | null;
  /** All options that are best there; null where that is not known. */
  readonly best: readonly Outcomes[string][] | null;
}

function rowsOf(
  model: InfluenceModel,
  policy: Policy,
  best: readonly (readonly (readonly number[])[] | null)[],
): readonly PolicyText[] {
  const { diagram, domains } = model;
  const seen = new Map<string, number>();
  return policyRows(model, policy).map(({ decision, context, option }) => {
    const node = diagram.nodes.findIndex(({ name }) => name === decision);
    const index = seen.get(decision) ?? 0;
    seen.set(decision, index + 1);
    const places = best[node]?.[index];
    return { decision, context, option, best: places?.map((place) => domains[node]![place]!) ?? null };
  });
}

function printPolicy(rows: readonly PolicyText[], terminal: Terminal): void {
  const columns = ["decision", "seen", "best"].map((title) => ({ title, align: "left" as const }));
  const cells = rows.map(({ decision, context, option, best }) => ({
    cells: [decision, contextText(context), (best ?? [option]).map(String).join(" or ")],
  }));
  for (const line of textTableLines({ columns, rows: cells }, terminal.width)) terminal.print(line);
}

function contextText(context: Outcomes): string {
  const parts = Object.entries(context).map(([name, value]) => `${name} = ${String(value)}`);
  return parts.join(", ") || "nothing";
}

function printQuantities({ diagram }: CidSource, control: ByNode, own: Quantities, terminal: Terminal): void {
  const titles = [
    "node",
    "value of information",
    "value of responding",
    "value of control",
    "instrumental control",
  ];
  const columns = titles.map((title, index) => ({
    title,
    align: index === 0 ? ("left" as const) : ("right" as const),
  }));
  const lists = [own.valueOfInformation, own.valueOfResponding, control, own.instrumentalControl];
  const rows = diagram.nodes.map(({ name, kind }) => ({
    cells: [
      bracketed(name, kind),
      ...lists.map((list) => (Object.hasOwn(list, name) ? digits(list[name]!) : "")),
    ],
  }));
  for (const line of textTableLines({ columns, rows }, terminal.width)) terminal.print(line);
}

const digits = (value: number | null): string => (value === null ? "?" : formatNumber(value, 4));

function solveGame(model: InfluenceModel, terminal: Terminal): object {
  const nash = pureNashEquilibria(model);
  const perfect = subgamePerfectEquilibria(model);
  const both = [
    ["pure Nash equilibria", nash],
    ["subgame-perfect ones among them", perfect],
  ] as const;
  for (const [title, equilibria] of both) {
    terminal.print(`${title}: ${equilibria.length}`);
    for (const equilibrium of equilibria.slice(0, mostShown)) {
      terminal.print();
      const worth = Object.entries(equilibrium.utilities).map(
        ([agent, value]) => `${agent} ${digits(value)}`,
      );
      terminal.print(worth.join(", "));
      printPolicy(rowsOf(model, equilibrium.policy, []), terminal);
    }
    if (equilibria.length > mostShown)
      terminal.print(`... and ${equilibria.length - mostShown} more (--json has all)`);
    terminal.print();
  }
  const told = ({ policy }: Equilibrium) => ({
    utilities: expectedUtilities(model, policy),
    policy: rowsOf(model, policy, []).map(({ decision, context, option }) => ({ decision, context, option })),
  });
  return {
    agents: model.diagram.agents,
    pureNashEquilibria: nash.map(told),
    subgamePerfectEquilibria: perfect.map(told),
  };
}
