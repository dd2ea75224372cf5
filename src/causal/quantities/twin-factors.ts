// Two worlds with the same chance in them: the factors of a model beside those of what would have been.
import { type Factor, tableSize } from "../model/factor.ts";
import type { InfluenceModel } from "../model/model.ts";
import { factorOf, type Rules } from "../model/network.ts";

/** What differs between the actual world and the other one. The copy of node v is variable v + number of nodes. */
export interface Twin {
  /** The node that is set in the other world; its copy is left open. */
  readonly root: number;
  /** 1 for the nodes that have a copy: the root, and what lies between it and where the other world ends. */
  readonly copied: Uint8Array;
  /** A node whose copy acts in the actual world in its place; -1 for none. */
  readonly handedOver: number;
  /** A decision that is left open in the actual world; -1 for none. */
  readonly open: number;
}

/**
 * Factors of `nodes` and all before them in both worlds. A node draws its value in each configuration of its parents by itself: it comes to the
 * same in both worlds where its parents do, and else to independent draws from the two rows (independent response functions; the
 * joint distribution of counterfactuals is not determined by the tables, and this choice does not hang on the order of a domain). Deterministic
 * tables leave nothing to choose: with noise nodes written out, any structural model is meant exactly.
 */
export function twinFactors(
  model: InfluenceModel,
  rules: Rules,
  nodes: readonly number[],
  twin: Twin,
): Factor[] {
  const { diagram } = model;
  const above = diagram.graph.ancestors(...nodes);
  return diagram.nodes.flatMap(({ kind }, node) => {
    if (!above[node] || kind === "utility" || node === twin.open) return [];
    const factor = factorOf(model, rules, node)!;
    if (!twin.copied[node] || node === twin.root)
      return [{ ...factor, variables: factor.variables.map(actual(model, twin)) }];
    const other = { ...factor, variables: factor.variables.map(counterfactual(model, twin)) };
    return [node === twin.handedOver ? other : pairFactor(model, factor, other)];
  });
}

/** Domain sizes of the nodes and then of their copies. */
export const twinSizes = ({ sizes }: InfluenceModel): Int32Array => Int32Array.from([...sizes, ...sizes]);

/** Which variable stands for a node in the actual world. */
export const actual =
  ({ diagram }: InfluenceModel, { handedOver }: Twin) =>
  (node: number): number =>
    node === handedOver ? node + diagram.nodes.length : node;

/** Which variable stands for a node in the other world. */
export const counterfactual =
  ({ diagram }: InfluenceModel, { copied }: Twin) =>
  (node: number): number =>
    copied[node] ? node + diagram.nodes.length : node;

/** P(value in both worlds | parents in both worlds); the last variable of each is the node itself. */
function pairFactor(model: InfluenceModel, here: Factor, there: Factor): Factor {
  const sizes = twinSizes(model);
  const variables = [...new Set([...here.variables, ...there.variables])];
  const values = new Float64Array(tableSize(variables, sizes));
  const width = sizes[here.variables.at(-1)!]!;
  const digits = new Int32Array(sizes.length);
  const placeIn = (factor: Factor): number => {
    let place = 0;
    for (const variable of factor.variables) place = place * sizes[variable]! + digits[variable]!;
    return place;
  };
  for (let entry = 0; entry < values.length; entry++) {
    let rest = entry;
    for (let axis = variables.length - 1; axis >= 0; axis--) {
      const variable = variables[axis]!;
      digits[variable] = rest % sizes[variable]!;
      rest = Math.floor(rest / sizes[variable]!);
    }
    const [a, b] = [placeIn(here), placeIn(there)];
    const sameRow = Math.floor(a / width) === Math.floor(b / width);
    values[entry] = sameRow ? (a === b ? here.values[a]! : 0) : here.values[a]! * there.values[b]!;
  }
  return { variables, values };
}
