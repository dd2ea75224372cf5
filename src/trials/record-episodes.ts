// Plays one policy on every level of a deployment, and writes down its figures, its measures and some replays.
import { Rng } from "../base/rng.ts";
import type { LevelSet } from "../environments/levels.ts";
import type { ComputeStage, DeployStage } from "../experiments/experiment.ts";
import { behaviourOf } from "../measures/behaviour.ts";
import type { Policy } from "../policies/policy.ts";
import { playEpisodes, toReplay } from "../rollouts/episodes.ts";
import type { Selection } from "../rollouts/selection.ts";
import type { Episodes } from "../rollouts/trajectory.ts";
import { formatVersion } from "../runs/format.ts";
import type { StageContext } from "./context.ts";

export interface Recording {
  readonly stage: DeployStage | ComputeStage;
  readonly levels: LevelSet;
  readonly policy: Policy;
  readonly policyName: string;
  readonly selection: Selection;
  readonly lanes: number;
}

/** Writes a behaviour line for policies of a deploy stage; references have exact ones already. */
export async function recordEpisodes(recording: Recording, context: StageContext): Promise<void> {
  const { stage, levels, policy, policyName, selection, lanes } = recording;
  const { horizon, discount } = stage;
  const { count } = levels;
  const rng = Rng.fromSeed(context.config.seed).fork(`${stage.name}/${policyName}`);
  const start = performance.now();
  const episodes = await playEpisodes({
    environment: levels.environment,
    levels: levels.bytes,
    count,
    horizon,
    discount,
    policy,
    selection,
    lanes,
    rng: rng.fork("episodes"),
    onProgress: (done) =>
      context.onProgress({
        stage: `${stage.kind} ${stage.name}`,
        done,
        total: count,
        unit: "episodes",
        rate: (done * 1000) / (performance.now() - start),
        episodicReturn: null,
      }),
  });
  if (stage.kind === "deploy")
    context.store.appendEvaluations([behaviourOf(episodes, stage.name, policyName)]);
  writeMeasures(recording, episodes, rng, context);
  writeReplays(recording, episodes, context);
}

function writeMeasures(
  { stage, policyName }: Recording,
  episodes: Episodes,
  rng: Rng,
  context: StageContext,
): void {
  const { environment, horizon, count } = episodes;
  const replays = Array.from({ length: count }, (_, index) => toReplay(episodes, index));
  for (const measure of stage.measures) {
    const figures = context.experiment.measures[measure]!.measure({
      environment,
      horizon,
      episodes: replays,
      rng: rng.fork(measure),
    });
    context.store.appendEvaluations([
      { kind: "measurement", measure, deployment: stage.name, policy: policyName, figures },
    ]);
  }
}

function writeReplays({ stage, policyName }: Recording, episodes: Episodes, context: StageContext): void {
  const { environment, horizon, count } = episodes;
  if (stage.replays === 0) return;
  context.store.writeReplay({
    format: formatVersion,
    environment: { name: environment.name, parameters: environment.parameters },
    deployment: stage.name,
    policy: policyName,
    horizon,
    episodes: Array.from({ length: Math.min(stage.replays, count) }, (_, index) => toReplay(episodes, index)),
  });
}
