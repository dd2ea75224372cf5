// What a program may ask of an observation: a few questions with a few answers each, declared by the world's own channels.
import { sizeOf } from "../../engine/tensor.ts";
import type { Environment } from "../../environments/environment.ts";
import { agentChannel, type GridEnvironment, wallChannel } from "../../environments/grid.ts";

/** One question with its possible answers; what is read is the index of the answer. */
export interface Sensor {
  readonly name: string;
  readonly answers: readonly string[];
}

/** How far a counting channel is told apart: the last answer stands for as many or more. */
export const mostCounted = 3;

const columnAnswers = ["nowhere", "left", "in this column", "right"] as const;
const rowAnswers = ["nowhere", "above", "in this row", "below"] as const;
const wallSides = ["above", "left", "below", "right"] as const;

/** Writes the answers that one channel gives, from out[offset] on. */
export type Reader = (observations: Uint8Array, start: number, agent: number, out: Uint8Array) => void;

/**
 * The sensors of a world. In a gridworld, for every kind of thing: on which side of the agent the nearest one lies, by column and by row
 * (Manhattan distance, the first in reading order of several), "nowhere" where none is in sight; for each side, whether a wall is
 * there; for every channel that counts, the count, up to 3. In other worlds: for every channel, whether it is seen.
 */
export class Sensors {
  readonly sensors: readonly Sensor[];
  readonly #readers: readonly Reader[];
  /** Which reader answers a sensor. [sensors] */
  readonly #readerOf: readonly number[];
  readonly #size: number;
  readonly #grid: GridEnvironment | null;

  constructor(environment: Environment) {
    const parts = sensorsOf(environment);
    this.sensors = parts.flatMap(({ sensors }) => sensors);
    let offset = 0;
    this.#readers = parts.map(({ sensors, reader }) => {
      const first = offset;
      offset += sensors.length;
      return reader(first);
    });
    this.#readerOf = parts.flatMap(({ sensors }, part) => sensors.map(() => part));
    this.#size = sizeOf(environment.observation.shape);
    this.#grid = gridOf(environment);
  }

  /** Number of answers of all sensors together. */
  get answers(): number {
    return this.sensors.reduce((sum, { answers }) => sum + answers.length, 0);
  }

  /** What `read` needs to know to answer no more than these sensors, those read together with them apart. */
  readersOf(sensors: Iterable<number>): readonly Reader[] {
    const wanted = new Set(Array.from(sensors, (sensor) => this.#readerOf[sensor]));
    return this.#readers.filter((_, part) => wanted.has(part));
  }

  /** The answers of the sensors (all by default) for what one lane sees. observations: [lanes, observation], out: [sensors] */
  read(observations: Uint8Array, lane: number, out: Uint8Array, readers = this.#readers): void {
    const start = lane * this.#size;
    const agent = this.#grid === null ? 0 : agentCell(this.#grid, observations, start);
    for (let index = 0; index < readers.length; index++) readers[index]!(observations, start, agent, out);
  }
}

interface Part {
  readonly sensors: readonly Sensor[];
  /** Reads into the entries from `first` on. */
  readonly reader: (first: number) => Reader;
}

/** The world as a grid, whatever its actions are; null where it is none. */
export function gridOf(environment: Environment): GridEnvironment | null {
  return "view" in environment && "countingChannels" in environment ? (environment as GridEnvironment) : null;
}

function sensorsOf(environment: Environment): Part[] {
  const { channels } = environment.observation;
  const grid = gridOf(environment);
  if (grid === null) return channels.map(seen);
  const [, height, width] = environment.observation.shape as [number, number, number];
  return channels.flatMap((name, channel) => {
    if (channel === agentChannel) return [];
    const plane = channel * height * width;
    if (channel === wallChannel) return [walls(plane, height, width)];
    if (grid.countingChannels.includes(channel)) return [count(name, plane, height * width)];
    return [nearest(name, plane, height, width)];
  });
}

/** The cell on which the agent is drawn, in an observation that begins at `start`; of a window its middle. */
export function agentCell(
  { view, height, width }: GridEnvironment,
  observations: Uint8Array,
  start: number,
): number {
  if (view !== null) return (view >> 1) * view + (view >> 1);
  const plane = start + agentChannel * height * width;
  let cell = 0;
  while (cell < height * width - 1 && observations[plane + cell] === 0) cell++;
  return cell;
}

function seen(name: string, channel: number): Part {
  return {
    sensors: [{ name, answers: ["unseen", "seen"] }],
    reader: (first) => (observations, start, _agent, out) => {
      out[first] = observations[start + channel] === 0 ? 0 : 1;
    },
  };
}

function count(name: string, plane: number, cells: number): Part {
  const answers = Array.from({ length: mostCounted + 1 }, (_, number) => String(number));
  return {
    sensors: [{ name, answers }],
    reader: (first) => (observations, start, _agent, out) => {
      let counted = 0;
      for (let cell = 0; cell < cells && counted < mostCounted; cell++) {
        if (observations[start + plane + cell] !== 0) counted++;
      }
      out[first] = counted;
    },
  };
}

function walls(plane: number, height: number, width: number): Part {
  const answers = ["no", "yes"];
  const at = (observations: Uint8Array, start: number, row: number, column: number) => {
    const inside = row >= 0 && row < height && column >= 0 && column < width;
    return inside && observations[start + plane + row * width + column] === 0 ? 0 : 1;
  };
  return {
    sensors: wallSides.map((side) => ({ name: `wall ${side}`, answers })),
    reader: (first) => (observations, start, agent, out) => {
      const row = Math.floor(agent / width);
      const column = agent % width;
      out[first] = at(observations, start, row - 1, column);
      out[first + 1] = at(observations, start, row, column - 1);
      out[first + 2] = at(observations, start, row + 1, column);
      out[first + 3] = at(observations, start, row, column + 1);
    },
  };
}

function nearest(name: string, plane: number, height: number, width: number): Part {
  return {
    sensors: [
      { name: `${name} column`, answers: columnAnswers },
      { name: `${name} row`, answers: rowAnswers },
    ],
    reader: (first) => (observations, start, agent, out) => {
      const row = Math.floor(agent / width);
      const column = agent % width;
      let best = height + width;
      let [down, right] = [0, 0];
      for (let y = 0, cell = start + plane; y < height; y++) {
        for (let x = 0; x < width; x++, cell++) {
          if (observations[cell] === 0) continue;
          const distance = Math.abs(y - row) + Math.abs(x - column);
          if (distance >= best) continue;
          best = distance;
          down = y - row;
          right = x - column;
        }
      }
      const found = best < height + width;
      out[first] = found ? 2 + Math.sign(right) : 0;
      out[first + 1] = found ? 2 + Math.sign(down) : 0;
    },
  };
}
