// The dynamics of the world of the leader.
import type { BatchOptions, Frame } from "../environment.ts";
import { floor, type GridEnvironment, moveNames } from "../grid.ts";
import { WalkingBatch } from "../walking-batch.ts";
import {
  activeChannel,
  beaconChannel,
  beaconReached,
  leader,
  leaderChannel,
  leaderFollowed,
  leaderJoined,
  leaderPlaceOf,
  maxBeacons,
  placeOf,
  reachedChannel,
} from "./things.ts";
import { TrailLayer } from "./trail.ts";

/** What the cell of the active beacon holds in a batch; all other beacons are floor. */
const active = 4;

/** Words of a state: the agent's cell, how far the leader is on its way, and beacons reached. */
export const followMeStateLength = 3;

export interface FollowMeRules {
  /** Whether the active beacon is drawn. */
  readonly activeShown: boolean;
  /** Whether the episode ends when the last beacon is reached. */
  readonly endsWithLast: boolean;
}

/**
 * In a tick the agent moves (and may reach the active beacon), then the leader, and last it is seen whether the two are on
 * one cell, or the agent on the cell that the leader has just left.
 *
 * The leader takes a shortest path to the next beacon of its own order, the first of up, left, down, right that comes nearer; having
 * arrived it turns to the next one in the following tick, and after its last one to its first. It stays where the next one cannot
 * be walked to.
 */
export class FollowMeBatch extends WalkingBatch {
  readonly #activeShown: boolean;
  readonly #endsWithLast: boolean;
  /** Number of beacons. [lanes] */
  readonly #beaconCount: Uint8Array;
  /** Cells of the beacons in the true order. [lanes, maxBeacons] */
  readonly #beacons: Uint16Array;
  /** Cells of the beacons in the leader's order. [lanes, maxBeacons] */
  readonly #route: Uint16Array;
  readonly #layer: TrailLayer;
  /** The cells that the leader walks over, from its start on. [lanes, trailLength] */
  readonly #trails: Uint16Array;
  readonly #trailLength: number;
  /** Where the trail goes on after its last cell. [lanes] */
  readonly #loopStarts: Uint16Array;
  /** Number of cells of the trail. [lanes] */
  readonly #loopEnds: Uint16Array;
  readonly #loop = { start: 0, end: 0 };
  /** Cell of the leader before its first step. [lanes] */
  readonly #starts: Uint16Array;
  /** Number of the trail's cell where the leader is. [lanes] */
  readonly #paces: Uint16Array;
  /** Beacons reached by the agent. [lanes] */
  readonly #reached: Uint8Array;

  constructor(environment: GridEnvironment, options: BatchOptions, rules: FollowMeRules) {
    super(environment, options);
    const { lanes, size } = this;
    this.#activeShown = rules.activeShown;
    this.#endsWithLast = rules.endsWithLast;
    this.#layer = new TrailLayer(environment.height, environment.width);
    this.#trailLength = (maxBeacons + 1) * size;
    this.#beaconCount = new Uint8Array(lanes);
    this.#beacons = new Uint16Array(lanes * maxBeacons);
    this.#route = new Uint16Array(lanes * maxBeacons);
    this.#trails = new Uint16Array(lanes * this.#trailLength);
    this.#loopStarts = new Uint16Array(lanes);
    this.#loopEnds = new Uint16Array(lanes);
    this.#starts = new Uint16Array(lanes);
    this.#paces = new Uint16Array(lanes);
    this.#reached = new Uint8Array(lanes);
  }

  protected clear(lane: number): void {
    this.#beaconCount[lane] = 0;
    this.#paces[lane] = 0;
    this.#reached[lane] = 0;
  }

  protected place(lane: number, cell: number, code: number): void {
    this.cells[lane * this.size + cell] = floor;
    if (code === leader) {
      this.#starts[lane] = cell;
      this.mark(lane, leaderChannel, cell, 1);
      return;
    }
    this.#beaconCount[lane]!++;
    this.#beacons[lane * maxBeacons + placeOf(code)] = cell;
    this.#route[lane * maxBeacons + leaderPlaceOf(code)] = cell;
    this.mark(lane, beaconChannel, cell, 1);
  }

