// `innergap experiments`: the questions, and one question with everything that it fixes beforehand.
import { exitCodes } from "../base/errors.ts";
import { textTableLines } from "../drawing/table.ts";
import type { Experiment, Preset } from "../experiments/experiment.ts";
import { askedOfWorlds, experimentNamed, experiments } from "../experiments/index.ts";
import { inferenceSettings } from "../experiments/inference-plan.ts";
import { resolvePreset } from "../experiments/plan.ts";
import { nameInWorld } from "../experiments/world.ts";
import type { Execute } from "./command.ts";
import { type SettingPath, settingPaths } from "./setting-paths.ts";
import type { Terminal } from "./terminal.ts";
import { definitionList, wrap } from "./wording.ts";

export const execute: Execute = async (args, terminal) => {
  const name = args.text("name");
  if (name === null) {
    listAll(terminal);
    return exitCodes.ok;
  }
  const experiment = experimentNamed(name);
  const preset = resolvePreset(experiment, args.text("preset"), []);
  const paths = settingPaths([...preset.settings, ...inferenceSettings(preset.inference ?? [])]);
  for (const line of pageOf(experiment, preset, paths, Math.min(terminal.width, 110))) terminal.print(line);
  terminal.record({ kind: "done", result: recordOf(experiment, preset, paths) });
  return exitCodes.ok;
};

function listAll(terminal: Terminal): void {
  const rows = experiments.map(({ name, question, presets }) => ({
    cells: [name, Object.keys(presets).join(", "), question],
  }));
  const columns = ["name", "presets", "question"].map((title) => ({ title, align: "left" }) as const);
  // Questions are sentences: they may run over the edge rather than cost the names their letters.
  for (const line of textTableLines({ columns, rows }, Number.POSITIVE_INFINITY)) terminal.print(line);
  const [first = "", ...others] = askedOfWorlds;
  const like = nameInWorld(first, "lava-land");
  terminal.say(`\n${[first, ...others].join(" and ")} are also asked of any one world, as in ${like}.`);
  terminal.say("`innergap experiments NAME` tells hypothesis, checks, presets and the paths for --set.");
  const list = experiments.map(({ name, title, question, presets }) => ({
    name,
    title,
    question,
    presets: Object.keys(presets),
  }));
  terminal.record({ kind: "done", result: { experiments: list } });
}

function pageOf(
  experiment: Experiment,
  preset: Preset,
  paths: readonly SettingPath[],
  width: number,
): string[] {
  const checks = experiment.checks.map((check) => `${check.name}: ${check.direction} ${check.threshold}`);
  const presets = Object.values(experiment.presets).map((one) => {
    const usual = one.name === experiment.defaultPreset ? " (default)" : "";
    return [one.name, `${one.summary}${usual}`] as const;
  });
  const { environment, headline } = experiment;
  const world: (readonly [string, string])[] =
    environment === null
      ? []
      : [
          ["environment", environment],
          ["objectives", `${experiment.objectives.join(", ")}; trained on ${experiment.baseObjective}`],
        ];
  const shown: (readonly [string, string])[] =
    headline === null ? [] : [["headline", `setting ${headline.setting}, deployment ${headline.deployment}`]];
  return [
    `${experiment.name}: ${experiment.title}`,
    "",
    ...definitionList(
      [
        ["question", experiment.question],
        ["hypothesis", experiment.hypothesis],
        ["refuted by", experiment.refutedBy],
        ...(experiment.reach === undefined ? [] : [["reach", experiment.reach] as const]),
        ...world,
        ...shown,
      ],
      width,
    ),
    ...claimLines(experiment.claims ?? [], width),
    "",
    "Checks, fixed beforehand:",
    ...checks.flatMap((check) => wrap(check, width - 2).map((line) => `  ${line}`)),
    "",
    "Presets:",
    ...definitionList(presets, width),
    "",
    "Settings:",
    ...definitionList(
      preset.settings.map((one) => [one.name, one.summary] as const),
      width,
    ),
    "",
    `Paths for --set, with their values in the preset ${preset.name}:`,
    ...paths.map(({ path, value }) => `  ${path}=${JSON.stringify(value)}`),
  ];
}

/** Who expects what, and what would refute it. */
function claimLines(claims: NonNullable<Experiment["claims"]>, width: number): string[] {
  if (claims.length === 0) return [];
  const texts = claims.map(
    ({ who, expects, refutedBy }) => [who, `${expects} Refuted by: ${refutedBy}`] as const,
  );
  return ["", "Who expects what:", ...definitionList(texts, width)];
}

function recordOf(experiment: Experiment, preset: Preset, paths: readonly SettingPath[]): object {
  const { name, title, question, hypothesis, refutedBy, environment, objectives, baseObjective, headline } =
    experiment;
  const checks = experiment.checks.map(({ name, direction, threshold }) => ({ name, direction, threshold }));
  const presets = Object.values(experiment.presets).map(({ name, summary, seeds }) => ({
    name,
    summary,
    seeds,
  }));
  return {
    name,
    title,
    question,
    hypothesis,
    refutedBy,
    environment,
    objectives,
    baseObjective,
    headline,
    claims: experiment.claims ?? [],
    reach: experiment.reach ?? null,
    checks,
    presets,
    preset: preset.name,
    settings: preset.settings,
    inference: preset.inference ?? [],
    paths: Object.fromEntries(paths.map(({ path, value }) => [path, value])),
  };
}
