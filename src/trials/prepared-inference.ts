// One set of levels, solved for all hypotheses, and what it says of one agent after the other.
import { Rng } from "../base/rng.ts";
import { baseObjective } from "../environments/environment.ts";
import { type LevelSet, levelSetHash } from "../environments/levels.ts";
import type { InferStage } from "../experiments/experiment.ts";
import { deployedLevels } from "../experiments/level-source.ts";
import { gapOf } from "../measures/gap.ts";
import { collectDecisions } from "../measures/goal-inference/collect-decisions.ts";
import type { DecisionRecord } from "../measures/goal-inference/decision-record.ts";
import { buildGoalModel, eventsThatHappen, type GoalModel } from "../measures/goal-inference/goal-model.ts";
import { candidatesOf, defaultModelSettings } from "../measures/goal-inference/hypotheses.ts";
import { inferGoal } from "../measures/goal-inference/infer-goal.ts";
import { weightPosterior } from "../measures/goal-inference/weights.ts";
import { type PreparedValues, prepareValues } from "../measures/objective-values.ts";
import { regretLeft } from "../measures/regret-left.ts";
import type { InferenceLine, WeightPosterior } from "../runs/inference-format.ts";
import { Interrupted, type StageContext } from "./context.ts";
import { TrainingGrounds, type TrainingValue } from "./training-grounds.ts";
import type { AgentGroup, WatchedAgent } from "./watched-agent.ts";

/** Whom to tell, and when to stop. */
export type InferenceWatch = Pick<StageContext, "signal" | "onProgress">;

/** What of an inference stage concerns levels and hypotheses, and no agent. */
export type InferredLevels = Pick<
  InferStage,
  | "name"
  | "source"
  | "horizon"
  | "discount"
  | "levels"
  | "episodesPerLevel"
  | "plannerDiscount"
  | "objectives"
  | "weights"
  | "otherDraws"
> & { readonly training: Pick<InferStage["training"], "count"> };

/** Made by `prepareInference`. */
export class PreparedInference {
  readonly #stage: InferredLevels;
  readonly #levels: LevelSet;
  readonly #levelSet: string;
  readonly #model: GoalModel;
  readonly #values: PreparedValues;
  readonly #grounds: TrainingGrounds;
  readonly #watch: InferenceWatch;

  constructor(
    stage: InferredLevels,
    levels: LevelSet,
    model: GoalModel,
    values: PreparedValues,
    watch: InferenceWatch,
  ) {
    this.#stage = stage;
    this.#levels = levels;
    this.#levelSet = levelSetHash(levels);
    this.#model = model;
    this.#values = values;
    this.#watch = watch;
    this.#grounds = new TrainingGrounds(stage.training.count, stage.discount, levelTeller(stage.name, watch));
  }

  /**
   * Watches every agent and hands over the lines of a group as soon as the group is done. Throws Interrupted between two
   * agents when the signal is aborted.
   */
  async infer(groups: readonly AgentGroup[], onLines: (lines: InferenceLine[]) => void): Promise<void> {
    const total = groups.reduce((sum, { agents }) => sum + agents.length, 0);
    const start = performance.now();
    let done = 0;
    for (const group of groups) {
      const watched: { line: InferenceLine; value: number }[] = [];
      for (const agent of group.agents) {
        if (this.#watch.signal.aborted) throw new Interrupted();
        watched.push(await this.#watchAgent(agent));
        done++;
        this.#watch.onProgress({
          stage: `infer ${this.#stage.name}`,
          done,
          total,
          unit: "agents",
          rate: (done * 1000) / (performance.now() - start),
          episodicReturn: null,
        });
      }
      const left = group.whole ? regretLeft(watched.map(({ value }) => value)) : watched.map(() => null);
      onLines(watched.map(({ line }, index) => ({ ...line, regretLeft: left[index]! })));
    }
  }

  async #watchAgent(agent: WatchedAgent): Promise<{ line: InferenceLine; value: number }> {
    const { name, horizon, discount, episodesPerLevel } = this.#stage;
    const { setting, seed, policy, step } = agent;
    // Every checkpoint plays the same episodes, as far as chance decides: what differs is what was learned.
    const rng = Rng.fromSeed(seed ?? 0).fork(`infer/${name}/${setting}/${policy}`);
    const acting = agent.act();
    const training: TrainingValue | null = agent.trainedOn
      ? await this.#grounds.measure(acting, agent.trainedOn, rng.fork("training"))
      : null;
    const record = await collectDecisions({
      mdps: this.#model.mdps,
      levels: this.#levels,
      policy: await acting.policyFor(this.#levels.environment, "deployed"),
      horizon,
      discount,
      episodesPerLevel,
      rng: rng.fork("deployed"),
    });
    const posterior = inferGoal(this.#model, record);
    const line: InferenceLine = {
      kind: "inference",
      setting,
      seed,
      deployment: name,
      policy,
      step,
      regretLeft: null,
      ...(acting.model === null ? {} : { model: acting.model }),
      levelSet: this.#levelSet,
      posterior,
      weights: this.#weightsOf(record),
      gap: gapOf(
        this.#values,
        posterior,
        record,
        training?.normalised == null ? null : { ...training, normalised: training.normalised },
        rng.fork("gap"),
      ),
    };
    return { line, value: training?.value ?? Number.NaN };
  }

  #weightsOf(record: DecisionRecord): WeightPosterior | null {
    const { weights } = this.#stage;
    if (!weights) return null;
    const { mdps, settings } = this.#model;
    const levels = Array.from({ length: Math.min(weights.levels, mdps.length) }, (_, index) => index);
    return weightPosterior(mdps, record, {
      settings,
      events: eventsThatHappen(mdps),
      points: weights.points,
      levels,
    });
  }
}

/**
 * Solves the stage's levels for every hypothesis: minutes for large levels, and the same for all agents. Throws Interrupted
 * between two levels when the signal is aborted, and an InputError where a level has too many states.
 */
export async function prepareInference(
  stage: InferredLevels,
  watch: InferenceWatch,
): Promise<PreparedInference> {
  const levels = deployedLevels(stage.source, stage.levels);
  const { environment } = levels;
  const { horizon, discount, plannerDiscount, objectives, otherDraws } = stage;
  const settings = { ...defaultModelSettings(plannerDiscount), otherDraws };
  const candidates = candidatesOf(environment, objectives ?? undefined);
  const model = await buildGoalModel(levels, candidates, settings, {
    onLevel: levelTeller(stage.name, watch),
  });
  const values = await prepareValues(
    model.mdps,
    { objectives: model.objectives, base: baseObjective(environment), horizon, discount, plannerDiscount },
    { onLevel: levelTeller(stage.name, watch) },
  );
  return new PreparedInference(stage, levels, model, values, watch);
}

/** Tells of solved levels, and stops the solving by throwing Interrupted. */
function levelTeller(name: string, { signal, onProgress }: InferenceWatch) {
  const start = performance.now();
  return (done: number, total: number) => {
    if (signal.aborted) throw new Interrupted();
    onProgress({
      stage: `infer ${name}`,
      done,
      total,
      unit: "levels",
      rate: (done * 1000) / (performance.now() - start),
      episodicReturn: null,
    });
  };
}
