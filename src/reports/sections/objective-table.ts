// The objective table, on and off distribution: every policy, every seed, counts and normalised values.
import { element, fragment, type Markup } from "../../drawing/markup.ts";
import { type HtmlTable, htmlTable } from "../../drawing/table.ts";
import type { ReportPart } from "../page.ts";
import type { FigureCell, FigureRow, FigureTable } from "../tables.ts";

/** Above this many seeds their values stand in a table of their own. */
const inlineSeeds = 5;

function cellBody(cell: FigureCell): Markup {
  const seeds = cell.perSeed.length > 1 && cell.perSeed.length <= inlineSeeds ? cell.perSeed.join(" ") : "";
  return fragment(
    element("b", {}, cell.mean),
    cell.interval !== "" && element("span", { class: "seeds" }, cell.interval),
    seeds !== "" && element("span", { class: "seeds each" }, seeds),
  );
}

/** "seed 3", "seeds 0, 1, 2", "seeds 0 to 9". */
function seedNames(seeds: readonly number[]): string {
  const [first = 0] = seeds;
  if (seeds.length === 1) return `seed ${first}`;
  const consecutive = seeds.every((seed, index) => seed === first + index);
  return consecutive && seeds.length > 3 ? `seeds ${first} to ${seeds.at(-1)}` : `seeds ${seeds.join(", ")}`;
}

function rowHeader(row: FigureRow): Markup {
  const tags = [
    row.exact ? "exact" : null,
    row.seeds.length === 0 ? null : seedNames(row.seeds),
    row.note === null ? null : "see note",
  ].filter((tag) => tag !== null);
  return fragment(row.label, tags.length > 0 && element("span", { class: "seeds tag" }, tags.join("; ")));
}

function mainTable(table: FigureTable): HtmlTable {
  const firstReference = table.rows.findIndex(({ tested }) => !tested);
  return {
    caption: fragment(element("strong", {}, table.title), table.conditions),
    columns: [
      { title: "policy", align: "left" },
      ...table.columns.map(({ title, group }) => ({ title, align: "right" as const, group })),
    ],
    rows: table.rows.map((row, index) => ({
      cells: [rowHeader(row), ...row.cells.map(cellBody)],
      className: [row.tested ? "tested" : "reference", index === firstReference ? "rule" : ""]
        .join(" ")
        .trim(),
    })),
  };
}

function seedTable(table: FigureTable): Markup | null {
  const rows = table.rows.filter(({ seeds }) => seeds.length > inlineSeeds);
  if (rows.length === 0) return null;
  const content: HtmlTable = {
    caption: `Every seed in ${table.deployment.name}`,
    columns: [
      { title: "policy and seed", align: "left" },
      ...table.columns.map(({ title, group }) => ({ title, align: "right" as const, group })),
    ],
    rows: rows.flatMap((row) =>
      row.seeds.map((seed, index) => ({
        cells: [`${row.label}, seed ${seed}`, ...row.cells.map(({ perSeed }) => perSeed[index] ?? "–")],
      })),
    ),
  };
  return element(
    "details",
    {},
    element("summary", {}, "Every seed"),
    htmlTable(content, `Every seed in ${table.setting.name}, ${table.deployment.name}`),
  );
}

/** What the mark beside a row's name means. */
const exactNote = "exact: an expectation, computed without sampling.";

function deploymentBlock(table: FigureTable): Markup {
  const notes = [...(table.rows.some(({ exact }) => exact) ? [exactNote] : []), ...table.notes];
  return fragment(
    htmlTable(
      mainTable(table),
      `Figures in ${table.setting.name}, ${table.deployment.name}; scrolls sideways`,
    ),
    element(
      "ul",
      { class: "notes" },
      notes.map((note) => element("li", {}, note)),
    ),
    seedTable(table),
  );
}

const normalisedMeaning =
  " A normalised value is 0 for the random policy and 1 for the best possible one under that objective, at the same horizon and discount; it is never clipped.";

/** One table per deployment, setting by setting. */
export function objectivePart(tables: readonly FigureTable[]): ReportPart | null {
  const settings = [...new Set(tables.map(({ setting }) => setting))];
  if (settings.length === 0) return null;
  const hasValues = tables.some(({ columns }) => columns.some(({ group }) => group === "normalised value"));
  return {
    id: "table",
    title: "Objectives on and off distribution",
    body: fragment(
      element("p", {}, "Means over one complete episode per level.", hasValues && normalisedMeaning),
      settings.map((setting) => [
        element("h3", {}, setting.name),
        element("p", { class: "small quiet" }, setting.summary),
        tables.filter((table) => table.setting === setting).map(deploymentBlock),
      ]),
    ),
  };
}
