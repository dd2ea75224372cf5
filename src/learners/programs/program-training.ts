// Training by evolution over programs: the best of a generation live on, and the others are made of them.
import { InputError } from "../../base/errors.ts";
import type { Rng } from "../../base/rng.ts";
import { parseInput, z } from "../../base/schema.ts";
import type { Parameters } from "../../policies/networks/architecture.ts";
import { type Vocabulary, vocabularyOf } from "../../policies/programs/conditions.ts";
import {
  emptyProgram,
  type ProgramCode,
  programLength,
  programParameters,
} from "../../policies/programs/decision-list.ts";
import { type ProgramPolicy, programPolicy } from "../../policies/programs/program-policy.ts";
import { rngStateSchema } from "../../rollouts/rollout.ts";
import { episodeMetrics } from "../episode-metrics.ts";
import { CommonEpisodes, noEpisodes } from "../evolution/common-episodes.ts";
import { refuseShuffledRewards } from "../evolution/evolution-training.ts";
import { restoreDoubles, storeDoubles } from "../evolution/stored-doubles.ts";
import { prefixed, withoutPrefix } from "../prefix.ts";
import { checkArrays, requireUnfinished } from "../snapshot.ts";
import type { LearnedPolicy, Training, TrainingProblem, TrainingSnapshot } from "../training.ts";
import type { ProgramHyperparameters } from "./program-hyperparameters.ts";
import { change, crossed, type ProgramSpace, programSize, randomProgram } from "./program-variation.ts";

export interface ProgramOptions extends TrainingProblem {
  readonly program: ProgramHyperparameters;
}

const scalarsSchema = z.strictObject({
  generations: z.int().min(0),
  variation: rngStateSchema,
  episodes: rngStateSchema,
});

/** Generations that a program must have lived through to be the answer, as far as any has: a fresh one may have been lucky. */
const seasoned = 3;

/**
 * A (mu + lambda) evolution: each generation plays episodes of its own, the same for all its programs, and a program that lives on is judged by the
 * mean of all its generations. Streams: "variation", "episodes".
 */
export class ProgramTraining implements Training {
  readonly totalSteps: number;
  readonly stepsPerCycle: number;
  readonly vocabulary: Vocabulary;
  readonly #options: ProgramOptions;
  readonly #space: ProgramSpace;
  readonly #episodes: CommonEpisodes;
  readonly #actor: ProgramPolicy;
  readonly #variationRng: Rng;
  readonly #episodeRng: Rng;
  /** The parents come first, from the best on. [population, programLength] */
  readonly #programs: Int32Array;
  /** Sum of a program's fitness over the generations that it has lived through, and their number. [population] */
  readonly #totals: Float64Array;
  readonly #lived: Float64Array;
  /** Mean return in the last generation, which tells programs that act alike: they played the same episodes. [population] */
  readonly #returns: Float64Array;
  #generations = 0;

