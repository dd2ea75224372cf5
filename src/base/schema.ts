// Unknown JSON to a typed value, or an InputError that says where, what was found and what was expected.
import { z } from "zod";
import { InputError } from "./errors.ts";
import { oneOf } from "./nearest.ts";

/** What schemas are written with; handed on so that worlds defined elsewhere use the very same version. */
export { z };

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** How many characters of a wrong value an error shows. */
const shownCharacters = 60;

/**
 * Checks `value` against a schema and fills in its defaults. Throws an InputError for the first thing that is
 * wrong; `place` names the whole value ("levels"), and the path inside it follows ("levels.keys[0]"). An unknown
 * key of a strict object is answered with the keys that exist and the one that was probably meant.
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  place: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw inputError(schema, result.error.issues[0]!, value, place);
}

function inputError(schema: z.ZodType, issue: Issue, value: unknown, place: string): InputError {
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0]!;
    const known = keysAt(schema, issue.path);
    return new InputError(printPath(place, [...issue.path, key]), "an unknown name", oneOf(key, known));
  }
  const found = printFound(valueAt(value, issue.path));
  return new InputError(printPath(place, issue.path), found, expectation(schema, issue));
}

function expectation(schema: z.ZodType, issue: Issue): string {
  if (issue.code === "invalid_type") return article(issue.expected);
  if (issue.code === "invalid_value") return `one of ${issue.values.map(String).join(", ")}`;
  if (issue.code === "too_small") {
    return `${extent(issue.origin)} ${issue.inclusive === false ? "above" : "of at least"} ${issue.minimum}`;
  }
  if (issue.code === "too_big") {
    return `${extent(issue.origin)} ${issue.inclusive === false ? "below" : "of at most"} ${issue.maximum}`;
  }
  if (issue.code === "invalid_union") {
    const kinds = issue.errors.map((errors) =>
      errors[0] ? expectation(schema, errors[0]) : "another value",
    );
    return [...new Set(kinds)].join(", or ");
  }
  return issue.message;
}

function article(type: string): string {
  const noun = type === "int" ? "integer" : type;
  return noun === "null" || noun === "undefined" ? noun : `${/^[aeio]/.test(noun) ? "an" : "a"} ${noun}`;
}

function extent(origin: string): string {
  if (origin === "array" || origin === "set") return "a number of items";
  return origin === "string" ? "a number of characters" : "a value";
}

/** The path as one would write it in JavaScript: `levels.keys[0]`. */
function printPath(place: string, path: Path): string {
  return path.reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[${part}]` : `${text}.${String(part)}`),
    place,
  );
}

function printFound(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}...` : text;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      typeof inner === "object" && inner !== null ? (inner as Record<PropertyKey, unknown>)[part] : undefined,
    value,
  );
}

/** Names that the strict object at `path` of a schema knows; over all options where the schema is a union. */
function keysAt(schema: unknown, path: Path): string[] {
  const { def } = schema as { readonly def: SchemaDefinition };
  if (def.innerType) return keysAt(def.innerType, path);
  if (def.options) return [...new Set(def.options.flatMap((option) => keysAt(option, path)))];
  if (def.shape) {
    if (path.length === 0) return Object.keys(def.shape);
    const inner = def.shape[String(path[0])];
    return inner ? keysAt(inner, path.slice(1)) : [];
  }
  const inner = def.element ?? def.valueType ?? def.items?.[Number(path[0])] ?? def.in;
  return inner ? keysAt(inner, def.in === inner ? path : path.slice(1)) : [];
}

/** The parts of a zod definition that lead to inner schemas. */
interface SchemaDefinition {
  readonly innerType?: unknown;
  readonly options?: readonly unknown[];
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly element?: unknown;
  readonly valueType?: unknown;
  readonly items?: readonly unknown[];
  readonly in?: unknown;
}
