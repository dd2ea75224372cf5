// Level generators of the worlds of keys and chests.
import { InputError } from "../../base/errors.ts";
import type { Rng } from "../../base/rng.ts";
import { countsText } from "../counts.ts";
import type { LevelDistribution } from "../environment.ts";
import { agent, type GridSize } from "../grid.ts";
import { describeWalls, type WallGenerator } from "../mazes.ts";
import { FreeCells, interiorCells, requireRoom } from "../placement.ts";
import { type Counts, CountsDrawer } from "./counts.ts";
import { layoutsOf } from "./layouts.ts";
import type { LevelParameters } from "./level-parameters.ts";
import type { DynamicsParameters } from "./parameters.ts";
import { inflated, shareOf, shareOfRest, shareUnits } from "./shares.ts";
import { chest, hidden, key } from "./things.ts";

export function keysAndChestsLevels(
  parameters: LevelParameters,
  dynamics: DynamicsParameters,
): LevelDistribution {
  requirePlayable(parameters, dynamics);
  const layouts = layoutsOf(parameters, dynamics);
  const place = new Placement(dynamics);
  const draw = parameters.shares
    ? sharedLevels(parameters, parameters.shares, layouts, place)
    : countedLevels(parameters, dynamics, layouts, place);
  return { summary: describe(parameters), parameters, generate: draw };
}

function requirePlayable({ keysOnly, shares }: LevelParameters, { ends }: DynamicsParameters): void {
  if (keysOnly === null) return;
  if (ends !== "never")
    throw new InputError("levels.keysOnly", "levels without a chest", `episodes whose "ends" is "never"`);
  if (shares !== null) throw new InputError("levels", "keysOnly and shares", "at most one of them");
}

/** Walls are drawn again until what was counted beforehand fits. */
function countedLevels(
  parameters: LevelParameters,
  { height, width }: GridSize,
  layouts: readonly WallGenerator[],
  place: Placement,
): LevelDistribution["generate"] {
  const drawers = layouts.map((_, difficulty) => new CountsDrawer(parameters, difficulty));
  drawers.forEach(({ largest }, difficulty) => {
    requireRoomFor(largest, layouts[difficulty]!.freeCells, `${height} x ${width}`, parameters);
  });
  return (rng, out, offset) => {
    const difficulty = layouts.length === 1 ? 0 : rng.below(layouts.length);
    const counts = drawers[difficulty]!.draw(rng);
    const needed = 1 + counts.keys + Math.max(counts.chests, counts.hidden);
    do layouts[difficulty]!.draw(rng, out, offset);
    while (place.room(out, offset) < needed);
    place.fill(rng, out, offset, counts);
  };
}

/** Keys leave room for a chest, and both for the agent. */
function sharedLevels(
  parameters: LevelParameters,
  shares: NonNullable<LevelParameters["shares"]>,
  layouts: readonly WallGenerator[],
  place: Placement,
): LevelDistribution["generate"] {
  const least = 3;
  for (const { freeCells } of layouts) requireRoomFor(least, freeCells, "the smallest", parameters);
  const keyUnits = shareUnits(shares.keys);
  const chestUnits = shareUnits(shares.chests);
  const inflation = shareUnits(shares.inflation);
  return (rng, out, offset) => {
    const layout = layouts.length === 1 ? layouts[0]! : layouts[rng.below(layouts.length)]!;
    let room: number;
    do {
      layout.draw(rng, out, offset);
      room = place.room(out, offset);
    } while (room < least);
    const keyShare = inflated(rng, keyUnits, inflation);
    const keys = Math.min(shareOf(room, keyShare), room - 2);
    const wanted = shareOfRest(room - keys, inflated(rng, chestUnits, inflation), keyShare);
    const chests = Math.max(1, Math.min(wanted, room - 1 - keys));
    place.fill(rng, out, offset, { keys, chests, hidden: parameters.hiddenChests ? chests : 0 });
  };
}

/** Puts the agent and all things on free cells of the interior. */
class Placement {
  readonly #free: FreeCells;

  constructor({ height, width }: GridSize) {
    this.#free = new FreeCells(interiorCells(height - 2, width - 2, width));
  }

  /** Number of free cells of the level at out[offset...], which is filled next. */
  room(out: Uint8Array, offset: number): number {
    return this.#free.collect(out, offset);
  }

  fill(rng: Rng, out: Uint8Array, offset: number, counts: Counts): void {
    const free = this.#free;
    out[offset + free.take(rng)] = agent;
    for (let placed = 0; placed < counts.keys; placed++) out[offset + free.take(rng)] = key;
    for (let placed = 0; placed < counts.chests; placed++) out[offset + free.take(rng)] = chest;
    free.putBack(1 + counts.keys);
    for (let placed = 0; placed < counts.hidden; placed++) out[offset + free.take(rng)]! |= hidden;
  }
}

function requireRoomFor(needed: number, freeCells: number, size: string, { walls }: LevelParameters): void {
  const asked = `up to ${needed - 1} keys and chests and an agent`;
  requireRoom(needed, { freeCells, size, walls: walls.kind }, "levels", asked);
}

function describe(parameters: LevelParameters): string {
  const { walls, difficulty, keysOnly } = parameters;
  const sizes = difficulty
    ? ` of ${difficulty.smallest}-${difficulty.smallest + 2 * (difficulty.steps - 1)} cells a side`
    : "";
  const only = keysOnly
    ? `, keys alone (${countsText(keysOnly.keys)}) on a share of ${keysOnly.share} of the levels`
    : "";
  const layer = parameters.hiddenChests ? ", and a hidden layer of chests" : "";
  return `${describeWalls(walls)}${sizes}, ${describeThings(parameters)}${only}${layer}.`;
}

function describeThings(parameters: LevelParameters): string {
  const { keys, chests, shares, keysPerChest, chestsPerKey, difficulty } = parameters;
  if (shares) {
    const holes = shares.holes > 0 ? `a share of ${shares.holes} of them opened, ` : "";
    const inflation = shares.inflation > 0 ? `, inflated by up to ${shares.inflation}` : "";
    return `${holes}keys on ${shares.keys} and chests on ${shares.chests} of the free cells${inflation}`;
  }
  const more = difficulty ? " and more with the size" : "";
  if (chestsPerKey !== null) return `${countsText(keys)} keys${more}, ${chestsPerKey} chests to a key`;
  if (keysPerChest !== null) return `${countsText(chests)} chests${more}, ${keysPerChest} keys to a chest`;
  const constraint = parameters.chestsAtLeastKeys ? ", never fewer chests than keys" : "";
  return `${countsText(keys)} keys and ${countsText(chests)} chests${more}${constraint}`;
}
