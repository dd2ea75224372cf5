// A world in which actions have no influence on one variable: it goes on as if nobody had done anything.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import { episodeOver, firstWordOf, variablesLength, type WorldCauses } from "./causes.ts";
import {
  type BatchOptions,
  type ChanceOracle,
  type Environment,
  type EnvironmentBatch,
  type Frame,
  idleAction,
} from "./environment.ts";
import { loadVariables, saveVariables } from "./variable-states.ts";

/** What a cut world has beside its own variables, where it moves by itself: the state of the same level that is left alone. */
const leftAlone = "the world left alone";

const endless = 2 ** 31 - 1;

/**
 * The world with one variable cut off from the actions. Beside every episode the same level is played by nobody (the idle action at every
 * step); after each step the variable takes the value that it has there. Everything else follows from the state and the action by the
 * rules of the world, on the variable's value as it is. In a world that does not move by itself the variable stays as the level has it.
 * "episode over" is cut in the same way: such an episode goes on until it would end by itself, or to the horizon. Events are those of
 * the step as it was taken. States are the world's variables one by one, followed by those of the level left alone where it moves.
 *
 * Throws an InputError for a variable that the world does not have, and for a world with chance or without declared causes.
 */
export function withoutInfluence(environment: Environment, variable: string): Environment {
  const causes = requireCauses(environment);
  const ends = variable === episodeOver;
  const names = [
    ...causes.variables.map(({ name }) => name),
    ...(causes.ends.length > 0 ? [episodeOver] : []),
  ];
  if (!names.includes(variable)) {
    throw new InputError("variable", JSON.stringify(variable), oneOf(variable, names));
  }
  const own = variablesLength(causes);
  const cut: Cut = ends
    ? { ends, first: 0, words: 0, own }
    : {
        ends,
        first: firstWordOf(causes, variable),
        words: causes.variables.find(({ name }) => name === variable)!.words,
        own,
      };
  const moved = environment.autonomous ? own + 1 : 0;
  // What the original says of items and of how often events can happen need not hold any more.
  const { eventLimits: _, ...kept } = environment;
  const world: Environment & { readonly onlyItems: false } = {
    ...kept,
    onlyItems: false,
    name: `${environment.name} without influence on ${variable}`,
    stateLength: own + moved,
    causes: causesWithout(causes, variable, moved),
    batch: (options) => new CutBatch(world, environment, options, cut),
  };
  return world;
}

/** What is cut: words of a variable, or the end of the episode. */
interface Cut {
  readonly ends: boolean;
  /** First word of the variable, and how many it has. */
  readonly first: number;
  readonly words: number;
  /** Words of all variables of the world. */
  readonly own: number;
}

function requireCauses(environment: Environment): WorldCauses {
  const { name, causes, stochastic } = environment;
  if (!causes) throw new InputError("world", name, "a world that declares the causes of its state");
  if (stochastic) throw new InputError("world", `${name}, where chance has a part`, "a world without chance");
  return causes;
}

/** The variable has no causes but the level left alone, which has none but itself. */
function causesWithout(causes: WorldCauses, variable: string, moved: number): WorldCauses {
  const instead = moved > 0 ? [leftAlone] : [];
  return {
    ...causes,
    variables: [
      ...causes.variables.map((one) => (one.name === variable ? { ...one, from: instead } : one)),
      ...(moved > 0 ? [{ name: leftAlone, words: moved, from: instead }] : []),
    ],
    ends: variable === episodeOver ? instead : causes.ends,
  };
}

class CutBatch implements EnvironmentBatch {
  readonly environment: Environment;
  readonly lanes: number;
  readonly horizon: number;
  readonly observations: Uint8Array;
  readonly elapsed: Int32Array;
  /** [lanes, events] */
  readonly events: Uint8Array;
  /** [lanes] */
  readonly terminated: Uint8Array;
  /** [lanes] */
  readonly truncated: Uint8Array;

  /** The world as it is, put right after every step. */
  readonly #played: EnvironmentBatch;
  /** The level that is left alone; null where nothing moves by itself. */
  readonly #alone: EnvironmentBatch | null;
  readonly #cut: Cut;
  readonly #idle: number;
  /** The variables of the level left alone, and whether it is over. [lanes, own + 1] */
  readonly #values: Int32Array;
  readonly #scratch: Int32Array;

