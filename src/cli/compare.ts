// `innergap compare`: one figure of several settings or studies, seed by seed beside each other.
import { basename, dirname } from "node:path";
import { exitCodes, InputError } from "../base/errors.ts";
import { hashJson } from "../base/hash.ts";
import type { Experiment, Setting, Stage } from "../experiments/experiment.ts";
import { experimentNamed } from "../experiments/index.ts";
import { referencesSetting } from "../experiments/plan.ts";
import { summarise } from "../experiments/summarise.ts";
import { type ComparedGroup, compareGroups } from "../measures/comparison.ts";
import type { StudySummary } from "../measures/summary.ts";
import { disk } from "../runs/disk.ts";
import {
  type RunRecord,
  readManifest,
  readRun,
  readStudy,
  readStudyPlan,
  studyRunFolders,
} from "../runs/read-run.ts";
import { judgeStudy } from "../trials/study.ts";
import type { Arguments } from "./arguments.ts";
import type { Execute } from "./command.ts";
import { comparisonLines } from "./comparison-text.ts";
import { placeNamed } from "./folders.ts";
import {
  type FigurePath,
  figureAt,
  parseFigure,
  refuseUnknown,
  type SeedFigure,
  seedFigures,
} from "./seed-figures.ts";
import type { Terminal } from "./terminal.ts";

/** A study, whole or as far as its runs were named; a run outside of any study is one of its own. */
interface Source {
  readonly folder: string;
  readonly experiment: Experiment;
  readonly summary: StudySummary;
  /** Hash of each setting's stages, by its name. */
  readonly stages: Readonly<Record<string, string>>;
}

/** One setting of one source, with the figure that was asked for. */
interface Member {
  readonly source: Source;
  readonly setting: string;
  readonly path: FigurePath;
  readonly figure: SeedFigure;
}

export const execute: Execute = async (args, terminal) => {
  const margin = args.number("margin", Number.MIN_VALUE, Number.MAX_VALUE);
  const level = args.number("level", 0.5, 0.9999) ?? 0.95;
  const sources = sourcesOf(args.texts("run"));
  const members = membersOf(sources, args.text("figure"), terminal);
  const groups = groupsOf(members, byOf(args), sources);
  const comparison = compareGroups(groups, { margin, level });
  const figures = [...new Set(members.map(({ path }) => path.join(":")))];
  terminal.print(`${figures.join(", ")}, by seed`);
  terminal.print();
  for (const line of comparisonLines(comparison, terminal.width)) terminal.print(line);
  terminal.record({ kind: "done", result: { figures, ...comparison } });
  return exitCodes.ok;
};

function byOf(args: Arguments): "setting" | "study" {
  return args.text("by") === "study" ? "study" : "setting";
}

/** Named runs of one study are taken together, and a study that is named itself is taken whole. */
function sourcesOf(words: readonly string[]): readonly Source[] {
  const runs = new Map<string, Set<string> | "all">();
  for (const word of words) {
    const { folder, kind } = placeNamed(word);
    const study = kind === "study" ? folder : (studyOf(folder) ?? folder);
    const known = runs.get(study) ?? new Set();
    runs.set(study, kind === "study" || known === "all" ? "all" : known.add(folder));
  }
  return [...runs].map(([folder, named]) =>
    named === "all" ? wholeStudy(folder) : partOfStudy(folder, [...named]),
  );
}

/** The study that a run lies in, or null. */
function studyOf(run: string): string | null {
  const study = dirname(dirname(run));
  return readStudyPlan(disk, study) === null ? null : study;
}

function wholeStudy(folder: string): Source {
  const study = readStudy(disk, folder);
  const { plan } = study.plan;
  const experiment = experimentNamed(plan.experiment);
  return {
    folder,
    experiment,
    summary: judgeStudy(experiment, study).summary,
    stages: Object.fromEntries(plan.settings.map(({ name, stages }) => [name, hashJson(stages)])),
  };
}

/** Named runs, with the references of their study for what is normalised by them. */
function partOfStudy(folder: string, folders: readonly string[]): Source {
  const references = studyRunFolders(disk, folder).filter(
    (run) => readManifest(disk, run)?.setting === referencesSetting,
  );
  const own = folders.map((run) => readRun(disk, run));
  const settings = new Map(own.map(({ config }) => [config.setting, config]));
  const experiment = experimentNamed(own[0]!.config.experiment);
  const preset = {
    name: own[0]!.config.preset,
    settings: [...settings.values()].map(({ setting, stages }) => ({
      name: setting,
      summary: "",
      stages: stages as unknown as Setting["stages"],
    })),
  };
  const runs = [...own, ...references.map((run) => readRun(disk, run))].map(summarisedRun);
  return {
    folder,
    experiment,
    summary: summarise(experiment, preset, runs),
    stages: Object.fromEntries([...settings].map(([name, { stages }]) => [name, hashJson(stages)])),
  };
}