  /** Throws an InputError on settings that do not fit each other, and on rewards that are dealt out at random. */
  constructor(options: ProgramOptions) {
    refuseShuffledRewards(options);
    const { environment, horizon, program, rng } = options;
    const { population, parents, episodes, total_timesteps, gamma } = program;
    this.#options = options;
    this.vocabulary = vocabularyOf(environment);
    this.#space = {
      actions: environment.actions.length,
      statements: this.vocabulary.conditions.length,
      rules: program.rules,
      conditions: program.conditions,
    };
    this.stepsPerCycle = population * episodes * horizon;
    if (total_timesteps < this.stepsPerCycle) {
      throw new InputError(
        "program.total_timesteps",
        String(total_timesteps),
        `at least one generation of population x episodes x horizon = ${this.stepsPerCycle}`,
      );
    }
    this.totalSteps = Math.floor(total_timesteps / this.stepsPerCycle) * this.stepsPerCycle;
    this.#episodes = new CommonEpisodes(options, episodes, gamma);
    this.#actor = programPolicy(this.vocabulary, emptyProgram());
    this.#variationRng = rng.fork("variation");
    this.#episodeRng = rng.fork("episodes");
    this.#programs = new Int32Array(population * programLength);
    this.#totals = new Float64Array(population);
    this.#lived = new Float64Array(population);
    this.#returns = new Float64Array(population);
    for (let index = 0; index < parents; index++)
      this.#put(index, randomProgram(this.#space, this.#variationRng));
  }

  get globalStep(): number {
    return this.#generations * this.stepsPerCycle;
  }

  async cycle(): Promise<Record<string, number>> {
    requireUnfinished(this);
    const start = performance.now();
    const { environment, program } = this.#options;
    this.#breed();
    this.#episodes.draw(this.#episodeRng);
    const played = noEpisodes(environment.events.length);
    for (let index = 0; index < program.population; index++) {
      const code = this.#code(index);
      this.#actor.replaceCode(code);
      const returned = await this.#episodes.play(this.#actor, played);
      this.#returns[index] = returned;
      this.#totals[index]! += returned - program.length_cost * programSize(code);
      this.#lived[index]!++;
    }
    this.#rank();
    this.#generations++;
    const answer = this.#answer();
    return {
      global_step: this.globalStep,
      ...episodeMetrics(environment, played),
      "evolution/best_fitness": this.#fitness(0),
      "program/fitness": this.#fitness(answer),
      "program/generations": this.#lived[answer]!,
      "program/size": programSize(this.#code(answer)),
      // Of the steps that global_step counts, so that both tell the seconds.
      "charts/SPS": (this.stepsPerCycle * 1000) / (performance.now() - start),
    };
  }

  /** Fills the places behind the parents with their children; the first generation of every start is random. */
  #breed(): void {
    const { population, parents, crossover, more_changes, newcomers, restart_interval } =
      this.#options.program;
    const rng = this.#variationRng;
    const age = this.#generations % restart_interval;
    if (age === 0 && this.#generations > 0) this.#startAnew();
    const breeders = this.#breeders(age);
    const chosen = () =>
      this.#code(breeders[Math.min(rng.below(breeders.length), rng.below(breeders.length))]!);
    for (let index = parents; index < population; index++) {
      if (age === 0 || rng.unit() < newcomers) {
        this.#put(index, randomProgram(this.#space, rng));
        continue;
      }
      const one = chosen();
      const child = rng.unit() < crossover ? crossed(one, chosen(), this.#space, rng) : one.slice();
      do change(child, this.#space, rng);
      while (rng.unit() < more_changes);
      this.#put(index, child);
    }
  }

  /** Keeps the answer so far, and random programs in place of all others: a search that has settled for too little is let go. */
  #startAnew(): void {
    const answer = this.#answer();
    const [code, total, lived] = [this.#code(answer).slice(), this.#totals[answer]!, this.#lived[answer]!];
    for (let index = 1; index < this.#options.program.parents; index++)
      this.#put(index, randomProgram(this.#space, this.#variationRng));
    this.#put(0, code);
    this.#totals[0] = total;
    this.#lived[0] = lived;
  }

  /** Parents, the best first, without the answer of earlier starts: its children would draw the new search to where the old one ended. */
  #breeders(age: number): readonly number[] {
    const parents = Array.from({ length: this.#options.program.parents }, (_, index) => index);
    const fresh = parents.filter((index) => this.#lived[index]! <= age);
    return fresh.length > 0 ? fresh : parents;
  }

  /**
   * Puts the programs in order, the best first, and of equals the one that has lived longer. Of those that returned exactly the same, all but the
   * one that has lived longest come last, so that the parents are not one program in many guises; it is the oldest that stays, since a copy
   * with one lucky generation behind it would take the place of all that is known of what it copies.
   */
  #rank(): void {
    const { population } = this.#options.program;
    const indices = Array.from({ length: population }, (_, index) => index);
    const [lived, totals] = [this.#lived.slice(), this.#totals.slice()];
    const fitness = (index: number) => totals[index]! / lived[index]!;
    indices.sort((a, b) => fitness(b) - fitness(a) || lived[b]! - lived[a]! || a - b);
    const byAge = indices.toSorted(
      (a, b) => lived[a]! - lived[b]! || indices.indexOf(b) - indices.indexOf(a),
    );
    const first = new Map(byAge.map((index) => [this.#returns[index]!, index]));
    const isFirst = (index: number) => first.get(this.#returns[index]!) === index;
    const order = [...indices.filter(isFirst), ...indices.filter((index) => !isFirst(index))];
    const programs = this.#programs.slice();
    order.forEach((from, to) => {
      this.#programs.set(
        programs.subarray(from * programLength, (from + 1) * programLength),
        to * programLength,
      );
      this.#totals[to] = totals[from]!;
      this.#lived[to] = lived[from]!;
    });
  }

  /** The best parent of those that have lived through three generations, or through as many as any. */
  #answer(): number {
    const { parents } = this.#options.program;
    const longest = Math.max(...this.#lived.subarray(0, parents));
    const enough = Math.min(seasoned, longest);
    return this.#lived.findIndex((lived) => lived >= enough);
  }

  #fitness(index: number): number {
    return this.#totals[index]! / this.#lived[index]!;
  }

  #code(index: number): ProgramCode {
    return this.#programs.subarray(index * programLength, (index + 1) * programLength);
  }

  #put(index: number, code: ProgramCode): void {
    this.#programs.set(code, index * programLength);
    this.#totals[index] = 0;
    this.#lived[index] = 0;
  }

  snapshot(): TrainingSnapshot {
    const { parents } = this.#options.program;
    const data = this.#programs.slice(0, parents * programLength);
    return {
      arrays: {
        ...prefixed("parameters/", this.parameters()),
        "search/programs": { dtype: "int32", shape: [parents, programLength], data },
        ...prefixed("search/", storeDoubles(this.#records())),
      },
      scalars: {
        generations: this.#generations,
        variation: this.#variationRng.state(),
        episodes: this.#episodeRng.state(),
      },
    };
  }

  restore({ arrays, scalars }: TrainingSnapshot): void {
    checkArrays(arrays, this.snapshot().arrays);
    const { generations, variation, episodes } = parseInput(scalarsSchema, scalars, "snapshot");
    this.#programs.set(arrays["search/programs"]!.data);
    restoreDoubles(withoutPrefix("search/", arrays), this.#records());
    this.#variationRng.restore(variation);
    this.#episodeRng.restore(episodes);
    this.#generations = generations;
  }

  #records() {
    const { parents } = this.#options.program;
    return { totals: this.#totals.subarray(0, parents), lived: this.#lived.subarray(0, parents) };
  }

  parameters(): Parameters {
    return programParameters(this.#code(this.#answer()));
  }

  async policy(_lanes: number): Promise<LearnedPolicy> {
    return programPolicy(this.vocabulary, this.#code(this.#answer()).slice(), "trained");
  }

  async release(): Promise<void> {}
}
