// Training by evolution over numbers: candidates play the same episodes, and the search moves towards those that did well.
import { InputError } from "../../base/errors.ts";
import type { Rng } from "../../base/rng.ts";
import { parseInput, z } from "../../base/schema.ts";
import { mean } from "../../base/stats.ts";
import type { Parameters } from "../../policies/networks/architecture.ts";
import { rngStateSchema } from "../../rollouts/rollout.ts";
import { episodeMetrics } from "../episode-metrics.ts";
import { prefixed, withoutPrefix } from "../prefix.ts";
import { checkArrays, cycleOrRestore } from "../snapshot.ts";
import type { LearnedPolicy, Training, TrainingProblem, TrainingSnapshot } from "../training.ts";
import { CommonEpisodes, noEpisodes } from "./common-episodes.ts";
import { CovarianceMatrixAdaptation } from "./covariance-matrix-adaptation.ts";
import { type EvolutionHyperparameters, fullByDefault } from "./evolution-hyperparameters.ts";
import { NaturalEvolution } from "./natural-evolution.ts";
import { ParameterVector } from "./parameter-vector.ts";
import type { SearchDistribution } from "./search-distribution.ts";
import { restoreDoubles, storeDoubles } from "./stored-doubles.ts";

/** What evolves: parameters to begin with, and how they act. */
export interface Evolvable {
  readonly initial: Parameters;
  /** Parameters that are left alone. */
  isFixed?(name: string): boolean;
  policy(parameters: Parameters, lanes: number): Promise<LearnedPolicy>;
}

export interface EvolutionOptions extends TrainingProblem {
  readonly evolution: EvolutionHyperparameters;
}

const scalarsSchema = z.strictObject({
  generations: z.int().min(0),
  candidates: rngStateSchema,
  episodes: rngStateSchema,
});

/**
 * A generation is a cycle; what was learned is the centre of the search. Streams: "candidates", "episodes". A candidate's fitness is its mean discounted return.
 */
export class EvolutionTraining implements Training {
  readonly totalSteps: number;
  readonly stepsPerCycle: number;
  readonly #options: EvolutionOptions;
  readonly #evolvable: Evolvable;
  readonly #vector: ParameterVector;
  readonly #search: SearchDistribution;
  readonly #episodes: CommonEpisodes;
  readonly #actor: LearnedPolicy;
  readonly #candidateRng: Rng;
  readonly #episodeRng: Rng;
  readonly #asked: Float64Array;
  readonly #fitness: Float64Array;
  #generations = 0;

  private constructor(
    options: EvolutionOptions,
    evolvable: Evolvable,
    vector: ParameterVector,
    actor: LearnedPolicy,
  ) {
    const { evolution, horizon, rng } = options;
    this.#options = options;
    this.#evolvable = evolvable;
    this.#vector = vector;
    this.#actor = actor;
    this.#search = createSearch(evolution, vector);
    const { population, dimension } = this.#search;
    this.stepsPerCycle = population * evolution.episodes * horizon;
    if (evolution.total_timesteps < this.stepsPerCycle) {
      throw new InputError(
        "evolution.total_timesteps",
        String(evolution.total_timesteps),
        `at least one generation of population x episodes x horizon = ${this.stepsPerCycle}`,
      );
    }
    this.totalSteps = Math.floor(evolution.total_timesteps / this.stepsPerCycle) * this.stepsPerCycle;
    this.#episodes = new CommonEpisodes(options, evolution.episodes, evolution.gamma);
    this.#candidateRng = rng.fork("candidates");
    this.#episodeRng = rng.fork("episodes");
    this.#asked = new Float64Array(population * dimension);
    this.#fitness = new Float64Array(population);
  }

  /** Throws an InputError on settings that do not fit each other, and on rewards that are dealt out at random. */
  static async create(options: EvolutionOptions, evolvable: Evolvable): Promise<EvolutionTraining> {
    refuseShuffledRewards(options);
    const vector = new ParameterVector(evolvable.initial, (name) => evolvable.isFixed?.(name) ?? false);
    const actor = await evolvable.policy(evolvable.initial, options.evolution.episodes);
    return new EvolutionTraining(options, evolvable, vector, actor);
  }

  get globalStep(): number {
    return this.#generations * this.stepsPerCycle;
  }

  cycle(): Promise<Record<string, number>> {
    return cycleOrRestore(this, () => this.#generation());
  }

  async #generation(): Promise<Record<string, number>> {
    const start = performance.now();
    const { environment } = this.#options;
    const { population, dimension } = this.#search;
    this.#search.ask(this.#candidateRng, this.#asked);
    this.#episodes.draw(this.#episodeRng);
    const played = noEpisodes(environment.events.length);
    for (let candidate = 0; candidate < population; candidate++) {
      this.#actor.replaceParameters(this.#vector.parameters(this.#asked, candidate * dimension));
      this.#fitness[candidate] = await this.#episodes.play(this.#actor, played);
    }
    this.#search.tell(this.#fitness);
    this.#generations++;
    return {
      global_step: this.globalStep,
      ...episodeMetrics(environment, played),
      "evolution/best_fitness": this.#fitness.reduce((best, value) => Math.max(best, value)),
      "evolution/mean_fitness": mean(this.#fitness),
      "evolution/spread": this.#search.spread(),
      // Of the steps that global_step counts, so that both tell the seconds.
      "charts/SPS": (this.stepsPerCycle * 1000) / (performance.now() - start),
    };
  }

  snapshot(): TrainingSnapshot {
    return {
      arrays: {
        ...prefixed("parameters/", this.parameters()),
        ...prefixed("search/", storeDoubles(this.#search.state)),
      },
      scalars: {
        generations: this.#generations,
        candidates: this.#candidateRng.state(),
        episodes: this.#episodeRng.state(),
      },
    };
  }

  restore({ arrays, scalars }: TrainingSnapshot): void {
    checkArrays(arrays, this.snapshot().arrays);
    const { generations, candidates, episodes } = parseInput(scalarsSchema, scalars, "snapshot");
    restoreDoubles(withoutPrefix("search/", arrays), this.#search.state);
    this.#candidateRng.restore(candidates);
    this.#episodeRng.restore(episodes);
    this.#generations = generations;
  }

  parameters(): Parameters {
    return this.#vector.parameters(this.#search.mean);
  }

  policy(lanes: number): Promise<LearnedPolicy> {
    return this.#evolvable.policy(this.parameters(), lanes);
  }

  release(): Promise<void> {
    return this.#actor.release();
  }
}

/** Evolution compares returns of whole episodes, which do not change when their rewards are dealt out anew. */
export function refuseShuffledRewards({ shuffledRewards }: Pick<TrainingProblem, "shuffledRewards">): void {
  if (shuffledRewards)
    throw new InputError("shuffledRewards", "true", "a learner that is taught step by step, such as ppo");
}

function createSearch(settings: EvolutionHyperparameters, vector: ParameterVector): SearchDistribution {
  const { strategy, sigma, population, covariance, mean_rate, sigma_rate, mirrored } = settings;
  const common = { mean: vector.start(), sigma, ...(population === null ? {} : { population }) };
  if (strategy === "cma-es") {
    const chosen = vector.dimension <= fullByDefault ? "full" : "diagonal";
    return new CovarianceMatrixAdaptation({
      ...common,
      covariance: covariance === "auto" ? chosen : covariance,
    });
  }
  const sigmaRate = sigma_rate === null ? {} : { sigmaRate: sigma_rate };
  return new NaturalEvolution({ ...common, meanRate: mean_rate, mirrored, ...sigmaRate });
}
