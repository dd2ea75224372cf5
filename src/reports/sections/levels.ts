// The replayed levels as text, to be copied.
import { element, fragment, type Markup } from "../../drawing/markup.ts";
import type { ObjectKind } from "../../environments/environment.ts";
import type { DeploymentSummary, SettingSummary } from "../../measures/summary.ts";
import type { ReportPart } from "../page.ts";
import { deploymentReplays, type ReplayInput, type SeededReplay } from "./replays.ts";

function levelFigure(id: string, index: number, level: string): Markup {
  const name = `level ${index + 1}`;
  return element(
    "figure",
    {},
    element(
      "figcaption",
      {},
      name,
      element("button", { type: "button", "data-copy": id, "aria-label": `Copy ${name}` }, "copy"),
    ),
    element("pre", { id, tabindex: 0, role: "region", "aria-label": `${name} as text` }, level),
  );
}

function legend(objects: readonly ObjectKind[]): Markup {
  return fragment(
    objects.map(({ letter, name }, index) => [index > 0 && ", ", element("code", {}, letter), ` ${name}`]),
  );
}

function deploymentLevels(
  id: string,
  setting: SettingSummary,
  deployment: DeploymentSummary,
  replays: readonly SeededReplay[],
): Markup | null {
  const episodes = replays[0]?.file.episodes ?? [];
  if (episodes.length === 0) return null;
  return element(
    "details",
    {},
    element(
      "summary",
      {},
      `${setting.name}, ${deployment.name}: ${episodes.length} of ${deployment.levels} levels`,
    ),
    element(
      "div",
      { class: "levels" },
      episodes.map(({ level }, index) => levelFigure(`${id}-${index}`, index, level)),
    ),
  );
}

/** Every level of the player, by deployment. */
export function levelsPart(input: ReplayInput): ReportPart | null {
  const blocks: Markup[] = [];
  let objects: readonly ObjectKind[] = [];
  for (const setting of input.summary.settings) {
    for (const deployment of setting.deployments) {
      const replays = deploymentReplays(input.runs, input.summary, setting, deployment);
      const block = deploymentLevels(`level-${blocks.length}`, setting, deployment, replays);
      if (!block) continue;
      blocks.push(block);
      const { name, parameters } = replays[0]!.file.environment;
      objects = input.createEnvironment(name, parameters).objects;
    }
  }
  if (blocks.length === 0) return null;
  return {
    id: "levels",
    title: "Levels as text",
    body: fragment(element("p", {}, "The levels of the replays. ", legend(objects), "."), blocks),
  };
}
