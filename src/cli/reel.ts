// Which recorded episodes a person means by a folder, a deployment and a policy.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import type { Environment } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import { experiments } from "../experiments/index.ts";
import { referencesSetting } from "../experiments/plan.ts";
import { disk } from "../runs/disk.ts";
import type { ReplayFile } from "../runs/format.ts";
import { type RunRecord, readRun, studyRunFolders } from "../runs/read-run.ts";
import type { Arguments } from "./arguments.ts";
import { placeNamed } from "./folders.ts";

const usualPolicy = "trained-sampled";

/** What is played: a replay file with its world and the run that it is of. */
export interface Reel {
  readonly run: RunRecord;
  readonly replay: ReplayFile;
  readonly environment: Environment;
}

/** The replay that the options name, or the headline deployment of the trained agent in its first run. */
export function chooseReel(args: Arguments): Reel {
  const word = args.text("run") ?? "";
  const { folder, kind } = placeNamed(word);
  const runs = (kind === "study" ? studyRunFolders(disk, folder) : [folder]).map((one) => readRun(disk, one));
  const reels = runs.flatMap((run) => run.replays.map((replay) => ({ run, replay })));
  if (reels.length === 0) throw new InputError(folder, "no replays yet", "a run that has been deployed");
  const experiment = experiments.find((one) => one.name === runs[0]?.manifest.experiment);
  const headline = experiment?.headline;
  const ofPolicy = narrow(reels, ({ replay }) => replay.policy, args.text("policy"), usualPolicy, "--policy");
  const matching = narrow(
    ofPolicy,
    ({ replay }) => replay.deployment.split(".").at(-1) ?? "",
    args.text("deployment"),
    headline?.deployment ?? "",
    "--deployment",
  );
  // What a study computes without a seed lies in a run of its own, as "<setting>.<deployment>".
  const fullName = ({ run, replay }: (typeof reels)[number]) =>
    replay.deployment.includes(".") ? replay.deployment : `${run.manifest.setting}.${replay.deployment}`;
  const inHeadline = (reel: (typeof reels)[number]) => fullName(reel).startsWith(`${headline?.setting}.`);
  const chosen = matching.find(inHeadline) ?? matching[0]!;
  const { name, parameters } = chosen.replay.environment;
  return { ...chosen, environment: environmentNamed(name).create(parameters) };
}

/** The entries with the wanted name; without a wish those with the usual name, or all where none has it. */
function narrow<T>(
  all: readonly T[],
  nameOf: (one: T) => string,
  wanted: string | null,
  usual: string,
  option: string,
): readonly T[] {
  const names = [...new Set(all.map(nameOf))];
  if (wanted !== null && !names.includes(wanted)) {
    throw new InputError(option, JSON.stringify(wanted), oneOf(wanted, names));
  }
  const name = wanted ?? (names.includes(usual) ? usual : null);
  return name === null ? all : all.filter((one) => nameOf(one) === name);
}

/** "varied s0, deployed-12, trained-sampled: episode 0 of 0-5". */
export function titleOf({ run, replay }: Reel, episode: number): string {
  const { setting, seed } = run.manifest;
  const of = setting === referencesSetting ? setting : `${setting} s${seed}`;
  return `${of}, ${replay.deployment}, ${replay.policy}: episode ${episode} of 0-${replay.episodes.length - 1}`;
}
