// Replays that play: the training distribution beside the deployed one, seeds side by side.
import { type Child, element, fragment, type Markup, trusted } from "../../drawing/markup.ts";
import type { DeploymentSummary, SettingSummary, StudySummary } from "../../measures/summary.ts";
import type { ReplayFile } from "../../runs/format.ts";
import type { ReportPart } from "../page.ts";
import type { PlayerData, PlayerScene, PlayerTrack } from "../player/data.ts";
import { ReplayEncoder } from "../replay-frames.ts";
import type { ReportRun, StudyReportInput } from "../report-input.ts";
import { deploymentTitle, policyName } from "../words.ts";

/** A replay file with the seed of its run; null for references. */
export interface SeededReplay {
  readonly seed: number | null;
  readonly file: ReplayFile;
}

function levelsOf({ horizon, episodes }: ReplayFile): string {
  return JSON.stringify([horizon, episodes.map(({ level }) => level)]);
}

/**
 * The replays of one deployment: those of the setting's own runs, and those of references (runs of no setting of the
 * summary) that were recorded on the same levels with the same horizon.
 */
export function deploymentReplays(
  runs: readonly ReportRun[],
  summary: StudySummary,
  setting: SettingSummary,
  deployment: DeploymentSummary,
): readonly SeededReplay[] {
  const settings = new Set(summary.settings.map(({ name }) => name));
  const own = runs
    .filter(({ config }) => config.setting === setting.name)
    .sort((one, other) => one.config.seed - other.config.seed)
    .flatMap(({ config, replays }) =>
      replays
        .filter((file) => file.deployment === deployment.name)
        .map((file) => ({ seed: config.seed, file })),
    );
  const played = new Set(own.map(({ file }) => levelsOf(file)));
  const references = runs
    .filter(({ config }) => !settings.has(config.setting))
    .flatMap(({ replays }) => replays.filter((file) => played.has(levelsOf(file))))
    .map((file) => ({ seed: null, file }));
  return [...own, ...references];
}

/** What the replays of a report come from. */
export type ReplayInput = Omit<StudyReportInput, "study" | "verdict">;

type World = Pick<StudyReportInput, "createEnvironment">;

function track(
  encoder: ReplayEncoder,
  { createEnvironment }: World,
  { seed, file }: SeededReplay,
): PlayerTrack {
  const environment = createEnvironment(file.environment.name, file.environment.parameters);
  return {
    label: seed === null ? "reference" : `seed ${seed}`,
    episodes: file.episodes.map((episode) => encoder.episode(environment, episode, file.horizon)),
  };
}

function scene(
  encoder: ReplayEncoder,
  input: ReplayInput,
  setting: SettingSummary,
  deployment: DeploymentSummary,
): PlayerScene | null {
  const replays = deploymentReplays(input.runs, input.summary, setting, deployment);
  const world = replays[0]?.file.environment;
  if (!world) return null;
  const order = deployment.policies.map(({ policy }) => policy);
  const rank = (policy: string) => (order.indexOf(policy) + order.length + 1) % (order.length + 1);
  const policies = [...new Set(replays.map(({ file }) => file.policy))].sort(
    (one, other) => rank(one) - rank(other),
  );
  return {
    setting: setting.name,
    name: deployment.name,
    side: deployment.side,
    title: deploymentTitle(deployment),
    world: encoder.world(input.createEnvironment(world.name, world.parameters)),
    policies: policies.map((policy) => ({
      policy,
      label: deployment.policies.find((row) => row.policy === policy)?.label ?? policyName(policy),
      tracks: replays
        .filter(({ file }) => file.policy === policy)
        .map((replay) => track(encoder, input, replay)),
    })),
  };
}

/** Everything the player of a page needs; no scenes where nothing was recorded. */
export function playerData(input: ReplayInput): PlayerData {
  const encoder = new ReplayEncoder();
  const scenes = input.summary.settings.flatMap((setting) =>
    setting.deployments.flatMap((deployment) => scene(encoder, input, setting, deployment) ?? []),
  );
  return { ...encoder.tables(), scenes };
}

const icons = {
  first: "M3 2h2v12H3zM14 2v12L6 8z",
  back: "M12 2v12L4 8z",
  play: "M4 2v12l9-6z",
  pause: "M4 2h3v12H4zM9 2h3v12H9z",
  forward: "M4 2v12l8-6z",
  last: "M11 2h2v12h-2zM2 2v12l8-6z",
} as const;

function icon(name: keyof typeof icons, className?: string): Markup {
  return element(
    "svg",
    { viewBox: "0 0 16 16", "aria-hidden": "true", class: className },
    trusted(`<path d="${icons[name]}"></path>`),
  );
}

function button(action: string, label: string, ...children: readonly Child[]): Markup {
  return element(
    "button",
    { type: "button", "data-action": action, "aria-label": label, title: label },
    children,
  );
}

function choice(name: string, label: string, options: readonly string[] = []): Markup {
  return element(
    "label",
    {},
    label,
    element(
      "select",
      { "data-choice": name },
      options.map((option) =>
        element("option", { value: option, selected: option === "4" }, `${option} steps/s`),
      ),
    ),
  );
}

function controls(): Markup {
  return element(
    "div",
    { class: "controls" },
    choice("setting", "setting"),
    choice("policy", "policy"),
    choice("episode", "level"),
    choice("deployed", "deployed"),
    element(
      "div",
      { class: "transport", role: "group", "aria-label": "Playback" },
      button("first", "To the start", icon("first")),
      button("back", "One step back", icon("back")),
      button("play", "Play", icon("play", "when-paused"), icon("pause", "when-playing")),
      button("forward", "One step forward", icon("forward")),
      button("last", "To the end", icon("last")),
    ),
    element(
      "div",
      { class: "scrub" },
      element("input", {
        type: "range",
        min: 0,
        max: 0,
        value: 0,
        step: 1,
        "aria-label": "Step of the episode",
      }),
      element("output", {}, "step 0"),
    ),
    choice("speed", "speed", ["1", "2", "4", "8", "16"]),
  );
}

/** The player with its data, or null where nothing was recorded. */
export function replaysPart(
  input: ReplayInput,
): { readonly part: ReportPart; readonly data: PlayerData } | null {
  const data = playerData(input);
  if (data.scenes.length === 0) return null;
  const { headline } = input.experiment;
  const player = element(
    "div",
    {
      class: "player",
      role: "group",
      "aria-label": "Replay player",
      "data-source": "replay-data",
      "data-setting": headline?.setting ?? "",
      "data-deployed": headline?.deployment ?? "",
      "data-playing": "false",
    },
    controls(),
    element("div", {
      class: "stage",
      tabindex: 0,
      role: "group",
      "aria-label": "Replays. Space plays and pauses, arrow keys step, Home and End jump.",
    }),
    element("div", { class: "hidden", "aria-live": "polite" }),
  );
  const body = fragment(
    element(
      "p",
      {},
      "Recorded episodes, one level at a time: the same policy in training on one side, deployed on the other. Scores are running sums without discount. With the grids in focus: ",
      ["space", "← →", "Home", "End"].map((key, index) => [index > 0 && ", ", element("code", {}, key)]),
      ".",
    ),
    player,
    element(
      "noscript",
      {},
      element("p", { class: "quiet" }, "Playing needs scripts; the levels stand below as text."),
    ),
  );
  return { part: { id: "replays", title: "Replays", body }, data };
}
