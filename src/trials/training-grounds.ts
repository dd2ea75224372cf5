// How well agents do where they were trained: N_b(training), from sampled episodes against exact bounds.
import { hashJson } from "../base/hash.ts";
import type { Rng } from "../base/rng.ts";
import { mean } from "../base/stats.ts";
import { enumerate } from "../environments/enumerate.ts";
import { baseObjective } from "../environments/environment.ts";
import { type LevelSet, levelAt } from "../environments/levels.ts";
import { asJson, deployedLevels } from "../experiments/level-source.ts";
import { normalisedValue } from "../measures/competence.ts";
import { playEpisodes } from "../rollouts/episodes.ts";
import { behaviourValue, expectedBehaviour } from "../solvers/expected-behaviour.ts";
import { bestStartValue } from "../solvers/finite-horizon.ts";
import { uniformTable } from "../solvers/greedy.ts";
import { expectedRewards } from "../solvers/rewards.ts";
import type { ActingAgent, TrainingSide } from "./watched-agent.ts";

const mostLanes = 64;

/** The base objective in training. */
export interface TrainingValue {
  /** V_b, a mean over the levels. */
  readonly value: number;
  /** N_b; null where there is nothing to be gained on any level. */
  readonly normalised: number | null;
}

interface Ground {
  readonly levels: LevelSet;
  /** V_b* and V_b(random). [levels] */
  readonly optimal: Float64Array;
  readonly random: Float64Array;
}

/** Training distributions, each opened and solved once. */
export class TrainingGrounds {
  readonly #grounds = new Map<string, Ground>();

  /** `count` levels of each distribution; values at `discount`. `onLevel` is called for every level that was solved. */
  constructor(
    readonly count: number,
    readonly discount: number,
    readonly onLevel: (done: number, total: number) => void,
  ) {}

  /** One episode per level. */
  async measure(agent: ActingAgent, side: TrainingSide, rng: Rng): Promise<TrainingValue> {
    const { levels, optimal, random } = await this.#ground(side);
    const { environment, count, bytes } = levels;
    const episodes = await playEpisodes({
      environment,
      levels: bytes,
      count,
      horizon: side.horizon,
      discount: this.discount,
      policy: await agent.policyFor(environment, "training"),
      selection: "sampled",
      lanes: Math.min(count, mostLanes),
      rng,
    });
    const values = episodes.values[environment.baseObjective]!;
    const normalised = normalisedValue(values, optimal, random).value;
    return { value: mean(values), normalised: Number.isNaN(normalised) ? null : normalised };
  }

  async #ground(side: TrainingSide): Promise<Ground> {
    const key = hashJson(asJson(side));
    const known = this.#grounds.get(key);
    if (known) return known;
    const ground = await this.#solve(side);
    this.#grounds.set(key, ground);
    return ground;
  }

  async #solve({ source, horizon }: TrainingSide): Promise<Ground> {
    const levels = deployedLevels(source, this.count);
    const { environment, count } = levels;
    const base = baseObjective(environment);
    const optimal = new Float64Array(count);
    const random = new Float64Array(count);
    for (let index = 0; index < count; index++) {
      const mdp = enumerate(environment, levelAt(levels, index));
      optimal[index] = bestStartValue(mdp, expectedRewards(mdp, base), horizon, this.discount);
      const play = expectedBehaviour(mdp, uniformTable(mdp.states, mdp.actions), horizon, this.discount);
      random[index] = behaviourValue(environment, play, base);
      this.onLevel(index + 1, count);
      // Progress is told, and a wish to stop arrives, between two levels.
      await new Promise((resume) => setTimeout(resume));
    }
    return { levels, optimal, random };
  }
}
