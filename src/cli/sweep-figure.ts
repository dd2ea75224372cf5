// `--figure` of a sweep: the one figure that its points are ranked by, checked against the plan before anything runs.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import type { DeployStage, Experiment, Setting } from "../experiments/experiment.ts";
import { openSource } from "../experiments/level-source.ts";
import type { RankedFigure } from "../trials/sweep-ranking.ts";
import { type FigurePath, figureAt, parseFigure, seedFigures } from "./seed-figures.ts";

const checkPrefix = "check:";

/**
 * `check:NAME`, the figure of a check, or `[SETTING/]DEPLOYMENT:POLICY:KIND:NAME` as `innergap compare` has it; null for the headline's
 * normalised base value. Checks say themselves which end is best; other figures are best where they are highest. Throws an InputError for
 * what the settings cannot have.
 */
export function rankedFigure(
  experiment: Experiment,
  settings: readonly Setting[],
  text: string | null,
  best: RankedFigure["best"] | null,
): RankedFigure {
  if (text?.startsWith(checkPrefix)) return checkFigure(experiment, text.slice(checkPrefix.length), best);
  const slash = text?.indexOf("/") ?? -1;
  const setting = settingOf(experiment, settings, slash < 0 ? null : text!.slice(0, slash));
  const path = pathOf(experiment, text === null || slash < 0 ? text : text.slice(slash + 1));
  refuseImpossible(experiment, setting, path);
  return {
    name: `${setting.name}/${path.join(":")}`,
    best: best ?? "highest",
    of: (summary) => figureAt(seedFigures(summary, setting.name), path),
  };
}

function checkFigure(experiment: Experiment, name: string, best: RankedFigure["best"] | null): RankedFigure {
  const check = experiment.checks.find((one) => one.name === name);
  if (check === undefined) {
    const names = experiment.checks.map((one) => `${checkPrefix}${one.name}`);
    throw new InputError("--figure", JSON.stringify(checkPrefix + name), oneOf(checkPrefix + name, names));
  }
  return {
    name: `${checkPrefix}${name}`,
    best: best ?? (check.direction === "at least" ? "highest" : "lowest"),
    of: (summary) => {
      const perSeed = check.figure(summary)?.perSeed ?? null;
      if (perSeed === null) return null;
      const seeds = [...new Set(summary.settings.flatMap((one) => one.seeds))].sort((a, b) => a - b);
      return { perSeed, seeds: seeds.length === perSeed.length ? seeds : perSeed.map(() => null) };
    },
  };
}

function settingOf({ headline }: Experiment, settings: readonly Setting[], name: string | null): Setting {
  const names = settings.map((one) => one.name);
  const wanted = name ?? headline?.setting ?? null;
  const found = settings.find((one) => one.name === wanted);
  if (found) return found;
  if (name === null && settings.length === 1) return settings[0]!;
  throw new InputError(
    "--figure",
    name === null ? "no setting" : `the setting ${JSON.stringify(name)}`,
    name === null ? `SETTING/... with one of ${names.join(", ")}` : oneOf(name, names),
  );
}

function pathOf({ name, headline, baseObjective }: Experiment, text: string | null): FigurePath {
  if (headline !== null && baseObjective !== null) {
    const usual = [headline.deployment, "trained-sampled", "normalised", baseObjective] as const;
    return text === null ? usual : parseFigure(text, usual);
  }
  const parts = text?.split(":") ?? [];
  if (parts.length === 4) return parts as unknown as FigurePath;
  throw new InputError(
    "--figure",
    text === null ? "none" : JSON.stringify(text),
    `STAGE:FINDING:CONDITIONS:NAME or check:NAME, since ${name} has no headline`,
  );
}

/** What is known before a run: stages, policies, kinds, and the names of values and columns. */
function refuseImpossible(
  experiment: Experiment,
  setting: Setting,
  [deployment, policy, kind, name]: FigurePath,
): void {
  const place = `--figure ${[deployment, policy, kind, name].join(":")}`;
  const refuse = (what: string, word: string, known: readonly string[]) => {
    if (!known.includes(word)) throw new InputError(place, `${what} ${word}`, oneOf(word, known));
  };
  const named = setting.stages.flatMap((stage) =>
    stage.kind === "deploy" || stage.kind === "model" ? [stage.name] : [],
  );
  refuse("deployment or stage", deployment, named);
  const stage = setting.stages.find(
    (one): one is DeployStage => one.kind === "deploy" && one.name === deployment,
  );
  if (stage === undefined) return;
  refuse("policy", policy, stage.policies);
  refuse("kind of figure", kind, ["normalised", "value", "column", ...stage.measures]);
  if (kind === "column")
    refuse(
      "column",
      name,
      experiment.columns.map(({ key }) => key),
    );
  if (kind !== "normalised" && kind !== "value") return;
  const { objectives } = openSource(stage.source).environment;
  refuse(
    "objective",
    name,
    objectives.map((one) => one.name).filter((one) => experiment.objectives.includes(one)),
  );
}
