// Edges as one writes them in a line: "S->X, X->D".
import { InputError } from "../base/errors.ts";
import type { NamedEdge } from "./diagram.ts";

export interface EdgeList {
  /** All names, in the order in which they are first mentioned. */
  readonly nodes: readonly string[];
  readonly edges: readonly NamedEdge[];
}

/** A name as it stands, a name in JSON's quotes, an arrow, or what separates edges. */
const token =
  /(?<space>\s+)|(?<quoted>"(?:[^"\\]|\\.)*")|(?<arrow>->)|(?<separator>[,;])|(?<bare>(?:(?!->)[^\s,;"])+)/y;
const plainName = /^(?:(?!->)[^\s,;"])+$/;

/**
 * The edges of "S->X, X->D": separated by commas, semicolons, spaces or new lines; "S->X->D" is short for both, and a name alone is a
 * node that needs no edge. Names with spaces or separators stand in JSON's quotes. Throws an InputError with line and column.
 */
export function parseEdgeList(text: string, place = "edges"): EdgeList {
  const nodes = new Set<string>();
  const edges: NamedEdge[] = [];
  let last: string | null = null;
  let arrowAt: number | null = null;
  const wrong = (at: number, found: string, expected: string) =>
    new InputError(`${place}, ${lineAndColumn(text, at)}`, found, expected);
  token.lastIndex = 0;
  for (let at = 0; at < text.length; at = token.lastIndex) {
    token.lastIndex = at;
    const groups = token.exec(text)?.groups;
    if (!groups) throw wrong(at, JSON.stringify(text[at]), "a closing quote after a name");
    if (groups.space !== undefined) continue;
    if (groups.separator !== undefined) {
      if (arrowAt !== null) throw wrong(at, `"${groups.separator}"`, "a name after ->");
      last = null;
    } else if (groups.arrow !== undefined) {
      if (last === null || arrowAt !== null) throw wrong(at, '"->"', "a name before ->");
      arrowAt = at;
    } else {
      const name = groups.bare ?? unquoted(groups.quoted!);
      if (!name) throw wrong(at, groups.quoted!, "a name in JSON's quotes");
      nodes.add(name);
      if (arrowAt !== null) edges.push([last!, name]);
      last = name;
      arrowAt = null;
    }
  }
  if (arrowAt !== null) throw wrong(text.length, "the end", "a name after ->");
  return { nodes: [...nodes], edges };
}

/** Edges in one line, names in JSON's quotes where they need them; nodes without edges come first, alone. */
export function printEdgeList({ nodes, edges }: EdgeList): string {
  const joined = new Set(edges.flat());
  const alone = nodes.filter((node) => !joined.has(node)).map(printName);
  return [...alone, ...edges.map(printEdge)].join(", ");
}

export function printEdge([from, to]: NamedEdge): string {
  return `${printName(from)}->${printName(to)}`;
}

function printName(name: string): string {
  return plainName.test(name) && !name.endsWith("-") ? name : JSON.stringify(name);
}

function unquoted(text: string): string | null {
  try {
    return JSON.parse(text) as string;
  } catch {
    return null;
  }
}

function lineAndColumn(text: string, at: number): string {
  const before = text.slice(0, at).split("\n");
  return `line ${before.length} column ${before.at(-1)!.length + 1}`;
}
