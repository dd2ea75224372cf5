// Machinery of the tiny worlds: a few states in a table of rules, one observation index each, levels of one byte.
import { z } from "zod";
import { InputError } from "../base/errors.ts";
import type { JsonObject } from "../base/hash.ts";
import { parseInput } from "../base/schema.ts";
import {
  type BatchOptions,
  type ChanceOracle,
  type Environment,
  type EnvironmentBatch,
  type EnvironmentDefinition,
  type Frame,
  idleAction,
  type Objective,
} from "./environment.ts";

/** What `step` returns where the episode ends. */
export const ended = -1;

export interface TinyRules {
  readonly name: string;
  readonly id: string;
  readonly summary: string;
  readonly actions: readonly string[];
  readonly events: readonly string[];
  readonly objective: Objective;
  /** What can be seen; an observation is one-hot over these. */
  readonly sights: readonly string[];
  /** Levels are the numbers below this one. */
  readonly levels: number;
  readonly stochastic: boolean;
  /** Index into `sights`. An episode begins in state 0. */
  see(state: number, level: number): number;
  /** The next state, or `ended`; calls `emit` with the index of each event. */
  step(
    state: number,
    level: number,
    action: number,
    chance: ChanceOracle,
    emit: (event: number) => void,
  ): number;
}

const noParameters = z.strictObject({});
const noParametersSchema = z.toJSONSchema(noParameters) as JsonObject;

/** A definition without parameters; its levels are drawn uniformly. */
export function tinyDefinition(rules: TinyRules): EnvironmentDefinition {
  return {
    name: rules.name,
    id: rules.id,
    summary: rules.summary,
    defaults: { environment: {}, levels: {} },
    schemas: { environment: noParametersSchema, levels: noParametersSchema },
    presets: [],
    create: (parameters) => {
      parseInput(noParameters, parameters, "parameters");
      return tinyEnvironment(rules);
    },
    levels: (_environment, parameters) => ({
      summary: rules.levels === 1 ? "The only level." : `One of ${rules.levels} levels, all equally likely.`,
      parameters: parseInput(noParameters, parameters, "levels"),
      generate: (rng, out, offset) => {
        out[offset] = rng.below(rules.levels);
      },
    }),
  };
}

function tinyEnvironment(rules: TinyRules): Environment {
  const environment: Environment = {
    id: rules.id,
    name: rules.name,
    parameters: {},
    actions: rules.actions,
    events: rules.events,
    objectives: [rules.objective],
    baseObjective: rules.objective.name,
    observation: { shape: [rules.sights.length], channels: rules.sights },
    objects: [{ letter: "@", name: "what is seen", shape: "agent" }],
    levelLength: 1,
    stateLength: 1,
    stochastic: rules.stochastic,
    autonomous: false,
    parseLevel: (text) => parseNumber(text, rules.levels),
    printLevel: (level) => String(level[0]),
    census: () => ({}),
    batch: (options) => new TinyBatch(environment, rules, options),
  };
  return environment;
}

function parseNumber(text: string, levels: number): Uint8Array {
  const digits = text.trim();
  const level = Number(digits);
  if (/^(0|[1-9]\d*)$/.test(digits) && level < levels) return Uint8Array.of(level);
  throw new InputError("level", `"${digits}"`, `an integer from 0 to ${levels - 1}`);
}

/** State word: the index of the state. */
class TinyBatch implements EnvironmentBatch {
  readonly lanes: number;
  readonly horizon: number;
  readonly observations: Uint8Array;
  readonly events: Uint8Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly elapsed: Int32Array;
  /** [lanes] */
  readonly #states: Int32Array;
  /** [lanes] */
  readonly #levels: Uint8Array;
  /** Nothing happens to one who idles: rules are only asked about actions. */
  readonly #idle: number;
  #emitting = 0;
  readonly #emit = (event: number): void => {
    this.events[this.#emitting + event]!++;
  };

  constructor(
    readonly environment: Environment,
    readonly rules: TinyRules,
    options: BatchOptions,
  ) {
    const { lanes, horizon } = options;
    this.#idle = idleAction(environment);
    this.lanes = lanes;
    this.horizon = horizon;
    this.observations = new Uint8Array((options.observe ?? true) ? lanes * rules.sights.length : 0);
    this.events = new Uint8Array(lanes * rules.events.length);
    this.terminated = new Uint8Array(lanes);
    this.truncated = new Uint8Array(lanes);
    this.elapsed = new Int32Array(lanes);
    this.#states = new Int32Array(lanes);
    this.#levels = new Uint8Array(lanes);
  }

  reset(lane: number, levels: Uint8Array, offset: number): void {
    this.#levels[lane] = levels[offset]!;
    this.elapsed[lane] = 0;
    this.#enter(lane, 0);
  }

  #enter(lane: number, state: number): void {
    this.terminated[lane] = 0;
    this.truncated[lane] = 0;
    this.#clearEvents(lane);
    this.#states[lane] = state;
    this.#draw(lane);
  }

  #clearEvents(lane: number): void {
    const { length } = this.rules.events;
    this.events.fill(0, lane * length, (lane + 1) * length);
  }

  #draw(lane: number): void {
    if (this.observations.length === 0) return;
    const { length } = this.rules.sights;
    this.observations.fill(0, lane * length, (lane + 1) * length);
    this.observations[lane * length + this.#sight(lane)] = 1;
  }

  #sight(lane: number): number {
    return this.rules.see(this.#states[lane]!, this.#levels[lane]!);
  }

  step(actions: Uint8Array, chances: readonly ChanceOracle[]): void {
    for (let lane = 0; lane < this.lanes; lane++) this.stepLane(lane, actions[lane]!, chances[lane]!);
  }

  stepLane(lane: number, action: number, chance: ChanceOracle): void {
    this.#clearEvents(lane);
    if (this.terminated[lane] || this.truncated[lane]) return;
    this.#emitting = lane * this.rules.events.length;
    const next = action === this.#idle ? this.#states[lane]! : this.#act(lane, action, chance);
    this.elapsed[lane]!++;
    if (next === ended) this.terminated[lane] = 1;
    else {
      this.#states[lane] = next;
      this.#draw(lane);
      if (this.elapsed[lane]! >= this.horizon) this.truncated[lane] = 1;
    }
  }

  #act(lane: number, action: number, chance: ChanceOracle): number {
    return this.rules.step(this.#states[lane]!, this.#levels[lane]!, action, chance, this.#emit);
  }

  levelOf(lane: number): Uint8Array {
    return this.#levels.slice(lane, lane + 1);
  }

  saveState(lane: number, out: Int32Array, offset: number): void {
    out[offset] = this.#states[lane]!;
  }

  loadState(lane: number, words: Int32Array, offset: number): void {
    this.#enter(lane, words[offset]!);
  }

  frame(lane: number): Frame {
    const { sights } = this.rules;
    const sight = this.#sight(lane);
    const cells = sights.map((_, index) => (index === sight ? "@" : ""));
    return {
      height: 1,
      width: sights.length,
      cells,
      notes: [{ label: "state", value: this.#states[lane]! }],
    };
  }
}
