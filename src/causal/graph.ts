// A directed acyclic graph over the nodes 0 ... size-1: what every criterion on diagrams walks through.

/** An edge from a parent to its child. */
export type Arc = readonly [from: number, to: number];

/** Parents, children and an order of a directed acyclic graph. Values never change: edges are added and cut in copies. */
export class Graph {
  readonly size: number;
  /** Parents of each node, in the order in which their edges were given. */
  readonly parents: readonly (readonly number[])[];
  readonly children: readonly (readonly number[])[];
  #order: readonly number[] | null = null;

  /** Takes edges once each, between nodes that exist, without a cycle: throws an Error otherwise (`influenceDiagram` names the place). */
  constructor(size: number, arcs: readonly Arc[] | CheckedLists) {
    const { parents, children } = arcs instanceof CheckedLists ? arcs : listsOf(size, arcs);
    this.size = size;
    this.parents = parents;
    this.children = children;
    if (arcs instanceof CheckedLists) return;
    if (this.order.length < size) throw new Error("the edges go round in a cycle");
  }

  /** All nodes, parents before children; among nodes that are free to come, the lowest number first. */
  get order(): readonly number[] {
    this.#order ??= topologicalOrder(this.parents, this.children);
    return this.#order;
  }

  has(from: number, to: number): boolean {
    return this.children[from]!.includes(to);
  }

  /** All edges, by child and then in the order of its parents. */
  get arcs(): Arc[] {
    return this.parents.flatMap((parents, to) => parents.map((from): Arc => [from, to]));
  }

  /** With one more edge; throws an Error where that closes a cycle. */
  with(from: number, to: number): Graph {
    if (this.has(from, to)) return this;
    if (this.descendants(to)[from]) throw new Error(`the edge ${from} -> ${to} closes a cycle`);
    return new Graph(
      this.size,
      new CheckedLists(
        this.parents.with(to, [...this.parents[to]!, from]),
        this.children.with(from, [...this.children[from]!, to]),
      ),
    );
  }

  without(cut: readonly Arc[]): Graph {
    if (cut.length === 0) return this;
    const key = (from: number, to: number) => from * this.size + to;
    const isCut = new Set(cut.map(([from, to]) => key(from, to)));
    const parents = [...this.parents];
    const children = [...this.children];
    for (const [from, to] of cut) {
      parents[to] = parents[to]!.filter((parent) => !isCut.has(key(parent, to)));
      children[from] = children[from]!.filter((child) => !isCut.has(key(from, child)));
    }
    return new Graph(this.size, new CheckedLists(parents, children));
  }

  /** 1 for each of `nodes` and all that come after it. [size] */
  descendants(...nodes: readonly number[]): Uint8Array {
    return reached(this.size, nodes, this.children);
  }

  /** 1 for each of `nodes` and all that come before it. [size] */
  ancestors(...nodes: readonly number[]): Uint8Array {
    return reached(this.size, nodes, this.parents);
  }
}

/** Lists that come from a graph, so that they need no second look. */
class CheckedLists {
  readonly parents: readonly (readonly number[])[];
  readonly children: readonly (readonly number[])[];

  constructor(parents: readonly (readonly number[])[], children: readonly (readonly number[])[]) {
    this.parents = parents;
    this.children = children;
  }
}

function listsOf(size: number, arcs: readonly Arc[]): CheckedLists {
  const parents: number[][] = Array.from({ length: size }, () => []);
  const children: number[][] = Array.from({ length: size }, () => []);
  for (const [from, to] of arcs) {
    if (!(from in children && to in parents)) throw new Error(`no edge ${from} -> ${to} among ${size} nodes`);
    if (parents[to]!.includes(from)) throw new Error(`edge ${from} -> ${to} is there twice`);
    parents[to]!.push(from);
    children[from]!.push(to);
  }
  return new CheckedLists(parents, children);
}

function reached(size: number, from: readonly number[], next: readonly (readonly number[])[]): Uint8Array {
  const mask = new Uint8Array(size);
  const open = [...from];
  for (const node of open) mask[node] = 1;
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const other of next[node]!) {
      if (mask[other]) continue;
      mask[other] = 1;
      open.push(other);
    }
  }
  return mask;
}

/** As many nodes as can be put in order; fewer than all where there is a cycle (Kahn 1962). */
function topologicalOrder(
  parents: readonly (readonly number[])[],
  children: readonly (readonly number[])[],
): number[] {
  const missing = parents.map((list) => list.length);
  const order: number[] = [];
  const free = missing.flatMap((count, node) => (count === 0 ? [node] : []));
  while (free.length > 0) {
    const node = free.splice(free.indexOf(Math.min(...free)), 1)[0]!;
    order.push(node);
    for (const child of children[node]!) if (--missing[child]! === 0) free.push(child);
  }
  return order;
}
