// Many copies of a gridworld in typed arrays: levels, planes, windows, states; how the agent moves is told elsewhere.
import { InputError } from "../base/errors.ts";
import type { BatchOptions, ChanceOracle, EnvironmentBatch, Frame } from "./environment.ts";
import { agent, agentChannel, floor, type GridEnvironment, wall, wallChannel } from "./grid.ts";

/**
 * The part of a batch that all gridworlds have in common. Worlds in which the agent walks extend `WalkingBatch`; others say in
 * `advance` what a step is.
 */
export abstract class GridBatch implements EnvironmentBatch {
  readonly lanes: number;
  readonly horizon: number;
  /** [lanes, channels, height, width], or [lanes, channels, view, view], or empty where nothing is observed */
  readonly observations: Uint8Array;
  /** [lanes, events] */
  readonly events: Uint8Array;
  /** [lanes] */
  readonly terminated: Uint8Array;
  /** [lanes] */
  readonly truncated: Uint8Array;
  /** [lanes] */
  readonly elapsed: Int32Array;

  /** Number of cells of one lane. */
  protected readonly size: number;
  protected readonly eventCount: number;
  /** What lies on each cell now; the agent is not a thing. [lanes, height, width] */
  protected readonly cells: Uint8Array;
  /** The level each lane was reset to. [lanes, height, width] */
  protected readonly levels: Uint8Array;
  /** Cell of the agent. [lanes] */
  protected readonly positions: Int32Array;
  /**
   * Where the whole grid is drawn, [lanes, channels, height, width]: lane i's planes begin at i * planeStride. A batch that nobody
   * observes draws all of its lanes over each other (stride 0), which spares the worlds a question at every stroke.
   */
  protected readonly planes: Uint8Array;
  protected readonly planeStride: number;

  readonly #window: Window | null;
  readonly #oneAction = new Uint8Array(1);
  readonly #oneChance: ChanceOracle[] = [];

  constructor(
    readonly environment: GridEnvironment,
    options: BatchOptions,
  ) {
    const lanes = positiveInteger("lanes", options.lanes);
    this.lanes = lanes;
    this.horizon = positiveInteger("horizon", options.horizon);
    this.size = environment.height * environment.width;
    this.eventCount = environment.events.length;
    this.events = new Uint8Array(lanes * this.eventCount);
    this.terminated = new Uint8Array(lanes);
    this.truncated = new Uint8Array(lanes);
    this.elapsed = new Int32Array(lanes);
    this.cells = new Uint8Array(lanes * this.size);
    this.levels = new Uint8Array(lanes * this.size);
    this.positions = new Int32Array(lanes);
    const observed = options.observe ?? true;
    const planesLength = environment.observation.channels.length * this.size;
    this.planeStride = observed ? planesLength : 0;
    this.planes = new Uint8Array(observed ? lanes * planesLength : planesLength);
    this.#window = observed && environment.view !== null ? new Window(environment, environment.view) : null;
    this.observations = this.#window
      ? new Uint8Array(lanes * this.#window.length)
      : observed
        ? this.planes
        : new Uint8Array(0);
  }

  /** Forgets what the lane held before a level is placed. */
  protected abstract clear(lane: number): void;
  /** Takes note of a thing that a level has on a cell, and draws it. */
  protected abstract place(lane: number, cell: number, code: number): void;
  /** Called when all things of a level are placed. */
  protected placed(_lane: number): void {}
  /**
   * One step of `count` lanes from `first` on; actions and chances begin with the first of them. Lanes that are over stand still. Events
   * have been cleared; `elapsed`, `terminated` and `truncated` are up to date afterwards.
   */
  protected abstract advance(
    first: number,
    count: number,
    actions: Uint8Array,
    chances: readonly ChanceOracle[],
  ): void;
  /** Writes all that the future depends on apart from the agent's cell, from out[offset] on. */
  protected abstract saveThings(lane: number, out: Int32Array, offset: number): void;
  protected abstract loadThings(lane: number, words: Int32Array, offset: number): void;
  abstract frame(lane: number): Frame;

  reset(lane: number, levels: Uint8Array, offset: number): void {
    const { size, cells, levels: kept, planes } = this;
    const first = lane * size;
    const drawn = lane * this.planeStride;
    this.#startOver(lane);
    this.elapsed[lane] = 0;
    this.clear(lane);
    planes.fill(0, drawn, drawn + (this.planeStride || planes.length));
    for (let cell = 0; cell < size; cell++) {
      const code = levels[offset + cell]!;
      kept[first + cell] = code;
      cells[first + cell] = code;
      planes[drawn + cell] = code & wall;
      if (code > wall) {
        if (code === agent) this.#enterLevel(lane, cell);
        else this.place(lane, cell, code);
      }
    }
    this.placed(lane);
    this.#look(lane, 1);
  }

  #enterLevel(lane: number, cell: number): void {
    this.cells[lane * this.size + cell] = floor;
    this.positions[lane] = cell;
    this.planes[lane * this.planeStride + agentChannel * this.size + cell] = 1;
  }

