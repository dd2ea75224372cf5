// A utility as something that can be seen: utilities have no children, so that a chance node beside it shows its value.
import { Graph } from "../graph.ts";
import { type InfluenceModel, sizesOf } from "../model/model.ts";

/**
 * The model with a chance node at the end that has the utility's parents and always the utility's value; the same model and node for what
 * is no utility. Its domain is the values of the utility's table, in ascending order.
 */
export function observableUtility(
  model: InfluenceModel,
  node: number,
): { readonly model: InfluenceModel; readonly node: number } {
  const { diagram } = model;
  const { name, kind } = diagram.nodes[node]!;
  if (kind !== "utility") return { model, node };
  const added = diagram.nodes.length;
  const values = model.tables[node]!;
  const domain = [...new Set(values)].sort((a, b) => a - b);
  const table = new Float64Array(values.length * domain.length);
  values.forEach((value, row) => {
    table[row * domain.length + domain.indexOf(value)] = 1;
  });
  const links = diagram.graph.parents[node]!.map((parent) => [parent, added] as const);
  const domains = [...model.domains, domain];
  return {
    node: added,
    model: {
      diagram: {
        ...diagram,
        nodes: [...diagram.nodes, { name: `${name} as seen`, kind: "chance", agent: null }],
        graph: new Graph(added + 1, [...diagram.graph.arcs, ...links]),
      },
      domains,
      sizes: sizesOf(domains),
      tables: [...model.tables, table],
      functions: [...model.functions, null],
    },
  };
}
