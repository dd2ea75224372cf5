// YAML or JSON text to plain values, with the line and column of whatever is wrong with them.
import { isScalar, LineCounter, parseDocument, visit } from "yaml";
import { InputError } from "../base/errors.ts";

/** Longer texts are no models of risk; and reading them could take long. */
export const longestText = 262_144;
const mostAliases = 100;
const deepestNesting = 100;

/** What a text holds, and where. */
export interface ReadText {
  readonly value: unknown;
  /** A path with line and column before it: "model.yaml:3:7: quantities.p.beta[0]". */
  placeOf(path: string): string;
}

/**
 * Reads YAML 1.2, of which JSON is a part. Throws an InputError for anything that is not plain data: syntax, keys given twice, tags, aliases
 * without end, several documents, and texts that are too long or too deep.
 */
export function readModelText(text: string, file: string): ReadText {
  if (text.length > longestText) {
    throw new InputError(file, `a text of ${text.length} characters`, `one of at most ${longestText}`);
  }
  checkNesting(text, file);
  try {
    return read(text, file);
  } catch (error) {
    if (error instanceof RangeError) {
      throw new InputError(file, "values nested too deeply", `at most ${deepestNesting} levels`);
    }
    throw error;
  }
}

/** Before the parser, which walks into brackets by recursion. Brackets in quotes count as well: no honest model has so many. */
function checkNesting(text: string, file: string): void {
  let depth = 0;
  /** Dashes one after the other: lists in lists. */
  let run = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "[" || character === "{") depth++;
    else if (character === "]" || character === "}") depth--;
    const dashes =
      (character === "-" || character === "?") && (text[at + 1] === " " || text[at + 1] === "\n");
    if (dashes) run++;
    else if (character !== " " && character !== "\n" && character !== "\r") run = 0;
    if (depth > deepestNesting || run > deepestNesting) {
      throw new InputError(
        `${file}, character ${at + 1}`,
        "lists nested too deeply",
        `at most ${deepestNesting} levels`,
      );
    }
  }
}

function read(text: string, file: string): ReadText {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    merge: false,
  });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem) {
    if (problem.message.startsWith("Maximum call stack")) throw new RangeError(problem.message);
    throw new InputError(at(problem.pos[0]), firstLine(problem.message), "a YAML or JSON document");
  }
  let aliases = 0;
  visit(document, {
    Alias: (_, node, path) => {
      const place = at(node.range?.[0] ?? 0);
      if (++aliases > mostAliases) throw new InputError(place, `more than ${mostAliases} aliases`, "fewer");
      const target = node.resolve(document);
      if (!target)
        throw new InputError(place, `the alias *${node.source}`, "the name of an anchor before it");
      if (path.some((outer) => outer === target)) {
        throw new InputError(place, `the alias *${node.source} of what it lies in`, "a value that ends");
      }
    },
    Pair: (_, pair) => {
      if (isScalar(pair.key)) return;
      const [start] = (pair.key as { readonly range?: readonly number[] } | null)?.range ?? [0];
      throw new InputError(at(start!), "a name that is not a word", "a word before each colon");
    },
    Node: (_, node) => {
      const tag = (node as { readonly tag?: string }).tag;
      if (tag !== undefined && !tag.startsWith("tag:yaml.org,2002:")) {
        throw new InputError(at(node.range?.[0] ?? 0), `the tag ${tag}`, "plain data");
      }
    },
  });
  return { value: plain(document, file), placeOf };

  function placeOf(path: string): string {
    const keys = [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key]) =>
      index === undefined ? key! : Number(index),
    );
    // The whole is called model, which is no key.
    if (keys[0] === "model") keys.shift();
    for (let length = keys.length; length >= 0; length--) {
      const node = document.getIn(keys.slice(0, length), true) as
        | { range?: readonly number[] | null }
        | null
        | undefined;
      const range = length === 0 ? document.contents?.range : node?.range;
      if (range) return `${at(range[0]!)}: ${path}`;
    }
    return `${file}: ${path}`;
  }
}

function plain(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: mostAliases });
  } catch (error) {
    if (error instanceof ReferenceError)
      throw new InputError(file, firstLine(error.message), "fewer aliases");
    throw error;
  }
}

function firstLine(message: string): string {
  return message.split("\n", 1)[0]!.slice(0, 200);
}