function summarisedRun({ config, evaluations }: RunRecord) {
  const { setting, seed } = config;
  return { setting, seed, stages: config.stages as unknown as readonly Stage[], evaluations };
}

/** The figure that was asked for; what was left out is the headline's. Throws an InputError where there is no headline. */
function figurePath({ name, headline, baseObjective }: Experiment, figure: string | null): FigurePath {
  if (headline !== null && baseObjective !== null) {
    const usual = [headline.deployment, "trained-sampled", "normalised", baseObjective] as const;
    return figure === null ? usual : parseFigure(figure, usual);
  }
  const path = figure === null ? [] : figure.split(":");
  if (path.length === 4) return path as unknown as FigurePath;
  throw new InputError(
    "--figure",
    figure === null ? "none" : JSON.stringify(figure),
    `STAGE:FINDING:CONDITIONS:NAME, since ${name} has no headline (the report's last table has them all)`,
  );
}

/** Throws an InputError where no setting has the figure; one that lacks it while others have it is left out. */
function membersOf(sources: readonly Source[], figure: string | null, terminal: Terminal): readonly Member[] {
  const members = sources.flatMap((source) => {
    const { experiment, summary } = source;
    const path = figurePath(experiment, figure);
    const settings = new Set([
      ...summary.settings.map(({ name }) => name),
      ...(summary.findings ?? []).filter(({ seeds }) => seeds[0] !== null).map((found) => found.setting),
    ]);
    return [...settings].map((setting) => {
      const figures = seedFigures(summary, setting);
      return { source, setting, path, figures, figure: figureAt(figures, path) };
    });
  });
  const having = members.flatMap(({ figure, ...rest }) => (figure === null ? [] : [{ ...rest, figure }]));
  const [first] = members;
  if (first && having.length === 0)
    refuseUnknown(
      members.flatMap(({ figures }) => figures),
      first.path,
    );
  for (const { source, setting, path, figure } of members) {
    if (figure === null)
      terminal.say(`${basename(source.folder)}: ${setting} is left out, it has no ${path.join(":")}`);
  }
  return having;
}

function groupsOf(
  members: readonly Member[],
  by: "setting" | "study",
  sources: readonly Source[],
): readonly ComparedGroup[] {
  const groups = new Map<string, Member[]>();
  for (const member of members) {
    const name = by === "study" ? nameInStudy(member, members) : nameOfSetting(member, sources);
    groups.set(name, [...(groups.get(name) ?? []), member]);
  }
  return [...groups].map(([name, pooled]) => {
    refuseUnlike(name, pooled);
    return {
      name,
      seeds: pooled.flatMap(({ figure }) => figure.seeds),
      perSeed: pooled.flatMap(({ figure }) => figure.perSeed),
    };
  });
}

function nameInStudy({ source, setting }: Member, members: readonly Member[]): string {
  const alone = members.filter((member) => member.source === source).length === 1;
  return alone ? basename(source.folder) : `${basename(source.folder)}/${setting}`;
}

function nameOfSetting({ source, setting }: Member, sources: readonly Source[]): string {
  const one = sources.every(({ experiment }) => experiment.name === source.experiment.name);
  return one ? setting : `${source.experiment.name}/${setting}`;
}

/** Runs are pooled only where they are trials of one setting, each seed once. */
function refuseUnlike(name: string, pooled: readonly Member[]): void {
  const instead = "--by study keeps studies apart";
  const stages = new Set(pooled.map(({ source, setting }) => source.stages[setting]));
  const folders = pooled.map(({ source }) => basename(source.folder)).join(" and ");
  if (stages.size > 1)
    throw new InputError(name, `settings that differ in ${folders}`, `the same ones; ${instead}`);
  const seeds = pooled.flatMap(({ figure }) => figure.seeds);
  const twice = seeds.find((seed, index) => seeds.indexOf(seed) !== index);
  if (twice !== undefined) {
    throw new InputError(name, `seed ${twice} twice, in ${folders}`, `every seed once; ${instead}`);
  }
}
