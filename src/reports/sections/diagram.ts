// What the diagram of a trained agent's world says: which variables each objective gives a reason to control.
import type { JsonObject } from "../../base/hash.ts";
import { element, fragment, type Markup } from "../../drawing/markup.ts";
import { type HtmlTable, htmlTable } from "../../drawing/table.ts";
import type { Environment } from "../../environments/environment.ts";
import { type VariableIncentives, worldIncentives } from "../../measures/world-incentives.ts";
import type { ReportPart } from "../page.ts";
import type { StudyReportInput } from "../report-input.ts";

type DiagramInput = Pick<StudyReportInput, "study" | "createEnvironment">;

/** A world that agents of the study are trained in, with the objectives that are rewarded there. */
interface TrainedIn {
  readonly environment: Environment;
  readonly rewarded: readonly string[];
}

/** Every world of the training stages, once; those that declare no causes are left out. */
function trainedIn({ study, createEnvironment }: DiagramInput): readonly TrainedIn[] {
  const worlds = new Map<string, { environment: Environment; rewarded: Set<string> }>();
  for (const stage of study.plan.settings.flatMap(({ stages }) => stages)) {
    const source = stage.source as JsonObject | undefined;
    if ((stage.kind !== "train" && stage.kind !== "clone") || typeof source?.environment !== "string")
      continue;
    const key = JSON.stringify([source.environment, source.parameters]);
    const known = worlds.get(key) ?? {
      environment: createEnvironment(source.environment, source.parameters as JsonObject),
      rewarded: new Set<string>(),
    };
    known.rewarded.add(
      typeof stage.objective === "string" ? stage.objective : known.environment.baseObjective,
    );
    worlds.set(key, known);
  }
  return [...worlds.values()]
    .filter(({ environment }) => environment.causes)
    .map(({ environment, rewarded }) => ({ environment, rewarded: [...rewarded] }));
}

function mark({ control, impact }: VariableIncentives): Markup {
  if (control) return element("b", {}, "◆ control");
  return impact
    ? element("span", {}, "◇ side effect")
    : element("span", { class: "quiet" }, "– out of reach");
}

function worldTable({ environment, rewarded }: TrainedIn, place: string): Markup {
  const { objectives, name } = environment;
  const found = objectives.map((objective) => worldIncentives(environment, objective).variables);
  const table: HtmlTable = {
    caption: fragment(element("strong", {}, name), place),
    columns: [
      { title: "variable", align: "left" },
      { title: "seen", align: "left" },
      ...objectives.map((objective) => ({
        title: rewarded.includes(objective.name) ? `${objective.name} (rewarded)` : objective.name,
        align: "left" as const,
      })),
    ],
    rows: found[0]!.map(({ variable, seen }, index) => ({
      cells: [variable, seen ? "yes" : "no", ...found.map((variables) => mark(variables[index]!))],
    })),
  };
  return htmlTable(table, `What the diagram of ${name} says${place}`);
}

/** Which of several versions of a world this is; nothing where there is one. */
function placeOf(worlds: readonly TrainedIn[], index: number): string {
  const { name } = worlds[index]!.environment;
  const versions = worlds.filter(({ environment }) => environment.name === name);
  return versions.length > 1
    ? `, ${versions.indexOf(worlds[index]!) + 1} of ${versions.length} versions`
    : "";
}

/** Incentives by variable and objective, for every world of the training stages that declares the causes of its state. */
export function diagramPart(input: DiagramInput): ReportPart | null {
  const worlds = trainedIn(input);
  if (worlds.length === 0) return null;
  return {
    id: "diagram",
    title: "What the diagram says",
    body: fragment(
      element(
        "p",
        {},
        "Before anything is trained: what the first action has a reason to control under each objective, from the causes that the world declares. ◆ control: a way leads from the action through the variable to the objective (an instrumental control incentive). ◇ side effect: acting changes it, and the objective gives no reason to. An agent that controls a side effect pursues something else than what rewards it, or has learned to go by it.",
      ),
      worlds.map((world, index) => worldTable(world, placeOf(worlds, index))),
    ),
  };
}
