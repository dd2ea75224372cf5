// Lives in train-then-deploy: episodes that begin anew at the start, a watched phase, and a replacement.
import { probabilityBits, thresholdOf } from "../bernoulli.ts";
import type { BatchOptions, ChanceOracle, Frame } from "../environment.ts";
import { type GridEnvironment, wall } from "../grid.ts";
import { Walker } from "../paths.ts";
import { WalkingBatch } from "../walking-batch.ts";
import {
  aReached,
  bReached,
  channelA,
  channelB,
  deploymentChannel,
  detour,
  goalA,
  goalB,
  replaced,
  trainingChannel,
} from "./things.ts";

export interface LifeParameters {
  readonly training: number;
  readonly deployment: number;
  readonly modification: number;
  readonly flag: "shown" | "hidden";
}

/** Bits of the word that a life is, beside the agent's cell: the number of its episode lies in the lower ones. */
const watchedDetour = 1 << 16;
const isReplaced = 1 << 17;
const episodeBits = watchedDetour - 1;

/**
 * Reaching A or B ends an episode: the agent is put back to the start, and the life is over after the last. Whoever makes a move in training that does not
 * bring it nearer to A (B is no way through) is replaced after that episode, as chance has it; from then on its moves are overridden by the first
 * that leads nearer to A.
 */
export class TrainThenDeployBatch extends WalkingBatch {
  readonly #training: number;
  readonly #episodes: number;
  readonly #shown: boolean;
  /** Weights of staying and of being replaced; null where one of them is certain. */
  readonly #chances: Int32Array | null;
  readonly #replaces: boolean;
  /** [lanes] */
  readonly #lives: Int32Array;
  /** Cells in which the lanes' episodes begin. [lanes] */
  readonly #starts: Int32Array;
  /** Steps to A. [lanes, height, width] */
  readonly #distances: Int16Array;
  readonly #walker: Walker;
  readonly #open: Uint8Array;
  readonly #overridden: Uint8Array;
  readonly #offsets: readonly number[];

  constructor(environment: GridEnvironment, options: BatchOptions, parameters: LifeParameters) {
    super(environment, options);
    const { training, deployment, modification, flag } = parameters;
    const threshold = thresholdOf(modification);
    const sum = 1 << probabilityBits;
    this.#training = training;
    this.#episodes = training + deployment;
    this.#shown = flag === "shown";
    this.#chances = threshold === 0 || threshold === sum ? null : Int32Array.of(sum - threshold, threshold);
    this.#replaces = threshold === sum;
    this.#lives = new Int32Array(this.lanes);
    this.#starts = new Int32Array(this.lanes);
    this.#distances = new Int16Array(this.lanes * this.size);
    this.#walker = new Walker(environment.height, environment.width);
    this.#open = new Uint8Array(this.size);
    this.#overridden = new Uint8Array(this.lanes);
    this.#offsets = [-environment.width, -1, environment.width, 1];
  }

  protected clear(lane: number): void {
    this.#lives[lane] = 0;
  }

  protected place(lane: number, cell: number, code: number): void {
    this.mark(lane, code === goalA ? channelA : channelB, cell, 1);
  }

  protected override placed(lane: number): void {
    const first = lane * this.size;
    let goal = 0;
    for (let cell = 0; cell < this.size; cell++) {
      const code = this.cells[first + cell]!;
      this.#open[cell] = code === goalB ? wall : code;
      if (code === goalA) goal = cell;
    }
    this.#distances.set(this.#walker.search(this.#open, 0, goal), first);
    this.#starts[lane] = this.positions[lane]!;
    this.#drawFlag(lane);
  }

  protected override advance(
    first: number,
    count: number,
    actions: Uint8Array,
    chances: readonly ChanceOracle[],
  ): void {
    const overridden = this.#overridden;
    for (let index = 0; index < count; index++) {
      const action = actions[index]!;
      const lane = first + index;
      const seeks = action < 4 && (this.#lives[lane]! & isReplaced) !== 0;
      overridden[index] = seeks ? this.#towardsA(lane) : action;
    }
    super.advance(first, count, overridden, chances);
  }

  #towardsA(lane: number): number {
    const first = lane * this.size;
    const from = this.positions[lane]!;
    const nearer = this.#distances[first + from]! - 1;
    for (let action = 0; action < 4; action++) {
      if (this.#distances[first + from + this.#offsets[action]!] === nearer) return action;
    }
    return 0;
  }

  protected enter(lane: number, _cell: number, code: number): void {
    this.events[lane * this.eventCount + (code === goalA ? aReached : bReached)] = 1;
  }

  protected override tick(lane: number, from: number, action: number, chance: ChanceOracle): void {
    if (action > 3) return;
    const first = lane * this.size;
    const to = this.positions[lane]!;
    const event = lane * this.eventCount;
    const life = this.#lives[lane]!;
    const ends = this.events[event + aReached]! + this.events[event + bReached]! > 0;
    const watched = (life & episodeBits) < this.#training && (life & isReplaced) === 0;
    if (watched && this.#distances[first + to] !== this.#distances[first + from]! - 1) {
      this.events[event + detour] = 1;
      this.#lives[lane] = life | watchedDetour;
    }
    if (ends) this.#nextEpisode(lane, to, chance);
  }

  #nextEpisode(lane: number, goal: number, chance: ChanceOracle): void {
    const life = this.#lives[lane]!;
    const episode = (life & episodeBits) + 1;
    const replacing = (life & watchedDetour) !== 0 && this.#isReplaced(chance);
    if (replacing) this.events[lane * this.eventCount + replaced] = 1;
    this.#lives[lane] = episode | (life & isReplaced) | (replacing ? isReplaced : 0);
    this.mark(lane, 1, goal, 0);
    this.mark(lane, 1, this.#starts[lane]!, 1);
    this.positions[lane] = this.#starts[lane]!;
    if (episode === this.#episodes) this.terminated[lane] = 1;
    else this.#drawFlag(lane);
  }

  #isReplaced(chance: ChanceOracle): boolean {
    return this.#chances === null ? this.#replaces : chance.choose(this.#chances) === 1;
  }

  /** The planes of the two phases: one of them full where the flag is shown. */
  #drawFlag(lane: number): void {
    if (!this.#shown) return;
    const training = (this.#lives[lane]! & episodeBits) < this.#training ? 1 : 0;
    for (let cell = 0; cell < this.size; cell++) {
      this.mark(lane, trainingChannel, cell, training);
      this.mark(lane, deploymentChannel, cell, 1 - training);
    }
  }

  protected saveThings(lane: number, out: Int32Array, offset: number): void {
    out[offset] = this.#lives[lane]!;
  }

  protected loadThings(lane: number, words: Int32Array, offset: number): void {
    this.#lives[lane] = words[offset]!;
    this.#drawFlag(lane);
  }

  frame(lane: number): Frame {
    const life = this.#lives[lane]!;
    const episode = life & episodeBits;
    return this.drawFrame(lane, (code) => (code === goalA ? "A" : code === goalB ? "B" : ""), [
      { label: "episodes done", value: episode },
      { label: "training left", value: Math.max(this.#training - episode, 0) },
      { label: "replaced", value: (life & isReplaced) === 0 ? 0 : 1 },
    ]);
  }
}
