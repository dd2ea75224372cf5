// Models as JSON, in and out.
import { parseInput, z } from "../../base/schema.ts";
import { type DiagramJson, diagramFromJson, diagramSchema, diagramToJson } from "../diagram-json.ts";
import { type InfluenceModel, influenceModel } from "./model.ts";
import type { Outcome } from "./outcome.ts";
import type { Rows } from "./tabulate.ts";

const outcome = z.union([z.number(), z.string(), z.boolean()]);

/** A diagram's JSON with `domains` by node and `tables` by node: rows of probabilities, or numbers for utilities. */
export const modelSchema = diagramSchema.extend({
  domains: z.record(z.string(), z.array(outcome)),
  tables: z.record(z.string(), z.array(z.union([z.number(), z.array(z.number())]))),
});

/** The JSON that `modelToJson` writes. */
export interface ModelJson extends DiagramJson {
  readonly domains: Readonly<Record<string, readonly Outcome[]>>;
  readonly tables: Readonly<Record<string, Rows>>;
}

/** The model that parsed JSON describes; throws an InputError with its place below `place`, as diagrams and `influenceModel` do. */
export function modelFromJson(value: unknown, place = "model"): InfluenceModel {
  const { domains, tables, ...diagram } = parseInput(modelSchema, value, place);
  return influenceModel(
    diagramFromJson(diagram, place),
    { domains, tables: tables as Record<string, Rows> },
    place,
  );
}

/** A model as JSON that gives it back. Functions are written as the tables that they came to. */
export function modelToJson(model: InfluenceModel): ModelJson {
  const { diagram, domains, sizes, tables } = model;
  const named = <T>(list: readonly (T | null)[]): Record<string, T> =>
    Object.fromEntries(
      diagram.nodes.flatMap(({ name }, node) => {
        const entry = list[node] ?? null;
        return entry === null ? [] : [[name, entry] as const];
      }),
    );
  return {
    ...diagramToJson(diagram),
    domains: named(domains.map((domain, node) => (diagram.nodes[node]!.kind === "utility" ? null : domain))),
    tables: named(
      tables.map((table, node): Rows | null => {
        if (table === null) return null;
        if (diagram.nodes[node]!.kind === "utility") return Array.from(table);
        const width = sizes[node]!;
        return Array.from({ length: table.length / width }, (_, row) =>
          Array.from(table.subarray(row * width, (row + 1) * width)),
        );
      }),
    ),
  };
}
