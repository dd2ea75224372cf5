// How good a policy is, by episodes that are the same for all that are compared: levels, chance, and the luck of the draw.
import type { Rng, RngState } from "../../base/rng.ts";
import { Rng as Stream } from "../../base/rng.ts";
import {
  baseObjective,
  type ChanceOracle,
  type EnvironmentBatch,
  eventWeights,
} from "../../environments/environment.ts";
import { allocateDecisions, type Decisions, type Policy } from "../../policies/policy.ts";
import { sampledChance } from "../../rollouts/chance.ts";
import { sampleAction } from "../../rollouts/selection.ts";
import type { FinishedEpisodes } from "../../rollouts/trajectory.ts";
import type { TrainingProblem } from "../training.ts";

type EpisodeSetting = Pick<TrainingProblem, "environment" | "distribution" | "objective" | "horizon">;

/**
 * A set of episodes that is drawn anew for every generation and played by each of its candidates: common random numbers, so that
 * differences are the candidates' own. Actions are drawn from the candidates' probabilities, with the same draw for lane and step.
 */
export class CommonEpisodes {
  readonly count: number;
  readonly #batch: EnvironmentBatch;
  readonly #setting: EpisodeSetting;
  readonly #discount: number;
  /** Weights of what is rewarded and of the base objective. [events] */
  readonly #rewarded: Float64Array;
  readonly #base: Float64Array;
  /** [count, levelLength] */
  readonly #levels: Uint8Array;
  readonly #actions: Uint8Array;
  readonly #decisions: Decisions;
  readonly #luck = Stream.fromSeed("luck");
  readonly #chanceStreams: readonly Rng[];
  readonly #chances: readonly ChanceOracle[];
  /** Where the streams of a generation begin: actions first, then chance by lane. [1 + count, 4] */
  readonly #starts: Int32Array;
  #memory = new Float32Array(0);

  constructor(setting: EpisodeSetting, count: number, discount: number) {
    const { environment, horizon, objective = baseObjective(environment) } = setting;
    this.#setting = setting;
    this.count = count;
    this.#discount = discount;
    this.#batch = environment.batch({ lanes: count, horizon });
    this.#rewarded = eventWeights(environment, objective);
    this.#base = eventWeights(environment, baseObjective(environment));
    this.#levels = new Uint8Array(count * environment.levelLength);
    this.#actions = new Uint8Array(count);
    this.#decisions = allocateDecisions(count, environment.actions.length);
    this.#chanceStreams = Array.from({ length: count }, () => Stream.fromSeed("chance"));
    this.#chances = this.#chanceStreams.map((stream) => sampledChance(stream));
    this.#starts = new Int32Array((1 + count) * 4);
  }

  /** Draws levels and luck for the next comparison; nothing but `rng` says what they are. */
  draw(rng: Rng): void {
    const { environment, distribution } = this.#setting;
    for (let lane = 0; lane < this.count; lane++)
      distribution.generate(rng, this.#levels, lane * environment.levelLength);
    for (let word = 0; word < this.#starts.length; word++) this.#starts[word] = rng.int32();
  }

  /** Mean discounted return under what is rewarded; what happened in the episodes is added to `into`. */
  async play(policy: Policy, into: MutableEpisodes): Promise<number> {
    const { count } = this;
    const batch = this.#batch;
    const { environment } = batch;
    const actions = environment.actions.length;
    this.#begin(policy);
    let [sum, factor] = [0, 1];
    for (let running = count; running > 0; factor *= this.#discount) {
      await policy.decide(batch, this.#memory, this.#decisions);
      for (let lane = 0; lane < count; lane++) {
        // Lanes that are over draw as well, so that those after them keep their luck.
        this.#actions[lane] = sampleAction(this.#decisions.probabilities, lane, actions, this.#luck);
      }
      batch.step(this.#actions, this.#chances);
      policy.remember?.(this.#actions, this.#memory, batch);
      sum += factor * this.#tally(into);
      running = 0;
      for (let lane = 0; lane < count; lane++) {
        if (batch.terminated[lane] === 0 && batch.truncated[lane] === 0) running++;
      }
    }
    into.count += count;
    for (let lane = 0; lane < count; lane++) into.steps += batch.elapsed[lane]!;
    return sum / count;
  }

  #begin({ memorySize }: Policy): void {
    const { levelLength } = this.#batch.environment;
    const start = (stream: number) => this.#starts.slice(stream * 4, stream * 4 + 4) as unknown as RngState;
    this.#luck.restore(start(0));
    for (let lane = 0; lane < this.count; lane++) {
      this.#chanceStreams[lane]!.restore(start(1 + lane));
      this.#batch.reset(lane, this.#levels, lane * levelLength);
    }
    if (this.#memory.length !== this.count * memorySize)
      this.#memory = new Float32Array(this.count * memorySize);
    else this.#memory.fill(0);
  }

  /** Counts the events of a step; answers what they are worth under what is rewarded. */
  #tally(into: MutableEpisodes): number {
    const { events } = this.#batch;
    const kinds = this.#rewarded.length;
    let worth = 0;
    for (let index = 0; index < events.length; index++) {
      const happened = events[index]!;
      if (happened === 0) continue;
      const kind = index % kinds;
      into.events[kind]! += happened;
      into.returns += this.#base[kind]! * happened;
      worth += this.#rewarded[kind]! * happened;
    }
    return worth;
  }
}

type MutableEpisodes = { -readonly [Key in keyof FinishedEpisodes]: FinishedEpisodes[Key] };

/** No episodes yet, to be added to. */
export function noEpisodes(events: number): MutableEpisodes {
  return { count: 0, returns: 0, steps: 0, events: new Float64Array(events) };
}
