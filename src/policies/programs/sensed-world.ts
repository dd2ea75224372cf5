// A world seen through the sensors of programs: the same rules, and the answers as observation.

import { InputError } from "../../base/errors.ts";
import { oneOf } from "../../base/nearest.ts";
import type {
  BatchOptions,
  ChanceOracle,
  Environment,
  EnvironmentBatch,
} from "../../environments/environment.ts";
import { Sensors } from "./sensors.ts";

/** Writes the answers of some sensors as observations: one bit for each answer of each of them. */
export class SensorBits {
  /** Names of the bits, `red column: left`. */
  readonly channels: readonly string[];
  readonly #sensors: Sensors;
  readonly #asked: readonly { readonly sensor: number; readonly first: number }[];
  readonly #readers: ReturnType<Sensors["readersOf"]>;
  readonly #answers: Uint8Array;

  /** All sensors of the world where none are named; throws an InputError for a name that is none. */
  constructor(environment: Environment, names: readonly string[] | null, place = "sensors") {
    this.#sensors = new Sensors(environment);
    const all = this.#sensors.sensors;
    const known = all.map(({ name }) => name);
    const asked = (names ?? known).map((name) => {
      const sensor = known.indexOf(name);
      if (sensor < 0) throw new InputError(place, JSON.stringify(name), oneOf(name, known));
      return sensor;
    });
    let first = 0;
    this.#asked = asked.map((sensor) => {
      const entry = { sensor, first };
      first += all[sensor]!.answers.length;
      return entry;
    });
    this.channels = asked.flatMap((sensor) => {
      const { name, answers } = all[sensor]!;
      return answers.map((answer) => `${name}: ${answer}`);
    });
    this.#readers = this.#sensors.readersOf(asked);
    this.#answers = new Uint8Array(all.length);
  }

  /** The bits of one lane. observations: [lanes, observation], out: [lanes, channels] */
  write(observations: Uint8Array, lane: number, out: Uint8Array): void {
    const start = lane * this.channels.length;
    this.#sensors.read(observations, lane, this.#answers, this.#readers);
    out.fill(0, start, start + this.channels.length);
    for (const { sensor, first } of this.#asked) out[start + first + this.#answers[sensor]!] = 1;
  }
}

/** The world with the bits as its observation; everything else is as it was. */
export function sensedWorld(environment: Environment, names: readonly string[] | null): Environment {
  const { channels } = new SensorBits(environment, names);
  const sensed: Environment = {
    ...environment,
    observation: { shape: [channels.length], channels },
    batch: (options) => new SensedBatch(sensed, environment, options, names),
  };
  return sensed;
}

class SensedBatch implements EnvironmentBatch {
  readonly lanes: number;
  readonly horizon: number;
  readonly observations: Uint8Array;
  readonly events: Uint8Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly elapsed: Int32Array;
  readonly #world: EnvironmentBatch;
  readonly #bits: SensorBits;

  constructor(
    readonly environment: Environment,
    inner: Environment,
    options: BatchOptions,
    names: readonly string[] | null,
  ) {
    this.#world = inner.batch({ ...options, observe: true });
    this.#bits = new SensorBits(inner, names);
    const { lanes, horizon, events, terminated, truncated, elapsed } = this.#world;
    this.lanes = lanes;
    this.horizon = horizon;
    this.events = events;
    this.terminated = terminated;
    this.truncated = truncated;
    this.elapsed = elapsed;
    this.observations = new Uint8Array(lanes * this.#bits.channels.length);
  }

  reset(lane: number, levels: Uint8Array, offset: number): void {
    this.#world.reset(lane, levels, offset);
    this.#look(lane);
  }

  step(actions: Uint8Array, chances: readonly ChanceOracle[]): void {
    this.#world.step(actions, chances);
    for (let lane = 0; lane < this.lanes; lane++) this.#look(lane);
  }

  stepLane(lane: number, action: number, chance: ChanceOracle): void {
    this.#world.stepLane(lane, action, chance);
    this.#look(lane);
  }

  loadState(lane: number, words: Int32Array, offset: number): void {
    this.#world.loadState(lane, words, offset);
    this.#look(lane);
  }

  levelOf(lane: number): Uint8Array {
    return this.#world.levelOf(lane);
  }

  saveState(lane: number, out: Int32Array, offset: number): void {
    this.#world.saveState(lane, out, offset);
  }

  frame(lane: number) {
    return this.#world.frame(lane);
  }

  #look(lane: number): void {
    this.#bits.write(this.#world.observations, lane, this.observations);
  }
}