  #startOver(lane: number): void {
    this.terminated[lane] = 0;
    this.truncated[lane] = 0;
    this.#clearEvents(lane);
  }

  #clearEvents(lane: number): void {
    const { events, eventCount } = this;
    const end = (lane + 1) * eventCount;
    for (let event = lane * eventCount; event < end; event++) events[event] = 0;
  }

  step(actions: Uint8Array, chances: readonly ChanceOracle[]): void {
    this.events.fill(0);
    this.advance(0, this.lanes, actions, chances);
    this.#look(0, this.lanes);
  }

  stepLane(lane: number, action: number, chance: ChanceOracle): void {
    this.#clearEvents(lane);
    this.#oneAction[0] = action;
    this.#oneChance[0] = chance;
    this.advance(lane, 1, this.#oneAction, this.#oneChance);
    this.#look(lane, 1);
  }

  #look(first: number, count: number): void {
    const window = this.#window;
    if (window === null) return;
    for (let lane = first; lane < first + count; lane++) {
      window.draw(
        this.planes,
        lane * this.planeStride,
        this.positions[lane]!,
        this.observations,
        lane * window.length,
      );
    }
  }

  /** Draws (value 1) or wipes (0) one cell of one plane of a lane. */
  protected mark(lane: number, channel: number, cell: number, value: number): void {
    this.planes[lane * this.planeStride + channel * this.size + cell] = value;
  }

  /** A frame of walls, the agent, and the letters that the world has for each cell between them. */
  protected drawFrame(
    lane: number,
    letters: (code: number, cell: number) => string,
    notes: Frame["notes"],
  ): Frame {
    const { height, width } = this.environment;
    const position = this.positions[lane]!;
    const codes = this.cells.subarray(lane * this.size, (lane + 1) * this.size);
    const cells = Array.from(codes, (code, cell) =>
      code === wall ? "#" : `${letters(code, cell)}${cell === position ? "@" : ""}`,
    );
    return { height, width, cells, notes };
  }

  levelOf(lane: number): Uint8Array {
    return this.levels.slice(lane * this.size, (lane + 1) * this.size);
  }

  saveState(lane: number, out: Int32Array, offset: number): void {
    out[offset] = this.positions[lane]!;
    this.saveThings(lane, out, offset + 1);
  }

  loadState(lane: number, words: Int32Array, offset: number): void {
    this.putAgent(lane, words[offset]!);
    this.loadThings(lane, words, offset + 1);
    this.drawn(lane);
  }

  /** Begins to put a state back: the agent onto its cell, flags and events cleared. What is put back last is `drawn`. */
  protected putAgent(lane: number, position: number): void {
    this.#startOver(lane);
    const agentPlane = lane * this.planeStride + agentChannel * this.size;
    this.planes[agentPlane + this.positions[lane]!] = 0;
    this.positions[lane] = position;
    this.planes[agentPlane + position] = 1;
  }

  /** Ends putting a state back: what the agent sees now. */
  protected drawn(lane: number): void {
    this.#look(lane, 1);
  }
}

/** The square around the agent that is observed in place of the whole grid; beyond the border lie walls. */
class Window {
  /** Bytes of one lane's observation. */
  readonly length: number;
  readonly #height: number;
  readonly #width: number;
  readonly #view: number;
  readonly #channels: number;
  readonly #counting: readonly number[];

  constructor(environment: GridEnvironment, view: number) {
    this.#height = environment.height;
    this.#width = environment.width;
    this.#view = view;
    this.#channels = environment.observation.channels.length;
    this.#counting = environment.countingChannels;
    this.length = this.#channels * view * view;
  }

  draw(planes: Uint8Array, offset: number, position: number, out: Uint8Array, at: number): void {
    const height = this.#height;
    const width = this.#width;
    const view = this.#view;
    const top = Math.floor(position / width) - (view >> 1);
    const left = (position % width) - (view >> 1);
    for (let channel = 0; channel < this.#channels; channel++) {
      const plane = offset + channel * height * width;
      const drawn = at + channel * view * view;
      if (this.#counting.includes(channel)) {
        for (let cell = 0; cell < view * view; cell++) {
          out[drawn + cell] = cell < height * width ? planes[plane + cell]! : 0;
        }
        continue;
      }
      const beyond = channel === wallChannel ? 1 : 0;
      for (let row = 0; row < view; row++) {
        const y = top + row;
        for (let column = 0; column < view; column++) {
          const x = left + column;
          const inside = y >= 0 && y < height && x >= 0 && x < width;
          out[drawn + row * view + column] = inside ? planes[plane + y * width + x]! : beyond;
        }
      }
    }
  }
}

function positiveInteger(name: string, value: number): number {
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InputError(name, String(value), "an integer of at least 1");
}
