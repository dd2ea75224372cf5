// Levels of worlds in which things are reached once: an agent and things on distinct free cells.
import { InputError } from "../base/errors.ts";
import type { JsonObject } from "../base/hash.ts";
import type { Rng } from "../base/rng.ts";
import type { LevelDistribution } from "./environment.ts";
import { agent, type GridSize } from "./grid.ts";
import { type Walls, wallGenerator } from "./mazes.ts";
import { Walker } from "./paths.ts";
import { FreeCells, interiorCells } from "./placement.ts";
import { mostThings, type ThingKind, ThingWalker } from "./reaching-batch.ts";

/** Draws in a row without a level on which all things can be reached, after which the generator gives up. */
const mostDraws = 10_000;

export interface Scattering {
  readonly summary: string;
  readonly parameters: JsonObject;
  readonly walls: Walls;
  readonly kinds: readonly ThingKind[];
  /** The largest number of things that `things` can draw. */
  readonly most: number;
  /** Draw again until the agent can walk to every thing; see `ThingWalker`. */
  readonly reachable: boolean;
  /** Draws the codes of a level's things into out[0...] and returns their number, at least 1. */
  things(rng: Rng, out: Uint8Array): number;
}

/**
 * What lies on a level is drawn first, then walls until everything has room, then the places of agent and things; where `reachable` fails,
 * walls and places are drawn again for the same things, so that no kind of thing becomes rarer by being harder to reach.
 */
export function scatteredThings(scattering: Scattering, { height, width }: GridSize): LevelDistribution {
  const { summary, parameters, kinds, most, reachable } = scattering;
  const walls = wallGenerator(scattering.walls, height, width);
  requireRoom(scattering, walls.freeCells);
  const free = new FreeCells(interiorCells(height - 2, width - 2, width));
  const walker = new ThingWalker(new Walker(height, width), width, kinds);
  const codes = new Uint8Array(mostThings);
  const cells = new Uint16Array(mostThings);

  function place(rng: Rng, count: number, out: Uint8Array, offset: number): boolean {
    walls.draw(rng, out, offset);
    if (free.collect(out, offset) <= count) return false;
    const start = free.take(rng);
    out[offset + start] = agent;
    for (let thing = 0; thing < count; thing++) {
      const cell = free.take(rng);
      out[offset + cell] = codes[thing]!;
      cells[thing] = cell;
    }
    if (!reachable) return true;
    walker.search(out, offset, start);
    for (let thing = 0; thing < count; thing++) if (!walker.reaches(cells[thing]!)) return false;
    return true;
  }

  return {
    summary,
    parameters,
    generate: (rng, out, offset) => {
      const count = scattering.things(rng, codes);
      for (let draws = 1; !place(rng, count, out, offset); draws++) {
        if (draws < mostDraws) continue;
        throw new InputError(
          "levels",
          `no way to all of ${count} things in ${mostDraws} draws`,
          `fewer things, other walls, or "reachable": false (at most ${most} things are drawn)`,
        );
      }
    },
  };
}

function requireRoom({ most, walls }: Scattering, freeCells: number): void {
  if (most > mostThings) {
    throw new InputError("levels", `up to ${most} things`, `at most ${mostThings}`);
  }
  if (most < freeCells) return;
  throw new InputError(
    "levels",
    `up to ${most} things and an agent`,
    `at most ${freeCells} of them together, the free cells of an average level with ${walls.kind} walls`,
  );
}
