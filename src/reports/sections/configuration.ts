// The configuration of every setting, value by value, with what differs from the defaults set off.
import type { Json, JsonObject } from "../../base/hash.ts";
import { element, fragment, type Markup } from "../../drawing/markup.ts";
import { htmlTable } from "../../drawing/table.ts";
import { environmentDefinitions } from "../../environments/index.ts";
import { ppoDefaults } from "../../learners/ppo-hyperparameters.ts";
import type { ReportPart } from "../page.ts";

/** A setting as it was run: its stages with every default filled in. */
export interface ConfiguredSetting {
  readonly name: string;
  readonly stages: readonly JsonObject[];
}

/** Leaves of a JSON value by path; arrays of plain values are leaves. */
function leaves(value: Json, path: string): (readonly [path: string, value: string])[] {
  if (value === null || typeof value !== "object") return [[path, JSON.stringify(value)]];
  if (Array.isArray(value)) {
    const nested = value.some((item) => typeof item === "object" && item !== null && !Array.isArray(item));
    if (!nested) return [[path, JSON.stringify(value)]];
    return value.flatMap((item: Json, index) => leaves(item, `${path}[${index}]`));
  }
  return Object.entries(value).flatMap(([key, item]) =>
    leaves(item as Json, path === "" ? key : `${path}.${key}`),
  );
}

function stageName(stage: JsonObject, index: number): string {
  const kind = typeof stage.kind === "string" ? stage.kind : `stage ${index + 1}`;
  return typeof stage.name === "string" ? `${kind} ${stage.name}` : kind;
}

/** Defaults of the learner and of the stage's world, in the shape of a stage; of worlds that are not listed, none. */
function stageDefaults(stage: JsonObject): JsonObject {
  const ppo = { ...ppoDefaults };
  const source = stage.source as JsonObject | undefined;
  const definition = environmentDefinitions.find(({ name }) => name === source?.environment);
  if (!definition) return { ppo };
  return { ppo, source: { parameters: definition.defaults.environment, levels: definition.defaults.levels } };
}

function stageTable(setting: string, stage: JsonObject, index: number): Markup {
  const defaults = new Map(leaves(stageDefaults(stage), ""));
  const rows = leaves(stage, "")
    .filter(([path]) => path !== "kind" && path !== "name")
    .map(([path, value]) => {
      const isDefault = defaults.get(path) === value;
      return {
        cells: [
          element("code", {}, path),
          element("code", { class: isDefault ? "default" : null }, value),
          isDefault ? element("span", { class: "default" }, "default") : "",
        ],
      };
    });
  const name = stageName(stage, index);
  const table = {
    caption: element("strong", {}, name),
    columns: [
      { title: "parameter", align: "left" as const },
      { title: "value", align: "left" as const },
      { title: "origin", align: "left" as const },
    ],
    rows,
  };
  return htmlTable(table, `${name} of ${setting}`);
}

/** All settings, folded up. */
export function configurationPart(settings: readonly ConfiguredSetting[]): ReportPart | null {
  if (settings.length === 0) return null;
  return {
    id: "configuration",
    title: "Configuration",
    body: fragment(
      settings.map(({ name, stages }) =>
        element(
          "details",
          {},
          element("summary", {}, `${name}: ${stages.map(stageName).join(", ")}`),
          stages.map((stage, index) => stageTable(name, stage, index)),
        ),
      ),
    ),
  };
}