  protected override placed(lane: number): void {
    this.#layer.lay(
      this.levels,
      lane * this.size,
      this.#starts[lane]!,
      this.#route,
      lane * maxBeacons,
      this.#beaconCount[lane]!,
      this.#trails,
      lane * this.#trailLength,
      this.#loop,
    );
    this.#loopStarts[lane] = this.#loop.start;
    this.#loopEnds[lane] = this.#loop.end;
    this.#setActive(lane, 1);
  }

  /** Cell of the leader. */
  #leaderCell(lane: number): number {
    return this.#trails[lane * this.#trailLength + this.#paces[lane]!]!;
  }

  /** Lets the active beacon, if there is one left, be found (1) or not (0). */
  #setActive(lane: number, value: 0 | 1): void {
    const reached = this.#reached[lane]!;
    if (reached >= this.#beaconCount[lane]!) return;
    const cell = this.#beacons[lane * maxBeacons + reached]!;
    this.cells[lane * this.size + cell] = value === 1 ? active : floor;
    if (this.#activeShown) this.mark(lane, activeChannel, cell, value);
  }

  protected enter(lane: number, cell: number): void {
    this.#setActive(lane, 0);
    this.events[lane * this.eventCount + beaconReached] = 1;
    this.mark(lane, reachedChannel, cell, 1);
    this.#reached[lane]!++;
    this.#setActive(lane, 1);
    if (this.#endsWithLast && this.#reached[lane] === this.#beaconCount[lane]) this.terminated[lane] = 1;
  }

  /** One who idles does nothing, so that it does not join a leader who walks by. */
  protected override tick(lane: number, _from: number, action: number): void {
    const { size, planes } = this;
    const trail = lane * this.#trailLength;
    const trails = this.#trails;
    const pace = this.#paces[lane]!;
    const next = pace + 1 === this.#loopEnds[lane] ? this.#loopStarts[lane]! : pace + 1;
    const from = trails[trail + pace]!;
    const to = trails[trail + next]!;
    this.#paces[lane] = next;
    const plane = lane * this.planeStride + leaderChannel * size;
    planes[plane + from] = 0;
    planes[plane + to] = 1;
    if (action === moveNames.length) return;
    const here = this.positions[lane]!;
    if (here === to) this.events[lane * this.eventCount + leaderJoined] = 1;
    else if (here === from) this.events[lane * this.eventCount + leaderFollowed] = 1;
  }

  protected saveThings(lane: number, out: Int32Array, offset: number): void {
    out[offset] = this.#paces[lane]!;
    out[offset + 1] = this.#reached[lane]!;
  }

  protected loadThings(lane: number, words: Int32Array, offset: number): void {
    this.#setActive(lane, 0);
    this.mark(lane, leaderChannel, this.#leaderCell(lane), 0);
    const reached = words[offset + 1]!;
    for (let place = 0; place < this.#beaconCount[lane]!; place++) {
      this.mark(lane, reachedChannel, this.#beacons[lane * maxBeacons + place]!, place < reached ? 1 : 0);
    }
    this.#paces[lane] = words[offset]!;
    this.#reached[lane] = reached;
    this.mark(lane, leaderChannel, this.#leaderCell(lane), 1);
    this.#setActive(lane, 1);
  }

  frame(lane: number): Frame {
    const count = this.#beaconCount[lane]!;
    const reached = this.#reached[lane]!;
    const leaderCell = this.#leaderCell(lane);
    const beacons = this.#beacons.subarray(lane * maxBeacons, lane * maxBeacons + count);
    const letterOf = (place: number) => (place < reached ? "x" : place === reached ? "*" : `${place + 1}`);
    const letters = (_code: number, cell: number) => {
      const place = beacons.indexOf(cell);
      return `${place < 0 ? "" : letterOf(place)}${cell === leaderCell ? "l" : ""}`;
    };
    return this.drawFrame(lane, letters, [
      { label: "beacons reached", value: reached },
      { label: "beacons left", value: count - reached },
    ]);
  }
}
