// Level generator of the world of the leader.
import { z } from "zod";
import { InputError } from "../../base/errors.ts";
import type { Rng } from "../../base/rng.ts";
import { chanceOf } from "../bernoulli.ts";
import type { LevelDistribution } from "../environment.ts";
import { agent, floor, type GridSize, moveOffsets } from "../grid.ts";
import { describeWalls, wallGenerator, wallsSchema } from "../mazes.ts";
import { unreachable, Walker } from "../paths.ts";
import { FreeCells, interiorCells, requireRoom } from "../placement.ts";
import { beaconCode, leader, maxBeacons } from "./things.ts";

export const levelsSchema = z.strictObject({
  walls: wallsSchema("open"),
  beacons: z.int().min(1).max(maxBeacons).default(3),
  /**
   * Share of levels on which the leader's order is the true one, rounded to a multiple of 1 / 65,536; on the others every other order is
   * equally likely.
   */
  trustworthy: z.number().min(0).max(1).default(1),
  /** Where the leader starts: on any free cell, or on one beside the agent. */
  leader: z.enum(["anywhere", "beside"]).default("beside"),
  /** Draw again until the agent can walk to the leader and to every beacon. */
  solvable: z.boolean().default(true),
});

export type LevelParameters = z.output<typeof levelsSchema>;

/** Layout and orders are drawn alike for every share of trustworthy leaders: equal streams differ in nothing else. */
export function followMeLevels(parameters: LevelParameters, { height, width }: GridSize): LevelDistribution {
  const { beacons } = parameters;
  const walls = wallGenerator(parameters.walls, height, width);
  requireSizes(parameters, walls.freeCells, `${height} x ${width}`);
  const free = new FreeCells(interiorCells(height - 2, width - 2, width));
  const walker = new Walker(height, width);
  const searches = parameters.solvable && parameters.walls.kind !== "open";
  const moves = moveOffsets(width);
  const beside: number[] = [];
  const cells = new Uint16Array(beacons);
  const order = new Uint8Array(beacons);
  const isTrusted = chanceOf(parameters.trustworthy);

  /** A cell for the leader, or -1 where there is none. */
  function leaderCell(rng: Rng, out: Uint8Array, offset: number, agentCell: number): number {
    if (parameters.leader === "anywhere") return free.take(rng);
    beside.length = 0;
    for (const move of moves) if (out[offset + agentCell + move] === floor) beside.push(agentCell + move);
    return beside.length === 0 ? -1 : beside[rng.below(beside.length)]!;
  }

  /** False where something finds no cell, or where something must be reached and cannot. */
  function draw(rng: Rng, out: Uint8Array, offset: number): boolean {
    walls.draw(rng, out, offset);
    if (free.collect(out, offset) < beacons + 2) return false;
    const agentCell = free.take(rng);
    out[offset + agentCell] = agent;
    const start = leaderCell(rng, out, offset, agentCell);
    if (start < 0) return false;
    out[offset + start] = leader;
    for (let place = 0; place < beacons; place++) {
      const cell = free.take(rng);
      // Beside the agent the leader took a cell that is still to be handed out.
      cells[place] = cell === start ? free.take(rng) : cell;
    }
    return !searches || allWithin(walker.search(out, offset, agentCell), start);
  }

  function allWithin(distances: Int32Array, start: number): boolean {
    return distances[start] !== unreachable && cells.every((cell) => distances[cell] !== unreachable);
  }

  return {
    summary: describe(parameters),
    parameters,
    generate: (rng, out, offset) => {
      while (!draw(rng, out, offset));
      const trusted = isTrusted(rng);
      if (beacons > 1) drawOtherOrder(rng, order);
      for (let place = 0; place < beacons; place++) {
        out[offset + cells[place]!] = beaconCode(place, trusted ? place : order[place]!);
      }
    },
  };
}

/** Any order of two or more things but 0, 1, 2 ..., all of them equally likely. */
function drawOtherOrder(rng: Rng, order: Uint8Array): void {
  for (let place = 0; place < order.length; place++) order[place] = place;
  do rng.shuffle(order);
  while (order.every((other, place) => other === place));
}

function requireSizes(
  { beacons, trustworthy, walls }: LevelParameters,
  freeCells: number,
  size: string,
): void {
  if (beacons === 1 && trustworthy < 1) {
    throw new InputError(
      "levels.trustworthy",
      `${trustworthy} with one beacon`,
      "1, or more beacons than one",
    );
  }
  const level = { freeCells, size, walls: walls.kind };
  requireRoom(beacons + 2, level, "levels.beacons", `${beacons}, with an agent and a leader`);
}

function describe({ walls, beacons, trustworthy, leader: start, solvable }: LevelParameters): string {
  const trust =
    trustworthy === 1
      ? "in the true order"
      : trustworthy === 0
        ? "in another order than the true one"
        : `in the true order on ${trustworthy} of the levels`;
  const place = start === "beside" ? "beside the agent" : "anywhere";
  const reach = solvable ? ", all within reach" : "";
  return `${describeWalls(walls)}, ${beacons} beacon${beacons === 1 ? "" : "s"}${reach}, a leader from ${place} who walks to them ${trust}.`;
}