  constructor(environment: Environment, original: Environment, options: BatchOptions, cut: Cut) {
    this.environment = environment;
    this.#played = original.batch(options);
    this.#alone = original.autonomous
      ? original.batch({ lanes: options.lanes, horizon: endless, observe: false })
      : null;
    this.#cut = cut;
    this.#idle = idleAction(original);
    this.lanes = this.#played.lanes;
    this.horizon = this.#played.horizon;
    this.observations = this.#played.observations;
    this.elapsed = this.#played.elapsed;
    this.events = new Uint8Array(this.#played.events.length);
    this.terminated = new Uint8Array(this.lanes);
    this.truncated = new Uint8Array(this.lanes);
    this.#values = new Int32Array(this.lanes * (cut.own + 1));
    this.#scratch = new Int32Array(cut.own);
  }

  reset(lane: number, levels: Uint8Array, offset: number): void {
    this.#played.reset(lane, levels, offset);
    this.#alone?.reset(lane, levels, offset);
    const first = lane * (this.#cut.own + 1);
    saveVariables(this.#played, lane, this.#values, first);
    this.#values[first + this.#cut.own] = 0;
    this.#clear(lane);
  }

  #clear(lane: number): void {
    const kinds = this.environment.events.length;
    this.events.fill(0, lane * kinds, (lane + 1) * kinds);
    this.terminated[lane] = 0;
    this.truncated[lane] = 0;
  }

  step(actions: Uint8Array, chances: readonly ChanceOracle[]): void {
    for (let lane = 0; lane < this.lanes; lane++) this.stepLane(lane, actions[lane]!, chances[lane]!);
  }

  stepLane(lane: number, action: number, chance: ChanceOracle): void {
    const kinds = this.environment.events.length;
    const first = lane * kinds;
    if (this.terminated[lane] || this.truncated[lane]) {
      this.events.fill(0, first, first + kinds);
      return;
    }
    const played = this.#played;
    played.stepLane(lane, action, chance);
    for (let event = first; event < first + kinds; event++) this.events[event] = played.events[event]!;
    const ended = played.terminated[lane]!;
    this.#leaveAlone(lane, chance);
    this.#putRight(lane);
    const { own, ends } = this.#cut;
    this.terminated[lane] = ends ? this.#values[lane * (own + 1) + own]! : ended;
    this.truncated[lane] = this.elapsed[lane]! >= this.horizon && !this.terminated[lane] ? 1 : 0;
  }

  /** One step of the level that is left alone, which stands still once it is over. */
  #leaveAlone(lane: number, chance: ChanceOracle): void {
    const alone = this.#alone;
    const { own } = this.#cut;
    const first = lane * (own + 1);
    if (alone === null || this.#values[first + own]) return;
    alone.stepLane(lane, this.#idle, chance);
    saveVariables(alone, lane, this.#values, first);
    this.#values[first + own] = alone.terminated[lane]!;
  }

  /** Gives the variable the value that it has where nobody acts; flags are cleared, for an end may have been cut. */
  #putRight(lane: number): void {
    const { first, words, own } = this.#cut;
    const scratch = this.#scratch;
    saveVariables(this.#played, lane, scratch, 0);
    const value = lane * (own + 1) + first;
    for (let word = 0; word < words; word++) scratch[first + word] = this.#values[value + word]!;
    loadVariables(this.#played, lane, scratch, 0);
  }

  levelOf(lane: number): Uint8Array {
    return this.#played.levelOf(lane);
  }

  saveState(lane: number, out: Int32Array, offset: number): void {
    const { own } = this.#cut;
    saveVariables(this.#played, lane, out, offset);
    if (this.#alone === null) return;
    const first = lane * (own + 1);
    for (let word = 0; word <= own; word++) out[offset + own + word] = this.#values[first + word]!;
  }

  loadState(lane: number, words: Int32Array, offset: number): void {
    const { own } = this.#cut;
    loadVariables(this.#played, lane, words, offset);
    this.#clear(lane);
    if (this.#alone === null) return;
    const first = lane * (own + 1);
    for (let word = 0; word <= own; word++) this.#values[first + word] = words[offset + own + word]!;
    loadVariables(this.#alone, lane, this.#values, first);
  }

  frame(lane: number): Frame {
    return this.#played.frame(lane);
  }
}
